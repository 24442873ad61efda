"""When something goes to the next post up, and which post that is."""

from collections.abc import Mapping

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from roadmap.domain.posts_above import leads_back
from roadmap.store.people import PostRow
from roadmap.store.plan import RoadmapRow


class GoesRound(Exception):
    """A post would stand above itself. ``post_id`` is one of those on the way round."""

    def __init__(self, post_id: int) -> None:
        super().__init__(f"post {post_id} would stand above itself")
        self.post_id = post_id


def versions_of_posts(session: Session) -> dict[int, int]:
    """How often each post was changed: what a form carries, so that nobody overwrites unseen."""
    return dict(session.execute(select(PostRow.id, PostRow.version)).all())


def set_above(session: Session, wanted: Mapping[int, int | None], seen: Mapping[int, int]) -> None:
    """Sets the next post up of each of these posts.

    ``seen`` are the versions that the form showed: ``StaleDataError`` if one was changed since. ``GoesRound`` if a post
    would come to stand above itself; other people's changes wait meanwhile, since two halves make a circle too.
    """
    rows = {row.id: row for row in session.scalars(select(PostRow).order_by(PostRow.id).with_for_update())}
    for post_id, above_id in wanted.items():
        row = rows[post_id]
        if row.above_id == above_id:
            continue
        if row.version != seen.get(post_id):
            raise StaleDataError(f"post {post_id} was changed meanwhile")
        row.above_id = above_id
    above = {row.id: row.above_id for row in rows.values()}
    for post_id in wanted:
        if leads_back(above, post_id):
            session.rollback()
            raise GoesRound(post_id)
    session.flush()


def escalate_after(session: Session, roadmap_id: int, days: int | None) -> None:
    """After how many working days overdue something goes up; ``None`` is never. Counts as a change of the plan."""
    session.execute(
        update(RoadmapRow)
        .where(RoadmapRow.id == roadmap_id)
        .values(escalate_after=days, revision=RoadmapRow.revision + 1)
        .execution_options(synchronize_session=False)
    )
