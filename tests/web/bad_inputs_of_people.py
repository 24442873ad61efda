"""The same for the forms of people and posts, evidence, reports, passwords and accounts."""

from tests.web.bad_inputs import (
    ADDRESS,
    AT_MOST,
    CHOICE,
    DAY,
    FILL,
    LANGUAGE,
    LIST,
    NOT_ALLOWED,
    ORDER,
    SEEN,
    SEVENTH,
    TODAY,
    TURNED,
    YEAR,
    Bad,
)

_INVITED = {
    "name": "Айгүл",
    "email": "new@people.test",
    "role": "administrator",
    "language": "kk",
    **dict.fromkeys(("measure", "milestone", "roadmap", "post"), ""),
}
_DOCUMENT = {"number": "17-1", "dated_on": TODAY.isoformat()}
_REPORT = {"action": "send", "confidence": "on_track", "done_kk": "Жасалды", "effective_on": TODAY.isoformat(), **SEEN}
_PASSWORDS = {"old_password": "none that fits", "password": "a long and new secret", "again": "a long and new secret"}
_ORGANISATION = {"code": "MF", "name_kk": "Министрлік"}
_HOLDING = {"person_id": "{colleague}", "post_id": "{post}", "first_on": "2026-01-12", "last_on": "2026-03-01"}
PEOPLE = [
    Bad("/people", {"address": "a@x.kz,b@y.kz"}, "Nobody with this address is known.", shown="a@x.kz,b@y.kz"),
    Bad("/people/organisations/new", _ORGANISATION | {"code": ""}, FILL, shown="Министрлік"),
    Bad("/people/organisations/new", _ORGANISATION | {"name_kk": ""}, LANGUAGE, shown="MF"),
    Bad("/people/organisations/new", _ORGANISATION | {"name_kk": "Ұ" * 301}, AT_MOST, {"limit": 300}, "Ұ" * 301),
    Bad(
        "/people/organisations/new",
        _ORGANISATION | {"code": "MIN"},
        "Another entry has this already",
        shown="Министрлік",
    ),
    Bad("/people/organisations/{organisation}", _ORGANISATION | {"name_kk": TURNED, "seen": "1"}, NOT_ALLOWED, SEVENTH),
    Bad("/people/posts/new", {"title_kk": ""}, LANGUAGE),
    Bad("/people/posts/new", {"title_kk": "Басшы", "organisation_id": "2147483000"}, CHOICE, shown="Басшы"),
    Bad("/people/posts/{post}", {"title_kk": "Басшы", "above_id": "{post}", "seen": "1"}, CHOICE, shown="Басшы"),
    *(
        Bad("/people/new", {"name": "Айгүл", "language": "kk", "email": typed}, ADDRESS, shown=typed)
        for typed in (
            "a@x.test,b@y.test",
            "Name a@x.test",
            "a@x..test",
            "a@x.test.",
            "a@[127.0.0.1]",
            f"{'a' * 255}@x.test",
        )
    ),
    Bad("/people/new", {"name": TURNED, "language": "kk"}, NOT_ALLOWED, SEVENTH),
    Bad("/people/new", {"name": "", "language": "kk", "email": "a@x.test"}, FILL, shown="a@x.test"),
    Bad(
        "/people/{colleague}/leave",
        {"last_on": "2099-01-01", "seen": "1"},
        "The date cannot be later than %(day)s",
        {"day": TODAY},
    ),
    Bad("/people/{colleague}/leave", {"last_on": "31.04.2026", "seen": "1"}, DAY, shown="31.04.2026"),
    Bad(
        "/people/{colleague}/absence",
        {"absent_from": "2026-03-02", "absent_until": "2026-03-01"},
        ORDER,
        shown="2026-03-01",
    ),
    Bad("/people/{colleague}/absence", {"absent_until": "2026-03-01"}, "Enter the first day too", shown="2026-03-01"),
    Bad("/people/{colleague}/roles", {"role": "coordinator"}, "Choose the measure that this person reports on."),
    Bad("/people/{colleague}/roles", {"role": "minister"}, CHOICE),
    Bad("/people/holdings/new", _HOLDING | {"last_on": "2026-01-01"}, ORDER, shown="2026-01-01"),
    Bad(
        "/people/holdings/new", _HOLDING | {"first_on": "1900-01-01"}, YEAR, {"first": 1991, "last": 2100}, "1900-01-01"
    ),
    Bad("/people/holdings/new", _HOLDING | {"acting": "y", "act": ""}, "Name the order by which somebody acts"),
    Bad("/people/holdings/new", _HOLDING | {"person_id": ""}, FILL, shown="2026-01-12"),
    Bad("/people/holdings/{holding}", {"last_on": "no day", "seen": "1"}, DAY, shown="no day"),
]
EVIDENCE = [
    Bad("/measures/1/evidence", _DOCUMENT | {"number": ""}, FILL, who="coordinator"),
    Bad("/measures/1/evidence", _DOCUMENT | {"dated_on": "31.04.2026"}, DAY, shown="31.04.2026", who="coordinator"),
    Bad("/measures/1/evidence", _DOCUMENT | {"title": TURNED}, NOT_ALLOWED, SEVENTH, "17-1", "coordinator"),
    Bad("/measures/1/evidence", _DOCUMENT | {"milestone": "9.9"}, LIST, shown="17-1", who="coordinator"),
    Bad("/measures/1/report", _REPORT | {"done_kk": ""}, FILL, who="coordinator"),
    Bad("/measures/1/report", _REPORT | {"done_kk": TURNED}, NOT_ALLOWED, SEVENTH, who="coordinator"),
    Bad(
        "/measures/1/report",
        _REPORT | {"effective_on": "9999-12-31"},
        "The date cannot be later than %(day)s",
        {"day": TODAY},
        "Жасалды",
        "coordinator",
    ),
    Bad(
        "/measures/1/report",
        _REPORT | {"last_seen": str(2**63)},
        "The page was out of date. Look at the last report beside the form, then send again",
        shown="Жасалды",
        who="coordinator",
    ),
    Bad(
        "/measures/1/lines/1/correct",
        {**SEEN, "reason": "", "effective_on": TODAY.isoformat()},
        FILL,
        who="coordinator",
    ),
]
_SHORT = {"number": 12}
ACCOUNTS = [
    Bad(
        "/my/password",
        _PASSWORDS | {"password": "short", "again": "short"},
        "Use at least %(number)s characters.",
        _SHORT,
    ),
    Bad(
        "/my/password",
        _PASSWORDS | {"password": "x" * 1025, "again": "x" * 1025},
        "Use at most %(number)s characters.",
        {"number": 1024},
    ),
    Bad(
        "/my/password",
        _PASSWORDS | {"password": "a long\0 and new secret", "again": "a long\0 and new secret"},
        "Something in the form is not right",
    ),
    Bad("/my/password", _PASSWORDS | {"again": "another"}, "The two passwords are different."),
    Bad("/my/password", _PASSWORDS | {"old_password": ""}, "Enter your password."),
    Bad("/my/password", _PASSWORDS, "This is not your password."),
    Bad("/password/forgotten", {"email": ""}, "Enter your mail address."),
    *(
        Bad("/accounts", _INVITED | {"email": typed}, ADDRESS, shown=typed, who="administrator")
        for typed in ("a@x.test,b@y.test", "a@x..test", "a@x.test.", "a@[127.0.0.1]", f"{'a' * 255}@x.test")
    ),
    Bad(
        "/accounts",
        _INVITED | {"email": "SPARE@people.test"},
        "Somebody with this address is in the list already.",
        shown="Айгүл",
        who="administrator",
    ),
    Bad(
        "/accounts",
        _INVITED | {"name": "a\nBcc: x"},
        "The name contains a character that cannot be used.",
        shown="new@people.test",
        who="administrator",
    ),
    Bad("/accounts", _INVITED | {"role": ""}, "Choose a role.", shown="Айгүл", who="administrator"),
    Bad("/accounts", _INVITED | {"role": "controller"}, "Choose the road map.", shown="Айгүл", who="administrator"),
    Bad(
        "/accounts/{spare}",
        {"role": "coordinator"},
        "Choose the measure that this person reports on.",
        who="administrator",
    ),
]

OF_PEOPLE = [*PEOPLE, *EVIDENCE, *ACCOUNTS]
