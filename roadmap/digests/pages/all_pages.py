"""All pages about the mail, brought together."""

from roadmap.digests.pages import archive, managing, mine, opt_in, preview, recipients, unsubscribe
from roadmap.digests.pages.blueprint import blueprint

__all__ = ["archive", "blueprint", "managing", "mine", "opt_in", "preview", "recipients", "unsubscribe"]
