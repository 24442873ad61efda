"""What a person chose, read and kept as a whole: as it was seen when the form was opened, or not at all."""

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from roadmap.digests.concerns import Concern, concerns_of, substitutes_for
from roadmap.digests.pages.choice_form import STOPPED, ChoicesForm, form_class, inner_form, roadmap_field
from roadmap.domain.choices import DEFAULT_SETTINGS, Choice, MailSettings, Scope
from roadmap.domain.interests import MailKind
from roadmap.domain.people import Person
from roadmap.store.mail.choices import choices_of_person, choose, keep_settings, settings_of, start_or_stop
from roadmap.store.people import PersonRow, set_language
from roadmap.web.sessions import now, today, writing


@dataclass(frozen=True, slots=True)
class Held:
    """Everything that is in force for one person. ``fingerprint`` changes whenever anything of it does."""

    person: Person
    settings: MailSettings
    concerns: list[Concern]
    fingerprint: str

    @property
    def timezone(self) -> str:
        """The zone that the person's days are counted in: that of the first road map."""
        return self.concerns[0].roadmap.timezone if self.concerns else "Asia/Almaty"

    @property
    def local_now(self) -> datetime:
        """The wall clock there."""
        return now().astimezone(ZoneInfo(self.timezone)).replace(tzinfo=None)

    def values(self) -> dict[str, Any]:
        """The form's fields as this would fill them. A pause and an absence that are over are no longer shown."""
        on, settings = today(self.timezone), self.settings
        paused = settings.paused_until and settings.paused_until >= on
        away = settings.absent_from and (settings.absent_until is None or settings.absent_until >= on)
        general = {
            "seen": self.fingerprint,
            "slot": f"{settings.slot:%H:%M}",
            "language": self.person.language,
            "paused_until": settings.paused_until if paused else None,
            "absent_from": settings.absent_from if away else None,
            "absent_until": settings.absent_until if away else None,
            "substitute": str(settings.substitute_id or "") if away else "",
        }
        return general | {roadmap_field(concern): _inner_values(concern) for concern in self.concerns}


def _inner_values(concern: Concern) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if concern.actions:
        values["actions"] = _rhythm_value(concern.actions)
    if choice := concern.overview:
        scope = f"{choice.scope.value}:{choice.measure_id}" if choice.scope is Scope.MEASURE else choice.scope.value
        values |= {
            "overview": _rhythm_value(choice),
            "weekdays": [str(day) for day in sorted(choice.weekdays)],
            "scope": scope,
            "when_quiet": choice.when_quiet,
            "brief": choice.brief,
        }
    return values


def _rhythm_value(choice: Choice) -> str:
    return choice.rhythm.value if choice.active and choice.rhythm else STOPPED


def held_by(session: Session, person: Person) -> Held:
    """What is in force for somebody."""
    settings = settings_of(session, [person.id]).get(person.id, DEFAULT_SETTINGS)
    return Held(person, settings, concerns_of(session, person), fingerprint_of(session, person.id))


def fingerprint_of(session: Session, person_id: int) -> str:
    """A checksum of what a person chose, by whatever page or link."""
    person, settings = session.get(PersonRow, person_id), settings_of(session, [person_id]).get(person_id)
    # A set has no order of its own from one process to the next.
    choices = [
        (roadmap_id, kind.value, replace(choice, weekdays=frozenset()), sorted(choice.weekdays))
        for (roadmap_id, kind), choice in sorted(choices_of_person(session, person_id).items())
    ]
    return sha256(repr((person and person.language, settings, choices)).encode()).hexdigest()[:32]


def form_of(session: Session, held: Held, *, in_full: bool, values: dict[str, Any] | None) -> ChoicesForm:
    """The form of one person, filled with ``values`` or with what was sent.

    ``in_full``: with what only somebody can choose who signs in.
    """
    kind = form_class(held.concerns)
    form = kind(formdata=None, data=values) if values is not None else kind()
    substitutes = substitutes_for(session, held.person, held.concerns) if in_full else []
    form.offer(substitutes, today=today(held.timezone), absence=bool(substitutes))
    for concern in held.concerns:
        inner_form(form, concern).offer(concern, scope=in_full)
    return form


def save(form: ChoicesForm, held: Held) -> bool:
    """Keeps what was chosen; ``False`` if anything was changed since the form was opened, and nothing is kept."""
    person_id, settings = held.person.id, form.settings
    if "substitute" not in form:
        away = held.settings
        settings = replace(
            settings, absent_from=away.absent_from, absent_until=away.absent_until, substitute_id=away.substitute_id
        )
    with writing() as session:
        if fingerprint_of(session, person_id) != form.seen.data:
            return False
        if not keep_settings(session, person_id, replace(settings, version=held.settings.version), now()):
            return False
        set_language(session, person_id, form.language.data)
        for concern in held.concerns:
            _keep_choices(session, form, concern, person_id)
        session.commit()
    return True


def _keep_choices(session: Session, form: ChoicesForm, concern: Concern, person_id: int) -> None:
    """What was left as it was is not written down, so that the default of a role can still change."""
    for kind in MailKind:
        chosen = form.choice(concern, kind)
        if chosen and chosen != concern.choice(kind):
            choose(session, person_id, concern.roadmap.id, kind, chosen, now())


def stop_all(held: Held) -> None:
    """Stops every kind of mail of every road map; what else was chosen stays for the day it is wanted again."""
    with writing() as session:
        for concern in held.concerns:
            for kind in MailKind:
                if concern.choice(kind):
                    start_or_stop(session, held.person.id, concern.roadmap.id, kind, False, now())
        session.commit()
