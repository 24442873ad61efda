"""What every form of the program begins from: Flask-WTF's, with types."""

from typing import Any

from flask_wtf import FlaskForm

# The published stubs are a version behind the library.
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

__all__ = ["Form", "SelectChoice"]


class Form(FlaskForm):
    """A form that a browser sends."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)  # type: ignore[no-untyped-call]

    def accepted(self) -> bool:
        """Whether it was sent and nothing is wrong with it."""
        return bool(self.validate_on_submit())  # type: ignore[no-untyped-call]

    def sent(self) -> bool:
        """Whether it was sent, right or wrong."""
        return bool(self.is_submitted())  # type: ignore[no-untyped-call]
