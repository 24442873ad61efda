"""Why somebody gets a mail, said at its end."""

from collections.abc import Iterable
from datetime import date

from flask_babel import gettext

from roadmap.digests.words.phrases import plain
from roadmap.domain.digest import Digest
from roadmap.domain.interests import LastDayOnly, MailKind
from roadmap.domain.items import Why
from roadmap.domain.parts import Part
from roadmap.web.wording import day

_OF_ANOTHER_KIND = frozenset({Why.TO_CONFIRM, Why.ASKED})


def kinds_of(part: Part) -> frozenset[MailKind]:
    """The kinds of mail that a part is made of."""
    kinds = {MailKind.ACTIONS} if part.needs_action else set()
    return frozenset(kinds | {MailKind.OVERVIEW} if part.overview else kinds)


def reasons(digest: Digest) -> list[str]:
    """Why the reader gets this mail, each reason once."""
    return list(dict.fromkeys(reason for part in digest.parts for reason in _reasons(part)))


def _reasons(part: Part) -> Iterable[str]:
    whys = {item.why for item in part.actions}
    if part.because and part.actions:
        yield _in_spite_of_it(part.because, part.paused_until)
    elif part.absent:
        yield gettext("You stand in for %(name)s.", name=plain(part.absent.name))
    elif whys - _OF_ANOTHER_KIND:
        yield gettext("You get this because you report on, or answer for, the items named here.")
    if Why.TO_CONFIRM in whys:
        yield gettext("What waits for confirmation comes to you because you belong to the controlling body.")
    if Why.ASKED in whys:
        yield gettext("A decision is asked of the post that you hold.")
    if part.escalated:
        yield gettext("What is escalated comes to you because your post is above the one that answers for it.")
    if part.overview:
        yield gettext("You get the overview because of your role.")


def _in_spite_of_it(because: LastDayOnly, paused_until: date | None) -> str:
    if because is LastDayOnly.PAUSED:
        return gettext(
            "Your mail is paused until %(day)s. The reminder on the last day of an item comes all the same, because you"
            " report on it or answer for it.",
            day=day(paused_until),
        )
    if because is LastDayOnly.AWAY:
        return gettext(
            "You are away. The reminder on the last day of an item comes to you all the same, because you report on it"
            " or answer for it."
        )
    return gettext(
        "You stopped the reminders. The one on the last day of an item comes all the same, because you report on it or"
        " answer for it."
    )
