"""What may stand in ``people.yaml``: posts, and persons at addresses that no mail can reach."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from roadmap.store.seedfiles.base import Code, Flag, Number, SeedModel, Text, Words

# The top-level domain .test is set aside by RFC 2606: nobody has a mailbox there.
Address = Annotated[str, StringConstraints(pattern=r"^[a-z0-9.]{1,40}@[a-z0-9-]{1,40}\.test$")]
# What nobody may take for somebody.
InventedName = Annotated[str, StringConstraints(pattern=r"^\S.{0,60} (Demo|Демо)$")]
Password = Annotated[str, StringConstraints(min_length=16, max_length=100)]


class PostSeed(SeedModel):
    """A post that is there for the demonstration only; ``above`` is the next post up, by code."""

    code: Annotated[str, StringConstraints(pattern=r"^demo-[a-z0-9-]{1,40}$")]
    organisation: Code
    title: Text
    above: Words | None = None


class PersonSeed(SeedModel):
    """An invented person; ``purpose`` says what the sign-in is good for, ``measure`` what a coordinator reports on."""

    code: Code
    name: InventedName
    email: Address
    language: Literal["kk", "ru", "en"]
    post: Words | None = None
    role: Literal["coordinator", "controller", "executive", "administrator", "recipient"]
    measure: Number | None = None
    signs_in: Flag = True
    purpose: Words

    @model_validator(mode="after")
    def _only_a_coordinator_has_a_measure(self) -> "PersonSeed":
        if (self.role == "coordinator") != (self.measure is not None):
            raise ValueError("'measure' is given when, and only when, 'role' is coordinator")
        return self


class PeopleFile(SeedModel):
    """Everybody, and the one password of all."""

    password: Password
    posts: tuple[PostSeed, ...] = ()
    people: tuple[PersonSeed, ...] = Field(min_length=1)
