"""Loads a checked seed folder into the database: twice changes nothing, and what people edited since stays."""

from roadmap.store.seeding.folder import load
from roadmap.store.seeding.keeper import Difference, Outcome

__all__ = ["Difference", "Outcome", "load"]
