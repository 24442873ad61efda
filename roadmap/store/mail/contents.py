"""What deliveries say: their bytes, apart from the row that changes its state, written anew with each step."""

from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement, ForeignKey, delete, func, insert, literal, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from roadmap.store.base import Row


class ContentRow(Row):
    """The bytes of one delivery as they are handed over.

    There is none for what could not be composed, nor once it was emptied.
    """

    __tablename__ = "delivery_content"
    delivery_id: Mapped[int] = mapped_column(ForeignKey("delivery.id"), primary_key=True)
    mime: Mapped[bytes]


def content_of(delivery_id: ColumnElement[int] | Mapped[int]) -> ColumnElement[bytes]:
    """For a query: the bytes of a delivery, empty where there are none."""
    found = select(ContentRow.mime).where(ContentRow.delivery_id == delivery_id).correlate_except(ContentRow)
    return func.coalesce(found.scalar_subquery(), literal(b""))


_INSERT = insert(ContentRow)
_OF_SOME = select(ContentRow.delivery_id, ContentRow.mime)


def keep_contents(session: Session, contents: Mapping[int, bytes]) -> None:
    """Keeps the bytes of these deliveries, which were just written down; empty ones are none."""
    rows = [{"delivery_id": number, "mime": mime} for number, mime in contents.items() if mime]
    if rows:
        # On the connection, since a session would first look at every value of every row.
        session.connection().execute(_INSERT, rows)


def contents_of(session: Session, numbers: Collection[int]) -> dict[int, bytes]:
    """The bytes of those of these deliveries that have any."""
    if not numbers:
        return {}
    found = session.connection().execute(_OF_SOME.where(ContentRow.delivery_id.in_(numbers)))
    return {row[0]: row[1] for row in found}


def empty_contents(session: Session, numbers: Collection[int]) -> None:
    """Takes these bytes away for good; the deliveries keep their checksums."""
    gone = delete(ContentRow).where(ContentRow.delivery_id.in_(numbers))
    session.execute(gone.execution_options(synchronize_session=False))
