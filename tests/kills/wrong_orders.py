"""Senders that do the same steps in an order that many programs have. The harness has to see what each of them does."""

from roadmap.digests.handing.relay import Verdict
from roadmap.digests.handing.sender import Sender, Tally
from roadmap.store.mail import leases
from roadmap.store.mail.leases import Leased


class MarksBefore(Sender):
    """Marks a mail as sent and hands it over afterwards: whoever dies in between has lost it."""

    def _hand_over(self, leased: Leased, tally: Tally) -> None:
        with self._database.writing() as session:
            leases.settle_sent(session, leased, "marked before it was handed over")
            session.commit()
        if self._relay.offer(leased.address, leased.mime).verdict is Verdict.READY:
            self._relay.finish()


class MarksAfter(Sender):
    """Hands a mail over and marks it afterwards, without an intent: whoever dies in between has it sent again."""

    def _hand_over(self, leased: Leased, tally: Tally) -> None:
        answer = self._relay.offer(leased.address, leased.mime)
        if answer.verdict is Verdict.READY:
            answer = self._relay.finish()
        self._settle(leased, answer, tally)
