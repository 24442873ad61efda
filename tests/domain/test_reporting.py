"""What may be reported, and what a report says in the ledger."""

from dataclasses import replace
from datetime import date

import pytest

from roadmap.domain.facts import AskFact, Confidence, ReportFact, Waiting, WithdrawalFact
from roadmap.domain.ledger import Facet
from roadmap.domain.plain_text import Misplaced, misplaced_in, says_something
from roadmap.domain.report_objections import (
    BACKDATED_AT_MOST,
    DONE_LENGTH,
    SHORT_LENGTH,
    TEXT_LENGTH,
    Problem,
)
from roadmap.domain.reporting import (
    ProposedAsk,
    ProposedWaiting,
    ProposedWithdrawal,
    statements_of,
)
from roadmap.domain.text import LocalizedText
from tests.builders.measures import measure_on
from tests.builders.proposals import ASK, BARE, DATED, DAY, FINE, TODAY, found


def test_a_short_report_is_enough() -> None:
    assert found(FINE) == set()
    assert [s.facet for s in statements_of(FINE, BARE)] == [Facet.REPORT]


@pytest.mark.parametrize("confidence", [None, Confidence.NO_DATA])
def test_a_confidence_is_required_and_no_data_is_none(confidence: Confidence | None) -> None:
    assert ("confidence", Problem.REQUIRED) in found(replace(FINE, confidence=confidence))


@pytest.mark.parametrize(
    "done", [LocalizedText(), LocalizedText(kk=" "), LocalizedText(ru="—"), LocalizedText(en="\u200b…")]
)
def test_what_was_done_has_to_say_something(done: LocalizedText) -> None:
    assert ("done", Problem.REQUIRED) in found(replace(FINE, done=done))


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_one_language_is_enough(language: str) -> None:
    assert found(replace(FINE, done=LocalizedText(**{language: "Done"}))) == set()


@pytest.mark.parametrize("confidence", [Confidence.AT_RISK, Confidence.OFF_TRACK])
def test_a_report_not_on_track_needs_an_ask(confidence: Confidence) -> None:
    troubled = replace(FINE, confidence=confidence)
    assert found(troubled) == {("ask.what", Problem.NEEDS_ASK)}
    assert found(replace(troubled, ask=ASK)) == set()


def with_open_ask():
    return measure_on(TODAY, *DATED, (None, AskFact(ASK.what, ASK.whom, TODAY), TODAY - DAY))


def test_an_ask_that_is_still_open_is_enough_until_it_is_withdrawn() -> None:
    troubled = replace(FINE, confidence=Confidence.AT_RISK)
    assert found(troubled, with_open_ask()) == set()
    withdrawn = replace(troubled, withdrawals=(ProposedWithdrawal(4, "Paid"),))
    assert found(withdrawn, with_open_ask()) == {("ask.what", Problem.NEEDS_ASK)}
    assert found(replace(withdrawn, ask=ASK), with_open_ask()) == set()


def test_an_ask_says_what_from_whom_and_by_when() -> None:
    empty = replace(FINE, confidence=Confidence.AT_RISK, ask=ProposedAsk())
    assert found(empty) == {(f"ask.{part}", Problem.REQUIRED) for part in ("what", "whom", "by")}


@pytest.mark.parametrize(
    ("by", "code"),
    [(TODAY - DAY, Problem.IN_PAST), (date(2099, 1, 1), Problem.TOO_FAR), (date(9999, 12, 31), Problem.TOO_FAR)],
)
def test_an_ask_is_needed_by_a_day_that_can_come(by: date, code: Problem) -> None:
    assert ("ask.by", code) in found(replace(FINE, confidence=Confidence.AT_RISK, ask=replace(ASK, by=by)))


def test_nothing_is_asked_while_on_track() -> None:
    assert found(replace(FINE, ask=ASK)) == {("ask.what", Problem.ASK_ON_TRACK)}


def test_only_an_open_ask_can_be_withdrawn_and_only_with_a_reason() -> None:
    assert found(replace(FINE, withdrawals=(ProposedWithdrawal(4),)), with_open_ask()) == {
        ("withdrawals.4.reason", Problem.NEEDS_REASON)
    }
    assert found(replace(FINE, withdrawals=(ProposedWithdrawal(9, "Paid"),)), with_open_ask()) == {
        ("withdrawals.9.reason", Problem.NOT_OPEN)
    }


def test_waiting_names_somebody_and_a_day_that_has_come() -> None:
    assert found(replace(FINE, waiting=ProposedWaiting("Korea"))) == {("waiting.since", Problem.REQUIRED)}
    assert found(replace(FINE, waiting=ProposedWaiting("", TODAY))) == {("waiting.whom", Problem.REQUIRED)}
    assert found(replace(FINE, waiting=ProposedWaiting("Korea", TODAY + DAY))) == {("waiting.since", Problem.IN_FUTURE)}
    assert found(replace(FINE, waiting=ProposedWaiting("Korea", date(1, 1, 1)))) == {
        ("waiting.since", Problem.TOO_EARLY)
    }


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (None, Problem.REQUIRED),
        (TODAY + DAY, Problem.IN_FUTURE),
        (TODAY - BACKDATED_AT_MOST - DAY, Problem.TOO_EARLY),
        (date(1, 1, 1), Problem.TOO_EARLY),
    ],
)
def test_a_report_speaks_about_today_or_a_day_within_the_last_year(day: date | None, code: Problem) -> None:
    assert found(replace(FINE, effective_on=day)) == {("effective_on", code)}
    assert found(replace(FINE, effective_on=TODAY - BACKDATED_AT_MOST)) == set()


@pytest.mark.parametrize(
    ("field", "limit"), [("done", DONE_LENGTH), ("next_step", TEXT_LENGTH), ("blocker", TEXT_LENGTH)]
)
def test_texts_have_a_limit(field: str, limit: int) -> None:
    assert found(replace(FINE, **{field: LocalizedText(ru="ө" * limit)})) == set()
    assert found(replace(FINE, **{field: LocalizedText(ru="ө" * (limit + 1))})) == {(f"{field}.ru", Problem.TOO_LONG)}


def test_names_have_a_limit() -> None:
    long = replace(ASK, whom="a" * (SHORT_LENGTH + 1))
    assert ("ask.whom", Problem.TOO_LONG) in found(replace(FINE, confidence=Confidence.AT_RISK, ask=long))


@pytest.mark.parametrize("character", ["\0", "\x0b", "\x1b", "\x85", "\u2028", "\u2029", "\u202e", "\u2066", "\ufeff"])
def test_characters_that_hide_or_forge_something_are_refused(character: str) -> None:
    assert found(replace(FINE, done=LocalizedText(kk=f"Бір\nекі{character}үш"))) == {("done.kk", Problem.BAD_CHARACTER)}


def test_a_line_break_may_stand_in_a_text_but_not_in_a_name() -> None:
    assert found(replace(FINE, done=LocalizedText(kk="Бір\nекі"))) == set()
    assert found(replace(FINE, waiting=ProposedWaiting("a\nBcc: x", TODAY))) == {
        ("waiting.whom", Problem.BAD_CHARACTER)
    }


@pytest.mark.parametrize("name", ["План =?UTF-8?Q?=0A?=Bcc: x@evil", "=?utf-8?b?Cg==?=", "a\r\nBcc: x@y", "a\u0085b"])
def test_a_name_cannot_carry_a_header_into_a_mail(name: str) -> None:
    assert ("waiting.whom", Problem.BAD_CHARACTER) in found(replace(FINE, waiting=ProposedWaiting(name, TODAY)))


def test_the_place_of_a_refused_character_is_told() -> None:
    assert misplaced_in("ab\ncd\x00", one_line=False) == Misplaced(2, 3)
    assert misplaced_in("План =?UTF-8?Q?=0A?=", one_line=True) == Misplaced(1, 6)
    assert misplaced_in("Ә, ө, қ – «ұ» № 5 👍", one_line=True) is None
    assert not says_something("  -\u200b")


def test_a_whole_report_says_everything_it_was_told() -> None:
    report = replace(
        FINE,
        confidence=Confidence.OFF_TRACK,
        next_step=LocalizedText(ru="Согласовать"),
        blocker=LocalizedText(en="No answer"),
        ask=ASK,
        withdrawals=(ProposedWithdrawal(4, "Paid"),),
        waiting=ProposedWaiting("Korea", TODAY),
    )
    assert found(report, with_open_ask()) == set()
    facts = [statement.fact for statement in statements_of(report, with_open_ask())]
    account = ReportFact(
        Confidence.OFF_TRACK, FINE.done, report.next_step, report.blocker, waiting=Waiting("Korea", TODAY)
    )
    assert facts == [account, AskFact(ASK.what, ASK.whom, TODAY), WithdrawalFact(4, "Paid")]
