"""Generated documents are current, and what the documents name is there."""

import re
from pathlib import Path

import pytest

from haitang.kernel import limits
from haitang.kernel.registry import commands
from tests.house.trees import ROOT, name_of
from tools import documents

DOCS = sorted((ROOT / "docs").rglob("*.md")) + sorted(ROOT.glob("*.md"))
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
LINK = re.compile(r"\[[^\]]*\]\((?!https?:|#|mailto:)([^)#\s]+)")


def test_generated_documents_say_what_the_code_says() -> None:
    assert documents.stale() == []


def test_a_stale_document_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TABLE", (*limits.TABLE, ("NEW", 7, "days", "新", "something new")))
    assert "limits.md" in documents.stale()


def test_the_table_of_limits_holds_every_limit() -> None:
    named = {name for name, *_ in limits.TABLE}
    numbers = {name for name, value in vars(limits).items() if name.isupper() and isinstance(value, int)}
    assert numbers - named == set()
    assert all(getattr(limits, name) == value for name, value, *_ in limits.TABLE)


def test_the_glossary_names_every_command() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text()
    assert [spec.name for spec in commands if f"`{spec.name}`" not in glossary] == []


@pytest.mark.parametrize("path", DOCS, ids=name_of)
def test_what_a_document_points_to_is_there(path: Path) -> None:
    missing = [link for link in LINK.findall(path.read_text()) if not (path.parent / link).exists()]
    assert missing == []


def test_decision_records_have_numbers_of_their_own() -> None:
    numbers = [path.name[:4] for path in DECISIONS]
    assert all(re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", path.name) for path in DECISIONS)
    assert len(set(numbers)) == len(numbers)
