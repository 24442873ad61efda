"""The administrator's form for inviting somebody."""

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext, lazy_gettext
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from roadmap.access.wording import ROLES
from roadmap.domain.people import Grant, Post, Role
from roadmap.domain.plan import Roadmap
from roadmap.store.account_reading import MeasureName, MilestoneName
from roadmap.web.forms import Form, SelectChoice
from roadmap.web.letters import clean
from roadmap.web.locale import NAMES, words
from roadmap.web.posts import posts_to_choose
from roadmap.web.rereading import UnsafeHeader

_NOTHING = SelectChoice("", "–")


def whole_address(typed: str) -> str | None:
    """The one mail address that was typed, as it is kept; ``None`` if it is none, or more than one."""
    try:
        found = validate_email(typed.strip(), allow_smtputf8=False, check_deliverability=False, test_environment=True)
        # An encoded word is a valid mailbox name, and no mail can be composed to it.
        return clean((found.ascii_email or found.normalized).lower())
    except (EmailNotValidError, UnsafeHeader):
        return None


def _role_field() -> RadioField:
    return RadioField(
        lazy_gettext("Role"),
        [DataRequired(lazy_gettext("Choose a role."))],
        choices=[SelectChoice(role.value, label) for role, label in ROLES.items()],
    )


class _ForARole(Form):
    """What a role is for: each form below has these four fields, in its own order."""

    role: RadioField
    measure: SelectField
    milestone: SelectField
    roadmap: SelectField

    def offer(self, roadmaps: list[Roadmap], measures: list[MeasureName], steps: list[MilestoneName]) -> None:
        """Fills the lists to choose from."""
        titles = {roadmap.id: words(roadmap.title) for roadmap in roadmaps}
        self.roadmap.choices = [_NOTHING, *(SelectChoice(str(number), title) for number, title in titles.items())]
        self.measure.choices = [
            _NOTHING,
            *(
                SelectChoice(str(m.id), f"{m.number}. {words(m.title)}", optgroup=titles[m.roadmap_id])
                for m in measures
            ),
        ]
        self._roadmap_of = {measure.id: measure.roadmap_id for measure in measures}
        self._offer_milestones(steps, titles)
        if not self.sent() and len(roadmaps) == 1:
            self.roadmap.data = str(roadmaps[0].id)

    def _offer_milestones(self, steps: list[MilestoneName], titles: dict[int, str]) -> None:
        self._measure_of = {str(step.id): step.measure_id for step in steps}
        named = (
            SelectChoice(
                str(step.id), f"{step.number} {words(step.title)}", optgroup=titles[self._roadmap_of[step.measure_id]]
            )
            for step in steps
        )
        self.milestone.choices = [SelectChoice("", gettext("The whole measure")), *named]

    def validate_milestone(self, field: SelectField) -> None:
        """It is one of the chosen measure."""
        if field.data and self.measure.data not in (None, "", str(self._measure_of.get(field.data))):
            raise ValidationError(gettext("This milestone belongs to another measure"))

    def validate_roadmap(self, field: SelectField) -> None:
        """A coordinator's road map follows from the measure, and an administrator has none."""
        if not field.data and self.role.data in {Role.CONTROLLER, Role.EXECUTIVE, Role.RECIPIENT}:
            raise ValidationError(lazy_gettext("Choose the road map."))

    def validate_measure(self, field: SelectField) -> None:
        """A coordinator reports on one measure; for each further one there is a further role."""
        if not field.data and not self.milestone.data and self.role.data == Role.COORDINATOR:
            raise ValidationError(lazy_gettext("Choose the measure that this person reports on."))

    @property
    def held(self) -> Grant:
        """The role, with the road map and the measure that belong to such a role."""
        role = Role(self.role.data)
        if role is Role.ADMINISTRATOR:
            return Grant(role)
        if role is Role.COORDINATOR:
            milestone_id = int(self.milestone.data) if self.milestone.data else None
            measure_id = self._measure_of[self.milestone.data] if milestone_id else int(self.measure.data)
            return Grant(role, self._roadmap_of[measure_id], measure_id, milestone_id)
        return Grant(role, int(self.roadmap.data))


class RoleForm(_ForARole):
    """A further role for somebody who is there."""

    role = _role_field()
    measure = SelectField(lazy_gettext("Measure"))
    milestone = SelectField(lazy_gettext("Only this milestone"), default="")
    roadmap = SelectField(lazy_gettext("Road map"))


class InvitationForm(_ForARole):
    """Who is invited, and for what. One address: a mail goes to one person."""

    name = StringField(lazy_gettext("Name"), [DataRequired(lazy_gettext("Enter the name.")), Length(max=200)])
    email = StringField(lazy_gettext("Mail address"), [DataRequired(lazy_gettext("Enter the mail address."))])
    language = SelectField(
        lazy_gettext("Language of pages and mails"),
        choices=[SelectChoice(code, name) for code, name in NAMES.items()],
        default="kk",
    )
    role = _role_field()
    measure = SelectField(lazy_gettext("Measure"))
    milestone = SelectField(lazy_gettext("Only this milestone"), default="")
    roadmap = SelectField(lazy_gettext("Road map"))
    post = SelectField(lazy_gettext("Post"))

    def offer_posts(self, posts: dict[int, Post]) -> None:
        """Fills the list of posts."""
        named = posts_to_choose(posts.values())
        self.post.choices = [_NOTHING, *(SelectChoice(str(number), label) for number, label in named)]

    def validate_name(self, field: StringField) -> None:
        """One line of letters and signs."""
        if not (field.data or "").isprintable():
            raise ValidationError(lazy_gettext("The name contains a character that cannot be used."))

    def validate_email(self, field: StringField) -> None:
        """One whole address; whether anybody reads it only a mail can show."""
        address = whole_address(field.data or "")
        if address is None:
            raise ValidationError(lazy_gettext("Enter one mail address, such as name@ministry.example."))
        field.data = address

    @property
    def post_id(self) -> int | None:
        """The post, if one was chosen."""
        return int(self.post.data) if self.post.data else None
