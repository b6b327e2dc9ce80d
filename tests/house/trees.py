"""The source tree as the tests of the house look at it, and copies of it in which violations are planted."""

import ast
import shutil
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "src" / "haitang"
#: Written by Django or by others; not ours to shape.
NOT_OURS = {"migrations", "vendor", "__pycache__"}


def python_files(*tops: Path) -> Iterator[Path]:
    """Our Python files below these folders, in order."""
    for top in tops or (SOURCE,):
        yield from (path for path in sorted(top.rglob("*.py")) if not NOT_OURS & set(path.parts))


def templates() -> list[Path]:
    """Every template, wherever it lives."""
    return sorted(path for path in SOURCE.rglob("templates/**/*") if path.suffix in {".html", ".txt", ".svg"})


def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text(), str(path))


def name_of(path: Path) -> str:
    """The path as it is told to people."""
    return str(path.relative_to(ROOT))


def copy_into(room: Path) -> Path:
    """The sources and pyproject.toml in `room`, without what is not Python; returns the copied package."""
    ignore = shutil.ignore_patterns("__pycache__", "static", "templates", "locale", "*.json")
    shutil.copytree(SOURCE, room / "src" / "haitang", ignore=ignore)
    shutil.copy(ROOT / "pyproject.toml", room)
    return room / "src" / "haitang"
