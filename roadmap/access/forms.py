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


class ChangeForm(PasswordForm):
    """A new password for whoever knows the old one."""

    old_password = PasswordField(
        lazy_gettext("Your password so far"), [DataRequired(lazy_gettext("Enter your password."))]
    )

    def refuse_old(self) -> None:
        """Says that the old password is not right, beside its field."""
        self.old_password.errors = [gettext("This is not your password.")]

    def validate_password(self, field: PasswordField) -> None:
        """Another one than before, that may be one."""
        if field.data and field.data == self.old_password.data:
            raise ValidationError(gettext("This is your password already. Choose another."))
        super().validate_password(field)


class ForgottenForm(Form):
    """The address of whoever lost a password. Whether anybody has it is not said."""

    email = StringField(lazy_gettext("Mail address"), [DataRequired(lazy_gettext("Enter your mail address."))])


def refuse_sign_in(form: SignInForm) -> None:
    """The one answer to an unknown address, a wrong password and a closed account."""
    form.form_errors.append(gettext("The mail address or the password is not right."))
