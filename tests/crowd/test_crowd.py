"""Nobody's words are lost when many write about the same measure at once; without the look at others' they are."""

from tests.crowd.harness import CARELESS, crowd


def test_whatever_a_crowd_sends_is_accepted_or_refused_with_both_shown(database_url: str) -> None:
    outcome = crowd(database_url, people=10, times=4)
    assert outcome.tally.sent == 40
    assert outcome.accounted, outcome.line()
    assert outcome.lost == 0, outcome.line()
    assert outcome.tally.crossed, outcome.line()


def test_without_the_look_at_others_lines_words_are_lost(sqlite_url: str) -> None:
    outcome = crowd(sqlite_url, people=10, times=3, application=CARELESS)
    assert outcome.lost, outcome.line()
