"""The words for roles and for the state of an account."""

from typing import Any

from flask_babel import lazy_gettext

from roadmap.domain.people import Role
from roadmap.store.account_reading import AccountState

ROLES: dict[Role, Any] = {
    Role.COORDINATOR: lazy_gettext("Coordinator"),
    Role.CONTROLLER: lazy_gettext("Controller"),
    Role.EXECUTIVE: lazy_gettext("Executive"),
    Role.RECIPIENT: lazy_gettext("Recipient"),
    Role.ADMINISTRATOR: lazy_gettext("Administrator"),
}

WHAT_ROLES_DO: dict[Role, Any] = {
    Role.COORDINATOR: lazy_gettext("Reports on one measure."),
    Role.CONTROLLER: lazy_gettext("Keeps the plan, people and calendar of a road map and records decisions."),
    Role.EXECUTIVE: lazy_gettext("Sees a road map on any day."),
    Role.RECIPIENT: lazy_gettext("Is written to about a road map, and sees it."),
    Role.ADMINISTRATOR: lazy_gettext("Keeps accounts, mail and settings."),
}

STATES: dict[AccountState, Any] = {
    AccountState.NONE: lazy_gettext("No account"),
    AccountState.INVITED: lazy_gettext("Invited"),
    AccountState.ACTIVE: lazy_gettext("Active"),
    AccountState.DISABLED: lazy_gettext("Disabled"),
}
