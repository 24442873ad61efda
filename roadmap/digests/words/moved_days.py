"""Why a last day moved: a change of the working calendar, said where a part of the mail begins."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext, ngettext

from roadmap.digests.words.phrases import plain, words
from roadmap.domain.day_moves import DayMove
from roadmap.web.wording import day

# More than these are on the page of the working calendar.
_SAID = 5


def moved_day_notes(moves: Sequence[DayMove], language: str) -> Iterator[str]:
    """A sentence for each item whose last day moved, with the reason and the act."""
    for move in moves[:_SAID]:
        change = move.change
        said = {"number": plain(move.number), "before": day(move.before), "after": day(move.after)}
        reason = plain(words(change.reason, language).text)
        if change.act:
            yield gettext(
                "The last day of %(number)s moved from %(before)s to %(after)s: %(reason)s (%(act)s)",
                **said,
                reason=reason,
                act=plain(change.act),
            )
        else:
            yield gettext(
                "The last day of %(number)s moved from %(before)s to %(after)s: %(reason)s", **said, reason=reason
            )
    if len(moves) > _SAID:
        left = len(moves) - _SAID
        yield ngettext(
            "The working calendar moved %(num)d more last day",
            "The working calendar moved %(num)d more last days",
            left,
        )
