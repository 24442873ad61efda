"""The operator's forms: a test mail, and holding all mail with a reason."""

from flask_babel import lazy_gettext
from wtforms import StringField
from wtforms.validators import DataRequired, Length, ValidationError

from roadmap.access.account_forms import whole_address
from roadmap.web.forms import Form

_LONGEST_REASON = 300


class TestMailForm(Form):
    """Where a test mail goes."""

    # It is a form for test mails, not a test.
    __test__ = False

    address = StringField(lazy_gettext("Mail address"), [DataRequired(lazy_gettext("Enter the mail address."))])

    def validate_address(self, field: StringField) -> None:
        """One whole address."""
        address = whole_address(field.data or "")
        if address is None:
            raise ValidationError(lazy_gettext("Enter one mail address, such as name@ministry.example."))
        field.data = address


class HoldForm(Form):
    """Why mail is kept back, for whoever finds it held."""

    reason = StringField(
        lazy_gettext("Reason"),
        [
            DataRequired(lazy_gettext("Say why, for whoever finds the mail held.")),
            Length(max=_LONGEST_REASON, message=lazy_gettext("Write at most %(max)d characters.")),
        ],
    )

    def validate_reason(self, field: StringField) -> None:
        """One line of letters and signs."""
        if not (field.data or "").isprintable():
            raise ValidationError(lazy_gettext("The text contains a character that cannot be used."))
