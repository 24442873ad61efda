"""A status has one word, in sentences, in mails and beside its shape."""

from enum import StrEnum

import pytest
from flask import Flask
from flask_babel import LazyString

from roadmap.domain.facts import Confidence
from roadmap.domain.health import ControlStatus
from roadmap.web.status_words import CONFIDENCE, CONTROL
from tests.builders.people import app_on


@pytest.fixture
def app(sqlite_url: str) -> Flask:
    return app_on(sqlite_url)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize(("macro", "words"), [("control_mark", CONTROL), ("confidence_mark", CONFIDENCE)])
def test_a_mark_has_the_word_that_sentences_use(
    app: Flask, macro: str, words: dict[StrEnum, LazyString], language: str
) -> None:
    assert set(words) in (set(ControlStatus), set(Confidence))
    with app.test_request_context(f"/?lang={language}"):
        marks = app.jinja_env.get_template("components/marks.html").make_module({"_": app.jinja_env.globals["_"]})
        for status, word in words.items():
            assert f"<span>{word}</span>" in str(getattr(marks, macro)(status)), status
