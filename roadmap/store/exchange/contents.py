"""What of the database belongs to a road map, table by table; and what stays behind, each with its reason.

A table or column that is named nowhere here fails a test, so that nothing is forgotten when one is added.
"""

from collections.abc import Callable

from sqlalchemy import ColumnElement, Table, select

from roadmap.store.tables import Row

TABLES: dict[str, Table] = dict(Row.metadata.tables.items())
# A road map's number (id) and its calendar in, a condition on the table's rows out.
Which = Callable[[int, str], ColumnElement[bool]]


def _table(name: str) -> Table:
    return TABLES[name]


def _of_roadmap(name: str) -> Which:
    return lambda roadmap, _calendar: _table(name).c.roadmap_id == roadmap


def _through(name: str, column: str, parent: str) -> Which:
    """Rows whose ``column`` names a row of ``parent`` that belongs to the road map."""

    def which(roadmap: int, calendar: str) -> ColumnElement[bool]:
        key = next(iter(_table(parent).primary_key.columns))
        ids = select(key).where(OWN[parent](roadmap, calendar))
        return _table(name).c[column].in_(ids)

    return which


def _of_calendar(name: str) -> Which:
    return lambda _roadmap, calendar: _table(name).c.calendar == calendar


OWN: dict[str, Which] = {
    "roadmap": lambda roadmap, _calendar: _table("roadmap").c.id == roadmap,
    "calendar_day": _of_calendar("calendar_day"),
    "calendar_day_change": _of_calendar("calendar_day_change"),
    **{
        name: _of_roadmap(name)
        for name in (
            "basis",
            "decider",
            "indicator",
            "measure",
            "risk",
            "source",
            "dependency",
            "discrepancy",
            "evidence_file",
            "ledger_line",
            "role_grant",
        )
    },
    **{
        name: _through(name, "measure_id", "measure")
        for name in ("clause", "development", "grid", "measure_executor", "measure_source", "milestone")
    },
    "grid_row": _through("grid_row", "grid_id", "grid"),
    "grid_cell": _through("grid_cell", "row_id", "grid_row"),
    "indicator_point": _through("indicator_point", "indicator_id", "indicator"),
    "ledger_entry": _through("ledger_entry", "line_id", "ledger_line"),
    "milestone_clause": _through("milestone_clause", "milestone_id", "milestone"),
    "risk_measure": _through("risk_measure", "risk_id", "risk"),
    "source_paragraph": _through("source_paragraph", "source_id", "source"),
}
"""Tables whose rows belong to the road map, or to its calendar."""

AROUND = ("organisation", "post", "post_holding", "post_holding_change", "person")
"""Tables that road maps share; those rows go along that the road map speaks of."""

_MAIL = "mails are the installation's: what was sent stays where it was sent from"
_ACCOUNTS = "who may sign in is the installation's; people are invited anew"
LEFT_OUT: dict[str, str] = {
    "access_token": "a token is a secret of one installation",
    "account": _ACCOUNTS,
    "sign_in_session": _ACCOUNTS,
    "one_time_link": _ACCOUNTS,
    "spent_link": "links are signed with the installation's own key",
    "sign_in_failure": _ACCOUNTS,
    "security_event": "the log of security events is the installation's, with a chain of its own",
    "security_head": "the log of security events is the installation's, with a chain of its own",
    "operation": "what was sent twice is of no interest elsewhere",
    "report_draft": "a draft is nobody's word yet",
    "seeded": "what was loaded from seed files belongs to the installation that loads them",
    "edition": _MAIL,
    "delivery": _MAIL,
    "delivery_content": _MAIL,
    "delivery_event": _MAIL,
    "mail_gate": _MAIL,
    "mail_settings": _MAIL,
    "opt_in": _MAIL,
    "reminder": _MAIL,
    "subscription": _MAIL,
    "suppression": _MAIL,
    "worker": "processes of the installation",
}
"""Tables that stay behind, and why."""

COLUMNS_LEFT_OUT: dict[tuple[str, str], str] = {
    ("roadmap", "is_default"): "which road map the short addresses speak of is the installation's",
}
"""Columns that stay behind, and why."""
