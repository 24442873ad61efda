"""All pages of the controlling side, brought together."""

from roadmap.control import answers, days, deciders, desk, edit, extensions, plan, posts, verdicts
from roadmap.control.blueprint import blueprint
from roadmap.control.planning import pages as planning

__all__ = [
    "answers",
    "blueprint",
    "days",
    "deciders",
    "desk",
    "edit",
    "extensions",
    "plan",
    "planning",
    "posts",
    "verdicts",
]
