"""Which post stands above which. Nobody stands above himself, however long the way round is."""

from collections.abc import Mapping


def leads_back(above: Mapping[int, int | None], post_id: int) -> bool:
    """Whether going up from a post comes back to it; ``above`` has the next post up by the number of the post (ids)."""
    seen: set[int] = set()
    higher = above.get(post_id)
    while higher is not None and higher not in seen:
        if higher == post_id:
            return True
        seen.add(higher)
        higher = above.get(higher)
    return False
