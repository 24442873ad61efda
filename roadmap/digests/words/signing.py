"""Who of the controlling side reminds by hand, said in the mail and in its subject."""

from dataclasses import dataclass

from flask_babel import gettext

from roadmap.digests.words.phrases import numbers, plain, words
from roadmap.domain.digest import Digest
from roadmap.domain.people import Person
from roadmap.web.wording import short_day


@dataclass(frozen=True, slots=True)
class ByHand:
    """The person who sends it."""

    sender: Person

    def signature(self, language: str) -> str:
        """The line below the date: who reminds, by name and post."""
        post = self.sender.post
        title = words(post.title, language).text if post else ""
        who = ", ".join(part for part in (plain(self.sender.name), title) if part)
        return gettext("The controlling side reminds you: %(who)s", who=who)


def subject_by_hand(digest: Digest) -> str:
    """The subject of a reminder that somebody sends; it carries no text from the record."""
    line = gettext("Reminder: %(numbers)s (%(day)s)", numbers=numbers(digest.counts), day=short_day(digest.on))
    return gettext("[Demonstration] %(subject)s", subject=line) if digest.demonstration else line
