"""When something goes to the next post up, and which post that is."""

from collections.abc import Mapping

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from roadmap.domain.posts_above import leads_back
from roadmap.store.people import PostRow
from roadmap.store.plan import RoadmapRow


class GoesRound(Exception):
    """A post would come to stand above itself. ``post_id`` is one of those that were to be changed."""

    def __init__(self, post_id: int) -> None:
        super().__init__(f"post {post_id} would stand above itself")
        self.post_id = post_id


class SetMeanwhile(Exception):
    """Somebody else changed the same setting since the form was made."""


def versions_of_posts(session: Session) -> dict[int, int]:
    """How often each post was changed: what a form carries, so that nobody overwrites unseen."""
    return dict(session.execute(select(PostRow.id, PostRow.version)).all())


def set_above(session: Session, wanted: Mapping[int, int | None], seen: Mapping[int, int]) -> None:
    """Sets the next post up of each of these posts.

    ``seen`` are the versions that the form showed: ``SetMeanwhile`` if one that is to change was changed since.
    ``GoesRound`` if a post would come to stand above itself. Others who change posts wait, since two halves make a
    circle too. On either, nothing may be committed.
    """
    rows = {row.id: row for row in session.scalars(select(PostRow).order_by(PostRow.id).with_for_update())}
    changing = {number: above for number, above in wanted.items() if rows[number].above_id != above}
    if any(rows[number].version != seen.get(number) for number in changing):
        raise SetMeanwhile
    above = {row.id: row.above_id for row in rows.values()} | changing
    for number in changing:
        if leads_back(above, number):
            raise GoesRound(number)
    for number, above_id in changing.items():
        rows[number].above_id = above_id
    session.flush()


def set_escalation(session: Session, roadmap_id: int, days: int | None, seen: int | None) -> None:
    """After how many working days overdue something goes up; ``None`` is never. It counts as a change of the plan.

    ``SetMeanwhile`` if it is neither what the form showed (``seen``) nor what is wanted.
    """
    known = session.execute(
        select(RoadmapRow.escalate_after).where(RoadmapRow.id == roadmap_id).with_for_update()
    ).scalar_one()
    if known not in (seen, days):
        raise SetMeanwhile
    session.execute(
        update(RoadmapRow)
        .where(RoadmapRow.id == roadmap_id)
        .values(escalate_after=days, revision=RoadmapRow.revision + 1)
        .execution_options(synchronize_session=False)
    )
