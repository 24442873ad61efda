"""What must agree between seed files: codes stand once, and whatever is named is there.

Works on the data as read, not on the models, so that a folder's wrong fields and its wrong references
are told together. A value of the wrong shape is passed over here; the models object to it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from roadmap.store.seedfiles.document import Document, KeyPath
from roadmap.store.seedfiles.problems import Problem


@dataclass(frozen=True)
class Place:
    """Where a value stands: the files whose name begins so, and the keys to it ("*" is every entry)."""

    file: str
    keys: str

    def values(self, documents: Sequence[Document]) -> Iterator[tuple[Document, KeyPath, str]]:
        for document in documents:
            if document.file.startswith(self.file):
                for path, value in _values(document.data, self.keys.split("/"), ()):
                    if isinstance(value, str):
                        yield document, path, value


MEASURES = "measures/"

# Each kind of thing by what must be different within it. A number points at one thing, so measures,
# milestones and clauses share theirs.
DEFINED: dict[str, tuple[Place, ...]] = {
    "basis": (Place("roadmap.yaml", "bases/*/code"),),
    "organisation": (Place("organisations.yaml", "organisations/*/code"),),
    "post": (Place("organisations.yaml", "posts/*/code"),),
    "source": (Place("sources.yaml", "sources/*/code"),),
    "measure code": (Place(MEASURES, "code"),),
    "measure, milestone or clause": (
        Place(MEASURES, "number"),
        Place(MEASURES, "milestones/*/number"),
        Place(MEASURES, "clauses/*/code"),
    ),
    "dependency": (Place("dependencies.yaml", "dependencies/*/code"),),
    "risk": (Place("risks.yaml", "risks/*/code"),),
    "indicator": (Place("indicators.yaml", "indicators/*/code"),),
    "discrepancy": (Place("discrepancies.yaml", "discrepancies/*/code"),),
}

NAMED: tuple[tuple[Place, str], ...] = (
    (Place("organisations.yaml", "posts/*/organisation"), "organisation"),
    (Place(MEASURES, "executors/*/organisation"), "organisation"),
    (Place("dependencies.yaml", "dependencies/*/from"), "measure, milestone or clause"),
    (Place("dependencies.yaml", "dependencies/*/to"), "measure, milestone or clause"),
    (Place("risks.yaml", "risks/*/measures/*"), "measure"),
    (Place("discrepancies.yaml", "discrepancies/*/indicator"), "indicator"),
    (Place("discrepancies.yaml", "discrepancies/*/measure"), "measure"),
    (Place("notes.yaml", "notes/*/measure"), "measure"),
    (Place("indicators.yaml", "indicators/*/organisation"), "organisation"),
)

# Values that may stand only once within one list, such as an organisation among a measure's executors.
ONCE_IN_A_LIST: tuple[tuple[str, str, str, str], ...] = (
    (MEASURES, "executors", "organisation", "organisation"),
    (MEASURES, "grids", "code", "grid"),
    ("sources.yaml", "sources/*/paragraphs", "number", "paragraph"),
    ("indicators.yaml", "indicators/*/points", "category", "category"),
    (MEASURES, "milestones/*/clauses", "clause", "clause"),
    ("days/", "days", "on", "day"),
)


def disagreements(documents: Sequence[Document], unread: frozenset[str]) -> Iterator[Problem]:
    """Every code given twice and every name of something that is not there.

    ``unread`` are files that could not be read at all; what they might define is not missed.
    """
    for kind, places in DEFINED.items():
        yield from _given_twice(documents, kind, places)
    for file, keys, key, kind in ONCE_IN_A_LIST:
        yield from _twice_in_a_list(documents, Place(file, keys), key, kind)
    for place, kind in NAMED:
        defining = (Place(MEASURES, "number"),) if kind == "measure" else DEFINED[kind]
        if not _may_be_in(unread, defining):
            known = {value for one in defining for _, _, value in one.values(documents)}
            for document, path, value in place.values(documents):
                if value not in known:
                    yield document.problem(path, f"there is no {kind} {value!r}")
    yield from _parts_of_other_measures(documents)
    if "sources.yaml" not in unread and "roadmap.yaml" not in unread:
        yield from _sources_and_paragraphs(documents)


def _may_be_in(unread: frozenset[str], places: Sequence[Place]) -> bool:
    return any(file.startswith(place.file) for file in unread for place in places)


def _given_twice(documents: Sequence[Document], kind: str, places: Sequence[Place]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for place in places:
        for document, path, value in place.values(documents):
            here = f"{document.file}:{document.line_of(path)}"
            if value in first:
                yield document.problem(path, f"the {kind} {value!r} is given twice (first at {first[value]})")
            first.setdefault(value, here)


def _twice_in_a_list(documents: Sequence[Document], place: Place, key: str, kind: str) -> Iterator[Problem]:
    for document in documents:
        if not document.file.startswith(place.file):
            continue
        for list_path, _ in _values(document.data, place.keys.split("/"), ()):
            seen: set[str] = set()
            for path, value in _values(document.data, [*map(str, list_path), "*", key], ()):
                if isinstance(value, str) and value in seen:
                    yield document.problem(path, f"the {kind} {value!r} stands twice in this list")
                elif isinstance(value, str):
                    seen.add(value)


# What a measure may name of its own parts only.
OWN_PARTS = (
    ("clause", "clauses/*/code", ("milestones/*/clauses/*/clause", "grids/*/rows/*/clauses/*")),
    ("milestone", "milestones/*/number", ("grids/*/list", "grids/*/rows/*/milestones/*")),
)


def _parts_of_other_measures(documents: Sequence[Document]) -> Iterator[Problem]:
    for document in documents:
        for kind, defined, named in OWN_PARTS:
            own = {value for _, _, value in Place(MEASURES, defined).values([document])}
            for keys in named:
                for _, path, value in Place(MEASURES, keys).values([document]):
                    if value not in own:
                        yield document.problem(path, f"this measure has no {kind} {value!r}")


def _sources_and_paragraphs(documents: Sequence[Document]) -> Iterator[Problem]:
    paragraphs: dict[str, set[str]] = {}
    for _, path, code in Place("sources.yaml", "sources/*/code").values(documents):
        keys = ["sources", str(path[1]), "paragraphs", "*", "number"]
        paragraphs[code] = {value for _, _, value in Place("sources.yaml", "/".join(keys)).values(documents)}
    main = next((value for _, _, value in Place("roadmap.yaml", "source").values(documents)), None)
    for document in documents:
        for path, entry in _mappings(document.data, ()):
            source = entry.get("source") or main
            if isinstance(entry.get("source"), str) and source not in paragraphs:
                yield document.problem((*path, "source"), f"there is no source {source!r}")
            for key, number in _paragraphs_named(entry):
                if source is None:
                    yield document.problem((*path, *key), f"paragraph {number!r} of which source?")
                elif isinstance(source, str) and paragraphs.get(source) and number not in paragraphs[source]:
                    yield document.problem((*path, *key), f"the source {source!r} has no paragraph {number!r}")


def _paragraphs_named(entry: dict[str, Any]) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(entry.get("paragraph"), str):
        yield ("paragraph",), entry["paragraph"]
    where = entry.get("where")
    for index, number in enumerate(where if isinstance(where, list) else ()):
        if isinstance(number, str):
            yield ("where", index), number


def _mappings(data: Any, path: KeyPath) -> Iterator[tuple[KeyPath, dict[str, Any]]]:
    if isinstance(data, dict):
        yield path, data
    children = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in children:
        yield from _mappings(value, (*path, key))


def _values(data: Any, keys: Sequence[str], path: KeyPath) -> Iterator[tuple[KeyPath, Any]]:
    """Every value that the keys lead to, with its path; "*" is every entry, a numeral one entry of a list."""
    if not keys:
        yield path, data
    elif isinstance(data, list):
        for index, entry in enumerate(data):
            if keys[0] in ("*", str(index)):
                yield from _values(entry, keys[1:], (*path, index))
    elif isinstance(data, dict) and keys[0] in data:
        yield from _values(data[keys[0]], keys[1:], (*path, keys[0]))
