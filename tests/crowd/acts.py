"""What people of a crowd do to the same measure, again and again."""

from collections.abc import Callable
from datetime import date, timedelta
from zlib import crc32

from tests.crowd.people import Somebody
from tests.whole.visitor import FormOnPage, forms_on

Act = Callable[[Somebody, str, int], None]
REPORT = "/measures/1/report"


def report(somebody: Somebody, name: str, attempt: int) -> None:
    """Reports on the measure, naming the line that was the last one seen; drops the draft when it was crossed."""
    form = somebody.form_at(REPORT, "last_seen")
    words = _words(form, name, attempt)
    page = somebody.send(REPORT, form, {"action": "send", "confidence": "on_track", "done_en": words}, words)
    if page is not None:
        both_shown(somebody, page)
        (again,) = (each for each in forms_on(page) if ("action", "drop") in each.buttons)
        somebody.request("POST", REPORT, again.fields | {"action": "drop"})


def move(somebody: Somebody, name: str, attempt: int) -> None:
    """Moves the approved date of a milestone to a day that hardly anybody else chooses."""
    path = "/plan/1/1.1" if attempt % 2 else "/plan/1/1.2"
    form = somebody.form_at(path, "last_seen")
    words = _words(form, name, attempt)
    on = date(2027, 1, 1) + timedelta(days=crc32(words.encode()) % 10_000)
    basis = {"basis_number": "12-р", "basis_date": "2026-09-01", "decided_by": "Deputy Prime Minister"}
    page = somebody.send(path, form, {"on": on.isoformat(), "reason": words, **basis}, words)
    if page is not None:
        both_shown(somebody, page)


def edit(somebody: Somebody, name: str, attempt: int) -> None:
    """Gives a milestone of the draft another title, which says over which title it was written."""
    path = "/plan/milestones/3"
    form = somebody.form_at(path, "version")
    words = f"{name} edits {attempt} over {_mark(form.fields['title-en'])}."
    page = somebody.send(path, form, {"title-en": words}, words)
    if page is not None and "Saved meanwhile" not in page:
        somebody.tally.wrong["refused without showing what came between"] += 1


def _mark(title: str) -> str:
    return f"{crc32(title.encode()):08x}"


def _words(form: FormOnPage, name: str, attempt: int) -> str:
    return f"{name} says {attempt} after line {form.fields['last_seen']}."


def both_shown(somebody: Somebody, page: str) -> None:
    """A crossed form shows what came between, which in a crowd is somebody's words of the same shape."""
    if page.count("after line") < 2:
        somebody.tally.wrong["refused without showing what came between"] += 1
