"""The words for security events."""

from collections.abc import Mapping

from flask_babel import LazyString, gettext, lazy_gettext, ngettext

from roadmap.access.wording import ROLES
from roadmap.domain.people import Role
from roadmap.domain.plan import Roadmap
from roadmap.domain.security import SecurityKind
from roadmap.store.account_reading import MeasureName
from roadmap.store.security_log import Detail
from roadmap.web.locale import words

KINDS: dict[SecurityKind, LazyString] = {
    SecurityKind.SIGNED_IN: lazy_gettext("Sign-in succeeded"),
    SecurityKind.SIGN_IN_FAILED: lazy_gettext("Sign-in failed"),
    SecurityKind.SIGNED_OUT: lazy_gettext("Signed out"),
    SecurityKind.SESSION_ENDED: lazy_gettext("Session ended"),
    SecurityKind.INVITED: lazy_gettext("Invited"),
    SecurityKind.INVITATION_USED: lazy_gettext("Invitation taken up"),
    SecurityKind.PASSWORD_CHANGED: lazy_gettext("Password changed"),
    SecurityKind.RESET_ASKED: lazy_gettext("New password asked for"),
    SecurityKind.RESET_USED: lazy_gettext("New password chosen by a mailed link"),
    SecurityKind.ROLE_GIVEN: lazy_gettext("Role given"),
    SecurityKind.ROLE_TAKEN: lazy_gettext("Role withdrawn"),
    SecurityKind.ACCOUNT_CLOSED: lazy_gettext("Account closed"),
    SecurityKind.ACCOUNT_REOPENED: lazy_gettext("Account opened again"),
    SecurityKind.ADDRESS_CHANGED: lazy_gettext("Mail address changed"),
    SecurityKind.PERSON_ERASED: lazy_gettext("Person's data erased"),
    SecurityKind.TOKEN_MADE: lazy_gettext("Access token made"),
    SecurityKind.TOKEN_REVOKED: lazy_gettext("Access token revoked"),
}


def said_of(detail: Mapping[str, Detail], roadmaps: Mapping[int, Roadmap], measures: Mapping[int, MeasureName]) -> str:
    """What an event says of itself, in words; empty if it says nothing that a reader can use."""
    if detail.get("address"):
        return gettext("an address that nobody has (%(checksum)s)", checksum=str(detail["address"])[:8])
    if "sessions" in detail:
        count = int(detail["sessions"] or 0)
        return ngettext("%(num)d session ended", "%(num)d sessions ended", count)
    if "token" in detail:
        return gettext("token No. %(number)s", number=detail["token"])
    role = next((each for each in Role if each.value == detail.get("role")), None)
    return _role_words(role, detail, roadmaps, measures) if role else ""


def _role_words(
    role: Role, detail: Mapping[str, Detail], roadmaps: Mapping[int, Roadmap], measures: Mapping[int, MeasureName]
) -> str:
    name = str(ROLES[role])
    roadmap = roadmaps.get(int(detail.get("roadmap_id") or 0))
    measure = measures.get(int(detail.get("measure_id") or 0))
    if roadmap is None:
        return name
    if measure is None:
        return gettext("%(role)s – %(roadmap)s", role=name, roadmap=words(roadmap.title))
    return gettext(
        "%(role)s – %(roadmap)s, measure %(number)s", role=name, roadmap=words(roadmap.title), number=measure.number
    )
