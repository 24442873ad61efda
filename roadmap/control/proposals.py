"""From a filled-in plan form to the decisions it proposes: only what differs from what is in force."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from roadmap.control.plan_form import PlanForm
from roadmap.control.subjects import Subject
from roadmap.domain.control import (
    Proposed,
    ProposedDeadline,
    ProposedOwner,
    last_word_on,
    objections_to_day_of_force,
    objections_to_deadline,
    objections_to_owner,
)
from roadmap.domain.deadlines import same_date
from roadmap.domain.facts import OwnerFact
from roadmap.domain.ledger import Facet
from roadmap.domain.objections import Objection
from roadmap.domain.plan import Deadline
from roadmap.domain.text import LANGUAGES, LocalizedText
from roadmap.store.posts import post_named

# Stands for the post that will be added together with the decision.
_TO_BE_ADDED = -1


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a plan form proposes to change; either may be ``None``."""

    owner: ProposedOwner | None
    deadline: ProposedDeadline | None

    def __bool__(self) -> bool:
        return self.owner is not None or self.deadline is not None


def proposal_in(form: PlanForm, subject: Subject) -> Proposal:
    """What the form changes."""
    return Proposal(_owner(form, subject.record.owner.fact if subject.record.owner else None), _deadline(form, subject))


def _owner(form: PlanForm, in_force: OwnerFact | None) -> ProposedOwner | None:
    post_id = _TO_BE_ADDED if form.title or form.new_post_organisation.data else form.post.data
    chosen = ProposedOwner(post_id, form.person.data, form.contact.data)
    now = in_force or OwnerFact(None, None)
    same = (chosen.post_id, chosen.person_id, chosen.contact_id) == (now.post_id, now.person_id, now.contact_id)
    return None if same else chosen


def _deadline(form: PlanForm, subject: Subject) -> ProposedDeadline | None:
    in_force = subject.dates.approved
    kind, on = form.chosen_kind, form.on.data
    proposed = ProposedDeadline(
        kind=kind,
        on=on,
        wording=form.wording,
        basis_number=form.basis_number.typed,
        basis_date=form.basis_date.data,
        decided_by=form.decided_by.typed,
        reason=form.reason.typed,
        details=form.details,
    )
    decided = proposed.basis_number or proposed.basis_date or proposed.decided_by or proposed.reason
    if in_force is None:
        return proposed if kind or on or form.wording or decided else None
    deadline = proposed.deadline
    moved = deadline is None or not (same_date(deadline, in_force) and deadline.on == in_force.on)
    if not moved:
        return proposed if decided or form.wording != in_force.wording else None
    return replace(proposed, wording=wording_for_new_date(form.wording, in_force))


def wording_for_new_date(typed: LocalizedText, in_force: Deadline) -> LocalizedText:
    """The wording without what was left standing from the date before: that would name the wrong day."""
    kept = {code: text for code, text in typed.as_dict().items() if text != getattr(in_force.wording, code)}
    return LocalizedText(**{code: kept.get(code) for code in LANGUAGES})


def objections_to(proposal: Proposal, form: PlanForm, subject: Subject, today: date) -> list[Objection]:
    """Everything that stands against what the form proposes."""
    found = []
    facets = []
    if proposal.owner:
        facets.append(Facet.OWNER)
        found += objections_to_owner(proposal.owner, of_milestone=subject.milestone is not None)
        found += _objections_to_post(form)
    if proposal.deadline:
        facets.append(Facet.DEADLINE)
        found += objections_to_deadline(proposal.deadline, subject.dates.approved, today)
    not_before = last_word_on(subject.record, facets)
    return found + objections_to_day_of_force(form.effective_on.data, today, not_before)


def _objections_to_post(form: PlanForm) -> list[Objection]:
    if not form.title and not form.new_post_organisation.data:
        return []
    found = form.objections_to_title()
    if form.post.data:
        found.append(Objection("post", "one_post"))
    return found


def decisions_in(session: Session, proposal: Proposal, form: PlanForm) -> list[Proposed]:
    """The decisions ready to be written down; a post that is not in the list yet is added to it."""
    owner = proposal.owner
    if owner and owner.post_id == _TO_BE_ADDED:
        owner = replace(owner, post_id=post_named(session, form.title, form.new_post_organisation.data))
    return [each for each in (owner, proposal.deadline) if each is not None]
