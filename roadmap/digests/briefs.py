"""The one-page brief with an overview: for whoever chose it, set in type once for all who may see the same."""

import logging

from roadmap.digests.links import Links
from roadmap.documents.brief import TEMPLATE, BriefSource, brief_of, file_name
from roadmap.documents.typesetting import NotTypeset, Typeset
from roadmap.domain.digest import Digest
from roadmap.domain.interests import Interest
from roadmap.domain.parts import Morning
from roadmap.web.enclosures import Enclosure
from roadmap.web.locale import speaking

_log = logging.getLogger(__name__)
# A relay takes ten megabytes; nobody wants as much every week.
_LARGEST = 512 * 1024


def briefs_for(
    digest: Digest, interests: list[Interest], mornings: dict[int, Morning], links: Links, language: str
) -> tuple[Enclosure, ...]:
    """The briefs of the road maps whose overview is in this mail and whose reader wants them."""
    shown = {part.roadmap.id for part in digest.parts if part.overview}
    wanted = [each for each in interests if each.brief and each.roadmap_id in shown]
    found = (_brief(mornings[each.roadmap_id], each, links, language) for each in wanted)
    return tuple(enclosure for enclosure in found if enclosure)


def _brief(morning: Morning, interest: Interest, links: Links, language: str) -> Enclosure | None:
    portfolio = morning.portfolio
    roadmap = portfolio.roadmap
    source = BriefSource(
        portfolio,
        morning.seen_before(interest.since),
        (roadmap.head_seq, roadmap.head_hash) if roadmap.head_hash else None,
        f"{links.overview(roadmap)}?on={portfolio.day.isoformat()}",
        interest.named,
    )
    try:
        with speaking(language):
            content = Typeset(TEMPLATE, brief_of(source)).pdf()
    except NotTypeset as problem:
        # The mail says the same without it.
        _log.warning("The brief of %s could not be set in type: %s", roadmap.slug, problem)
        return None
    if len(content) > _LARGEST:
        _log.warning("The brief of %s is too large for a mail: %d bytes", roadmap.slug, len(content))
        return None
    return Enclosure(file_name(roadmap.slug, portfolio.day, language), "application/pdf", content)
