"""Putting one thing from a seed file beside what the database has of it, field by field.

What was loaded is remembered. A field that still has the value it was loaded with follows the file; a field that
somebody changed since stays, and the difference is listed.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roadmap.domain.text import LocalizedText
from roadmap.store.base import Row
from roadmap.store.seeded import SeededRow
from roadmap.store.seedfiles.base import Text

AnyRow = TypeVar("AnyRow", bound=Row)


@dataclass(frozen=True, slots=True)
class Difference:
    """What the file says and what the database keeps, because it was edited or removed since."""

    kind: str
    key: str
    field: str
    in_file: str
    kept: str

    def __str__(self) -> str:
        return f"{self.kind} {self.key}, {self.field}: the file says {self.in_file!r}, kept is {self.kept!r}"


@dataclass
class Outcome:
    """What a load did: how many things were added, followed the file or stayed, and every difference."""

    counts: Counter[str] = field(default_factory=Counter)
    differences: list[Difference] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether anything was written."""
        return bool(self.counts["added"] or self.counts["updated"])


class Keeper:
    """One load into one session. Nothing is committed here."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.outcome = Outcome()
        self._seeded = {(row.kind, row.key): row for row in session.scalars(select(SeededRow))}

    def put(
        self, kind: str, key: str, row_type: type[AnyRow], natural: dict[str, Any], values: dict[str, Any]
    ) -> AnyRow:
        """The row for this thing, added or brought up to the file as far as nobody edited it.

        ``natural`` finds the row; ``values`` are its other columns as the file has them.
        """
        row = self.session.scalar(select(row_type).filter_by(**natural))
        wanted = {name: plain(value) for name, value in values.items()}
        remembered = self._seeded.get((kind, key))
        if row is None:
            return self._add(kind, key, row_type, natural, values, wanted, remembered)
        loaded = remembered.values if remembered else {}
        changed = [name for name in wanted if self._follows(kind, key, row, name, values[name], wanted[name], loaded)]
        self.outcome.counts["updated" if changed else "unchanged"] += 1
        self._remember(kind, key, wanted, remembered)
        return row

    def removed_since(self, kind: str, key: str, row_type: type[Row], natural: dict[str, Any]) -> bool:
        """Whether this thing was loaded once and somebody removed it; it is listed, and does not come back."""
        gone = (kind, key) in self._seeded and self.session.scalar(select(row_type).filter_by(**natural)) is None
        if gone:
            self.outcome.differences.append(Difference(kind, key, "itself", "there", "removed"))
        return gone

    def next_position(self, row_type: type[Row], **parent: Any) -> int:
        """The place after the last one, so that additions never push anything else aside."""
        position = row_type.__table__.c.position
        filters = [row_type.__table__.c[name] == value for name, value in parent.items()]
        last = self.session.scalar(select(func.max(position)).where(*filters))
        return 0 if last is None else int(last) + 1

    def _add(
        self,
        kind: str,
        key: str,
        row_type: type[AnyRow],
        natural: dict[str, Any],
        values: dict[str, Any],
        wanted: dict[str, Any],
        remembered: SeededRow | None,
    ) -> AnyRow:
        row = row_type(**natural, **values)
        if "position" in row_type.__table__.c and "position" not in natural | values:
            parent = next(name for name in natural if name.endswith("_id"))
            row.position = self.next_position(row_type, **{parent: natural[parent]})  # type: ignore[attr-defined]
        self.session.add(row)
        self.session.flush()
        self.outcome.counts["added"] += 1
        self._remember(kind, key, wanted, remembered)
        return row

    def _follows(
        self, kind: str, key: str, row: Row, name: str, value: Any, wanted: Any, loaded: dict[str, Any]
    ) -> bool:
        """Brings one column up to the file; says whether that changed it."""
        current = plain(getattr(row, name))
        if current == wanted:
            return False
        if name in loaded and current == loaded[name]:
            setattr(row, name, value)
            return True
        self.outcome.differences.append(Difference(kind, key, name, _brief(wanted), _brief(current)))
        return False

    def _remember(self, kind: str, key: str, wanted: dict[str, Any], remembered: SeededRow | None) -> None:
        if remembered is None:
            remembered = SeededRow(kind=kind, key=key, values=wanted)
            self.session.add(remembered)
            self._seeded[kind, key] = remembered
            return
        # A field that people edited keeps the value it was loaded with, or the next load would take it for untouched.
        edited = {d.field for d in self.outcome.differences if (d.kind, d.key) == (kind, key)}
        kept = {name: old for name, old in remembered.values.items() if name in edited}
        if remembered.values != wanted | kept:
            remembered.values = wanted | kept


def text(seed: Text | None) -> LocalizedText:
    """A seed's text as the domain's."""
    return LocalizedText(seed.kk, seed.ru, seed.en) if seed else LocalizedText()


def plain(value: Any) -> Any:
    """A value as JSON keeps it, the same whether it comes from a file or from the database."""
    if isinstance(value, LocalizedText):
        return value.as_dict()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value


def _brief(value: Any) -> str:
    said = next(iter(value.values()), "") if isinstance(value, dict) else str(value)
    return said if len(said) <= 60 else said[:57] + "…"
