"""Eight processes at once make one chain; the same harness sees what a naive lock would do."""

from tests.chains.__main__ import FORKED, REFUSED, RIGHT, as_it_should_be
from tests.chains.writers import naively, write_together


def test_eight_processes_at_once_make_one_chain_with_every_line_in_it(database_url: str) -> None:
    came = write_together(database_url, 8, 25)
    assert as_it_should_be(came, RIGHT), came


def test_the_database_refuses_lines_after_one_that_was_only_read(database_url: str) -> None:
    came = write_together(database_url, 8, 25, naively)
    assert as_it_should_be(came, REFUSED), came
    assert (came.forks, came.whole) == (0, True)


def test_without_the_keys_a_lock_that_is_none_forks_the_chain_and_verifying_finds_it(database_url: str) -> None:
    came = write_together(database_url, 8, 25, naively, keys=False)
    assert as_it_should_be(came, FORKED), came
    assert not came.whole
