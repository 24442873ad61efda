"""What others wrote while a form was open, said so that both can be compared."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext

from roadmap.control.subjects import Subject
from roadmap.control.words import VERDICTS_TAKEN
from roadmap.domain.facts import (
    AnswerFact,
    AskFact,
    CorrectionFact,
    DeadlineFact,
    EvidenceFact,
    EvidenceRemovedFact,
    ExtensionFact,
    Fact,
    OwnerFact,
    ProgressFact,
    RefusalFact,
    ReportFact,
    VerdictFact,
    WithdrawalFact,
)
from roadmap.domain.ledger import Line
from roadmap.domain.people import Person, Post
from roadmap.store.people import persons_by_id, posts_by_id
from roadmap.web.evidence_words import line_words
from roadmap.web.locale import words
from roadmap.web.sessions import reading
from roadmap.web.status_words import CONFIDENCE, PROGRESS
from roadmap.web.wording import deadline_words, short_day


@dataclass(frozen=True, slots=True)
class LineWords:
    """A line of the ledger for a reader: its number, who wrote it and when, and a sentence for each entry."""

    seq: int
    who: str
    recorded_at: datetime
    sentences: tuple[tuple[str | None, str], ...]


def sentences_of(lines: Sequence[Line], subject: Subject) -> list[LineWords]:
    """The lines about a subject's measure in words."""
    numbers = {state.milestone.id: state.milestone.number for state in subject.measure.milestones}
    return sentences_about(lines, numbers)


def sentences_about(
    lines: Sequence[Line], milestones: Mapping[int, str], measures: Mapping[int, str] | None = None
) -> list[LineWords]:
    """The lines in words; each sentence comes with the number of the milestone, or of the measure, that it is about.

    The numbers in the plan are given by id; without ``measures`` it goes without saying which measure is meant.
    """
    if not lines:
        return []
    facts = [entry.fact for line in lines for entry in line.entries]
    owners = [fact for fact in facts if isinstance(fact, OwnerFact)]
    people = persons_by_id(
        reading(),
        {number for fact in owners for number in (fact.person_id, fact.contact_id) if number}
        | {line.author_id for line in lines if line.author_id},
    )
    posts = posts_by_id(reading(), {fact.post_id for fact in owners if fact.post_id})
    return [
        LineWords(
            line.seq,
            people[line.author_id].name if line.author_id in people else "",
            line.recorded_at,
            tuple(
                (
                    milestones.get(entry.milestone_id or 0) or (measures or {}).get(entry.measure_id or 0),
                    _sentence(entry.fact, people, posts),
                )
                for entry in line.entries
            ),
        )
        for line in lines
    ]


def _sentence(fact: Fact, people: dict[int, Person], posts: dict[int, Post]) -> str:
    match fact:
        case OwnerFact():
            return gettext("Responsible: %(names)s", names=" · ".join(_holders(fact, people, posts)) or "–")
        case DeadlineFact():
            return gettext("Approved date: %(date)s", date=deadline_words(fact.deadline))
        case VerdictFact():
            return gettext(
                "Decision: %(verdict)s. %(reason)s", verdict=VERDICTS_TAKEN[fact.verdict], reason=fact.reason
            )
        case ProgressFact():
            return gettext("Reported: %(state)s", state=PROGRESS[fact.state])
        case ReportFact():
            return gettext(
                "Report: %(confidence)s. %(done)s", confidence=CONFIDENCE[fact.confidence], done=words(fact.done)
            )
        case ExtensionFact():
            return gettext("Extension asked to %(date)s: %(reason)s", date=short_day(fact.to), reason=fact.reason)
        case RefusalFact():
            return gettext(
                "Extension of line %(number)s refused: %(reason)s", number=fact.asked_seq, reason=fact.reason
            )
        case AskFact():
            return gettext("Decision needed: %(what)s", what=words(fact.what))
        case CorrectionFact():
            return gettext("Corrects line %(seq)s", seq=fact.line)
        case AnswerFact():
            return gettext("Answer to line %(number)s: %(text)s", number=fact.ask_seq, text=fact.text)
        case WithdrawalFact():
            return gettext("Question of line %(number)s withdrawn: %(text)s", number=fact.ask_seq, text=fact.reason)
        case EvidenceFact() | EvidenceRemovedFact():
            return line_words(fact)
        case _:
            return ""


def _holders(fact: OwnerFact, people: dict[int, Person], posts: dict[int, Post]) -> Iterable[str]:
    if fact.post_id in posts:
        yield words(posts[fact.post_id].title)
    for number in (fact.person_id, fact.contact_id):
        if number in people:
            yield people[number].name
