"""The form for a new token, and the words for what a token may do."""

from datetime import timedelta

from flask_babel import LazyString, gettext, lazy_gettext
from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from roadmap.domain.access_tokens import USUAL_DAYS, ProposedToken, Scope, objections_to_token
from roadmap.domain.objections import Objection
from roadmap.web.fields import DayField, LineField
from roadmap.web.forms import Form, SelectChoice
from roadmap.web.sessions import now
from roadmap.web.wording import short_day

SCOPES: dict[Scope, LazyString] = {
    Scope.READ: lazy_gettext("Read"),
    Scope.REPORT: lazy_gettext("Report"),
    Scope.DECIDE: lazy_gettext("Record decisions"),
}
DEFINITIONS: dict[str, LazyString] = {
    Scope.READ.value: lazy_gettext("read what you may read"),
    Scope.REPORT.value: lazy_gettext("report on what you report on"),
    Scope.DECIDE.value: lazy_gettext("record decisions where you are the controlling side"),
}


class TokenForm(Form):
    """What the token is for, what it may do, and how long."""

    name = LineField(lazy_gettext("What it is for"))
    scopes = SelectMultipleField(
        lazy_gettext("What it may do"),
        choices=[SelectChoice(scope.value, SCOPES[scope]) for scope in Scope],
        default=[Scope.READ.value],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validate_choice=False,
    )
    last_day = DayField(lazy_gettext("Last day"), default=lambda: (now() + timedelta(days=USUAL_DAYS)).date())

    @property
    def proposed(self) -> ProposedToken:
        """The token as filled in."""
        chosen = frozenset(scope for scope in Scope if scope.value in (self.scopes.data or ()))
        return ProposedToken(self.name.typed, chosen, self.last_day.data)

    def fine(self, good_ones: int) -> bool:
        """Whether the token may be made; if not, the fields say why."""
        readable = self.accepted()
        found = objections_to_token(self.proposed, good_ones, now().date())
        for objection in found:
            field = self[objection.field]
            if not field.errors:
                field.errors = [_words(objection)]
        return readable and not found


def _words(objection: Objection) -> str:
    values = objection.values
    match objection.code:
        case "too_many":
            return gettext("You have %(limit)s tokens that are still good. Revoke one first", limit=values["limit"])
        case "too_long":
            return gettext("At most %(limit)s characters", limit=values["limit"])
        case "bad_character":
            return gettext("The text contains a character that is not allowed")
        case "out_of_range":
            first, last = (short_day(values[name]) for name in ("first", "last"))  # type: ignore[arg-type]
            return gettext("The last day must lie between %(first)s and %(last)s", first=first, last=last)
    return gettext("Choose at least one") if objection.field == "scopes" else gettext("Fill in this field")
