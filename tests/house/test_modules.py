"""Modules and functions stay small, are named for what they are about, and say at the top what they need."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.tracked import PROJECT, python_files

LINES_IN_A_MODULE = 300
LINES_IN_A_FUNCTION = 50
NAMES_THAT_SAY_NOTHING = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "managers"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def own_modules() -> list[Path]:
    """Every module but the migrations, which record what was done and are not tidied afterwards."""
    return [path for path in python_files() if Path("migrations/versions") not in path.parents]


def functions_in(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def parsed(path: Path) -> ast.Module:
    return ast.parse((PROJECT / path).read_text(), filename=str(path))


def long_functions(tree: ast.AST) -> list[str]:
    lengths = ((each.name, (each.end_lineno or each.lineno) - each.lineno + 1) for each in functions_in(tree))
    return [f"{name} has {length} lines" for name, length in lengths if length > LINES_IN_A_FUNCTION]


def imports_inside_functions(tree: ast.AST) -> list[int]:
    inside = (node for function in functions_in(tree) for node in ast.walk(function))
    return sorted({node.lineno for node in inside if isinstance(node, ast.Import | ast.ImportFrom)})


def names_that_say_nothing(paths: list[Path]) -> list[Path]:
    return [path for path in paths if NAMES_THAT_SAY_NOTHING & {path.stem, *path.parent.parts}]


def test_no_module_is_longer_than_a_few_screens() -> None:
    lengths = {str(path): len((PROJECT / path).read_text().splitlines()) for path in own_modules()}
    assert {path: length for path, length in lengths.items() if length > LINES_IN_A_MODULE} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = {str(path): long_functions(parsed(path)) for path in own_modules()}
    assert {path: functions for path, functions in long.items() if functions} == {}


def test_a_function_that_is_too_long_would_be_seen() -> None:
    assert long_functions(ast.parse("def long():\n" + "    pass\n" * LINES_IN_A_FUNCTION)) == ["long has 51 lines"]


def test_modules_are_named_for_what_they_are_about() -> None:
    assert names_that_say_nothing(python_files()) == []


def test_a_name_that_says_nothing_would_be_seen() -> None:
    for path in (Path("roadmap/utils.py"), Path("roadmap/helpers/dates.py")):
        assert names_that_say_nothing([path]) == [path]


def test_imports_stand_at_the_top() -> None:
    inside = {str(path): imports_inside_functions(parsed(path)) for path in own_modules()}
    assert {path: lines for path, lines in inside.items() if lines and path.startswith("roadmap/")} == {}


def test_an_import_inside_a_function_would_be_seen() -> None:
    assert imports_inside_functions(ast.parse("def late():\n    import os")) == [2]
