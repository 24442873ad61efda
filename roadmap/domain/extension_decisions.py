"""What the controlling side may write down about a request for an extension: that it was granted, or refused.

Either names who decided and the document; the program never grants one by itself (domain notes §3.5).
"""

from dataclasses import dataclass, replace
from datetime import date

from roadmap.domain.control import ProposedDeadline, objections_to_deadline
from roadmap.domain.deadlines import same_date
from roadmap.domain.facts import DeadlineFact, Document, RefusalFact
from roadmap.domain.ledger import Facet, Statement
from roadmap.domain.objections import Objection
from roadmap.domain.plan import Deadline, DeadlineKind


@dataclass(frozen=True, slots=True)
class ProposedDecision:
    """A decision about the request of line ``asked_seq``. When it is refused, the date in ``terms`` does not count."""

    asked_seq: int
    granted: bool | None
    terms: ProposedDeadline


def objections_to_decision(proposed: ProposedDecision, in_force: Deadline | None, today: date) -> list[Objection]:
    """What stands against it; ``in_force`` is the date that would be moved."""
    if proposed.granted is None:
        return [Objection("granted", "required")]
    terms = proposed.terms
    if not proposed.granted:
        # Of the date nothing is asked; number and date of the document, who decided and why are asked all the same.
        none = replace(terms, kind=DeadlineKind.PERMANENT, on=None)
        return objections_to_deadline(none, Deadline(DeadlineKind.DAY, today), today)
    found = objections_to_deadline(terms, in_force, today)
    deadline = terms.deadline
    earlier = deadline and in_force and deadline.on and in_force.on and deadline.on <= in_force.on
    if earlier and deadline and in_force and in_force.on and not same_date(deadline, in_force):
        found.append(Objection("on", "not_later", {"day": in_force.on}))
    return found


def statement_of(proposed: ProposedDecision, milestone_id: int | None) -> Statement:
    """What the decision says, for the ledger. It must be one without objections."""
    terms = proposed.terms
    if terms.basis_date is None:
        raise ValueError("a decision about an extension needs its document")
    basis = Document(terms.basis_number, terms.basis_date)
    if not proposed.granted:
        refusal = RefusalFact(proposed.asked_seq, terms.reason, terms.decided_by, basis)
        return Statement(Facet.REFUSAL, refusal, milestone_id)
    if terms.deadline is None:
        raise ValueError("an extension that is granted needs a date")
    fact = DeadlineFact(terms.deadline, basis, terms.decided_by, terms.reason, proposed.asked_seq)
    return Statement(Facet.DEADLINE, fact, milestone_id)
