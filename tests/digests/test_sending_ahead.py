"""A relay that takes several commands at once (RFC 2920) is spoken to so, and nothing else changes."""

from collections.abc import Sequence
from smtplib import SMTP

import pytest

from roadmap.digests.handing import relay as relay_module
from roadmap.digests.handing.answers import Verdict
from roadmap.digests.handing.relay import Relay
from roadmap.digests.handing.results import Tally
from roadmap.digests.handing.sender import Line, Sender
from tests.digests.outbox import Outbox
from tests.digests.relay import FROM, Sink

JOURNAL = "journal@roadmap.test"
REFUSALS = {
    "451 4.3.0 not now": Tally(put_back=1),
    "552 5.3.4 too large": Tally(failed=1),
}


@pytest.fixture
def many(sink: Sink) -> Sink:
    sink.takes_many = True
    return sink


def test_the_envelope_is_one_write(outbox: Outbox, sender: Sender, many: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("anna", "bolat"):
        outbox.add(name)
    written: list[str] = []
    send = SMTP.send

    def noted(smtp: SMTP, what: str | bytes) -> None:
        written.append(what if isinstance(what, str) else what.decode())
        send(smtp, what)

    monkeypatch.setattr(SMTP, "send", noted)
    assert sender.turn() == Tally(sent=2)
    assert [what.splitlines()[-1] for what in written if what.startswith("MAIL")] == ["DATA", "DATA"]
    assert many.recipients == ["anna@roadmap.test", "bolat@roadmap.test"]
    assert many.connections == 1


@pytest.mark.parametrize("words", REFUSALS)
@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("journal", ["", JOURNAL])
def test_a_refusal_of_one_leaves_the_line_to_the_next(
    outbox: Outbox, smtp_url: str, many: Sink, step: str, words: str, journal: str
) -> None:
    number = outbox.add("anna")
    sender = Sender(outbox.database, Line(smtp_url, FROM, journal))
    many.refusals[step] = words
    assert sender.turn() == REFUSALS[words]
    assert many.taken == []
    assert outbox.row(number).relay_reply == words
    many.refusals.clear()
    outbox.add("bolat")
    assert sender.turn() == Tally(sent=1)
    assert many.recipients == ["bolat@roadmap.test", *([journal] if journal else [])]


def test_one_refused_reader_does_not_cost_the_line(outbox: Outbox, sender: Sender, many: Sink) -> None:
    many.refusals["bolat@roadmap.test"] = "550 5.1.1 no such mailbox"
    for name in ("anna", "bolat", "dana"):
        outbox.add(name)
    assert sender.turn() == Tally(sent=2, failed=1)
    assert many.recipients == ["anna@roadmap.test", "dana@roadmap.test"]
    assert many.connections == 1


def test_a_refused_reader_leaves_no_mail_to_the_journal_alone(outbox: Outbox, smtp_url: str, many: Sink) -> None:
    many.refusals["anna@roadmap.test"] = "550 5.1.1 no such mailbox"
    outbox.add("anna")
    outbox.add("bolat")
    assert Sender(outbox.database, Line(smtp_url, FROM, JOURNAL)).turn() == Tally(sent=1, failed=1)
    assert many.recipients == ["bolat@roadmap.test", JOURNAL]


class Talker:
    """A relay that answers whatever it is told to."""

    def __init__(self, replies: Sequence[tuple[int, bytes]]) -> None:
        self.replies = list(replies)
        self.heard: list[str | bytes] = []
        self.closed = False

    def has_extn(self, name: str) -> bool:
        return name == "pipelining"

    def send(self, what: str | bytes) -> None:
        self.heard.append(what)

    def getreply(self) -> tuple[int, bytes]:
        return self.replies.pop(0)

    def rset(self) -> tuple[int, bytes]:
        self.heard.append("RSET")
        return 250, b"ok"

    def close(self) -> None:
        self.closed = True


def offered(talker: Talker, journal: str = "") -> tuple[Relay, Verdict]:
    relay = Relay("smtp://127.0.0.1:1", "r@x.test", 1, journal)
    relay._smtp = talker  # type: ignore[assignment]
    return relay, relay.offer("a@x.test", b"To: a@x.test\r\n\r\n.\r\n").verdict


def test_a_relay_that_refuses_the_reader_and_wants_the_mail_gets_none() -> None:
    talker = Talker([(250, b"ok"), (550, b"5.1.1 nobody"), (354, b"go on")])
    relay, verdict = offered(talker)
    assert (verdict, relay.connected, talker.closed) == (Verdict.NEVER, False, True)
    assert talker.heard == ["MAIL FROM:<r@x.test>\r\nRCPT TO:<a@x.test>\r\nDATA\r\n"]


def test_with_a_journal_the_mail_is_not_begun_before_the_reader_is_taken() -> None:
    talker = Talker([(250, b"ok"), (550, b"5.1.1 nobody"), (250, b"ok")])
    relay, verdict = offered(talker, "j@x.test")
    assert (verdict, relay.connected) == (Verdict.NEVER, True)
    assert talker.heard == ["MAIL FROM:<r@x.test>\r\nRCPT TO:<a@x.test>\r\nRCPT TO:<j@x.test>\r\n", "RSET"]


def test_a_line_that_begins_with_a_dot_gets_another() -> None:
    talker = Talker([(250, b"ok"), (250, b"ok"), (354, b"go on")])
    assert offered(talker)[1] is Verdict.READY
    assert talker.heard[1:] == [b"To: a@x.test\r\n\r\n..\r\n"]


@pytest.mark.parametrize("address", ["a@x.test>\r\nRCPT TO:<b@x.test", "a@x.test>", "", "ж@x.test", "a\n@x.test"])
def test_an_address_that_would_be_a_command_is_never_named(address: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        relay_module.rcpt_to(address)
