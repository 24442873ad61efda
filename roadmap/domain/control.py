"""What the controlling side may decide: objections to a proposed decision, and the statements that it makes.

The program records decisions and never grants one: every approved date names the document it rests on and who decided
(domain notes §3.5). What is reported done is confirmed by a second person.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from roadmap.domain.calendar import WorkingCalendar
from roadmap.domain.days import FIRST_YEAR, LAST_YEAR, within_calendar
from roadmap.domain.deadlines import NO_DETAILS, Details, due_on, same_date
from roadmap.domain.facts import AnswerFact, DeadlineFact, OwnerFact, Verdict, VerdictFact, document_of
from roadmap.domain.health import CLOSED, OFF_CONTROL, ControlStatus
from roadmap.domain.ledger import Facet, Statement
from roadmap.domain.notations import deadline_meant, objections_to_notation
from roadmap.domain.objections import Objection
from roadmap.domain.plan import Deadline, DeadlineKind
from roadmap.domain.records import SubjectRecord
from roadmap.domain.text import LocalizedText

LONGEST_LINE, LONGEST_TEXT = 300, 2000


@dataclass(frozen=True, slots=True)
class ProposedDeadline:
    """An approved date as somebody filled it in; ``deadlines.deadline_of`` says which day ``on`` is for each kind."""

    kind: DeadlineKind | None
    on: date | None
    wording: LocalizedText
    basis_number: str
    basis_date: date | None
    decided_by: str
    reason: str = ""
    details: Details = NO_DETAILS

    @property
    def deadline(self) -> Deadline | None:
        """The deadline that is meant, if enough is there to say."""
        return deadline_meant(self.kind, self.on, self.wording, self.details)


@dataclass(frozen=True, slots=True)
class ProposedOwner:
    """Who is to answer: numbers of a post, of a person and of a working contact. All empty: as for the measure."""

    post_id: int | None
    person_id: int | None
    contact_id: int | None = None


@dataclass(frozen=True, slots=True)
class ProposedVerdict:
    """A verdict about a milestone or a measure as somebody filled it in."""

    verdict: Verdict | None
    reason: str = ""
    basis_number: str = ""
    basis_date: date | None = None


@dataclass(frozen=True, slots=True)
class ProposedAnswer:
    """The decision that answers the ask of line ``ask_seq``."""

    ask_seq: int
    text: str


Proposed = ProposedDeadline | ProposedOwner | ProposedVerdict | ProposedAnswer


def objections_to_deadline(proposed: ProposedDeadline, in_force: Deadline | None, today: date) -> list[Objection]:
    """What is missing or wrong in an approved date; ``in_force`` is the one that it would replace, if there is one."""
    found = objections_to_notation(proposed.kind, proposed.on, proposed.details)
    deadline = proposed.deadline
    if deadline and in_force and same_date(deadline, in_force) and deadline.on == in_force.on:
        # Were it written down, it would count as a move.
        found.append(Objection("on", "same_date"))
    found += _document(proposed.basis_number, proposed.basis_date, today, required=True)
    if not proposed.decided_by:
        found.append(Objection("decided_by", "required"))
    if in_force and not proposed.reason:
        found.append(Objection("reason", "reason"))
    found += _too_long("decided_by", proposed.decided_by, LONGEST_LINE)
    found += _too_long("reason", proposed.reason, LONGEST_TEXT)
    for code, words in proposed.wording.as_dict().items():
        found += _too_long(f"wording_{code}", words, LONGEST_LINE)
    return found


def notes_on_deadline(deadline: Deadline, calendar: WorkingCalendar) -> list[Objection]:
    """What is worth knowing about an approved date and does not stand in its way: what it comes to, and a day off."""
    found = []
    if deadline.kind is DeadlineKind.TERM:
        ends = Objection("on", "term_ends", {"day": deadline.on}) if deadline.on else Objection("on", "term_open")
        found.append(ends)
    falls_on = due_on(deadline, None, calendar)
    if falls_on and deadline.on is None:
        found.append(Objection("on", "next_due", {"day": falls_on}))
    if falls_on and not calendar.is_working(falls_on):
        found.append(Objection("on", "day_off", {"day": falls_on, "next": calendar.on_or_after(falls_on)}))
    return found


def objections_to_owner(proposed: ProposedOwner, *, of_milestone: bool) -> list[Objection]:
    """Somebody must answer for a measure; a milestone without an owner of its own has the measure's."""
    if proposed.post_id or proposed.person_id or (of_milestone and not proposed.contact_id):
        return []
    return [Objection("post", "nobody")]


def objections_to_verdict(
    proposed: ProposedVerdict,
    control: ControlStatus,
    reported_by: int | None,
    by: int,
    today: date,
    *,
    of_milestone: bool = True,
) -> list[Objection]:
    """What stands against a verdict about something whose control status is ``control``.

    ``reported_by`` is the number of the person who reported it done, ``by`` that of the person who decides. A measure
    is neither confirmed nor returned itself: its milestones are, and their confirmation is its own.
    """
    verdict = proposed.verdict
    if verdict is None:
        return [Objection("verdict", "required")]
    found = []
    second_step = verdict in (Verdict.CONFIRMED, Verdict.RETURNED)
    if second_step and not of_milestone:
        found.append(Objection("verdict", "through_milestones"))
    elif second_step and control is not ControlStatus.REPORTED_DONE:
        found.append(Objection("verdict", "not_reported_done"))
    elif verdict is Verdict.CONFIRMED and reported_by == by:
        found.append(Objection("verdict", "same_person"))
    if verdict in (Verdict.REMOVED, Verdict.EXCLUDED) and control in OFF_CONTROL:
        found.append(Objection("verdict", "already_off_control"))
    if verdict is Verdict.RESUMED and control not in (CLOSED if of_milestone else OFF_CONTROL):
        found.append(Objection("verdict", "not_closed"))
    if verdict is not Verdict.CONFIRMED and not proposed.reason:
        found.append(Objection("reason", "reason"))
    needs_basis = verdict in (Verdict.REMOVED, Verdict.EXCLUDED)
    found += _document(proposed.basis_number, proposed.basis_date, today, required=needs_basis)
    return found + _too_long("reason", proposed.reason, LONGEST_TEXT)


def objections_to_answer(proposed: ProposedAnswer, open_asks: Sequence[int]) -> list[Objection]:
    """An answer needs words, and an ask that is still open; ``open_asks`` are the numbers of their lines."""
    found = [] if proposed.ask_seq in open_asks else [Objection("text", "not_open")]
    if not proposed.text:
        found.append(Objection("text", "required"))
    return found + _too_long("text", proposed.text, LONGEST_TEXT)


def objections_to_day_of_force(effective_on: date | None, today: date, not_before: date | None) -> list[Objection]:
    """A decision speaks about today or earlier, and not about a day before ``not_before``: it would have no effect."""
    if effective_on is None:
        return [Objection("effective_on", "required")]
    if not within_calendar(effective_on):
        return _day("effective_on", effective_on)
    if effective_on > today:
        return [Objection("effective_on", "future", {"day": today})]
    if not_before and effective_on < not_before:
        return [Objection("effective_on", "before", {"day": not_before})]
    return []


def last_word_on(record: SubjectRecord, facets: Sequence[Facet]) -> date | None:
    """The latest day that what is in force for one of these facets speaks about; ``None`` if nothing is."""
    entries = {
        Facet.PROGRESS: record.progress,
        Facet.VERDICT: record.verdict,
        Facet.OWNER: record.owner,
        Facet.DEADLINE: record.deadlines[-1] if record.deadlines else None,
    }
    return max((entry.effective_on for facet in facets if (entry := entries.get(facet))), default=None)


def verdict_not_before(record: SubjectRecord, verdict: Verdict | None) -> date | None:
    """The day before which a verdict would have no effect at all.

    What is confirmed or returned has been reported by then. What is taken off control, or put under it again, need not
    wait for a report: the act that says so may be older. No verdict is before the one it follows, which would stand.
    """
    second_step = verdict in (Verdict.CONFIRMED, Verdict.RETURNED)
    return last_word_on(record, (Facet.PROGRESS, Facet.VERDICT) if second_step else (Facet.VERDICT,))


def statements_of(proposed: Sequence[Proposed], milestone_id: int | None = None) -> list[Statement]:
    """What a decision says, for the ledger. The proposals must be ones without objections."""
    return [statement for each in proposed for statement in _statements(each, milestone_id)]


def _statements(proposed: Proposed, milestone_id: int | None) -> Iterator[Statement]:
    match proposed:
        case ProposedDeadline(deadline=Deadline() as deadline):
            basis = document_of(proposed.basis_number, proposed.basis_date)
            fact = DeadlineFact(deadline, basis, proposed.decided_by, proposed.reason)
            yield Statement(Facet.DEADLINE, fact, milestone_id)
        case ProposedOwner():
            owner = OwnerFact(proposed.post_id, proposed.person_id, proposed.contact_id)
            yield Statement(Facet.OWNER, owner, milestone_id)
        case ProposedVerdict(verdict=Verdict() as verdict):
            basis = document_of(proposed.basis_number, proposed.basis_date)
            yield Statement(Facet.VERDICT, VerdictFact(verdict, proposed.reason, basis), milestone_id)
        case ProposedAnswer():
            # An ask is the measure's, and so is its answer.
            yield Statement(Facet.ANSWER, AnswerFact(proposed.ask_seq, proposed.text))
        case _:
            raise ValueError(f"not a decision that can be written down: {proposed}")


def _document(number: str, dated_on: date | None, today: date, *, required: bool) -> list[Objection]:
    """Number and date of a document belong together, and none is dated after today."""
    found = []
    if not number and (required or dated_on):
        found.append(Objection("basis_number", "required"))
    if dated_on is None and (required or number):
        found.append(Objection("basis_date", "required"))
    elif dated_on and not within_calendar(dated_on):
        found += _day("basis_date", dated_on)
    elif dated_on and dated_on > today:
        found.append(Objection("basis_date", "future", {"day": today}))
    return found + _too_long("basis_number", number, LONGEST_LINE)


def _day(field: str, day: date | None) -> list[Objection]:
    if day is None:
        return [Objection(field, "required")]
    if not within_calendar(day):
        return [Objection(field, "year", {"first": FIRST_YEAR, "last": LAST_YEAR})]
    return []


def _too_long(field: str, text: str, limit: int) -> list[Objection]:
    return [Objection(field, "too_long", {"limit": limit})] if len(text) > limit else []


def verdicts_about(control: ControlStatus, of_milestone: bool) -> list[Verdict]:
    """The verdicts that can be taken about something as it stands; a measure is confirmed through its milestones."""
    if control in OFF_CONTROL:
        return [Verdict.RESUMED]
    if control in CLOSED and of_milestone:
        return [Verdict.RESUMED, Verdict.REMOVED, Verdict.EXCLUDED]
    second_step = [Verdict.CONFIRMED, Verdict.RETURNED] if control is ControlStatus.REPORTED_DONE else []
    return (second_step if of_milestone else []) + [Verdict.REMOVED, Verdict.EXCLUDED]
