"""People and half a year of reports and decisions, made up for showing the program; marked so wherever they show."""

from roadmap.store.demonstration.files import Demonstration, read_demonstration
from roadmap.store.demonstration.loading import AlreadyThere, CannotBeLoaded, Loaded, load

__all__ = ["AlreadyThere", "CannotBeLoaded", "Demonstration", "Loaded", "load", "read_demonstration"]
