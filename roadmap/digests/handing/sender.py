"""Handing what is written down over to the relay, by whoever holds the lease; ``store.mail.outbox`` draws the states.

No transaction is open while the network is. Before the final dot an intent is committed; after it only what the relay
said counts, and its silence is a state of its own, never a guess.
"""

import os
import socket
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr
from threading import Event
from time import monotonic

from roadmap.database import Database
from roadmap.digests.handing.relay import Answer, Relay, RelayTrouble, Verdict
from roadmap.store.mail import leases
from roadmap.store.mail.leases import ANSWER_TIMEOUT, LEASE, Leased

BATCH = 20
# A message begun later than this might outlive its lease, and be begun in vain.
_USABLE_SECONDS = LEASE.total_seconds() / 2
# After an answer about this very message: 1, 5, 10, 20 and from then on every 30 minutes.
_WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 10, 20, 30))
# After trouble with the relay itself, which is no fault of the message.
_TROUBLE_WAIT = timedelta(seconds=30)


@dataclass(slots=True)
class Tally:
    """What became of the messages of one turn."""

    sent: int = 0
    failed: int = 0
    put_back: int = 0
    in_doubt: int = 0


class Sender:
    """Hands messages over in turns; one connection serves many messages."""

    def __init__(self, database: Database, url: str, mail_from: str, stop: Event | None = None) -> None:
        self._database = database
        self._relay = Relay(url, parseaddr(mail_from)[1], ANSWER_TIMEOUT.total_seconds())
        self._owner = f"{socket.gethostname()}:{os.getpid()}"
        self._stop = stop or Event()

    def turn(self) -> Tally:
        """Hands over everything that is queued and whose time has come."""
        tally = Tally()
        with self._database.writing() as session:
            tally.in_doubt += leases.release_expired(session)
            session.commit()
        try:
            while not self._stop.is_set() and (batch := self._claim()):
                self._hand_over_all(batch, tally)
        except RelayTrouble:
            # What was taken has been put back; the next turn tries again.
            pass
        finally:
            self._relay.close()
        return tally

    def _claim(self) -> list[Leased]:
        with self._database.writing() as session:
            batch = leases.claim(session, self._owner, BATCH)
            session.commit()
        return batch

    def _hand_over_all(self, batch: list[Leased], tally: Tally) -> None:
        begun, troubled = monotonic(), False
        for place, leased in enumerate(batch):
            if self._stop.is_set() or monotonic() - begun > _USABLE_SECONDS:
                self._put_back(batch[place:], "given back before its turn came", timedelta())
                return
            try:
                self._hand_over(leased, tally)
                troubled = False
            except RelayTrouble as trouble:
                # It may be this one message at which the relay hangs up; two in a row are the relay's own trouble.
                again = batch[place:] if troubled else [leased]
                tally.put_back += self._put_back(again, str(trouble), _TROUBLE_WAIT)
                if troubled:
                    raise
                troubled = True

    def _hand_over(self, leased: Leased, tally: Tally) -> None:
        answer = self._relay.offer(leased.address, leased.mime)
        if answer.verdict is Verdict.READY:
            if not self._announced(leased):
                # Somebody else has it by now. Without the dot the relay does not take it from us.
                self._relay.hang_up()
                return
            answer = self._relay.finish()
        self._settle(leased, answer, tally)

    def _announced(self, leased: Leased) -> bool:
        try:
            with self._database.writing() as session:
                announced = leases.announce(session, leased)
                session.commit()
        except BaseException:
            self._relay.hang_up()
            raise
        return announced

    def _settle(self, leased: Leased, answer: Answer, tally: Tally) -> None:
        with self._database.writing() as session:
            match answer.verdict:
                case Verdict.TAKEN:
                    tally.sent += leases.settle_sent(session, leased, answer.words)
                case Verdict.NEVER:
                    tally.failed += leases.settle_failed(session, leased, answer.words)
                case Verdict.NOT_NOW:
                    wait = _WAITS[min(leased.attempts, len(_WAITS) - 1)]
                    tally.put_back += leases.put_back(session, leased, answer.words, wait, counts=True)
                case _:
                    tally.in_doubt += leases.settle_in_doubt(session, leased, answer.words)
            session.commit()

    def _put_back(self, batch: list[Leased], why: str, wait: timedelta) -> int:
        with self._database.writing() as session:
            count = sum(leases.put_back(session, leased, why, wait, counts=False) for leased in batch)
            session.commit()
        return count
