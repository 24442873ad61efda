"""All pages of the controlling side, brought together."""

from roadmap.control import answers, days, desk, edit, evidence, plan, posts, verdicts
from roadmap.control.blueprint import blueprint

__all__ = ["answers", "blueprint", "days", "desk", "edit", "evidence", "plan", "posts", "verdicts"]
