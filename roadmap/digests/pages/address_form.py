"""The form for an address that wants mail: a name, one mail address, a language."""

from email.utils import getaddresses
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import StringField
from wtforms.validators import ValidationError

from roadmap.access.account_forms import whole_address
from roadmap.digests.pages.rules import ListField, one_value_each
from roadmap.web.forms import Form, SelectChoice
from roadmap.web.locale import NAMES, language

LONGEST_NAME = 200


class AddressForm(Form):
    """Who is to be asked."""

    name = StringField(lazy_gettext("Name"))
    email = StringField(lazy_gettext("Mail address"))
    language = ListField(lazy_gettext("Language of pages and mails"))

    def offer(self) -> "AddressForm":
        """Fills the list of languages."""
        self.language.choices = [SelectChoice(code, name) for code, name in NAMES.items()]
        if not self.sent():
            self.language.data = language()
        return self

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether everything is right, and nothing was sent twice."""
        fine = bool(super().validate(extra_validators))
        return one_value_each(self) and fine

    def validate_name(self, field: StringField) -> None:
        """One line of letters and signs, none of which turns the writing round or is not seen."""
        typed = (field.data or "").strip()
        if not typed:
            raise ValidationError(gettext("Enter the name."))
        if len(typed) > LONGEST_NAME:
            raise ValidationError(gettext("At most %(limit)s characters", limit=LONGEST_NAME))
        if not typed.isprintable():
            raise ValidationError(gettext("The name contains a character that cannot be used."))

    def validate_email(self, field: StringField) -> None:
        """One whole address and nothing else; whether anybody reads it only a mail can show."""
        typed = (field.data or "").strip()
        if not typed:
            raise ValidationError(gettext("Enter the mail address."))
        if not typed.isprintable():
            raise ValidationError(gettext("The mail address contains a character that cannot be used."))
        if "<" in typed or ">" in typed:
            raise ValidationError(gettext("Enter the mail address alone, without a name."))
        if len([1 for _name, address in getaddresses([typed[:1000].replace(";", ",")]) if "@" in address]) > 1:
            raise ValidationError(gettext("Enter one mail address only: a mail goes to one person."))
        if whole_address(typed) is None:
            raise ValidationError(gettext("Enter one mail address, such as name@ministry.example."))

    @property
    def typed_name(self) -> str:
        """The name without white at its ends."""
        return (self.name.data or "").strip()

    @property
    def address(self) -> str:
        """The address as it is kept."""
        return whole_address(self.email.data or "") or ""
