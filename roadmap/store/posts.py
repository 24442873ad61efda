"""Adding posts to the installation's list; reading them is in ``people``."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from roadmap.domain.text import LocalizedText
from roadmap.store.people import PostRow


def post_named(session: Session, title: LocalizedText, organisation_id: int | None) -> int:
    """The number of the post of this title in an organisation; it is added if there is none yet.

    So a form that is sent twice adds one post.
    """
    same_place = select(PostRow).where(PostRow.organisation_id == organisation_id).order_by(PostRow.id)
    found = next((row for row in session.scalars(same_place) if row.title == title), None)
    if found is None:
        found = PostRow(title=title, organisation_id=organisation_id)
        session.add(found)
        session.flush()
    return found.id
