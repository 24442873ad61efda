"""A whole seed folder into the database, in the order in which one thing needs another."""

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roadmap.domain.days import CalendarDay
from roadmap.store.day_changes import keep_change
from roadmap.store.days import DayRow, days_of_year
from roadmap.store.ledger import touch
from roadmap.store.people import OrganisationRow, PostRow
from roadmap.store.plan import RoadmapRow
from roadmap.store.seedfiles import Seeds
from roadmap.store.seedfiles.plan import RoadmapSeed
from roadmap.store.seeding.context import put_context
from roadmap.store.seeding.deadlines import put_deadlines
from roadmap.store.seeding.deciders import put_deciders
from roadmap.store.seeding.keeper import Keeper, Outcome, text
from roadmap.store.seeding.plan import put_measures


def load(session: Session, seeds: Seeds, *, at: datetime, today: date) -> Outcome:
    """Loads the folder; the caller commits. ``at`` and ``today`` stand on the ledger lines of dates that it gives."""
    keeper = Keeper(session)
    roadmap = _put_roadmap(keeper, seeds.roadmap)
    organisations = _put_organisations(keeper, seeds)
    measures = put_measures(keeper, roadmap, seeds.measures, organisations)
    put_context(keeper, roadmap, seeds, measures, organisations)
    put_deciders(keeper, roadmap, seeds.deciders)
    _put_days(keeper, seeds, at)
    put_deadlines(keeper, roadmap, seeds, measures, at=at, today=today)
    if keeper.outcome.changed:
        # Organisations, posts and days are every road map's.
        for number in session.scalars(select(RoadmapRow.id)).all():
            touch(session, number)
    return keeper.outcome


def _put_roadmap(keeper: Keeper, seed: RoadmapSeed) -> RoadmapRow:
    act = seed.stage_act
    values = {
        "title": text(seed.title),
        "short_title": text(seed.short_title),
        "title_origin": seed.title_origin,
        "stage": seed.stage,
        "act_title": text(act.title if act else None),
        "act_number": act.number if act else None,
        "act_dated_on": act.dated_on if act else None,
        "developer": text(seed.developer),
        "timezone": seed.timezone,
        "calendar": seed.calendar,
    }
    is_first = keeper.session.scalar(select(func.count()).select_from(RoadmapRow)) == 0
    row = keeper.put("road map", seed.slug, RoadmapRow, {"slug": seed.slug}, values)
    if is_first:
        row.is_default = True
    keeper.session.flush()
    return row


def _put_organisations(keeper: Keeper, seeds: Seeds) -> dict[str, OrganisationRow]:
    rows = {
        seed.code: keeper.put(
            "organisation",
            seed.code,
            OrganisationRow,
            {"code": seed.code},
            {"name": text(seed.name), "short": text(seed.short), "outside_government": seed.outside_government},
        )
        for seed in seeds.organisations
    }
    for post in seeds.posts:
        values = {"title": text(post.title), "organisation_id": rows[post.organisation].id}
        keeper.put("post", post.code, PostRow, {"code": post.code}, values)
    return rows


def _put_days(keeper: Keeper, seeds: Seeds, at: datetime) -> None:
    for year in seeds.days:
        known = {day.on: day for day in days_of_year(keeper.session, year.calendar, year.year)}
        for day in year.days:
            natural = {"calendar": year.calendar, "on": day.on}
            act = " ".join(part for part in (day.act.title.kk, day.act.number) if part) if day.act else None
            values = {"working": day.working, "reason": text(day.reason), "act": act}
            row = keeper.put("day", f"{year.calendar}/{day.on}", DayRow, natural, values)
            before = known[day.on].working if day.on in known else None
            # A year that is loaded for the first time changes nothing; what differs from it later does.
            if known and row.working != before:
                changed = CalendarDay(row.on, row.working, row.reason, row.act or "")
                keep_change(keeper.session, year.calendar, changed, before, None, at)
