"""Bad inputs for every form of the plan, the people, the desk, the evidence and the accounts, and what is said of each.

``said`` is the English sentence of the catalogue, with the values that fill it; ``shown`` is what stands on the page
again, so that nobody types it anew.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

TODAY: date = datetime.now(UTC).astimezone(ZoneInfo("Asia/Almaty")).date()
TURNED = "Бұйрық\u202eқырйұб"
"""A sign that turns the direction of reading: what is read is not what is kept."""
LONG = "Ұ" * 5001
DAY, FILL, YEAR = "Enter a date as DD.MM.YYYY", "Fill in this field", "The year must lie between %(first)s and %(last)s"
NOT_HERE = "It contains characters that are not allowed here (line %(line)s, position %(position)s)"
NOT_ALLOWED = "The text contains a character that is not allowed (line %(line)s, position %(position)s)"
AT_MOST = "At most %(limit)s characters"
LANGUAGE, A_LANGUAGE = "Fill in this field in one language at least", "Fill in at least one language"
REASON, ORDER = "State the reason", "The last day cannot be earlier than the first"
LIST, LIST_OF, CHOICE = "Choose from the list", "Choose one of the list", "Not a valid choice."
SEVENTH = {"line": "1", "position": "7"}
ADDRESS = "Enter one mail address, such as name@ministry.example."


@dataclass(frozen=True)
class Bad:
    """One bad input. ``who`` sends it to ``page``; names in braces are the house's numbers."""

    page: str
    typed: dict[str, Any]
    said: str
    values: dict[str, Any] = field(default_factory=dict)
    shown: str = ""
    who: str = "controller"

    def __str__(self) -> str:
        inputs = ", ".join(f"{name}={str(text)[:20]}" for name, text in self.typed.items())
        return f"{self.page} {inputs}".encode("ascii", "backslashreplace").decode()


SEEN = {"last_seen": "{last_line}"}
BASIS = {"basis_number": "5", "basis_date": TODAY.isoformat(), "decided_by": "PM", "effective_on": TODAY.isoformat()}
VERSION = {"version": "1"}
_DAY = {"on": "2027-03-06", "working": "yes", "reason_kk": "Көшіру", "act": "№ 5"}
_DATE = {"kind": "day", "on": "2027-03-05", **BASIS, **SEEN}
_GRANTED = {"granted": "yes", "kind": "day", "on": "2027-03-05", "reason": "Кешікті", **BASIS, **SEEN}
_ROADMAP = {
    "slug": "further",
    "title-kk": "Карта",
    "developer-kk": "Ведомство",
    "timezone": "Asia/Almaty",
    "calendar": "KZ",
}
_MEASURE = {"number": "7", "title-kk": "Шара", **VERSION}
_MILESTONE = {"number": "1.7", "title-kk": "Кезең", "weight": "1", "holder": "us", **VERSION}
_ACT = {"title-kk": "Қаулы", "number": "5", "dated_on": TODAY.isoformat()}

DAYS = [
    Bad("/days", _DAY | {"on": "2023-02-29"}, DAY, shown="2023-02-29"),
    Bad("/days", _DAY | {"on": "01.01.1900"}, YEAR, {"first": 2000, "last": 2100}, "1900-01-01"),
    Bad("/days", _DAY | {"on": ""}, FILL, shown="№ 5"),
    Bad("/days", _DAY | {"reason_kk": " "}, REASON, shown="№ 5"),
    Bad("/days", _DAY | {"act": TURNED}, NOT_ALLOWED, SEVENTH, "Көшіру"),
    Bad("/days", _DAY | {"act": "x" * 501}, AT_MOST, {"limit": 500}, "x" * 501),
    Bad("/days", _DAY | {"working": "perhaps"}, FILL, shown="Көшіру"),
]
DATES = [
    Bad("/plan/1/1.1", _DATE | {"on": "31.04.2026"}, DAY, shown="31.04.2026"),
    Bad("/plan/1/1.1", _DATE | {"on": "2101-01-01"}, YEAR, {"first": 2000, "last": 2100}, "2101-01-01"),
    Bad(
        "/plan/1/1.1",
        _DATE | {"kind": "monthly", "by_day": "32"},
        "Enter a number from %(first)s to %(last)s",
        {"first": 1, "last": 31},
        "32",
    ),
    Bad("/plan/1/1.1", _DATE | {"basis_number": ""}, FILL, shown="2027-03-05"),
    Bad("/plan/1/1.1", _DATE | {"basis_number": TURNED}, NOT_ALLOWED, SEVENTH, "2027-03-05"),
    Bad("/plan/1/1.1", _DATE | {"effective_on": "2099-01-01"}, "The date cannot be later than %(day)s", {"day": TODAY}),
    Bad("/plan/1", _DATE | {"wording_kk": LONG}, AT_MOST, {"limit": 300}, LONG),
]
DESK = [
    Bad("/control/1/1.1", {"verdict": "returned", **BASIS, **SEEN}, REASON),
    Bad("/control/1/1.1", {"verdict": "nonsense", **BASIS, **SEEN}, FILL),
    Bad(
        "/control/1/1.1",
        {"verdict": "removed", "reason": "Артық", **BASIS, **SEEN, "basis_date": "0"},
        DAY,
        shown="Артық",
    ),
    Bad("/control/1/1.1", {"verdict": "returned", "reason": TURNED, **BASIS, **SEEN}, NOT_ALLOWED, SEVENTH),
    Bad("/control/asks/1", {"text": "", "effective_on": TODAY.isoformat(), **SEEN}, FILL),
    Bad("/control/asks/1", {"text": "Шешім", "effective_on": "2026-W54", **SEEN}, DAY, shown="Шешім"),
    Bad("/control/several", {"act": "return", "reason": "Себебі жоқ"}, "Choose at least one milestone"),
    Bad("/control/several", {"act": "return", "item": "1", "seen-{measure}": "{last_line}"}, REASON),
    Bad("/control/deciders/add", {"decides_kk": "Премьер-Министр"}, FILL, shown="Премьер-Министр"),
    Bad("/control/deciders", {"code": "nobody"}, "Choose an entry of the table"),
    Bad("/control/evidence/{evidence}", {"reason": "", "basis_number": "5", "basis_on": TODAY.isoformat()}, REASON),
    Bad(
        "/control/evidence/{evidence}",
        {"reason": "Қате", "basis_number": "5", "basis_on": "31.04.2026"},
        DAY,
        shown="Қате",
    ),
]
EXTENSION = [
    Bad("/control/extensions/{asked}/1.2", _GRANTED | {"on": "2023-02-29"}, DAY, shown="2023-02-29"),
    Bad("/control/extensions/{asked}/1.2", _GRANTED | {"granted": ""}, FILL, shown="Кешікті"),
    Bad("/control/extensions/{asked}/1.2", _GRANTED | {"granted": "no", "reason": ""}, REASON),
    Bad("/control/extensions/{asked}/1.2", _GRANTED | {"decided_by": TURNED}, NOT_ALLOWED, SEVENTH, "Кешікті"),
    Bad("/control/extensions/{asked}/1.2", _GRANTED | {"basis_date": "tomorrow"}, DAY, shown="tomorrow"),
]
PLAN = [
    Bad(
        "/roadmaps/new",
        _ROADMAP | {"slug": "ЖОЛ"},
        "Use small Latin letters, figures and hyphens only, at most %(limit)s characters",
        {"limit": 60},
        "ЖОЛ",
    ),
    Bad("/roadmaps/new", _ROADMAP | {"slug": "first"}, "This is in use already. Choose another one", shown="Карта"),
    Bad("/roadmaps/new", _ROADMAP | {"title-kk": ""}, A_LANGUAGE, shown="Ведомство"),
    Bad(
        "/roadmaps/new",
        _ROADMAP | {"title-kk": "План\r\nBcc: x@evil.test"},
        NOT_HERE,
        {"line": 1, "position": 5},
        "Ведомство",
    ),
    Bad("/roadmaps/new", _ROADMAP | {"timezone": "Mars/Phobos"}, LIST_OF, shown="Карта"),
    Bad("/plan/roadmap", {**VERSION, "title-kk": "", "developer-kk": "Ведомство"}, A_LANGUAGE, shown="Ведомство"),
    Bad("/plan/measures/new", _MEASURE | {"number": "1"}, "This is in use already. Choose another one", shown="Шара"),
    Bad(
        "/plan/measures/new",
        _MEASURE | {"number": "٧"},
        "A number is made of figures with points between them, such as 2 or 2.5",
        shown="Шара",
    ),
    Bad("/plan/measures/new", _MEASURE | {"title-kk": TURNED}, NOT_HERE, SEVENTH, "7"),
    Bad("/plan/measures/new", _MEASURE | {"wording-kk": LONG}, AT_MOST, {"limit": 5000}, LONG),
    Bad("/plan/measures/{measure}/edit", {**VERSION, "number": "", "title-kk": "Шара"}, FILL, shown="Шара"),
    Bad("/plan/measures/{measure}/executors", {**VERSION, "executors-0-organisation": "NONE"}, LIST_OF),
    Bad(
        "/plan/measures/{measure}/clauses/new",
        {**VERSION, "code": "1a", "text-kk": "Тармақ"},
        "This is in use already. Choose another one",
        shown="Тармақ",
    ),
    Bad(
        "/plan/clauses/1",
        {**VERSION, "code": "1 a", "text-kk": "Тармақ"},
        "A code is made of at most 20 letters and figures, such as 2a",
        shown="1 a",
    ),
    *(
        Bad(
            "/plan/measures/{measure}/milestones/new",
            _MILESTONE | {"weight": typed},
            "Enter a whole number from %(first)s to %(last)s",
            {"first": 1, "last": 100},
            typed,
        )
        for typed in ("-1", "101", "NaN", "1e309", "٥٠", "50%", "５０", "0")
    ),
    Bad(
        "/plan/measures/{measure}/milestones/new",
        _MILESTONE | {"holder": "counterparty"},
        "Say who the counterparty is",
        shown="Кезең",
    ),
    Bad("/plan/milestones/1", _MILESTONE | {"title-kk": "", "number": "1.1", "weight": "4"}, A_LANGUAGE, shown="4"),
    Bad("/plan/adoption", _ACT | {"title-kk": ""}, A_LANGUAGE, shown="5"),
    Bad("/plan/adoption", _ACT | {"dated_on": "30.02.2026"}, DAY, shown="30.02.2026"),
    Bad(
        "/plan/adoption",
        _ACT | {"dated_on": "2099-01-01"},
        "The date cannot be later than %(day)s",
        {"day": TODAY},
        "Қаулы",
    ),
    Bad("/plan/surroundings/risks/new", {"code": "", "text-kk": ""}, A_LANGUAGE),
    Bad(
        "/plan/surroundings/developments/new",
        {"dated": "2026-13", "text-kk": "Мәлімет"},
        "Enter a year, a month or a day: 2026, 2026-08 or 2026-08-31",
        shown="Мәлімет",
    ),
    Bad("/plan/surroundings/sources/new", {"title-kk": "Хат", "dated_on": "2023-02-29"}, DAY, shown="2023-02-29"),
]

OF_PLANS = [*DAYS, *DATES, *DESK, *EXTENSION, *PLAN]
