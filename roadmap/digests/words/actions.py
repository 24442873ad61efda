"""What waits for the reader, measure by measure with the page where it is done, and what was escalated to him."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from flask_babel import gettext

from roadmap.digests.links import Links
from roadmap.digests.words.items import Block, Line, item_line, item_name
from roadmap.digests.words.phrases import plain, words
from roadmap.digests.words.places import Places
from roadmap.domain.escalation import Escalation
from roadmap.domain.items import Why
from roadmap.domain.parts import ActionGroup, Part
from roadmap.domain.people import Responsible
from roadmap.domain.reminders import HandedOver, Told, reminded_on
from roadmap.web.wording import brief_days, day, days_left

_DAYS_NAMED = 5


@dataclass(frozen=True, slots=True)
class Writing:
    """How a mail is written: in which language, with which addresses, and knowing which reminders went before it.

    ``mark`` tells its links apart from those of another mail of the day.
    """

    on: date
    language: str
    links: Links
    told: Told
    handed_over: HandedOver
    places: Places = field(default_factory=Places)
    mark: str = ""


def action_blocks(part: Part, writing: Writing) -> Iterable[Block]:
    """The items that need action, a block for each measure."""
    heading = gettext("Needs your action")
    for group in part.groups:
        measure = group.measure.measure
        lines = (
            item_line(item, writing.language, reminded_on(writing.told, part.roadmap.id, item, writing.on))
            for item in group.items
        )
        about = words(measure.title, writing.language, measure.number)
        yield Block(heading, tuple(lines), about, tuple(_where_to_act(part, group, writing)))
        # Said once, above the first measure.
        heading = ""


def _where_to_act(part: Part, group: ActionGroup, writing: Writing) -> Iterable[tuple[str, str]]:
    """The pages on which what is named is done."""
    measure, roadmap, links = group.measure.measure, part.roadmap, writing.links
    whys = {item.why for item in group.items}
    if Why.TO_CONFIRM in whys:
        yield links.desk(roadmap), gettext("Confirm or return it")
    if whys == {Why.TO_CONFIRM}:
        return
    if measure.id in part.reports_on:
        on, mark = writing.on, writing.mark
        address = writing.places.keep(lambda person: links.report_from_mail(person, roadmap, measure, on, mark))
        yield address, gettext("Report on it")
    else:
        yield links.measure(roadmap, measure), gettext("Open the measure")


def escalated_block(part: Part, writing: Writing) -> Iterable[Block]:
    """What stays overdue below the reader's post."""
    if part.escalated:
        yield Block(gettext("Escalated to you"), tuple(_escalated(each, writing) for each in part.escalated))


def _escalated(each: Escalation, writing: Writing) -> Line:
    item = each.item
    said = []
    if item.last_day:
        said.append(gettext("%(day)s: %(left)s", day=day(item.last_day), left=days_left(-each.days_overdue)))
    if who := _who(each.responsible, writing.language):
        said.append(gettext("answers for it: %(who)s", who=who))
    days = [handed for handed in writing.handed_over.get(item.key, ()) if handed < writing.on]
    said.append(
        gettext("reminders handed over: %(days)s", days=brief_days(days[-_DAYS_NAMED:]))
        if days
        else gettext("no reminder has been handed over")
    )
    return Line("!", item_name(item, writing.language), "; ".join(said), urgent=True)


def _who(responsible: Responsible, language: str) -> str:
    post = responsible.post or (responsible.person.post if responsible.person else None)
    name = responsible.person.name if responsible.person else ""
    if responsible.acting:
        name = gettext("%(name)s (acting)", name=name)
    named = (name, words(post.title, language).text if post else "")
    return ", ".join(plain(each) for each in named if each)
