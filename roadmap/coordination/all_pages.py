"""Every page of this room: importing it hangs them all up on the blueprint."""

from roadmap.coordination import correcting, evidence, interrupted, link_pages, pages, readings
from roadmap.coordination.blueprint import blueprint

__all__ = ["blueprint", "correcting", "evidence", "interrupted", "link_pages", "pages", "readings"]
