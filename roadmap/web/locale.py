"""Which language a page is in, and the links that change it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, current_app, g, has_request_context, request
from flask_babel import force_locale, get_locale

from roadmap.domain.text import LANGUAGES, LocalizedText, ShownText
from roadmap.extensions import babel
from roadmap.web.machines import for_a_program

COOKIE = "language"
_YEAR = 365 * 24 * 60 * 60
# English dates in the day-month order that Kazakhstan uses; Babel's plain "en" is American.
_LOCALES = {"kk": "kk", "ru": "ru", "en": "en_GB"}
NAMES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """One entry of the language switch: the same address in another language."""

    code: str
    name: str
    href: str
    current: bool


def attach(app: Flask) -> None:
    """Chooses a language for every request and remembers one that was asked for."""
    babel.init_app(app, default_locale="kk", locale_selector=lambda: locale_of(language()))
    app.after_request(_remember)
    app.context_processor(_for_templates)
    app.add_template_filter(shown, "shown")
    app.add_template_filter(words, "words")


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Everything inside is said in this language: a mail is in its reader's language, whoever makes it."""
    asked = g.get("language") if has_request_context() else None
    with force_locale(locale_of(code)):
        if has_request_context():
            # The page that makes a mail for somebody else may itself be in another language.
            g.language = code
        try:
            yield
        finally:
            if has_request_context():
                g.pop("language", None)
                if asked:
                    g.language = asked


def language() -> str:
    """The page's language: ``?lang=``, the person's setting, the cookie, what the browser prefers, Kazakh."""
    if not has_request_context():
        return str(get_locale() or "kk")[:2]
    if "language" not in g:
        g.language = _asked_for() or _preferred()
    return str(g.language)


def locale_of(code: str) -> str:
    """The locale that a language's dates and numbers are written in, for ``force_locale``."""
    return _LOCALES[code]


def _asked_for() -> str | None:
    asked = request.args.get("lang", "")
    return asked if asked in LANGUAGES else None


def _preferred() -> str:
    # Whoever is signed in is put there by ``access``; this room only knows that a person has a language.
    person = g.get("person")
    for candidate in (getattr(person, "language", None), request.cookies.get(COOKIE)):
        if candidate in LANGUAGES:
            return str(candidate)
    return request.accept_languages.best_match(LANGUAGES) or "kk"


def _remember(response: Response) -> Response:
    if for_a_program():
        # Its answers hold every text in every language, and nothing is remembered of whoever asks.
        return response
    asked = _asked_for()
    if asked and request.cookies.get(COOKIE) != asked:
        response.set_cookie(
            COOKIE,
            asked,
            max_age=_YEAR,
            httponly=True,
            samesite="Lax",
            secure=current_app.config["SESSION_COOKIE_SECURE"],
        )
    response.headers["Content-Language"] = language()
    return response


def _for_templates() -> dict[str, Any]:
    return {"language": language(), "languages": links()}


def links() -> list[LanguageLink]:
    """The language switch for the current address."""
    kept = {key: values for key, values in request.args.lists() if key != "lang"}
    # An address that begins with two slashes would be another host's.
    path = f"{request.script_root}/{request.path.lstrip('/')}"
    return [
        LanguageLink(code, NAMES[code], f"{path}?{urlencode(kept | {'lang': [code]}, doseq=True)}", code == language())
        for code in LANGUAGES
    ]


def shown(text: LocalizedText | None) -> ShownText | None:
    """A text for the current reader, with a mark when it is in another language than asked for."""
    return text.shown(language()) if text else None


def words(text: LocalizedText | None) -> str:
    """The plain words of a text for the current reader; empty when there are none."""
    return text.within(language()) if text else ""
