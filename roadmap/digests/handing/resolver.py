"""Settling what is in doubt: by evidence where a journal is kept, else by the policy that was chosen.

A doubt is left alone until it is old enough: a sender that was frozen may still write the final dot, until the relay
itself has given up waiting for it. Only then does an absent copy prove that the relay did not take the message.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from roadmap.database import Database
from roadmap.digests.handing.journal import Journal, JournalUnreadable
from roadmap.store.mail import doubts
from roadmap.store.mail.doubts import Doubt
from roadmap.store.mail.gate import CLOCK, gate_of
from roadmap.store.mail.leases import moment_of
from roadmap.store.mail.reasons import Reason

_log = logging.getLogger(__name__)
# Whoever waits for an invitation asks for another one; a second copy of an old one would only confuse.
_SENT_AGAIN = frozenset({"digest", "reminder"})
# A relay that never answers, and takes the message every time, must not fill a mailbox.
MOST_DOUBTS = 5


@dataclass(frozen=True, slots=True)
class Resolved:
    """How many doubts turned out as sent, and how many are queued again."""

    sent: int = 0
    queued: int = 0


class Resolver:
    """Takes a turn beside the sender; any number of them may."""

    def __init__(self, database: Database, *, resend: bool, settle: timedelta, journal: Journal | None = None) -> None:
        self._database = database
        self._resend = resend
        self._settle = settle
        self._journal = journal

    def turn(self) -> Resolved:
        """Settles every doubt that is old enough and about which something can be said."""
        with self._database.reading() as session:
            if gate_of(session).because == CLOCK:
                # By a clock that is not believed nothing is old enough.
                return Resolved()
            found = doubts.doubts_before(session, moment_of(session) - self._settle)
        if not found:
            return Resolved()
        there, absent, unknown = self._by_evidence(found)
        again = [doubt for doubt in unknown if self._may_go_again(doubt)]
        with self._database.writing() as session:
            at = moment_of(session)
            sent = doubts.settle(session, there, Reason.IN_JOURNAL, at, sent=True)
            queued = doubts.settle(session, absent, Reason.NOT_IN_JOURNAL, at, sent=False)
            queued += doubts.settle(session, again, Reason.ONCE_MORE, at, sent=False)
            session.commit()
        return Resolved(sent, queued)

    def _by_evidence(self, found: Sequence[Doubt]) -> tuple[list[Doubt], list[Doubt], list[Doubt]]:
        """Those that the journal holds, those that it lacks, and those about which it says nothing."""
        if self._journal is None:
            return [], [], list(found)
        journaled = [doubt for doubt in found if doubt.journaled]
        unknown = [doubt for doubt in found if not doubt.journaled]
        try:
            held = self._journal.message_ids() if journaled else frozenset()
        except JournalUnreadable as trouble:
            _log.error("%d mails stay in doubt: %s", len(journaled), trouble)
            return [], [], unknown
        there = [doubt for doubt in journaled if doubt.message_id in held]
        return there, [doubt for doubt in journaled if doubt.message_id not in held], unknown

    def _may_go_again(self, doubt: Doubt) -> bool:
        return self._resend and doubt.kind in _SENT_AGAIN and doubt.count < MOST_DOUBTS
