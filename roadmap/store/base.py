"""The declarative base, the names of constraints and the column types that every table shares."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, LargeBinary, MetaData, String, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase

from roadmap.domain.text import NO_TEXT, LocalizedText

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


class Localized(TypeDecorator[LocalizedText]):
    """A text in up to three languages, kept as one JSON object so that it is read and written as one value."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: LocalizedText | None, dialect: Dialect) -> dict[str, str]:
        """Stores only the languages that are there."""
        return (value or NO_TEXT).as_dict()

    def process_result_value(self, value: dict[str, str] | None, dialect: Dialect) -> LocalizedText:
        """A missing text is an empty one, so that callers need not tell two kinds of nothing apart."""
        return LocalizedText(**value) if value else NO_TEXT


class Moment(TypeDecorator[datetime]):
    """A moment in UTC with microseconds, the same on both databases; naive datetimes are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite keeps no zone, so everything is written in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs a time zone: {value!r}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Always aware and in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Row(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {
        LocalizedText: Localized,
        datetime: Moment,
        str: Text,
        bytes: LargeBinary,
        dict[str, Any]: JSON,
        list[dict[str, str]]: JSON,
    }


SHORT = String(80)
