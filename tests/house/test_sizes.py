"""Small rooms: no file over 400 lines, no function over 40, no room called utils, helpers, common or misc."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.trees import ROOT, SOURCE, name_of, python_files

FILE, FUNCTION = 400, 40
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "shared", "base_utils"}
OURS = sorted({*python_files(SOURCE, ROOT / "tests", ROOT / "tools")})


def long_functions(tree: ast.Module) -> Iterator[str]:
    """Functions with too many lines, without their decorators."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            lines = node.end_lineno - node.lineno + 1
            if lines > FUNCTION:
                yield f"{node.name} has {lines} lines"


def drawers(path: Path) -> set[str]:
    """Parts of a path below the package that name a junk drawer."""
    return DRAWERS & {path.stem, *path.parent.parts}


def test_no_file_is_too_long() -> None:
    lengths = {name_of(path): len(path.read_text().splitlines()) for path in OURS}
    assert {name: lines for name, lines in lengths.items() if lines > FILE} == {}


def test_no_function_is_too_long() -> None:
    found = {name_of(path): list(long_functions(ast.parse(path.read_text()))) for path in OURS}
    assert {name: functions for name, functions in found.items() if functions} == {}


def test_no_room_is_a_junk_drawer() -> None:
    assert [name_of(path) for path in python_files() if drawers(path.relative_to(SOURCE))] == []


def test_a_long_function_is_found() -> None:
    planted = "def long():\n" + "    a = 1\n" * FUNCTION
    assert list(long_functions(ast.parse(planted))) == [f"long has {FUNCTION + 1} lines"]


@pytest.mark.parametrize("path", ["engine/utils.py", "helpers/words.py", "commands/misc/a.py"])
def test_a_junk_drawer_is_found(path: str) -> None:
    assert drawers(Path(path))
