"""All pages about the mail, brought together."""

from roadmap.digests.pages import unsubscribe
from roadmap.digests.pages.blueprint import blueprint

__all__ = ["blueprint", "unsubscribe"]
