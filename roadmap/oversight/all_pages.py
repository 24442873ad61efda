"""Every page of this room: importing it hangs them all up on the blueprint."""

from roadmap.oversight import evidence_files, indicators, pages, paper
from roadmap.oversight.pages import blueprint

__all__ = ["blueprint", "evidence_files", "indicators", "pages", "paper"]
