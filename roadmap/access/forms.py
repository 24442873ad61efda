"""The forms of signing in and of taking up an invitation."""

from flask_babel import gettext, lazy_gettext
from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired, EqualTo, ValidationError

from roadmap.access.passwords import objection_to
from roadmap.web.forms import Form


class SignInForm(Form):
    """Address and password. What is wrong with them is said in one way for all."""

    email = StringField(lazy_gettext("Mail address"), [DataRequired(lazy_gettext("Enter your mail address."))])
    password = PasswordField(lazy_gettext("Password"), [DataRequired(lazy_gettext("Enter your password."))])


class PasswordForm(Form):
    """A new password, typed twice so that nobody locks themselves out by a slip."""

    password = PasswordField(lazy_gettext("New password"), [DataRequired(lazy_gettext("Choose a password."))])
    again = PasswordField(
        lazy_gettext("The same password again"),
        [EqualTo("password", lazy_gettext("The two passwords are different."))],
    )

    def __init__(self, email: str) -> None:
        super().__init__()
        self._email = email

    def validate_password(self, field: PasswordField) -> None:
        """Whether the password may be one."""
        objection = objection_to(field.data or "", self._email)
        if objection:
            raise ValidationError(objection)


def refuse_sign_in(form: SignInForm) -> None:
    """The one answer to an unknown address, a wrong password and a closed account."""
    form.form_errors.append(gettext("The mail address or the password is not right."))
