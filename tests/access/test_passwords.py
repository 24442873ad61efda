"""What may be a password, and how it is kept."""

import pytest
from argon2 import extract_parameters
from argon2.low_level import Type
from flask import Flask

from roadmap.access import passwords
from tests.builders.people import app_on

OWNER = "aigul.b@people.test"


@pytest.fixture(scope="module")
def words() -> Flask:
    return app_on("sqlite://")


def objection(app: Flask, password: str, email: str = OWNER) -> str | None:
    with app.test_request_context("/?lang=en"):
        return passwords.objection_to(password, email)


@pytest.mark.parametrize(
    "password",
    ["a" * 6 + "b" * 3 + "c" * 3, "құс жолы 12!", "only small letters", "🐎" * 4 + "нан тұз су", "x y z" * 204],
)
def test_length_alone_makes_a_password_and_no_kind_of_character_is_demanded(words: Flask, password: str) -> None:
    assert objection(words, password) is None


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("elevenchars", "Use at least 12 characters."),
        ("", "Use at least 12 characters."),
        ("long enough but" + "x" * 1010, "Use at most 1024 characters."),
        ("with a NUL \0 in it", "The password contains a character that cannot be used."),
        ("I am AIGUL.B today", "The password must not contain your mail address."),
        ("Password1234", "This password is one of the first that somebody would try. Choose another."),
        ("ЙЦУКЕНГШЩЗХЪ", "This password is one of the first that somebody would try. Choose another."),
        ("ababababababab", "This password is one of the first that somebody would try. Choose another."),
    ],
)
def test_a_password_that_would_be_guessed_or_cannot_be_kept_is_refused(words: Flask, password: str, said: str) -> None:
    assert objection(words, password) == said


def test_exactly_twelve_and_exactly_1024_characters_are_taken(words: Flask) -> None:
    assert objection(words, "abcdefghijkm") is None
    assert objection(words, "abcd" * 256) is None


def test_a_short_local_part_may_be_in_a_password_by_chance(words: Flask) -> None:
    assert objection(words, "a horse and a yurt", "a@people.test") is None


def test_the_whole_password_is_verified() -> None:
    long = "ұзақ сөз " * 100
    kept = passwords.hashed(long + "1")
    assert passwords.fits(long + "1", kept)
    assert not passwords.fits(long + "2", kept)
    assert not passwords.fits(long[:72], kept)


def test_a_letter_typed_as_one_character_or_as_two_is_the_same_letter() -> None:
    assert passwords.fits("жай\u0438\u0306 отырган", passwords.hashed("жай\u0439 отырган"))


def test_what_is_too_long_or_holds_a_nul_fits_nothing() -> None:
    assert not passwords.fits("x" * 1025, passwords.hashed("x" * 1025))
    assert not passwords.fits("with a \0 in it", passwords.hashed("with a \0 in it"))


def test_without_a_kept_password_nothing_fits_not_even_nobodys() -> None:
    assert not passwords.fits("nobody has this password", None)


def test_a_broken_hash_fits_nothing() -> None:
    assert not passwords.fits("anything at all", "not a hash")


def test_the_hash_in_use_is_argon2id_with_its_own_salt_and_checking_nobodys_takes_the_same_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.undo()
    first, second = passwords.hashed("two equal passwords"), passwords.hashed("two equal passwords")
    assert first != second
    assert extract_parameters(first).type is Type.ID
    assert extract_parameters(first).memory_cost >= 64 * 1024
    assert extract_parameters(first) == extract_parameters(passwords._NOBODYS)
    assert not passwords.outdated(first)
