"""Writing down what the relay said: one answer is one step of one delivery, and at times says more than that."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from roadmap.database import Database
from roadmap.digests.handing.answers import Answer
from roadmap.digests.handing.retries import Act, Ruling, too_many_refused
from roadmap.failpoints import reach
from roadmap.store.mail import gate, leases
from roadmap.store.mail.leases import Leased, Taken, Terms, announce
from roadmap.store.mail.refusals import replies_of
from roadmap.store.mail.suppressions import suppress

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Tally:
    """What became of the messages of one turn."""

    sent: int = 0
    failed: int = 0
    put_back: int = 0
    in_doubt: int = 0
    expired: int = 0
    suppressed: int = 0

    def add(self, other: "Tally") -> None:
        """Counts another one's messages too."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer that was heard, and may not be written down yet."""

    leased: Leased
    answer: Answer
    ruling: Ruling


@dataclass(frozen=True, slots=True)
class Entry:
    """One short transaction; ``at`` is its time, and ``tally`` counts once it is committed."""

    session: Session
    at: datetime
    tally: Tally


class Book:
    """Where a sender writes. What was heard is kept until it is written down, also while the database is away."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._session: Session | None = None
        self._alone: Connection | None = None
        self._heard: list[Heard] = []
        self.tally = Tally()

    @contextmanager
    def open(self) -> Iterator[None]:
        """Keeps its connections for a turn; between two transactions nothing is open but the lines themselves."""
        self.tally = Tally()
        with self._database.writing_often() as self._session, self._database.writing_alone() as self._alone:
            yield

    def hear(self, heard: Heard) -> None:
        """Keeps an answer; the next transaction begins with it."""
        self._heard.append(heard)

    @contextmanager
    def writing(self) -> Iterator[Entry]:
        """A transaction that first writes down what was heard, and is committed at its end."""
        if self._session is None:
            raise ValueError("the book is not open")
        session, heard, tally = self._session, list(self._heard), Tally()
        with session:
            at = leases.moment_of(session)
            for each in heard:
                write_answer(session, each, at, tally)
            yield Entry(session, at, tally)
            if heard:
                reach("before_sent_commit")
            session.commit()
        del self._heard[: len(heard)]
        self.tally.add(tally)
        if heard:
            reach("after_sent_commit")

    def announce(self, leased: Leased, terms: Terms, *, words: str, journaled: bool) -> bool:
        """Writes the intent down, together with what was heard before; without a ``True`` no final dot may follow."""
        if any(each.ruling.act is not Act.SENT for each in self._heard[:1]) or len(self._heard) > 1:
            self.write_down()
        if self._alone is None:
            raise ValueError("the book is not open")
        taken = [Taken(each.leased, each.answer.words) for each in self._heard]
        reach("before_intent_commit")
        if taken:
            reach("before_sent_commit")
        done = announce(self._alone, leased, terms, words=words, journaled=journaled, taken=taken[0] if taken else None)
        self._alone.commit()
        if taken:
            self._heard.clear()
            self.tally.sent += taken[0].leased.id in done
            reach("after_sent_commit")
        return leased.id in done

    def write_down(self) -> None:
        """Writes down what was heard, if anything was."""
        if self._heard:
            with self.writing():
                pass


def write_answer(session: Session, heard: Heard, at: datetime, tally: Tally) -> None:
    """Settles one delivery. If its lease was lost meanwhile, nothing happens and nothing is counted."""
    leased, words = heard.leased, heard.answer.words
    match heard.ruling.act:
        case Act.SENT:
            tally.sent += leases.settle_sent(session, leased, words, at)
        case Act.DOUBT:
            tally.in_doubt += leases.settle_in_doubt(session, leased, words, at)
        case Act.FAIL | Act.SUPPRESS:
            if leases.settle_failed(session, leased, words, at):
                tally.failed += 1
                _draw_conclusions(session, heard, at)
        case _:
            tally.put_back += leases.put_back(session, leased, words, heard.ruling.wait, counts=True, at=at)


def _draw_conclusions(session: Session, heard: Heard, at: datetime) -> None:
    leased, words = heard.leased, heard.answer.words
    if heard.ruling.act is Act.SUPPRESS:
        suppress(session, leased.address, words, at, leased.id)
    if heard.ruling.content and leased.edition_id is not None:
        # Whoever released the mail has seen what was refused before.
        sent, failed = replies_of(session, leased.edition_id, gate.gate_of(session).released_at)
        if too_many_refused(sent, failed) and gate.hold(session, gate.REFUSALS, words, at):
            _log.error("All mail is held: the relay refuses too much of an edition for its content: %s", words)
