"""Everything of this room: importing it hangs it all up on the blueprint."""

from roadmap.api import answering, days, decisions, lines, reports, roadmaps, states
from roadmap.api.endpoints import blueprint

__all__ = ["answering", "blueprint", "days", "decisions", "lines", "reports", "roadmaps", "states"]
