"""Senders that do the same steps in an order that many programs have. The harness has to see what each of them does."""

from roadmap.digests.handing.answers import Answer, Verdict
from roadmap.digests.handing.sender import Sender
from roadmap.store.mail import leases
from roadmap.store.mail.leases import Leased


class MarksBefore(Sender):
    """Marks a mail as sent and hands it over afterwards: whoever dies in between has lost it."""

    def _hand_over(self, leased: Leased) -> bool:
        with self._book.writing() as entry:
            entry.tally.sent += leases.settle_sent(entry.session, leased, "marked before it was handed over", entry.at)
        if self._relay.offer(leased.address, leased.mime).verdict is Verdict.READY:
            self._relay.finish()
        return True


class MarksAfter(Sender):
    """Hands a mail over and marks it afterwards, without an intent: whoever dies in between has it sent again."""

    def _announced(self, leased: Leased, offered: Answer) -> bool:
        return True
