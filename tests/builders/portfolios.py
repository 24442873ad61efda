"""A road map with measures, clauses and milestones, people, and lines about them."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from sqlalchemy.orm import Session

from roadmap.access.tokens import fingerprint
from roadmap.domain.facts import (
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
from roadmap.domain.people import Role
from roadmap.domain.plan import Deadline, DeadlineKind
from roadmap.domain.text import LocalizedText
from roadmap.store.accounts import AccountRow, SignInRow
from roadmap.store.holdings import HoldingRow
from roadmap.store.ledger import append
from roadmap.store.people import GrantRow, OrganisationRow, PersonRow, PostRow
from roadmap.store.plan import ClauseRow, ExecutorRow, MeasureRow, MilestoneClauseRow, MilestoneRow, RoadmapRow


@dataclass
class BuiltRoadmap:
    """Numbers of what was built: ``measures`` and ``milestones`` by their number in the plan."""

    id: int
    measures: dict[str, int] = field(default_factory=dict)
    milestones: dict[str, int] = field(default_factory=dict)


def text(words: str) -> LocalizedText:
    """The same words in all three languages, each with its own mark."""
    return LocalizedText(kk=f"{words} (kk)", ru=f"{words} (ru)", en=words)


def build_roadmap(
    session: Session, slug: str = "first", measures: int = 3, milestones: int = 3, *, title: str = "Road map"
) -> BuiltRoadmap:
    """Measures 1, 2, … with milestones 1.1, 1.2, …; the first completes clause a, the last lies beyond the wording."""
    row = RoadmapRow(
        slug=slug,
        title=text(title),
        stage="being_developed",
        timezone="Asia/Almaty",
        calendar="KZ",
        act_title=LocalizedText(),
        developer=LocalizedText(),
        is_default=slug == "first",
    )
    session.add(row)
    session.flush()
    built = BuiltRoadmap(row.id)
    organisation = OrganisationRow(code=f"MIN-{slug}", name=text("Ministry of Labour"), short=text("ML"))
    session.add(organisation)
    session.flush()
    for position in range(1, measures + 1):
        _measure(session, built, organisation, position, milestones)
    return built


def _measure(
    session: Session, built: BuiltRoadmap, organisation: OrganisationRow, position: int, milestones: int
) -> None:
    number, blank = str(position), LocalizedText()
    row = MeasureRow(
        roadmap_id=built.id,
        number=number,
        position=position,
        title=text(f"Measure title {number}"),
        wording=text(f"Wording of measure {number}"),
        quote=LocalizedText(kk="Хаттағы сөз"),
        quote_source="letter",
        quote_paragraph="12",
        completion_form=blank,
        funding=blank,
    )
    session.add(row)
    session.flush()
    built.measures[number] = row.id
    clause = ClauseRow(measure_id=row.id, code=f"{number}a", position=1, text=text(f"Clause {number}a"))
    session.add_all(
        [
            clause,
            ExecutorRow(
                measure_id=row.id,
                organisation_id=organisation.id,
                position=0,
                is_lead=True,
                basis="implied",
                note=blank,
            ),
        ]
    )
    session.flush()
    for place in range(1, milestones + 1):
        _milestone(session, built, row.id, clause.id, f"{number}.{place}", place, milestones)


def _milestone(
    session: Session, built: BuiltRoadmap, measure_id: int, clause_id: int, number: str, place: int, last: int
) -> None:
    beyond = place == last and last > 1
    row = MilestoneRow(
        measure_id=measure_id,
        number=number,
        position=place,
        title=text(f"Step {number}"),
        weight=10,
        completion_form=LocalizedText(),
        counterparty=LocalizedText(),
        beyond_wording=beyond,
    )
    session.add(row)
    session.flush()
    built.milestones[number] = row.id
    relation = "beyond" if beyond else "completes" if place == 1 else "leads_to"
    session.add(MilestoneClauseRow(milestone_id=row.id, clause_id=clause_id, relation=relation))


def build_person(session: Session, name: str, post: str | None = None, language: str = "en") -> int:
    """A person, in a post of that title if one is given."""
    held = PostRow(title=text(post)) if post else None
    if held:
        session.add(held)
        session.flush()
    row = PersonRow(
        name=name,
        email=f"{name.lower().replace(' ', '.')}@people.test",
        language=language,
    )
    session.add(row)
    session.flush()
    if held:
        session.add(HoldingRow(post_id=held.id, person_id=row.id, recorded_at=datetime(2020, 1, 1, tzinfo=UTC)))
        session.flush()
    return row.id


def grant(session: Session, person_id: int, role: Role, roadmap_id: int, measure_id: int | None = None) -> None:
    """Gives a person a role."""
    session.add(GrantRow(person_id=person_id, role=role.value, roadmap_id=roadmap_id, measure_id=measure_id))


def sign_in_token(session: Session, person_id: int) -> str:
    """A sign-in of this person that lasts; the value belongs into the browser's session."""
    token, long_ago = f"token-{person_id}", datetime(2020, 1, 1, tzinfo=UTC)
    session.add(AccountRow(person_id=person_id, created_at=long_ago))
    session.flush()
    session.add(
        SignInRow(
            token_hash=fingerprint(token),
            person_id=person_id,
            started_at=long_ago,
            expires_at=datetime(2100, 1, 1, tzinfo=UTC),
        )
    )
    return token


def write(
    session: Session,
    built: BuiltRoadmap,
    number: str,
    *statements: Statement,
    on: date,
    at: datetime | None = None,
    by: int | None = None,
    act: Act = Act.REPORT,
) -> int:
    """Appends a line about measure ``number``, recorded at nine in the morning of its day unless said otherwise."""
    recorded = at or datetime.combine(on, time(4, 0), UTC)
    return append(
        session,
        roadmap_id=built.id,
        measure_id=built.measures[number],
        act=act,
        statements=statements,
        effective_on=on,
        recorded_at=recorded,
        author_id=by,
    )


def report(confidence: Confidence, done: str, **more: LocalizedText) -> Statement:
    """A coordinator's account of a measure."""
    return Statement(Facet.REPORT, ReportFact(confidence, text(done), **more))  # type: ignore[arg-type]


def ask(what: str, whom: str, by: date) -> Statement:
    """A decision that is needed."""
    return Statement(Facet.ASK, AskFact(text(what), whom, by))


def approved(milestone_id: int | None, on: date, wording: str = "") -> Statement:
    """An approved date with its basis document."""
    deadline = Deadline(DeadlineKind.DAY, on, LocalizedText(en=wording) if wording else LocalizedText())
    return Statement(Facet.DEADLINE, DeadlineFact(deadline, Document("15-p", on)), milestone_id)


def progress(milestone_id: int, state: Progress, forecast: date | None = None, actual: date | None = None) -> Statement:
    """A coordinator's word on a milestone."""
    document = Document("77", actual) if actual else None
    return Statement(Facet.PROGRESS, ProgressFact(state, forecast, "", actual, document), milestone_id)


def verdict(milestone_id: int | None, found: Verdict, reason: str = "") -> Statement:
    """A decision of the controlling side."""
    return Statement(Facet.VERDICT, VerdictFact(found, reason), milestone_id)


def owner(post_id: int | None, person_id: int | None, milestone_id: int | None = None) -> Statement:
    """Who answers from now on."""
    return Statement(Facet.OWNER, OwnerFact(post_id, person_id), milestone_id)
