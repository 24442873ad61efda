"""A digest as blocks of lines, the same for the text and the HTML of the mail; the templates only lay them out."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from flask_babel import gettext, ngettext

from roadmap.digests.words.actions import Writing, action_blocks, escalated_block
from roadmap.digests.words.items import Block, Line, item_line, measure_name
from roadmap.digests.words.moved_days import moved_day_notes
from roadmap.digests.words.phrases import Words, change_words, confidence_word, control_word, plain, words
from roadmap.domain.changes import Change
from roadmap.domain.checksums import checksum_groups
from roadmap.domain.choices import Scope
from roadmap.domain.facts import Confidence
from roadmap.domain.measures import MeasureState
from roadmap.domain.parts import Part
from roadmap.domain.plan import Roadmap
from roadmap.domain.portfolio import AskedOf
from roadmap.web.wording import day, short_day

_CONFIDENCE_MARKS = {
    Confidence.ON_TRACK: "●",
    Confidence.AT_RISK: "▲",
    Confidence.OFF_TRACK: "■",
    Confidence.NO_DATA: "○",
}
_PLAIN_MARK = "–"


@dataclass(frozen=True, slots=True)
class PartView:
    """All about one road map. ``notes`` say what this part is, where it is not the usual."""

    title: Words
    href: str
    notes: tuple[str, ...]
    blocks: tuple[Block, ...]
    quiet: str
    more: str
    record: str


def part_view(part: Part, writing: Writing, *, quiet: bool) -> PartView:
    """One road map's part of a mail, in words."""
    language = writing.language
    blocks = [*escalated_block(part, writing), *action_blocks(part, writing), *_overview_blocks(part, language)]
    more = ngettext("%(num)d more line on the page.", "%(num)d more lines on the page.", part.left_out)
    return PartView(
        title=words(part.roadmap.heading, language),
        href=writing.links.overview(part.roadmap),
        notes=(*_notes(part), *moved_day_notes(part.moved_days, language)),
        blocks=tuple(blocks),
        quiet=_all_quiet() if quiet else _quiet_elsewhere(part.quiet),
        more=more if part.left_out else "",
        record=_record(part.roadmap),
    )


def _all_quiet() -> str:
    return gettext(
        "All is quiet: nothing is overdue or returned, nothing is due in the next ten working days, no decision is"
        " waited for, and nothing has changed."
    )


def _quiet_elsewhere(count: int) -> str:
    if not count:
        return ""
    return ngettext("All quiet elsewhere: %(num)d milestone.", "All quiet elsewhere: %(num)d milestones.", count)


def _notes(part: Part) -> Iterable[str]:
    if part.absent:
        name = plain(part.absent.name)
        if part.absent.until:
            yield gettext("For %(name)s, who is away until %(day)s", name=name, day=day(part.absent.until))
        else:
            yield gettext("For %(name)s, who is away", name=name)
    if part.overview and part.scope is Scope.MEASURE and len(part.scoped) == 1:
        yield gettext("Only measure %(number)s, as you chose", number=plain(part.scoped[0]))
    elif part.overview and part.scope is Scope.ORGANISATION:
        yield gettext("Only the measures of your organisation, as you chose")


def _record(roadmap: Roadmap) -> str:
    """Where the ledger stood, and the beginning of its checksum: who rewrites the record cannot reach this mail."""
    return gettext(
        "Record %(seq)s · %(checksum)s", seq=roadmap.head_seq, checksum=checksum_groups(roadmap.head_hash) or "–"
    )


def _overview_blocks(part: Part, language: str) -> Iterable[Block]:
    since = gettext("Changed since %(day)s", day=short_day(part.since)) if part.since else ""
    found = (
        (gettext("Decision needed"), [_decision_line(asked, language) for asked in part.decisions]),
        (gettext("Measures"), [_measure_line(state, language) for state in part.measures]),
        (gettext("Overdue or returned"), [item_line(item, language) for item in part.late]),
        (gettext("Next ten working days"), [item_line(item, language) for item in part.upcoming]),
        (since, [_change_line(change, language) for change in part.changes]),
    )
    return (Block(heading, tuple(lines)) for heading, lines in found if lines)


def _measure_line(state: MeasureState, language: str) -> Line:
    gauge = gettext(
        "milestones confirmed: %(confirmed)d of %(total)d", confirmed=state.gauge.confirmed, total=state.gauge.total
    )
    detail = " · ".join((confidence_word(state.confidence), control_word(state.control), gauge))
    troubled = state.confidence is Confidence.OFF_TRACK
    return Line(_CONFIDENCE_MARKS[state.confidence], measure_name(state, language), detail, troubled)


def _decision_line(asked: AskedOf, language: str) -> Line:
    fact = asked.ask.entry.fact
    detail = gettext("asked of: %(whom)s; needed by %(day)s", whom=plain(fact.whom), day=day(fact.by))
    name = words(fact.what, language, asked.measure.measure.number)
    # The sentence goes on behind a dash.
    return Line("!", replace(name, text=name.text.rstrip(".")), detail)


def _change_line(change: Change, language: str) -> Line:
    return Line(_PLAIN_MARK, _subject(change, language), change_words(change, language))


def _subject(change: Change, language: str) -> Words:
    if change.milestone:
        milestone = change.milestone.milestone
        return words(milestone.title, language, milestone.number)
    return measure_name(change.measure, language) if change.measure else Words(gettext("Road map"))
