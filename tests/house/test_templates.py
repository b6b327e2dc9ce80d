"""The content security policy allows nothing inline, so no template has any; and every template is translated."""

import re
from pathlib import Path

import pytest

from tests.house.trees import name_of, templates

INLINE = {
    "a style attribute": re.compile(r"""<[^>]*\sstyle\s*=""", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*\btype=\"application/json\")", re.IGNORECASE),
    "an event attribute": re.compile(r"""<[^>]*\son[a-z]+\s*=""", re.IGNORECASE),
    "an address with javascript:": re.compile(r"javascript:", re.IGNORECASE),
    "a text that is not escaped": re.compile(r"\|\s*safe\b|{%\s*autoescape\s+off"),
}
#: Template, what it may have → why.
ALLOWED = {
    ("parts/qr.html", "a text that is not escaped"): "the picture that segno drew from an address of this site",
    (
        "public/report_paper.html",
        "a text that is not escaped",
    ): "the picture that segno drew from an address of this site",
    ("staff/plates.html", "a text that is not escaped"): "the pictures that segno drew from addresses of this site",
    ("public/parts/date.html", "月"): "a date is put together differently in each language; both stand side by side",
}
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
#: Words that are the same in every language: the product's name and the names of languages in themselves.
SAME_EVERYWHERE = {"海棠", "中文", "简体中文"}


def inline(text: str) -> list[str]:
    """What stands in a template that the policy would refuse."""
    return [what for what, pattern in INLINE.items() if pattern.search(text)]


def allowed(path: Path) -> set[str]:
    return {what for name, what in ALLOWED if path.as_posix().endswith(f"/templates/{name}")}


@pytest.mark.parametrize("path", templates(), ids=name_of)
def test_nothing_is_inline(path: Path) -> None:
    assert set(inline(path.read_text())) - allowed(path) == set()


@pytest.mark.parametrize("path", templates(), ids=name_of)
def test_no_chinese_stands_in_a_template(path: Path) -> None:
    """It stands in the catalogue of translations, so that an English reader meets none of it."""
    comments = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", path.read_text(), flags=re.DOTALL)
    assert set(CHINESE.findall(comments)) - SAME_EVERYWHERE - allowed(path) == set()


@pytest.mark.parametrize(
    ("planted", "what"),
    [
        ('<p class="a" style="color: red">', "a style attribute"),
        ("<style>p {}</style>", "a style element"),
        ("<script>alert(1)</script>", "an inline script"),
        ('<button onclick="go()">', "an event attribute"),
        ('<a href="javascript:go()">', "an address with javascript:"),
        ("{{ words|safe }}", "a text that is not escaped"),
    ],
)
def test_a_planted_violation_is_found(planted: str, what: str) -> None:
    assert inline(planted) == [what]
    assert inline('<script src="{% static "a.js" %}" defer></script><p class="style">once="1"</p>') == []
