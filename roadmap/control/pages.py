"""All pages of the controlling side, brought together."""

from roadmap.control import answers, bulk, correcting, days, desk, edit, plan, posts, verdicts
from roadmap.control.blueprint import blueprint

__all__ = ["answers", "blueprint", "bulk", "correcting", "days", "desk", "edit", "plan", "posts", "verdicts"]
