"""What becomes of a message whose answer was lost: evidence, or the policy that was chosen, or a person decides."""

from datetime import timedelta
from pathlib import Path

import pytest

from roadmap.digests.handing.journal import Journal, JournalUnreadable
from roadmap.digests.handing.resolver import MOST_DOUBTS, Resolved, Resolver
from roadmap.store.mail import operator_acts
from roadmap.store.mail.reasons import Reason
from tests.digests.outbox import LONG_AGO, Outbox

SETTLE = timedelta(minutes=15)


def in_doubt(outbox: Outbox, name: str = "anna", **values: object) -> int:
    number = outbox.add(name, kind=values.pop("kind", "digest"))
    outbox.put(number, **{"state": "in_doubt", "doubts": 1, "state_changed_at": LONG_AGO, **values})
    return number


def resolver(outbox: Outbox, *, resend: bool = True, journal: Journal | None = None) -> Resolver:
    return Resolver(outbox.database, resend=resend, settle=SETTLE, journal=journal)


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    for folder in ("new", "cur", "tmp"):
        (tmp_path / "journal" / folder).mkdir(parents=True)
    return tmp_path / "journal"


def keep(maildir: Path, outbox: Outbox, number: int, name: str = "new/1.host") -> None:
    (maildir / name).write_bytes(outbox.row(number).mime)


def test_a_doubt_is_left_alone_until_no_frozen_sender_can_end_it(outbox: Outbox) -> None:
    number = outbox.add()
    with outbox.database.writing() as session:
        assert operator_acts.keep_back(session, number)
        session.commit()
    outbox.put(number, state="in_doubt", doubts=1)
    assert resolver(outbox).turn() == Resolved()
    assert outbox.state(number) == "in_doubt"


def test_what_the_journal_holds_was_sent_and_what_it_lacks_was_not(outbox: Outbox, maildir: Path) -> None:
    there, seen, absent = (in_doubt(outbox, name, journaled=True) for name in ("anna", "bolat", "dana"))
    keep(maildir, outbox, there)
    keep(maildir, outbox, seen, "cur/2.host:2,S")
    (maildir / "tmp/3.host").write_bytes(outbox.row(absent).mime)
    assert resolver(outbox, resend=False, journal=Journal(maildir)).turn() == Resolved(sent=2, queued=1)
    assert [outbox.state(number) for number in (there, seen, absent)] == ["sent", "sent", "queued"]
    assert outbox.steps(there)[-1].words == Reason.IN_JOURNAL
    assert outbox.steps(absent)[-1].words == Reason.NOT_IN_JOURNAL
    assert outbox.row(there).accepted_at is not None


def test_a_journal_that_did_not_get_a_copy_is_no_evidence(outbox: Outbox, maildir: Path) -> None:
    number = in_doubt(outbox, journaled=False)
    journal = Journal(maildir)
    assert resolver(outbox, resend=False, journal=journal).turn() == Resolved()
    assert resolver(outbox, resend=True, journal=journal).turn() == Resolved(queued=1)
    assert outbox.steps(number)[-1].words == Reason.ONCE_MORE


@pytest.mark.parametrize("resend", [True, False])
def test_a_journal_that_cannot_be_read_is_no_evidence_either(outbox: Outbox, tmp_path: Path, resend: bool) -> None:
    number = in_doubt(outbox, journaled=True)
    journal = Journal(tmp_path / "nowhere")
    with pytest.raises(JournalUnreadable, match="cannot be read"):
        journal.message_ids()
    assert resolver(outbox, resend=resend, journal=journal).turn() == Resolved()
    assert outbox.state(number) == "in_doubt"


def test_a_mail_that_is_read_or_removed_meanwhile_does_not_confuse_the_journal(maildir: Path, outbox: Outbox) -> None:
    number = outbox.add(key="digest:x")
    keep(maildir, outbox, number)
    journal = Journal(maildir)
    assert journal.message_ids() == {"<digest:x@roadmap.test>"}
    (maildir / "new/1.host").rename(maildir / "cur/1.host:2,S")
    assert journal.message_ids() == {"<digest:x@roadmap.test>"}
    (maildir / "cur/1.host:2,S").unlink()
    (maildir / "cur/2.host").write_bytes(b"Subject: none\r\n\r\n\xff")
    assert journal.message_ids() == {""}


@pytest.mark.parametrize(("kind", "again"), [("digest", True), ("reminder", True), ("invitation", False)])
@pytest.mark.parametrize("resend", [True, False])
def test_without_evidence_the_policy_decides_and_some_kinds_are_never_sent_again(
    outbox: Outbox, kind: str, again: bool, resend: bool
) -> None:
    number = in_doubt(outbox, kind=kind)
    assert resolver(outbox, resend=resend).turn() == Resolved(queued=int(again and resend))
    assert outbox.state(number) == ("queued" if again and resend else "in_doubt")


@pytest.mark.parametrize("kind", ["opt_in", "test"])
def test_what_can_be_asked_for_again_is_never_sent_again_by_itself(outbox: Outbox, kind: str) -> None:
    in_doubt(outbox, kind=kind)
    assert resolver(outbox).turn() == Resolved()


def test_a_relay_that_never_answers_does_not_fill_a_mailbox(outbox: Outbox) -> None:
    numbers = [in_doubt(outbox, name, doubts=MOST_DOUBTS - place) for place, name in enumerate(("anna", "bolat"))]
    assert resolver(outbox).turn() == Resolved(queued=1)
    assert [outbox.state(number) for number in numbers] == ["in_doubt", "queued"]


def test_what_a_person_decided_meanwhile_stays_decided(outbox: Outbox, maildir: Path) -> None:
    number = in_doubt(outbox, journaled=True)

    class Slow(Journal):
        def message_ids(self) -> frozenset[str]:
            with outbox.database.writing() as session:
                assert operator_acts.arrived(session, number)
                session.commit()
            return super().message_ids()

    assert resolver(outbox, journal=Slow(maildir)).turn() == Resolved()
    assert outbox.steps(number)[-1].words == Reason.ARRIVED


def test_a_doubt_of_another_lease_is_another_doubt(outbox: Outbox, maildir: Path) -> None:
    number = in_doubt(outbox, journaled=True)

    class Slow(Journal):
        def message_ids(self) -> frozenset[str]:
            outbox.put(number, lease_token=9)
            return super().message_ids()

    assert resolver(outbox, journal=Slow(maildir)).turn() == Resolved()
    assert outbox.state(number) == "in_doubt"
