"""What may be reported, and what a report says in the ledger."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from roadmap.domain.ledger import (
    AskFact,
    Confidence,
    Document,
    ExtensionFact,
    Facet,
    Progress,
    ProgressFact,
    ReportFact,
    Verdict,
    VerdictFact,
    Waiting,
    WithdrawalFact,
)
from roadmap.domain.plain_text import Misplaced, misplaced_in, says_something
from roadmap.domain.report_objections import (
    BACKDATED_AT_MOST,
    DONE_LENGTH,
    SHORT_LENGTH,
    TEXT_LENGTH,
    Problem,
    objections_to,
)
from roadmap.domain.reporting import (
    ProposedAsk,
    ProposedMilestone,
    ProposedReport,
    ProposedWaiting,
    ProposedWithdrawal,
    statements_of,
)
from roadmap.domain.text import LocalizedText
from tests.builders.measures import approved, measure_on

TODAY = date(2026, 11, 23)
DUE = date(2026, 12, 4)
DAY = timedelta(days=1)
DATED = [(number, approved(DUE), date(2026, 9, 1)) for number in (1, 2, 3)]
BARE = measure_on(TODAY, *DATED)
FINE = ProposedReport(Confidence.ON_TRACK, LocalizedText(kk="Жіберілді"), TODAY)
ASK = ProposedAsk(LocalizedText(en="Who pays?"), "Ministry of Finance", TODAY)
DONE = ProposedMilestone(
    1, Progress.REPORTED_DONE, actual_on=TODAY - DAY, document_number="412-ө", document_on=TODAY - DAY
)
LATER = ProposedMilestone(1, Progress.IN_PROGRESS, DUE + DAY, "The tender was late", wants_extension=True)


def found(report: ProposedReport, measure=BARE, today: date = TODAY) -> set[tuple[str, Problem]]:
    return {(objection.field, objection.code) for objection in objections_to(report, measure, today)}


def about(row: ProposedMilestone, measure=BARE, **changed) -> set[tuple[str, Problem]]:
    return {(field.split(".")[-1], code) for field, code in found(replace(FINE, milestones=(row,), **changed), measure)}


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


def test_reported_done_needs_a_day_and_the_completion_document() -> None:
    assert about(DONE) == set()
    assert about(ProposedMilestone(1, Progress.REPORTED_DONE)) == {
        ("actual_on", Problem.NEEDS_ACTUAL),
        ("document_number", Problem.NEEDS_DOCUMENT),
        ("document_on", Problem.NEEDS_DOCUMENT_DATE),
    }


def test_it_was_done_by_the_day_the_report_speaks_about() -> None:
    assert about(replace(DONE, actual_on=TODAY)) == set()
    assert about(replace(DONE, actual_on=TODAY + DAY)) == {("actual_on", Problem.AFTER_REPORT)}
    earlier = TODAY - 5 * DAY
    assert about(DONE, effective_on=earlier) >= {("actual_on", Problem.AFTER_REPORT)}
    assert about(replace(DONE, document_on=TODAY + DAY)) == {("document_on", Problem.IN_FUTURE)}
    assert about(replace(DONE, actual_on=date(1, 1, 1))) == {("actual_on", Problem.TOO_EARLY)}


@pytest.mark.parametrize("verdict", [Verdict.CONFIRMED, Verdict.REMOVED, Verdict.EXCLUDED])
def test_a_closed_milestone_cannot_be_reported_on(verdict: Verdict) -> None:
    closed = measure_on(TODAY, *DATED, (1, VerdictFact(verdict), TODAY - DAY))
    assert about(DONE, closed) == {("state", Problem.CLOSED)}


def test_a_forecast_after_the_approved_date_needs_a_reason() -> None:
    assert about(LATER) == set()
    assert about(replace(LATER, forecast_reason="")) == {("forecast_reason", Problem.NEEDS_REASON)}
    assert about(replace(LATER, forecast_on=DUE, forecast_reason="")) == set()


def test_a_reason_needs_a_forecast_and_a_new_forecast_lies_ahead() -> None:
    assert about(replace(LATER, forecast_on=None)) == {("forecast_on", Problem.NEEDS_FORECAST)}
    assert about(replace(LATER, forecast_on=TODAY - DAY)) == {("forecast_on", Problem.IN_PAST)}
    assert about(replace(LATER, forecast_on=date(9999, 1, 1))) == {("forecast_on", Problem.TOO_FAR)}


def test_an_actual_date_belongs_to_something_that_is_done() -> None:
    assert about(replace(DONE, state=Progress.IN_PROGRESS)) == {("state", Problem.NOT_REPORTED_DONE)}


@pytest.mark.parametrize("state", [Progress.NOT_STARTED, Progress.IN_PROGRESS])
def test_half_a_document_is_not_dropped_in_silence(state: Progress) -> None:
    assert about(ProposedMilestone(1, state, document_number="5")) == {("state", Problem.NOT_REPORTED_DONE)}


@pytest.mark.parametrize("number", [-1, 0, 99, 10**9])
def test_a_milestone_of_another_measure_is_refused(number: int) -> None:
    assert about(replace(DONE, milestone_id=number)) == {("state", Problem.UNKNOWN)}


def test_a_milestone_is_spoken_of_once() -> None:
    assert found(replace(FINE, milestones=(DONE, DONE))) == {("milestones.1.state", Problem.UNKNOWN)}


def test_a_state_is_required() -> None:
    assert about(ProposedMilestone(1, None)) == {("state", Problem.REQUIRED)}


def test_only_what_changed_becomes_an_entry() -> None:
    in_force = ProgressFact(Progress.IN_PROGRESS, DUE, "")
    measure = measure_on(TODAY, *DATED, (2, in_force, TODAY - DAY))
    rows = (DONE, ProposedMilestone(2, Progress.IN_PROGRESS, DUE), ProposedMilestone(3, Progress.NOT_STARTED))
    statements = statements_of(replace(FINE, milestones=rows), measure)
    assert [(s.facet, s.milestone_id) for s in statements] == [(Facet.REPORT, None), (Facet.PROGRESS, 1)]


def test_a_forecast_after_the_approved_date_does_not_move_it() -> None:
    statements = statements_of(replace(FINE, milestones=(LATER,)), BARE)
    assert [s.facet for s in statements] == [Facet.REPORT, Facet.PROGRESS, Facet.EXTENSION]
    assert statements[2].fact == ExtensionFact(DUE + DAY, "The tender was late")


def test_no_extension_is_asked_for_unless_wanted_needed_and_new() -> None:
    unwanted = replace(LATER, wants_extension=False)
    in_time = replace(LATER, forecast_on=DUE)
    for row in (unwanted, in_time, replace(DONE, forecast_on=DUE + DAY, wants_extension=True)):
        assert Facet.EXTENSION not in [s.facet for s in statements_of(replace(FINE, milestones=(row,)), BARE)]
    pending = measure_on(
        TODAY,
        *DATED,
        (1, ProgressFact(Progress.IN_PROGRESS, DUE + DAY, LATER.forecast_reason), TODAY - DAY),
        (1, ExtensionFact(DUE + DAY, LATER.forecast_reason), TODAY - DAY),
    )
    assert len(statements_of(replace(FINE, milestones=(LATER,)), pending)) == 1


def test_without_an_approved_date_nothing_is_late_and_nothing_can_be_extended() -> None:
    undated = measure_on(TODAY)
    row = replace(LATER, forecast_reason="")
    assert about(row, undated) == set()
    assert Facet.EXTENSION not in [s.facet for s in statements_of(replace(FINE, milestones=(row,)), undated)]


def returned():
    done = ProgressFact(Progress.REPORTED_DONE, None, "", DONE.actual_on, Document(DONE.document_number, TODAY - DAY))
    verdict = VerdictFact(Verdict.RETURNED, "the annex is missing")
    return measure_on(TODAY, *DATED, (1, done, TODAY - DAY), (1, verdict, TODAY))


def test_a_returned_milestone_is_left_alone_unless_something_is_said_of_it() -> None:
    silent = replace(DONE, state=None)
    assert about(silent, returned()) == set()
    assert len(statements_of(replace(FINE, milestones=(silent,)), returned())) == 1
    assert about(replace(silent, forecast_on=DUE), returned()) == {("state", Problem.NEEDS_STATE)}


def test_a_returned_milestone_may_be_reported_done_with_the_same_document() -> None:
    assert about(DONE, returned()) == set()
    assert len(statements_of(replace(FINE, milestones=(DONE,)), returned())) == 2


def test_the_title_of_a_known_document_stays_with_its_number() -> None:
    titled = Document(DONE.document_number, TODAY - DAY, "Order")
    known = measure_on(
        TODAY, *DATED, (1, ProgressFact(Progress.REPORTED_DONE, actual_on=TODAY - DAY, document=titled), TODAY - DAY)
    )
    assert len(statements_of(replace(FINE, milestones=(DONE,)), known)) == 1


def test_a_forecast_that_has_passed_does_not_stop_a_report_about_something_else() -> None:
    passed = measure_on(TODAY, *DATED, (1, ProgressFact(Progress.IN_PROGRESS, TODAY - DAY), TODAY - 9 * DAY))
    assert about(ProposedMilestone(1, Progress.IN_PROGRESS, TODAY - DAY), passed) == set()


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
