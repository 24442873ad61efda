"""The demonstration's sign-ins as a table for the terminal."""

from roadmap.store.demonstration.people_file import PeopleFile

_LANGUAGES = {"kk": "Kazakh", "ru": "Russian", "en": "English"}
_HEAD = ("Role", "What for", "E-mail", "Language")


def table_of(people: PeopleFile) -> str:
    """Who can sign in, and with what; then those who only get the digest."""
    rows = [_HEAD]
    rows += [(one.role, one.purpose, one.email, _LANGUAGES[one.language]) for one in people.people if one.signs_in]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    lines.append(f"Password of all: {people.password}")
    without = ", ".join(one.email for one in people.people if not one.signs_in)
    if without:
        lines.append(f"Digest only, without a sign-in: {without}")
    return "\n".join(lines)
