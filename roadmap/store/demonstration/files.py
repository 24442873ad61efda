"""Reads the demonstration's two files and checks that they agree; knows nothing of the database."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from roadmap.store.demonstration.people_file import PeopleFile
from roadmap.store.demonstration.story_file import DecisionSeed, ReportSeed, StoryFile
from roadmap.store.seedfiles.base import SeedModel
from roadmap.store.seedfiles.document import Document, DocumentError, KeyPath, read_document
from roadmap.store.seedfiles.problems import Problem, SeedError, plain_reason

PEOPLE, STORY = "people.yaml", "story.yaml"

Model = TypeVar("Model", bound=SeedModel)
Finding = tuple[KeyPath, str]


@dataclass(frozen=True)
class Demonstration:
    """Everybody, and what they wrote."""

    people: PeopleFile
    story: StoryFile


def read_demonstration(folder: Path) -> Demonstration:
    """Both files of the folder. SeedError, with every problem found, when anything at all is wrong."""
    problems: list[Problem] = []
    people_document, people = _read(folder, PEOPLE, PeopleFile, problems)
    story_document, story = _read(folder, STORY, StoryFile, problems)
    if people and people_document:
        problems += [people_document.problem(*finding) for finding in _unknown_posts(people)]
    if people and story and story_document:
        problems += [story_document.problem(*finding) for finding in _unfit(story, people)]
    if problems or people is None or story is None:
        raise SeedError(problems)
    return Demonstration(people, story)


def _read(folder: Path, file: str, kind: type[Model], problems: list[Problem]) -> tuple[Document | None, Model | None]:
    try:
        document = read_document(folder / file, file)
    except DocumentError as error:
        problems.append(Problem(file, error.line, error.reason))
        return None, None
    try:
        return document, kind.model_validate(document.data)
    except ValidationError as error:
        problems += [document.problem(one["loc"], plain_reason(one)) for one in error.errors(include_url=False)]
        return document, None


def _unknown_posts(people: PeopleFile) -> Iterator[Finding]:
    posts = {post.code for post in people.posts}
    for index, person in enumerate(people.people):
        if person.post and person.post not in posts:
            yield ("people", index, "post"), f"there is no post {person.post!r}"
    for index, post in enumerate(people.posts):
        if post.above and post.above not in posts:
            yield ("posts", index, "above"), f"there is no post {post.above!r}"


def _unfit(story: StoryFile, people: PeopleFile) -> Iterator[Finding]:
    """Events out of order, and names of persons, posts and asks that are not there."""
    codes, posts = {person.code for person in people.people}, {post.code for post in people.posts}
    asked: set[str] = set()
    before = story.events[0]
    for index, event in enumerate(story.events):
        path: KeyPath = ("events", index)
        if (event.day, event.time) < (before.day, before.time):
            yield (*path, "day"), "this line was written before the one above it"
        before = event
        if event.by not in codes:
            yield (*path, "by"), f"there is no person {event.by!r}"
        if isinstance(event, ReportSeed):
            asked |= {event.ask.code} if event.ask else set()
            if event.ask and event.ask.post and event.ask.post not in posts:
                yield (*path, "ask", "post"), f"there is no post {event.ask.post!r}"
        elif event.owner:
            yield from _unknown_owner(event, path, codes, posts)
        yield from ((path, f"nobody has asked {code!r} yet") for code in _settled(event) if code not in asked)


def _unknown_owner(event: DecisionSeed, path: KeyPath, codes: set[str], posts: set[str]) -> Iterator[Finding]:
    if event.owner and event.owner.post not in posts:
        yield (*path, "owner", "post"), f"there is no post {event.owner.post!r}"
    for key in ("person", "contact"):
        code = getattr(event.owner, key)
        if code and code not in codes:
            yield (*path, "owner", key), f"there is no person {code!r}"


def _settled(event: ReportSeed | DecisionSeed) -> list[str]:
    if isinstance(event, DecisionSeed):
        return [answer.ask for answer in event.answers]
    return [event.withdraws.ask] if event.withdraws else []
