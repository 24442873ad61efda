"""All pages of the controlling side, brought together."""

from roadmap.control import answers, days, desk, edit, evidence, plan, posts, verdicts
from roadmap.control.blueprint import blueprint
from roadmap.control.planning import pages as planning

__all__ = ["answers", "blueprint", "days", "desk", "edit", "evidence", "plan", "planning", "posts", "verdicts"]
