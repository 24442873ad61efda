"""One person's page: who it is, posts, roles on this road map, and absence, with a form for each."""

from flask import render_template

from roadmap.access.wording import ROLES, STATES, WHAT_ROLES_DO
from roadmap.control.people.away_forms import AbsenceForm, LeavingForm
from roadmap.control.people.forms import PersonForm
from roadmap.control.people.keeping import keeping
from roadmap.control.people.role_form import RoadmapRoleForm
from roadmap.domain.choices import DEFAULT_SETTINGS, MailSettings
from roadmap.store.account_reading import KnownPerson
from roadmap.store.holdings import holdings_of
from roadmap.store.mail.choices import settings_of
from roadmap.store.people import people_with_roles, persons_by_id, posts_by_id
from roadmap.store.staff import person_kept
from roadmap.web.around import this_day
from roadmap.web.roadmaps import current_roadmap
from roadmap.web.sessions import reading

Crossed = list[tuple[str, str]]


def person_page(
    known: KnownPerson,
    form: PersonForm | None = None,
    crossed: Crossed | None = None,
    *,
    leaving: LeavingForm | None = None,
    absence: AbsenceForm | None = None,
    role: RoadmapRoleForm | None = None,
) -> str:
    """The page with the one form that was refused or crossed, if any, and all others as they stand."""
    person = known.person
    held = holdings_of(reading(), person_ids=[person.id])
    settings = _settings(person.id)
    return render_template(
        "control/people/person.html",
        known=known,
        roles_here=[each for each in known.roles if each.grant.roadmap_id == current_roadmap().id],
        form=form or _person_form(person.id),
        leaving=leaving or _leaving_form(person.id),
        absence=absence or absence_form(known, settings),
        role=role or RoadmapRoleForm.for_roadmap(),
        wrong=leaving or absence or role or form,
        crossed=crossed,
        holdings=held,
        posts_kept={each.post_id for each in held if keeping().keeps(known) and keeping().keeps_post(each.post_id)},
        posts=posts_by_id(reading(), {each.post_id for each in held}),
        settings=settings,
        substitute=persons_by_id(reading(), [settings.substitute_id or 0]).get(settings.substitute_id or 0),
        may_change=keeping().keeps(known),
        may_address=keeping().keeps_address(known),
        role_names=ROLES,
        states=STATES,
        definitions={each.value: text for each, text in WHAT_ROLES_DO.items()},
        on=this_day(),
        roadmap=current_roadmap(),
    )


def absence_form(known: KnownPerson, settings: MailSettings | None = None) -> AbsenceForm:
    """The form about an absence, as it was sent, or with ``settings`` as they are kept."""
    form = AbsenceForm() if settings is None else AbsenceForm(formdata=None)
    able = set(people_with_roles(reading(), current_roadmap().id)) - {known.person.id}
    chosen = (settings or _settings(known.person.id)).substitute_id
    people = persons_by_id(reading(), able | ({chosen} if chosen else set()))
    form.offer((each.id, each.name) for each in people.values())
    if settings is not None:
        form.fill(form.values(settings) | {"seen": settings.version})
    return form


def _settings(person_id: int) -> MailSettings:
    return settings_of(reading(), [person_id]).get(person_id, DEFAULT_SETTINGS)


def _person_form(person_id: int) -> PersonForm:
    form, kept = PersonForm(formdata=None), person_kept(reading(), person_id)
    if kept:
        form.fill(form.values(kept.entry) | {"seen": kept.version})
    return form


def _leaving_form(person_id: int) -> LeavingForm:
    form, kept = LeavingForm(formdata=None), person_kept(reading(), person_id)
    form.fill({"seen": kept.version if kept else 0})
    return form
