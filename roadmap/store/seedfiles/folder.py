"""A folder of seed files as one checked whole."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from roadmap.store.seedfiles.base import SeedModel
from roadmap.store.seedfiles.calendar import DaysSeed, OverridesFile, with_overrides
from roadmap.store.seedfiles.context import (
    DependenciesFile,
    DependencySeed,
    DevelopmentSeed,
    DiscrepanciesFile,
    DiscrepancySeed,
    IndicatorSeed,
    IndicatorsFile,
    NotesFile,
    RiskSeed,
    RisksFile,
    SourceSeed,
    SourcesFile,
)
from roadmap.store.seedfiles.deciders import DecidersFile
from roadmap.store.seedfiles.document import Document, DocumentError, read_document
from roadmap.store.seedfiles.plan import MeasureSeed, OrganisationSeed, OrganisationsFile, PostSeed, RoadmapSeed
from roadmap.store.seedfiles.problems import Problem, SeedError, plain_reason
from roadmap.store.seedfiles.references import disagreements

FILES: dict[str, type[SeedModel]] = {
    "roadmap.yaml": RoadmapSeed,
    "organisations.yaml": OrganisationsFile,
    "sources.yaml": SourcesFile,
    "indicators.yaml": IndicatorsFile,
    "dependencies.yaml": DependenciesFile,
    "risks.yaml": RisksFile,
    "notes.yaml": NotesFile,
    "discrepancies.yaml": DiscrepanciesFile,
    "deciders.yaml": DecidersFile,
}
REQUIRED = ("roadmap.yaml", "organisations.yaml")
OVERRIDES = "days/overrides.yaml"

Model = TypeVar("Model", bound=SeedModel)


@dataclass(frozen=True)
class Seeds:
    """One road map with everything around it; measures in order of number, the rest as in the files."""

    roadmap: RoadmapSeed
    organisations: tuple[OrganisationSeed, ...]
    posts: tuple[PostSeed, ...]
    measures: tuple[MeasureSeed, ...]
    sources: tuple[SourceSeed, ...]
    indicators: tuple[IndicatorSeed, ...]
    dependencies: tuple[DependencySeed, ...]
    risks: tuple[RiskSeed, ...]
    developments: tuple[DevelopmentSeed, ...]
    discrepancies: tuple[DiscrepancySeed, ...]
    days: tuple[DaysSeed, ...]
    deciders: DecidersFile | None = None


def read_seeds(folder: Path) -> Seeds:
    """The road map in the folder. SeedError, with every problem found, when anything at all is wrong."""
    if not folder.is_dir():
        raise SeedError([Problem(str(folder), 1, "there is no such folder")])
    problems = list(_wrong_files(folder))
    documents, unread = _documents(folder, problems)
    models = {document.file: _checked(document, problems) for document in documents}
    problems.extend(disagreements(documents, unread))
    if problems:
        raise SeedError(problems)
    return _gathered([model for _, model in sorted(models.items()) if model is not None])


def _documents(folder: Path, problems: list[Problem]) -> tuple[list[Document], frozenset[str]]:
    documents: list[Document] = []
    unread: set[str] = set()
    for path in _seed_files(folder):
        file = path.relative_to(folder).as_posix()
        try:
            documents.append(read_document(path, file))
        except DocumentError as error:
            problems.append(Problem(file, error.line, error.reason))
            unread.add(file)
    return documents, frozenset(unread)


def _seed_files(folder: Path) -> list[Path]:
    return sorted(
        [path for name in FILES if (path := folder / name).is_file()]
        + [*(folder / "measures").glob("*.yaml"), *(folder / "days").glob("*.yaml")]
    )


def _wrong_files(folder: Path) -> Iterator[Problem]:
    for name in REQUIRED:
        if not (folder / name).is_file():
            yield Problem(name, 1, "this file is missing")
    if not any((folder / "measures").glob("*.yaml")):
        yield Problem("measures", 1, "there is no measure: one file each is expected here, such as 1-name.yaml")
    # A misspelt optional file would otherwise be passed over in silence.
    for path in sorted([*folder.glob("*.y*ml"), *folder.glob("measures/*.yml"), *folder.glob("days/*.yml")]):
        file = path.relative_to(folder).as_posix()
        if file not in FILES:
            yield Problem(file, 1, f"not a seed file; expected are {', '.join(FILES)}, measures/*.yaml, days/*.yaml")


def _model_for(file: str) -> type[SeedModel]:
    if file == OVERRIDES:
        return OverridesFile
    if file.startswith("days/"):
        return DaysSeed
    return MeasureSeed if file.startswith("measures/") else FILES[file]


def _checked(document: Document, problems: list[Problem]) -> SeedModel | None:
    try:
        return _model_for(document.file).model_validate(document.data)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            problems.append(document.problem(detail["loc"], plain_reason(detail)))
        return None


def _gathered(models: list[SeedModel]) -> Seeds:
    [roadmap] = _of(RoadmapSeed, models)
    [organisations] = _of(OrganisationsFile, models)
    return Seeds(
        roadmap=roadmap,
        organisations=organisations.organisations,
        posts=organisations.posts,
        measures=tuple(sorted(_of(MeasureSeed, models), key=lambda measure: _natural(measure.number))),
        sources=tuple(one for file in _of(SourcesFile, models) for one in file.sources),
        indicators=tuple(one for file in _of(IndicatorsFile, models) for one in file.indicators),
        dependencies=tuple(one for file in _of(DependenciesFile, models) for one in file.dependencies),
        risks=tuple(one for file in _of(RisksFile, models) for one in file.risks),
        developments=tuple(one for file in _of(NotesFile, models) for one in file.notes),
        discrepancies=tuple(one for file in _of(DiscrepanciesFile, models) for one in file.discrepancies),
        days=with_overrides(_of(DaysSeed, models), next(iter(_of(OverridesFile, models)), None)),
        deciders=next(iter(_of(DecidersFile, models)), None),
    )


def _of(kind: type[Model], models: Iterable[SeedModel]) -> list[Model]:
    return [model for model in models if isinstance(model, kind)]


def _natural(number: str) -> tuple[int, ...]:
    # So that "2" stands before "10".
    return tuple(int(part) for part in re.findall(r"\d+", number))
