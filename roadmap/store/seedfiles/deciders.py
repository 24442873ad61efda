"""The table of who decides, in a seed folder."""

from pydantic import Field, model_validator

from roadmap.store.seedfiles.base import Code, Flag, SeedModel, Text


class DeciderSeed(SeedModel):
    """What an item stems from, and whose decision it takes."""

    code: Code
    stems_from: Text
    decides: Text
    note: Text | None = None
    confirmed: Flag = False


class DecidersFile(SeedModel):
    """The table, and the entry that applies to the road map as a whole, where one is known."""

    applies: Code | None = None
    deciders: tuple[DeciderSeed, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_entries_of_its_own(self) -> "DecidersFile":
        codes = [each.code for each in self.deciders]
        if len(set(codes)) != len(codes):
            raise ValueError("two deciders have the same code")
        if self.applies is not None and self.applies not in codes:
            raise ValueError(f"'applies' names {self.applies!r}, which is not in the table")
        return self
