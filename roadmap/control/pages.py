"""All pages of the controlling side, brought together."""

from roadmap.control import (
    answers,
    bulk,
    correcting,
    days,
    deciders,
    desk,
    edit,
    evidence,
    extensions,
    plan,
    posts,
    verdicts,
)
from roadmap.control.blueprint import blueprint
from roadmap.control.people import all_people
from roadmap.control.planning import pages as planning

__all__ = [
    "all_people",
    "answers",
    "blueprint",
    "bulk",
    "correcting",
    "days",
    "deciders",
    "desk",
    "edit",
    "evidence",
    "extensions",
    "plan",
    "planning",
    "posts",
    "verdicts",
]
