"""SECURITY.md names for every threat the test that shows what stops it; each of those tests is there."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.trees import ROOT

ROW = re.compile(r"^\| (?P<who>[^|]+) \| (?P<wants>[^|]+) \| (?P<stops>[^|]+) \| (?P<shown>[^|]+) \|$", re.MULTILINE)
TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
#: Everybody whom the threat model has to think of.
PEOPLE = (
    "resident", "neighbor", "staff member", "administrator", "another organization", "thief of the disk",
    "outsider on the net", "forger of figures", "uploader",
)  # fmt: skip


def rows(text: str) -> list[dict[str, str]]:
    found = [match.groupdict() for match in ROW.finditer(text)]
    return [row for row in found if row["who"].strip() not in {"who", "---"}]


def missing(text: str, root: Path = ROOT) -> list[str]:
    """Tests that the document names and that are not there; rows that name none."""
    wrong = [f"nothing shows: {row['wants']}" for row in rows(text) if not TEST.search(row["shown"])]
    for path, name in TEST.findall(text):
        file = root / path
        if not file.exists():
            wrong.append(path)
        elif name and name not in _tests_in(file):
            wrong.append(f"{path}::{name}")
    return wrong


def _tests_in(file: Path) -> set[str]:
    return {node.name for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.FunctionDef)}


def test_every_test_the_threat_model_names_is_there() -> None:
    assert missing((ROOT / "SECURITY.md").read_text()) == []


@pytest.mark.parametrize("who", PEOPLE)
def test_the_threat_model_thinks_of(who: str) -> None:
    assert any(who in row["who"] for row in rows((ROOT / "SECURITY.md").read_text()))


def test_a_missing_test_is_found() -> None:
    planted = (
        "| who | wants | what stops them | shown by |\n|---|---|---|---|\n"
        "| a thief | keys | nothing | `tests/house/test_nowhere.py` |\n"
        "| a forger | figures | nothing | `tests/house/test_security.py::test_nothing` |\n"
        "| a neighbor | words | nothing | good will |\n"
    )
    assert missing(planted) == [
        "nothing shows: words", "tests/house/test_nowhere.py", "tests/house/test_security.py::test_nothing",
    ]  # fmt: skip
