"""All pages of the controlling side, brought together."""

from roadmap.control import answers, days, desk, edit, plan, posts, verdicts
from roadmap.control.blueprint import blueprint
from roadmap.control.people import all_people

__all__ = ["all_people", "answers", "blueprint", "days", "desk", "edit", "plan", "posts", "verdicts"]
