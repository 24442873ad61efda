"""Adding posts to the installation's list by their titles; reading them is in ``people``."""

from sqlalchemy.orm import Session

from roadmap.domain.staff import PostEntry
from roadmap.domain.text import LocalizedText
from roadmap.store.staff import keep_post


def post_named(session: Session, title: LocalizedText, organisation_id: int | None) -> int:
    """The number of the post of this title in an organisation; it is added if there is none yet.

    So a form that is sent twice adds one post, also when both arrive at the same moment.
    """
    return keep_post(session, PostEntry(title, organisation_id))
