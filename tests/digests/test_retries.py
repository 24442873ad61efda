"""What each answer of a relay leads to, and how long is waited. Nothing is sent here."""

from datetime import timedelta

import pytest

from roadmap.digests.handing.answers import Answer, Step, Verdict, answer_of, code_and_enhanced
from roadmap.digests.handing.breaker import FAILURES, Breaker, Pace
from roadmap.digests.handing.retries import Act, Ruling, broken_wait, ruling, too_many_refused, unreachable_wait


def answered(step: Step, words: str) -> Answer:
    answer = answer_of(step, int(words[:3]), words[4:].encode())
    assert answer
    return answer


def act(step: Step, words: str) -> Act:
    return ruling(answered(step, words), 0).act


@pytest.mark.parametrize("step", [Step.RCPT, Step.DATA, Step.DOT])
@pytest.mark.parametrize("words", ["550 5.1.1 no such mailbox", "550 5.2.1 disabled", "554 5.7.1 spam", "550 no"])
def test_refused_for_good_it_fails(step: Step, words: str) -> None:
    assert act(step, words) in (Act.FAIL, Act.SUPPRESS)


@pytest.mark.parametrize(
    ("step", "words", "expected"),
    [
        (Step.RCPT, "550 5.1.1 no such mailbox", Act.SUPPRESS),
        (Step.RCPT, "550 5.1.2 no such host", Act.SUPPRESS),
        (Step.RCPT, "553 5.1.3 not an address", Act.SUPPRESS),
        (Step.RCPT, "556 5.1.10 takes no mail", Act.SUPPRESS),
        # Later than RCPT it is no longer about one recipient alone.
        (Step.DOT, "550 5.1.1 no such mailbox", Act.FAIL),
        # About our own address, about the mailbox's size, about policy, or without a finer code.
        (Step.RCPT, "550 5.1.8 your domain is unknown", Act.FAIL),
        (Step.RCPT, "552 5.2.2 mailbox full", Act.FAIL),
        (Step.RCPT, "550 5.7.1 not welcome", Act.FAIL),
        (Step.RCPT, "550 no such user", Act.FAIL),
    ],
)
def test_an_address_is_suppressed_only_when_it_is_the_address(step: Step, words: str, expected: Act) -> None:
    assert act(step, words) is expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("550 5.7.1 sender not allowed", Act.ABOUT_US),
        ("553 not owned by user", Act.ABOUT_US),
        ("550 5.1.8 no such domain", Act.ABOUT_US),
        ("552 5.3.4 too big", Act.FAIL),
        ("550 5.1.1 no such mailbox", Act.FAIL),
    ],
)
def test_a_refusal_of_the_sender_is_about_us_unless_it_names_the_message(words: str, expected: Act) -> None:
    assert act(Step.MAIL, words) is expected


@pytest.mark.parametrize(
    ("step", "words", "content"),
    [
        (Step.DOT, "552 too big", True),
        (Step.DOT, "554 no", True),
        (Step.DOT, "550 5.7.1 spam", True),
        (Step.DATA, "554 5.6.0 cannot be read", True),
        (Step.DOT, "550 5.3.4 too big", True),
        (Step.DOT, "550 no", False),
        (Step.RCPT, "552 5.2.2 mailbox full", False),
        (Step.RCPT, "550 5.1.1 no such mailbox", False),
    ],
)
def test_a_refusal_for_content_is_told_from_others(step: Step, words: str, content: bool) -> None:
    assert ruling(answered(step, words), 0).content is content


@pytest.mark.parametrize("words", ["432 too many", "451 4.7.0 slow down", "421 4.7.28 too fast"])
def test_too_much_slows_the_sender_down(words: str) -> None:
    assert act(Step.DOT, words) is Act.SLOW_DOWN


@pytest.mark.parametrize("words", ["450 4.2.0 greylisted", "451 later", "452 4.3.1 no room", "421 going away"])
def test_not_now_waits(words: str) -> None:
    assert act(Step.DOT, words) is Act.WAIT


def test_the_waits_grow_and_then_stay() -> None:
    later = answered(Step.RCPT, "451 later")
    minutes = [ruling(later, attempts, lambda: 0.5).wait / timedelta(minutes=1) for attempts in range(7)]
    assert minutes == [1, 5, 10, 20, 30, 30, 30]
    seconds = [broken_wait(vain, lambda: 0.5).total_seconds() for vain in range(7)]
    assert seconds == [10, 30, 60, 300, 900, 900, 900]
    assert unreachable_wait(lambda: 0.5) == timedelta(seconds=10)


def test_no_wait_is_more_than_a_fifth_longer_or_shorter() -> None:
    later = answered(Step.RCPT, "451 later")
    waits = [ruling(later, 2, lambda share=share: share).wait for share in (0.0, 1.0)]  # type: ignore[misc]
    assert waits == [timedelta(minutes=8), timedelta(minutes=12)]
    assert len({ruling(later, 2).wait for _ in range(20)}) > 1


def test_silence_is_a_doubt_and_a_promise_is_none() -> None:
    assert ruling(Answer(Verdict.SILENCE, ""), 0) == Ruling(Act.DOUBT)
    assert act(Step.DOT, "250 kept") is Act.SENT
    with pytest.raises(ValueError, match="not the end"):
        ruling(answered(Step.DATA, "354 go on"), 0)


@pytest.mark.parametrize(("code", "step"), [(100, Step.DOT), (354, Step.DOT), (250, Step.DATA), (600, Step.MAIL)])
def test_what_smtp_does_not_know_is_no_answer(code: int, step: Step) -> None:
    assert answer_of(step, code, b"what?") is None


def test_the_finer_code_is_found_only_where_it_belongs() -> None:
    assert code_and_enhanced("550 5.1.1 no") == (550, "5.1.1")
    assert code_and_enhanced("550 5.1.1.2 no") == (550, "")
    assert code_and_enhanced("550 see 5.1.1") == (550, "")
    assert code_and_enhanced("the line broke") == (0, "")
    assert answered(Step.DOT, "250 қабылданды").words == "250 қабылданды"


@pytest.mark.parametrize(
    ("sent", "refused", "other", "held"),
    [(17, 2, 0, False), (18, 2, 0, True), (19, 1, 0, False), (37, 2, 1, False), (0, 2, 18, True), (0, 0, 50, False)],
)
def test_all_mail_is_held_when_more_than_a_twentieth_is_refused_for_content(
    sent: int, refused: int, other: int, held: bool
) -> None:
    words = ["554 5.7.1 spam"] * refused + ["550 5.1.1 no"] * other
    assert too_many_refused(sent, words) is held


class Seconds:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_the_breaker_opens_at_the_fifth_failure_and_lets_one_through_after_a_minute() -> None:
    seconds = Seconds()
    breaker = Breaker(seconds)
    for _ in range(FAILURES - 1):
        breaker.failed()
        assert breaker.lets_pass
    breaker.failed()
    assert not breaker.lets_pass
    seconds.now += 59
    assert not breaker.lets_pass
    seconds.now += 1
    assert breaker.lets_pass
    breaker.failed()
    assert not breaker.lets_pass
    seconds.now += 60
    breaker.worked()
    for _ in range(FAILURES - 1):
        breaker.failed()
    assert breaker.lets_pass


def test_a_relay_that_does_not_want_us_is_left_alone_for_a_quarter_of_an_hour() -> None:
    seconds = Seconds()
    breaker = Breaker(seconds)
    breaker.unwanted()
    seconds.now += 899
    assert not breaker.lets_pass
    seconds.now += 1
    assert breaker.lets_pass


def test_the_pace_slows_by_halves_and_recovers_by_tenths() -> None:
    pace = Pace()
    assert pace.seconds == 0
    slower = []
    for _ in range(7):
        pace.slow_down()
        slower.append(pace.seconds)
    assert slower == [1, 2, 4, 8, 16, 30, 30]
    for _ in range(50):
        pace.went_well()
    assert pace.seconds == 0
