"""All pages on which a plan is kept, brought together."""

from roadmap.control.planning import (
    adopting,
    clauses,
    executors,
    grids,
    measures,
    milestones,
    moving,
    outline,
    roadmaps,
    surroundings,
)

__all__ = [
    "adopting",
    "clauses",
    "executors",
    "grids",
    "measures",
    "milestones",
    "moving",
    "outline",
    "roadmaps",
    "surroundings",
]
