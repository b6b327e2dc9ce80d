"""The project stands alone: no file names the machine it was made on, and no file asks another host for anything."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.trees import ROOT, name_of, templates

LEFT_OUT = {
    ".git", ".venv", "var", "node_modules", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache",
    ".hypothesis", ".import_linter_cache", "build", "dist",
}  # fmt: skip
TEXT = {".py", ".md", ".html", ".txt", ".toml", ".po", ".css", ".js", ".json", ".svg", ".lock", ".sh", "", ".yml"}
#: Put together here, or this file would name them itself.
NAMES = ["../" + "shared", "/work/" + "main", "/work/" + "shared", "/tmp/" + "w/", "tool " + "library"]


def files() -> Iterator[Path]:
    """Everything that is ours to publish."""
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        kept = not LEFT_OUT & set(parts) and not any(part.endswith(".egg-info") for part in parts)
        if kept and path.is_file() and path.suffix in TEXT:
            yield path


def named(text: str) -> list[str]:
    return [name for name in NAMES if name in text]


def test_no_file_names_the_machine_it_was_made_on() -> None:
    found = {name_of(path): named(path.read_text(errors="replace")) for path in files()}
    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_was_left_in_is_found(name: str) -> None:
    assert named(f"see {name} for more") == [name]


ELSEWHERE = re.compile(r"""(?:src|href|action|srcset|poster)\s*=\s*["']?\s*(?:https?:)?//(?!127\.0\.0\.1)""")


@pytest.mark.parametrize("path", templates(), ids=name_of)
def test_no_page_asks_another_host(path: Path) -> None:
    assert ELSEWHERE.findall(path.read_text()) == []


@pytest.mark.parametrize(
    "text", ['<img src="https://a.example/x.png">', "<script src=//a.example/x.js>", "<a href='http://a.example'>"]
)
def test_another_host_is_found(text: str) -> None:
    assert ELSEWHERE.search(text)
