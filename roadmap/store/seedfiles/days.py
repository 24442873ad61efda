"""Writes a year's exceptions to Monday-Friday from the ``holidays`` package, once, for a person to check.

``python -m roadmap.store.seedfiles.days 2028 > seeds/days/2028.yaml``

What the package does not know (a day off moved by a decision of the Government, a law changed in mid-year)
goes into ``seeds/days/overrides.yaml``, which wins and is never written by this command. Nothing else in the
program asks ``holidays``.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import StringIO

from holidays import country_holidays
from ruamel.yaml import YAML

COUNTRY = "KZ"
# The package has the names in Kazakh and English; these are ours.
RUSSIAN = {
    "New Year's Day": "Новый год",
    "Orthodox Christmas": "Православное Рождество",
    "International Women's Day": "Международный женский день",
    "Nowruz Holiday": "Наурыз мейрамы",
    "Kazakhstan's People Solidarity Holiday": "Праздник единства народа Казахстана",
    "Defender of the Fatherland Day": "День защитника Отечества",
    "Victory Day": "День Победы",
    "Capital Day": "День столицы",
    "Constitution Day": "День Конституции Республики Казахстан",
    "Republic Day": "День Республики",
    "First President Day": "День Первого Президента Республики Казахстан",
    "Independence Day": "День Независимости",
    "Eid al-Adha": "Курбан айт",
}
OBSERVED = {"kk": " (демалыс күнінен ауыстырылды)", "ru": " (перенесено с выходного дня)", "en": " (carried over)"}
MOVED = re.compile(r"Day off \(substituted from (\d\d)/(\d\d)/(\d{4})\)")


@dataclass(frozen=True)
class DayOut:
    """A day that differs from Monday-Friday, and why, in three languages."""

    on: date
    working: bool
    reason: dict[str, str]


def exceptions_in(year: int) -> list[DayOut]:
    """The days of the year that differ from Monday-Friday, in order, as the package knows them."""
    return sorted(_exceptions(year), key=lambda day: day.on)


def _exceptions(year: int) -> Iterator[DayOut]:
    kazakh = country_holidays(COUNTRY, years=year, language="kk")
    english = country_holidays(COUNTRY, years=year, language="en_US")
    for on, name in english.items():
        moved = MOVED.search(name)
        if moved:
            worked = date(int(moved[3]), int(moved[1]), int(moved[2]))
            yield DayOut(on, False, _day_off_for(worked))
            yield DayOut(worked, True, _worked_for(on))
        elif on.weekday() < 5:
            yield DayOut(on, False, _holiday(kazakh[on], name))


def _holiday(kazakh: str, english: str) -> dict[str, str]:
    plain = {"kk": _without_brackets(kazakh), "en": _without_brackets(english)}
    plain["ru"] = RUSSIAN[plain["en"]]
    observed = "(observed)" in english
    return {language: plain[language] + (OBSERVED[language] if observed else "") for language in ("kk", "ru", "en")}


def _without_brackets(name: str) -> str:
    return re.sub(r" \(.*\)", "", name.split("; ")[0])


def _day_off_for(worked: date) -> dict[str, str]:
    day = f"{worked:%d.%m.%Y}"
    return {
        "kk": f"Ауыстырылған демалыс күні ({day} орнына)",
        "ru": f"Перенесённый день отдыха (вместо {day})",
        "en": f"Transferred day off (in place of {day})",
    }


def _worked_for(off: date) -> dict[str, str]:
    day = f"{off:%d.%m.%Y}"
    return {
        "kk": f"Жұмыс күні (оның орнына демалыс күні – {day})",
        "ru": f"Рабочий день (вместо него день отдыха – {day})",
        "en": f"Working day (the day off in its place is {day})",
    }


def as_yaml(year: int) -> str:
    """The seed file of the year."""
    days = [{"on": day.on, "working": day.working, "reason": day.reason} for day in exceptions_in(year)]
    yaml = YAML()
    yaml.width = 120
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = StringIO()
    stream.write(f"# Written by: python -m roadmap.store.seedfiles.days {year}\n")
    stream.write("# Corrections go into overrides.yaml.\n")
    yaml.dump({"calendar": COUNTRY, "year": year, "days": days}, stream)
    return stream.getvalue()


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or not re.fullmatch(r"\d{4}", arguments[0]):
        sys.stderr.write("Say the year: python -m roadmap.store.seedfiles.days 2028\n")
        return 2
    sys.stdout.write(as_yaml(int(arguments[0])))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
