"""One YAML file as plain data with the line of every key and entry.

YAML 1.2 by ruamel.yaml's tree of nodes, without its constructors: dates stay text until a field asks for
a date, so that an impossible one has a line; numbers stay exact; tags mean nothing and are refused.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from roadmap.store.seedfiles.problems import Problem

CORE = "tag:yaml.org,2002:"
MOST_BYTES = 1_000_000
# An alias counts each time it is used, so a file of aliases of aliases ends here instead of filling the memory.
MOST_NODES = 50_000
MOST_LEVELS = 20
WHOLE_NUMBER = re.compile(r"[-+]?[0-9]{1,18}")

KeyPath = tuple[str | int, ...]


class DocumentError(Exception):
    """The file cannot be read at all; says where."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


@dataclass
class Document:
    """``file`` is relative to the seed folder; ``lines`` knows the line (from 1) of each key and list entry."""

    file: str
    data: Any
    lines: dict[KeyPath, int] = field(default_factory=dict)

    def line_of(self, path: KeyPath) -> int:
        """The line of the path, or of the nearest thing around it that stands in the file."""
        known: KeyPath = ()
        for part in path:
            if (*known, part) in self.lines:
                known = (*known, part)
        return self.lines.get(known, 1)

    def problem(self, path: KeyPath, reason: str) -> Problem:
        return Problem(self.file, self.line_of(path), reason)


def read_document(path: Path, file: str) -> Document:
    """The file's data and lines; DocumentError when it is not one well-formed YAML document in UTF-8."""
    root = _compose(_decode(path))
    if root is None:
        raise DocumentError(1, "the file is empty")
    reading = _Reading()
    data = reading.value_of(root, ())
    return Document(file, data, reading.lines)


def _decode(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise DocumentError(1, f"the file is larger than {MOST_BYTES} bytes")
        raw = path.read_bytes()
    except OSError as error:
        raise DocumentError(1, f"the file cannot be read ({error.strerror})") from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentError(raw.count(b"\n", 0, error.start) + 1, "the file is not in UTF-8") from None


def _compose(text: str) -> Node | None:
    try:
        # Not the round-trip reader: it leaves a mark (U+0007) at every fold of a folded text.
        root: Node | None = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = " ".join((error.problem or error.context or "it cannot be understood").split())
        raise DocumentError(mark.line + 1 if mark else 1, f"not well-formed YAML: {what}") from None
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise DocumentError(line, "not well-formed YAML: a character that text may not contain") from None
    except RecursionError:
        raise DocumentError(1, "nested too deeply") from None
    except (YAMLError, ValueError) as error:
        raise DocumentError(1, f"not well-formed YAML: {error}") from None
    return root


class _Reading:
    def __init__(self) -> None:
        self.lines: dict[KeyPath, int] = {}
        self._nodes = 0

    def value_of(self, node: Node, path: KeyPath) -> Any:
        line = node.start_mark.line + 1
        self.lines.setdefault(path, line)
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise DocumentError(line, "too many values (are there aliases of aliases?)")
        if len(path) > MOST_LEVELS:
            raise DocumentError(line, "nested too deeply")
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.value_of(item, (*path, index)) for index, item in enumerate(node.value)]
        return _scalar(node)

    def _mapping(self, node: MappingNode, path: KeyPath) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, ScalarNode):
                raise DocumentError(line, "a key must be a single word")
            key = str(key_node.value)
            if key in result:
                first = self.lines[(*path, key)]
                raise DocumentError(line, f"the key '{key}' stands twice (first on line {first})")
            self.lines[(*path, key)] = line
            result[key] = self.value_of(value_node, (*path, key))
        return result


def _scalar(node: Node) -> Any:
    tag, text = str(node.tag), str(node.value)
    kind = tag.removeprefix(CORE)
    if not tag.startswith(CORE) or kind not in {"str", "null", "bool", "int", "float", "timestamp", "merge"}:
        raise DocumentError(node.start_mark.line + 1, f"tags such as {tag} are not used here")
    if kind == "null":
        return None
    # Checked by the text, not by the tag alone: a "%YAML 1.1" line at the top would make "no" a false.
    if kind == "bool" and text in {"true", "false"}:
        return text == "true"
    if kind == "int" and WHOLE_NUMBER.fullmatch(text):
        return int(text)
    if kind == "float":
        try:
            return Decimal(text)
        except InvalidOperation:
            return text
    return text
