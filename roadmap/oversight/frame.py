"""What stands around every page of this face: the day, what was known, the record's stamp, and links that keep both."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from flask import render_template, request

from roadmap.domain.checksums import checksum_groups
from roadmap.domain.plan import Roadmap
from roadmap.oversight import words
from roadmap.oversight.days import ChosenTime, chosen_time
from roadmap.store.ledger_reading import stamp_on
from roadmap.web.roadmaps import address
from roadmap.web.sessions import now, reading, today

Answer = tuple[str, int]


def time_asked(roadmap: Roadmap) -> ChosenTime:
    """The day and the moment that the address asks for."""
    return chosen_time(request.args, roadmap.timezone, now())


def page_of_day(name: str, roadmap: Roadmap, chosen: ChosenTime, *problems: str | None, **values: Any) -> Answer:
    """The page, and 422 when a day or moment that was asked for could not be shown."""
    present = today(roadmap.timezone)
    stamp = stamp_on(reading(), roadmap.id, chosen.day, chosen.known_at)
    found = [*chosen.problems, *(problem for problem in problems if problem)]
    html = render_template(
        f"oversight/{name}.html",
        roadmap=roadmap,
        demonstration=roadmap.demonstration,
        # The frame's own stamp is of the last line of all; an earlier day's page must not change with it.
        record_stamp={"seq": stamp[0], "checksum": checksum_groups(stamp[1])} if stamp else None,
        day=chosen.day,
        known=chosen.known,
        known_at=chosen.known_at,
        known_on=chosen.known_at.astimezone(ZoneInfo(roadmap.timezone)).date() if chosen.known_at else None,
        earlier=chosen.day - timedelta(days=1),
        later=chosen.day + timedelta(days=1) if chosen.day < present else None,
        present=present,
        problems=found,
        link=link_on(roadmap, chosen),
        say=words,
        **values,
    )
    return html, 422 if found else 200


def link_on(roadmap: Roadmap, chosen: ChosenTime) -> Callable[..., str]:
    """What makes addresses of this face's pages about the same day, as known at the same moment."""
    present = today(roadmap.timezone)
    return partial(_link, shown=None if chosen.day == present else chosen.day, known_then=chosen.known)


def _link(page: str, /, *, shown: date | None, known_then: str | None, **values: Any) -> str:
    """The address of another page of this face about the day that is shown, whatever day was asked for."""
    on, known = values.pop("on", shown), values.pop("known", known_then)
    return address(f"oversight.{page}", on=on.isoformat() if on else None, known=known, **values)
