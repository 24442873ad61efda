"""A field for a whole number in which nothing typed is lost."""

from flask_babel import gettext
from wtforms import StringField


class NumberField(StringField):
    """A whole number, or nothing. Only plain digits are one; anything else is refused and kept as it was typed."""

    data: int | None  # type: ignore[assignment]  # A text field shows best what is no number.

    def process_formdata(self, valuelist: list[str]) -> None:
        """Reads the number; the error is told when the form is checked."""
        typed = valuelist[0].strip() if valuelist else ""
        self.data = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else None
        if typed and self.data is None:
            raise ValueError(gettext("Enter a whole number"))

    def put(self, number: int | None) -> None:
        """Shows a number instead of what was typed."""
        self.data, self.raw_data = number, None

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else "" if self.data is None else str(self.data)
