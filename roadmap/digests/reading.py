"""Reading what a morning's letters are made of: the road maps once, and the readers some hundreds at a time.

The number of questions asked of the database depends on neither of them. No lock is held.
"""

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import date, time
from operator import attrgetter
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from roadmap.digests.words.render import Lateness, Sheet
from roadmap.domain.choices import DEFAULT_CHOICE, Choice, Rhythm, overview_before
from roadmap.domain.days import DayChange
from roadmap.domain.digest import Digest, compose
from roadmap.domain.interests import Interest, MailKind, interests_in
from roadmap.domain.items import Reminded
from roadmap.domain.parts import Morning
from roadmap.domain.people import Person
from roadmap.domain.plan import Roadmap
from roadmap.domain.reminders import LOOK_BACK, HandedOver, Reminders, Told
from roadmap.domain.schedule import MORNING, moment_of
from roadmap.store.day_changes import changes_since
from roadmap.store.mail.choices import choices_of
from roadmap.store.mail.editions import Begun
from roadmap.store.mail.readers import (
    MAILS_COUNT_FOR,
    Since,
    last_mails,
    last_overviews,
    overviews_counted_from,
    owed_overviews,
    readers_after,
    settings_around,
)
from roadmap.store.mail.reminders import handed_over_days, reminders_of
from roadmap.store.people import people_with_roles, persons_by_id
from roadmap.store.portfolio import portfolio_on
from roadmap.web.enclosures import Enclosure
from roadmap.web.mime import Stencil

# Whoever's last overview is older than the newest of these counts changes from the oldest one, and rather reads of one
# twice than not at all.
DISTINCT_SINCES = 8
NOTHING: Told = {}
_BUT_FOR_THE_PERSON = attrgetter(*(each.name for each in fields(Interest) if each.name not in ("person_id", "posts")))


@dataclass(slots=True)
class Shared:
    """What the mails of many readers have in common. ``stencil`` is there once one of them was written with it."""

    sheet: Sheet
    list_id: str
    reminds: tuple[Reminded, ...]
    overview: bool
    enclosures: tuple[Enclosure, ...] = ()
    stencil: Stencil | None = None


@dataclass(frozen=True)
class Edition:
    """A morning in one time zone, read for some of its readers and not yet composed.

    ``late`` are the mornings it makes up for. ``again``: the same morning's mail was written down before, ahead of its
    time, because somebody asked for it. ``handed_over`` are the days on which anybody was reminded of an item.
    """

    on: date
    timezone: str
    mornings: dict[int, Morning]
    interests: dict[int, list[Interest]]
    people: dict[int, Person]
    default_slug: str
    slot: time = MORNING
    again: bool = False
    late: Lateness | None = None
    reminders: Reminders = field(default_factory=dict)
    handed_over: HandedOver = field(default_factory=dict)
    # What readers of the same share; composing fills it.
    shared: dict[Hashable, Shared] = field(default_factory=dict, repr=False, compare=False)

    def digest_for(self, person_id: int) -> Digest | None:
        """What this person is to read, if anything."""
        found = self.interests.get(person_id)
        return compose(self.mornings, found, self.reminders.get(person_id, NOTHING)) if found else None

    def key_for(self, person_id: int) -> str:
        """What makes a person's mail of a day the only one, at whatever time of day he is written to."""
        return f"digest:{self.timezone}:{self.on.isoformat()}:{person_id}" + (":again" if self.again else "")

    def same_for(self, person_id: int) -> Hashable:
        """What everybody has in common to whom the mail says the same: their interests, and their reminders before."""
        interests = ((_BUT_FOR_THE_PERSON(each), self._concerning(each)) for each in self.interests[person_id])
        return tuple(interests), frozenset(self.reminders.get(person_id, NOTHING).items())

    def _concerning(self, interest: Interest) -> frozenset[int]:
        """Those of the person's posts of which something is asked this morning, or to which it is escalated."""
        morning = self.mornings.get(interest.roadmap_id)
        if morning is None:
            return frozenset()
        return interest.posts & {*morning.items.asked_of, *morning.escalations}


class EditionReader:
    """Reads one edition. What all its readers share is read once, at the beginning, and kept."""

    def __init__(self, session: Session, begun: Begun, roadmaps: Iterable[Roadmap], default_slug: str) -> None:
        self._begun = begun
        self._default_slug = default_slug
        self._sinces = _kept_sinces(overviews_counted_from(session, begun.on, begun.timezone))
        self._mornings: dict[int, Morning] = {}
        self._changed: dict[str, tuple[DayChange, ...]] = {}
        for roadmap in roadmaps:
            portfolio = portfolio_on(session, roadmap, begun.on, begun.known_at)
            if portfolio.calendar.is_working(begun.on):
                covers = tuple(day for day in begun.covers if portfolio.calendar.is_working(day))
                changed = self._day_changes(session, roadmap.calendar)
                self._mornings[roadmap.id] = Morning(portfolio, overview=True, covers=covers, day_changes=changed)
        escalating = [number for number, morning in self._mornings.items() if morning.escalations]
        self._handed_over = handed_over_days(session, escalating, begun.on - LOOK_BACK)
        self._shared: dict[Hashable, Shared] = {}
        # By road map, by whether the overview comes monthly, and by the first day that is told of.
        self._firsts: dict[tuple[int, bool, date], Since | None] = {}

    def _day_changes(self, session: Session, calendar: str) -> tuple[DayChange, ...]:
        """What was changed in a calendar as far back as somebody's last mail may lie; read once for each calendar."""
        if calendar not in self._changed:
            begun = self._begun
            found = changes_since(session, calendar, begun.known_at - MAILS_COUNT_FOR)
            self._changed[calendar] = tuple(change for change in found if change.recorded_at <= begun.known_at)
        return self._changed[calendar]

    @property
    def has_morning(self) -> bool:
        """Whether the day is a working day of any of its road maps."""
        return bool(self._mornings)

    def next_chunk(self, session: Session, cursor: int, limit: int) -> tuple[Edition, int]:
        """The edition for the next readers behind ``cursor``, and the cursor behind them; 0 behind the last."""
        begun = self._begun
        readers, behind = readers_after(session, cursor, begun.slot, begun.on, begun.timezone, limit)
        return self.edition_for(session, readers), behind

    def edition_for(self, session: Session, readers: Collection[int]) -> Edition:
        """The edition for these persons."""
        begun = self._begun
        settings = settings_around(session, readers, begun.on)
        # A substitute who chose nothing for his own mail has no settings, and reads what the other would have.
        around = {*readers, *settings, *(each.substitute_id for each in settings.values() if each.substitute_id)}
        people = persons_by_id(session, around, begun.on)
        posts = {person.id: person.posts for person in people.values() if person.posts}
        sent = last_overviews(session, begun.on, begun.timezone, readers)
        owed = owed_overviews(session, begun.on, readers, sent)
        # One day for all, so that the road map is read no more often: who is owed less reads of a change twice.
        told_from = min((min(days) for days in owed.values()), default=begun.on)
        # Nobody has to be told why a day moved while none has.
        mailed = last_mails(session, begun.on, begun.timezone, readers) if any(self._changed.values()) else {}
        interests: dict[int, list[Interest]] = {}
        for number, morning in self._mornings.items():
            grants = people_with_roles(session, number, around)
            choices = choices_of(session, number, around)
            for each in interests_in(morning.portfolio, grants, choices, posts, settings, people, morning.covers, owed):
                if each.person_id in readers:
                    choice = choices.get((each.person_id, MailKind.OVERVIEW), DEFAULT_CHOICE)
                    since = None
                    if each.overview:
                        since = self._since(session, morning, sent.get(each.person_id), choice, told_from)
                    mailed_at = mailed.get(each.person_id) if morning.day_changes else None
                    own = replace(each, since=since, mailed_at=mailed_at) if since or mailed_at else each
                    interests.setdefault(each.person_id, []).append(own)
        first, last = begun.late_since, begun.covers[-1] if begun.covers else begun.late_since
        return Edition(
            begun.on,
            begun.timezone,
            self._mornings,
            interests,
            {number: person for number, person in people.items() if number in readers},
            self._default_slug,
            begun.slot,
            begun.again,
            Lateness(first, last) if first and last else None,
            reminders_of(session, self._mornings, begun.on - LOOK_BACK, readers),
            self._handed_over,
            self._shared,
        )

    def _since(
        self, session: Session, morning: Morning, sent: Since | None, choice: Choice, first: date
    ) -> date | None:
        """The day from which changes are counted for somebody; what the road map was then is read when first needed."""
        since = sent or self._by_rhythm(morning, choice, first)
        if since is None:
            return None
        kept = next((each for each in self._sinces if each.on <= since.on), self._sinces[-1]) if sent else since
        if kept.on not in morning.earlier:
            portfolio = morning.portfolio
            morning.earlier[kept.on] = portfolio_on(session, portfolio.roadmap, kept.on, kept.known_at, portfolio)
        return kept.on

    def _by_rhythm(self, morning: Morning, choice: Choice, first: date) -> Since | None:
        """Who was never sent an overview is told what changed since the one he would have had before the ``first``."""
        monthly = choice.rhythm is Rhythm.MONTHLY
        key = morning.portfolio.roadmap.id, monthly, first
        if key not in self._firsts:
            shown = choice if monthly else DEFAULT_CHOICE
            day = overview_before(shown, first, morning.portfolio.calendar)
            zone = ZoneInfo(self._begun.timezone)
            self._firsts[key] = Since(day, moment_of(day, MORNING, zone)) if day else None
        return self._firsts[key]


def _kept_sinces(found: Iterable[Since]) -> list[Since]:
    """The days that changes are counted from, the newest first, and for each the earliest moment it was known at."""
    earliest: dict[date, Since] = {}
    for each in sorted(found, key=lambda since: since.known_at, reverse=True):
        earliest[each.on] = each
    newest_first = sorted(earliest.values(), key=lambda since: since.on, reverse=True)
    if len(newest_first) <= DISTINCT_SINCES:
        return newest_first
    return [*newest_first[: DISTINCT_SINCES - 1], newest_first[-1]]
