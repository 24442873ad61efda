"""The working calendar."""

from roadmap.access.guards import Rule
from roadmap.api.endpoints import reads
from roadmap.api.schemas.base import text_of
from roadmap.api.schemas.lines import DayAnswer, DaysAnswer, YearQuery
from roadmap.store.days import days_of_year
from roadmap.web.roadmaps import current_roadmap
from roadmap.web.sessions import reading


@reads("/roadmaps/<slug>/days", answer=DaysAnswer, rule=Rule.SEES_ROADMAP, query=YearQuery)
def days(asked: YearQuery) -> DaysAnswer:
    """The days of a year that do not follow the week: days off on weekdays, and days worked at weekends."""
    calendar = current_roadmap().calendar
    found = days_of_year(reading(), calendar, asked.year)
    answered = [DayAnswer(on=d.on, working=d.working, reason=text_of(d.reason), act=d.act) for d in found]
    return DaysAnswer(calendar=calendar, year=asked.year, days=answered)
