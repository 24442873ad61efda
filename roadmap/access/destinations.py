"""Where somebody goes after signing in: back to where they wanted to go, but never off this site."""

from urllib.parse import unquote, urlsplit

from flask import request, url_for
from sqlalchemy.orm import Session

from roadmap.access.rights import Reader
from roadmap.store.plan_reading import all_roadmaps


def local_path(wanted: str | None) -> str | None:
    """The address, if it is a path on this site whatever a browser makes of it; otherwise ``None``."""
    if not wanted or not wanted.startswith("/"):
        return None
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return None
    path = unquote(parts.path)
    # Browsers read "\" as "/", and drop tabs and line ends before they look for "//host".
    strange = "//" in path or "\\" in wanted or "\\" in path or not (wanted + path).isprintable()
    return None if strange or parts.scheme or parts.netloc else wanted


def first_page(session: Session, reader: Reader) -> str:
    """Where somebody begins who did not say: their road map, or the accounts where there is nothing else to see."""
    roadmaps = all_roadmaps(session)
    seen = [roadmap for roadmap in roadmaps if reader.sees(roadmap.id)]
    if not seen and reader.administers:
        return url_for("access.accounts")
    start = f"{request.script_root}/"
    return start if not seen or seen[0] == roadmaps[0] else f"{start}r/{seen[0].slug}/"
