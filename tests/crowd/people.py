"""One of many people: a browser without scripts over a real connection, and what became of each form sent."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from time import sleep
from urllib.parse import urlencode

from tests.whole.visitor import FormOnPage, forms_on

ACCEPTED, CROSSED, BUSY = 303, 409, 503


@dataclass
class Tally:
    """How many forms were sent, and how each ended. ``wrong`` are answers that should not have been."""

    sent: int = 0
    accepted: int = 0
    crossed: int = 0
    said: list[str] = field(default_factory=list)
    wrong: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.sent + other.sent,
            self.accepted + other.accepted,
            self.crossed + other.crossed,
            self.said + other.said,
            self.wrong + other.wrong,
        )


class Somebody:
    """Signed in by ``cookie``; writes what nobody else writes, so that it is found again."""

    def __init__(self, port: int, cookie: str) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=120)
        self.cookies = {"roadmap": cookie}
        self.tally = Tally()

    def request(self, method: str, path: str, typed: Mapping[str, str] | None = None) -> tuple[HTTPResponse, str]:
        """The answer and its text; waits while the server says that it is busy."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = urlencode(typed) if typed is not None else None
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        while True:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            text = answer.read().decode()
            if answer.status != BUSY:
                break
            sleep(0.2)
        for given in answer.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(given).items():
                self.cookies[name] = morsel.value
        return answer, text

    def form_at(self, path: str, with_field: str) -> FormOnPage:
        """The form on a page that has this field."""
        answer, text = self.request("GET", path)
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
        return next(form for form in forms_on(text) if with_field in form.fields | form.choices)

    def send(self, path: str, form: FormOnPage, typed: Mapping[str, str], words: str) -> str | None:
        """Sends a form once; ``words`` are in it and nowhere else. The page, where another one came between."""
        self.tally.sent += 1
        answer, text = self.request("POST", path, form.fields | dict(typed))
        if answer.status == ACCEPTED:
            self.tally.accepted += 1
            self.tally.said.append(words)
        elif answer.status == CROSSED:
            self.tally.crossed += 1
            if words not in text:
                self.tally.wrong["refused without showing what was typed"] += 1
            return text
        else:
            self.tally.wrong[f"{path.split('/')[1]} answered {answer.status}"] += 1
        return None
