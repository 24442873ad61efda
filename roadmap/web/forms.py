"""What every form of the program begins from: Flask-WTF's, with types."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField

# The published stubs are a version behind the library.
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from roadmap.web.operations import fresh_key

__all__ = ["Form", "SelectChoice"]


class Form(FlaskForm):
    """A form that a browser sends, with the key by which it is known when it is sent twice."""

    # Without an id: a page may have several forms.
    operation_key = HiddenField(render_kw={"id": False})

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)  # type: ignore[no-untyped-call]
        self.operation_key.data, self.operation_key.raw_data = fresh_key(), None

    def accepted(self) -> bool:
        """Whether it was sent and nothing is wrong with it."""
        return bool(self.validate_on_submit())  # type: ignore[no-untyped-call]

    def sent(self) -> bool:
        """Whether it was sent, right or wrong."""
        return bool(self.is_submitted())  # type: ignore[no-untyped-call]
