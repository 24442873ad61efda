"""A road map of any size with a correct ledger behind it, written in bulk: the same lines on every run."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from roadmap.domain.facts import (
    AnswerFact,
    AskFact,
    Confidence,
    DeadlineFact,
    Document,
    OwnerFact,
    Progress,
    ProgressFact,
    ReportFact,
    Verdict,
    VerdictFact,
)
from roadmap.domain.ledger import Act, Facet, Statement
from roadmap.domain.plan import Deadline, DeadlineKind
from roadmap.domain.text import NO_TEXT, LocalizedText
from roadmap.store.chain import StoredEntry, StoredLine, checksum
from roadmap.store.days import DayRow
from roadmap.store.facts import dump
from roadmap.store.ledger import EntryRow, LineRow
from roadmap.store.people import OrganisationRow, PersonRow, PostRow
from roadmap.store.plan import ClauseRow, ExecutorRow, MeasureRow, MilestoneClauseRow, MilestoneRow, RoadmapRow

MILESTONES = 10
# A record of about a year, the newest line two days old.
_RECORD_DAYS, _NEWEST = 360, 2
# Which lines of a measure are something else than a plain report.
_ASKS, _ANSWERS, _MOVE, _VERDICTS = (3, 9), (5, 11), 7, {13: 0, 16: 1}
Told = tuple[date, int, int, Act, list[Statement], int]


@dataclass(frozen=True)
class Large:
    """What was written: numbers of the road map and of its measures, each with those of its milestones."""

    roadmap_id: int
    milestones: dict[int, list[int]]
    lines: int


def text(words: str) -> LocalizedText:
    """The same words in three languages, each with its own mark."""
    return LocalizedText(kk=f"{words} (қазақша)", ru=f"{words} (по-русски)", en=words)


def write_large(session: Session, measures: int, lines: int, today: date) -> Large:
    """Measures 1, 2, … of ten milestones with ``lines`` lines behind each measure; the caller commits.

    The first line of a measure sets who answers and every approved date. Two asks (the second is still open for one
    measure in three), one moved date and two confirmations follow; all the others are reports, each about two
    milestones.
    """
    roadmap_id = _roadmap(session)
    _days_off(session, today)
    milestones = _plan(session, roadmap_id, measures)
    persons = _people(session, measures)
    told: list[Told] = []
    for place, (measure_id, own) in enumerate(milestones.items()):
        for index in range(lines):
            on = today - timedelta(days=_NEWEST + _RECORD_DAYS * (lines - 1 - index) // max(lines - 1, 1))
            act, statements = _line(index, place, own, persons[place], today)
            told.append((on, index, measure_id, act, statements, persons[place][1]))
    told.sort(key=lambda each: (each[0], each[1], each[2]))
    _write(session, roadmap_id, told)
    return Large(roadmap_id, milestones, len(told))


def _roadmap(session: Session) -> int:
    row = RoadmapRow(
        slug="large",
        title=text("A large road map"),
        timezone="Asia/Almaty",
        calendar="KZ",
        act_title=NO_TEXT,
        developer=NO_TEXT,
        is_default=True,
    )
    session.add(row)
    session.flush()
    return row.id


def _days_off(session: Session, today: date) -> None:
    """As many days as three years of a country's holidays have."""
    first = today - timedelta(days=500)
    days = [first + timedelta(days=26 * number) for number in range(45)]
    session.execute(
        insert(DayRow), [{"calendar": "KZ", "on": day, "working": False, "reason": NO_TEXT} for day in days]
    )


def _plan(session: Session, roadmap_id: int, measures: int) -> dict[int, list[int]]:
    """The plan's rows; answers the milestones of each measure by their numbers (id)."""
    blank = {"quote": NO_TEXT, "completion_form": NO_TEXT, "funding": NO_TEXT}
    positions = range(1, measures + 1)
    session.execute(
        insert(MeasureRow),
        [
            {
                "roadmap_id": roadmap_id,
                "number": str(position),
                "position": position,
                "title": text(f"Measure {position}: an information system with its integrations"),
                "wording": text(f"To set up the information system of measure {position} and to connect it"),
                **blank,
            }
            for position in positions
        ],
    )
    query = select(MeasureRow.id).where(MeasureRow.roadmap_id == roadmap_id).order_by(MeasureRow.position)
    ids = list(session.scalars(query))
    organisation = OrganisationRow(code="MIN", name=text("Ministry of Labour"), short=text("ML"))
    session.add(organisation)
    session.flush()
    session.execute(insert(ExecutorRow), [_lead(number, organisation.id) for number in ids])
    session.execute(
        insert(ClauseRow),
        [
            {"measure_id": number, "code": f"{position}{letter}", "position": place, "text": text("A clause")}
            for position, number in zip(positions, ids, strict=True)
            for place, letter in enumerate("ab", 1)
        ],
    )
    return _milestones(session, ids)


def _lead(measure_id: int, organisation_id: int) -> dict[str, object]:
    return {
        "measure_id": measure_id,
        "organisation_id": organisation_id,
        "position": 0,
        "is_lead": True,
        "basis": "implied",
        "note": NO_TEXT,
    }


def _milestones(session: Session, measures: list[int]) -> dict[int, list[int]]:
    session.execute(
        insert(MilestoneRow),
        [
            {
                "measure_id": number,
                "number": f"{position}.{place}",
                "position": place,
                "title": text(f"Step {position}.{place}: the draft order is agreed with the ministries"),
                "weight": 10,
                "completion_form": text("Order"),
                "counterparty": NO_TEXT,
                "beyond_wording": place == MILESTONES,
            }
            for position, number in enumerate(measures, 1)
            for place in range(1, MILESTONES + 1)
        ],
    )
    clauses: dict[int, list[int]] = defaultdict(list)
    for each in session.execute(select(ClauseRow.measure_id, ClauseRow.id).order_by(ClauseRow.position)):
        clauses[each.measure_id].append(each.id)
    found: dict[int, list[int]] = {number: [] for number in measures}
    for each in session.execute(select(MilestoneRow.measure_id, MilestoneRow.id).order_by(MilestoneRow.position)):
        found[each.measure_id].append(each.id)
    session.execute(
        insert(MilestoneClauseRow),
        [
            {
                "milestone_id": milestone,
                "clause_id": clauses[measure][place % 2],
                "relation": "completes" if place < 2 else "beyond" if place == MILESTONES - 1 else "leads_to",
            }
            for measure, own in found.items()
            for place, milestone in enumerate(own)
        ],
    )
    return found


def _people(session: Session, measures: int) -> list[tuple[int, int]]:
    """A post and a person for each measure."""
    session.execute(insert(PostRow), [{"title": text(f"Deputy Minister {number}")} for number in range(measures)])
    posts = list(session.scalars(select(PostRow.id).order_by(PostRow.id)))
    session.execute(
        insert(PersonRow),
        [{"name": f"Owner {number}", "email": f"owner{number}@large.test"} for number in range(measures)],
    )
    persons = list(session.scalars(select(PersonRow.id).where(PersonRow.email.like("owner%")).order_by(PersonRow.id)))
    return list(zip(posts, persons, strict=True))


def _line(
    index: int, place: int, milestones: list[int], who: tuple[int, int], today: date
) -> tuple[Act, list[Statement]]:
    """Line ``index`` of the measure at ``place``."""
    if index == 0:
        return Act.DECISION, list(_first_decision(place, milestones, who, today))
    if index == _MOVE:
        return Act.DECISION, [_deadline(milestones[4], today + timedelta(days=40 + place % 90), today)]
    if index in _VERDICTS:
        fact = VerdictFact(Verdict.CONFIRMED, "", Document("12", today))
        return Act.DECISION, [Statement(Facet.VERDICT, fact, milestones[_VERDICTS[index]])]
    if index == _ANSWERS[0] or (index == _ANSWERS[1] and place % 3):
        # Which line is answered is filled in when the lines have their numbers.
        return Act.DECISION, [Statement(Facet.ANSWER, AnswerFact(0, "Agreed"))]
    return Act.REPORT, list(_report(index, place, milestones, today))


def _first_decision(place: int, milestones: list[int], who: tuple[int, int], today: date) -> Iterator[Statement]:
    yield Statement(Facet.OWNER, OwnerFact(*who))
    yield _deadline(None, today + timedelta(days=400), today)
    for number, milestone in enumerate(milestones):
        # From half a year ago to three quarters of a year ahead: every state occurs, and one in ten is near.
        yield _deadline(milestone, today + timedelta(days=-180 + 45 * number + place % 30), today)


def _deadline(milestone_id: int | None, on: date, today: date) -> Statement:
    deadline = Deadline(DeadlineKind.DAY, on, NO_TEXT)
    basis = Document("15-p", today - timedelta(days=_RECORD_DAYS + _NEWEST))
    return Statement(Facet.DEADLINE, DeadlineFact(deadline, basis, "Deputy Prime Minister"), milestone_id)


def _report(index: int, place: int, milestones: list[int], today: date) -> Iterator[Statement]:
    confidence = (Confidence.ON_TRACK, Confidence.AT_RISK, Confidence.OFF_TRACK)[(place + index) % 3]
    words = f"Report {index}: the draft went to the ministries. Two answers are awaited, and the budget is agreed."
    yield Statement(Facet.REPORT, ReportFact(confidence, text(words), text("The next draft")))
    for milestone in (index % MILESTONES, (index + 3) % MILESTONES):
        done = milestone < 2
        fact = ProgressFact(
            Progress.REPORTED_DONE if done else Progress.IN_PROGRESS,
            None if done else today + timedelta(days=10 + 20 * milestone + index % 40),
            "",
            today - timedelta(days=150) if done else None,
            Document("77", today - timedelta(days=150)) if done else None,
        )
        yield Statement(Facet.PROGRESS, fact, milestones[milestone])
    if index in _ASKS:
        yield Statement(Facet.ASK, AskFact(text("Approve the budget"), "Ministry of Finance", today))


def _write(session: Session, roadmap_id: int, told: list[Told]) -> None:
    """The lines in their order with the same chain of checksums that ``append`` makes, and the head."""
    lines: list[dict[str, Any]] = []
    entries: list[dict[str, Any]] = []
    head, asked = "", {}
    for seq, (on, _, measure_id, act, statements, author) in enumerate(told, 1):
        at = datetime.combine(on, time(5), UTC)
        if any(each.facet is Facet.ASK for each in statements):
            asked[measure_id] = seq
        stored = tuple(_stored(each, asked.get(measure_id, 0)) for each in statements)
        digest = checksum(head, StoredLine(seq, act.value, measure_id, on, at, author, stored))
        shared = {
            "seq": seq,
            "act": act.value,
            "measure_id": measure_id,
            "effective_on": on,
            "recorded_at": at,
            "author_id": author,
        }
        lines.append({"roadmap_id": roadmap_id, "previous_hash": head, "hash": digest, **shared})
        entries += [
            {
                "position": place,
                "place": seq,
                "milestone_id": each.milestone_id,
                "facet": each.facet,
                "fact": each.fact,
                **shared,
            }
            for place, each in enumerate(stored)
        ]
        head = digest
    session.execute(insert(LineRow), lines)
    ids = {each.seq: each.id for each in session.execute(select(LineRow.seq, LineRow.id))}
    session.execute(insert(EntryRow), [{"line_id": ids[each["seq"]], **each} for each in entries])
    session.execute(update(RoadmapRow).where(RoadmapRow.id == roadmap_id).values(head_seq=len(told), head_hash=head))


def _stored(statement: Statement, ask_seq: int) -> StoredEntry:
    fact = AnswerFact(ask_seq, statement.fact.text) if isinstance(statement.fact, AnswerFact) else statement.fact
    return StoredEntry(statement.milestone_id, statement.facet.value, dump(fact))
