"""Handing what is written down over to the relay, by whoever holds the lease; ``store.mail.outbox`` draws the states.

No transaction is open while the network is. Before the final dot an intent is committed; after it only what the relay
said counts, and its silence is a state of its own, never a guess.

One commit for each message is enough: what was heard about one is written down together with the intent of the next,
as long as the relay is quick; on a slow one it is written down at once.
"""

import logging
import os
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr
from math import inf
from threading import Event
from time import monotonic

from roadmap.database import Database
from roadmap.digests.handing.answers import Answer, RelayTrouble, Unreachable, Unwanted, Verdict
from roadmap.digests.handing.breaker import Breaker, Pace
from roadmap.digests.handing.relay import Relay
from roadmap.digests.handing.results import Book, Entry, Heard, Tally
from roadmap.digests.handing.retries import Act, broken_wait, ruling, unreachable_wait
from roadmap.failpoints import reach
from roadmap.store.mail import gate, leases
from roadmap.store.mail.lapsing import lapse
from roadmap.store.mail.leases import TERMS, Leased, Terms
from roadmap.store.mail.reasons import Reason
from roadmap.store.mail.workers import seen

_log = logging.getLogger(__name__)
BATCH = 200
# Who takes longer than this over a message does not notice a commit of its own.
_QUICK_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Line:
    """Where mail is handed over: the relay's address, the sender's, and the journal's if there is one."""

    url: str
    mail_from: str
    journal: str = ""


def worker_name() -> str:
    """What this process is known by: its host and its number there."""
    return f"{socket.gethostname()}:{os.getpid()}"


class Sender:
    """Hands messages over in turns; one connection serves many messages. What it learns of the relay outlives a turn.

    ``work`` is what the operator sees it do; without it nobody is told that it is there. ``clock`` counts the seconds
    of a turn.
    """

    def __init__(
        self,
        database: Database,
        line: Line,
        *,
        terms: Terms = TERMS,
        stop: Event | None = None,
        work: str = "",
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._book = Book(database)
        self._relay = Relay(line.url, parseaddr(line.mail_from)[1], terms.answer.total_seconds(), line.journal)
        self._terms = terms
        self._stop = stop or Event()
        self._owner, self._work = worker_name(), work
        self._breaker, self._pace = Breaker(), Pace()
        self._trouble: str | None = None
        self._clock, self._until, self._more = clock, inf, False

    @property
    def more(self) -> bool:
        """Whether the last turn ended because its time was over, so that something may still wait."""
        return self._more

    def turn(self, seconds: float = inf) -> Tally:
        """Hands over everything that is queued and whose time has come, or as much of it as ``seconds`` allow.

        The messages that are taken by then are still handed over.
        """
        self._until, self._more = self._clock() + seconds, False
        with self._book.open():
            self._tidy()
            try:
                trouble = self._hand_over_what_waits()
                # The farewell takes as long as the relay likes, and who was told to stop may not see its end.
                self._book.write_down()
                self._relay.close()
            except BaseException:
                # There may be half a message on the line, and a farewell would become a part of it.
                self._relay.hang_up()
                raise
            if trouble:
                self._note(trouble)
        return self._book.tally

    def _hand_over_what_waits(self) -> RelayTrouble | None:
        """The trouble that ended it, if any did; what was taken has been put back then, for a later turn."""
        try:
            while self._goes_on() and (batch := self._claim()):
                self._hand_over_all(batch)
        except RelayTrouble as trouble:
            return trouble
        return None

    def _goes_on(self) -> bool:
        if self._stop.is_set() or not self._breaker.lets_pass:
            return False
        self._more = self._clock() >= self._until
        return not self._more

    def _tidy(self) -> None:
        tidying = True
        while tidying:
            with self._book.writing() as entry:
                self._show_up(entry)
                tidying = self._tidied(entry) and not self._stop.is_set()

    def _tidied(self, entry: Entry) -> bool:
        """Whether there may be more to take out of the queue; of that, so many are taken at a time."""
        if gate.gate_of(entry.session).because == gate.CLOCK:
            # By a clock that is not believed, everything may be too old, and every lease may have run out.
            return False
        entry.tally.in_doubt += leases.release_expired(entry.session)
        lapsed = lapse(entry.session, entry.at)
        entry.tally.expired, entry.tally.suppressed = lapsed.expired, lapsed.suppressed
        return lapsed.more

    def _claim(self) -> list[Leased]:
        # One message finds out whether there is a line; a dead relay then costs the others nothing.
        limit = BATCH if self._relay.connected and not self._pace.seconds else 1
        with self._book.writing() as entry:
            batch = leases.claim(entry.session, self._owner, limit, self._terms)
            self._show_up(entry)
        reach("after_claim_commit")
        return batch

    def _show_up(self, entry: Entry) -> None:
        if self._work:
            seen(entry.session, self._owner, self._work, entry.at, self._trouble)

    def _hand_over_all(self, batch: Sequence[Leased]) -> None:
        begun, troubled = monotonic(), False
        for place, leased in enumerate(batch):
            rest = batch[place + 1 :]
            if self._stop.wait(self._pace.seconds) or monotonic() - begun > self._terms.usable.total_seconds():
                self._give_back(batch[place:], Reason.NOT_ITS_TURN)
                return
            try:
                if not self._hand_over(leased):
                    self._give_back(rest, Reason.NOT_ITS_TURN)
                    return
                troubled = False
            except (Unreachable, Unwanted) as trouble:
                self._give_back([leased], str(trouble), unreachable_wait())
                self._give_back(rest, Reason.NOT_ITS_TURN)
                raise
            except RelayTrouble as trouble:
                # It may be this one message at which the relay hangs up; two in a row are the relay's own trouble.
                self._give_back([leased], str(trouble), broken_wait(leased.vain))
                if troubled:
                    self._give_back(rest, Reason.NOT_ITS_TURN)
                    raise
                troubled = True

    def _hand_over(self, leased: Leased) -> bool:
        """Whether the next one may follow at once."""
        begun = monotonic()
        answer = self._relay.offer(leased.address, leased.mime)
        if answer.verdict is Verdict.READY:
            if not self._announced(leased, answer):
                # Without the dot the relay does not take it from us. Somebody else has it by now, or mail is held.
                self._relay.hang_up()
                self._give_back([leased], Reason.ALL_HELD)
                return False
            answer = self._relay.finish()
        ruled = ruling(answer, leased.attempts)
        if ruled.act is Act.ABOUT_US:
            raise Unwanted(f"the relay takes no mail from us: {answer.words}")
        self._book.hear(Heard(leased, answer, ruled))
        self._learn(ruled.act)
        if ruled.act is not Act.SENT or self._pace.seconds or monotonic() - begun > _QUICK_SECONDS:
            self._book.write_down()
        return ruled.act is not Act.SLOW_DOWN

    def _announced(self, leased: Leased, offered: Answer) -> bool:
        begun = monotonic()
        announced = self._book.announce(leased, self._terms, words=offered.words, journaled=offered.journaled)
        reach("after_intent_commit")
        # A process that stood still here must not write a dot that nobody reckons with any more.
        return announced and monotonic() - begun < self._terms.usable.total_seconds()

    def _learn(self, act: Act) -> None:
        self._breaker.worked()
        self._trouble = None
        if act is Act.SLOW_DOWN:
            self._pace.slow_down()
        elif act is Act.SENT:
            self._pace.went_well()

    def _note(self, trouble: RelayTrouble) -> None:
        if isinstance(trouble, Unwanted):
            self._breaker.unwanted()
        else:
            self._breaker.failed()
        words = str(trouble)
        if words != self._trouble:
            # Once for each trouble, not once for each turn.
            _log.log(logging.ERROR if isinstance(trouble, Unwanted) else logging.WARNING, "No mail goes out: %s", words)
        self._trouble = words
        with self._book.writing() as entry:
            self._show_up(entry)

    def _give_back(self, batch: Sequence[Leased], why: str, wait: timedelta = timedelta()) -> None:
        if not batch:
            return
        with self._book.writing() as entry:
            for leased in batch:
                entry.tally.put_back += leases.put_back(entry.session, leased, why, wait, counts=False, at=entry.at)
