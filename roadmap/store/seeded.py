"""What was loaded from seed files, so that a later load can tell an edited row from an old one."""

from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from roadmap.store.base import Row


class SeededRow(Row):
    """The values that one thing in the seed files had when it was loaded."""

    __tablename__ = "seeded"
    kind: Mapped[str] = mapped_column(primary_key=True)
    # A path of codes that stays the same from load to load, such as "labour-migration/3/3.3".
    key: Mapped[str] = mapped_column(primary_key=True)
    values: Mapped[dict[str, Any]] = mapped_column("loaded")
