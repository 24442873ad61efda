"""Every page of this room: importing it hangs them all up on the blueprint."""

from roadmap.oversight import evidence_files, pages, paper
from roadmap.oversight.pages import blueprint

__all__ = ["blueprint", "evidence_files", "pages", "paper"]
