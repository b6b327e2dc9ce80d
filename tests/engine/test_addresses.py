"""An address for the outside has the base path in it exactly once, however the machine wrote it down."""

import ast

import pytest
from django.urls import set_script_prefix
from pytest_django.fixtures import Settings as DjangoSettings

from haitang.engine import answers
from haitang.engine.addresses import absolute
from haitang.entrypoints.web.figures import brief
from haitang.entrypoints.web.public import receipt
from haitang.records.voice import Answer
from tests.cast import Cast
from tests.house.trees import SOURCE, python_files, tree_of

SITE = "https://www.example.cn"
#: File → why it reads the setting itself.
READS: dict[str, str] = {
    "engine/addresses.py": "makes every absolute address",
    "engine/mail.py": "the host in a Message-ID",
    "engine/readiness.py": "says whether it is HTTPS",
    "engine/deploying.py": "says whether it is HTTPS, and a name that is answered",
    "entrypoints/terminal/serving.py": "sets it to what is served",
}


@pytest.mark.parametrize("public", [SITE, f"{SITE}/", f"{SITE}/haitang", f"{SITE}/haitang/"])
@pytest.mark.parametrize("path", ["/m/SJ23-00001-7", "/haitang/m/SJ23-00001-7"])
def test_the_base_path_stands_once(settings: DjangoSettings, public: str, path: str) -> None:
    settings.PUBLIC_URL, settings.FORCE_SCRIPT_NAME = public, "/haitang"
    assert absolute(path) == f"{SITE}/haitang/m/SJ23-00001-7"


@pytest.mark.parametrize(
    ("public", "base", "path", "made"),
    [
        (SITE, None, "/", f"{SITE}/"),
        (SITE, None, "/haitang/x", f"{SITE}/haitang/x"),
        (f"{SITE}/column", None, "/x?a=/column/x", f"{SITE}/column/x?a=/column/x"),
        (SITE, "/haitang", "/haitangs", f"{SITE}/haitang/haitangs"),
        (SITE, "/haitang", "/haitang", f"{SITE}/haitang"),
        (SITE, "/haitang", "/haitang?a=1", f"{SITE}/haitang?a=1"),
        (f"{SITE}/a/haitang", "/haitang", "/x", f"{SITE}/a/haitang/x"),
        (SITE, "/a/b/", "/a/b/x", f"{SITE}/a/b/x"),
    ],
)
def test_what_only_looks_like_the_base_path_stays(
    settings: DjangoSettings, public: str, base: str | None, path: str, made: str
) -> None:
    settings.PUBLIC_URL, settings.FORCE_SCRIPT_NAME = public, base
    assert absolute(path) == made


@pytest.mark.parametrize("public", [SITE, f"{SITE}/haitang/"])
def test_mails_slips_and_papers_below_a_base_path(
    cast: Cast, settings: DjangoSettings, public: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PUBLIC_URL, settings.FORCE_SCRIPT_NAME = public, "/haitang"
    drawn: list[str] = []
    monkeypatch.setattr(brief.segno, "make", lambda text, **more: drawn.append(text) or _Code())
    told = cast.answered(cast.report(contact="li@example.org"))
    set_script_prefix("/haitang/")
    try:
        letter = answers.compose(Answer.objects.get(voice__matter__number=told.number), "li@example.org", "<1@x>")
        slip = receipt.link(told.record())
        brief._qr(_Chosen())  # type: ignore[arg-type]
    finally:
        set_script_prefix("/")
    assert f"{SITE}/haitang/m/{told.number}" in str(letter.body)
    assert slip == f"{SITE}/haitang/m/{told.number}"
    assert drawn == [f"{SITE}/haitang/briefs?place=daguan"]


class _Code:
    def svg_inline(self, **given: object) -> str:
        return ""


class _Chosen:
    def url(self, name: str, desk: bool) -> str:
        return "/haitang/briefs?place=daguan"


def reads_it(tree: ast.Module) -> bool:
    return any(isinstance(node, ast.Attribute) and node.attr == "PUBLIC_URL" for node in ast.walk(tree))


def test_nobody_else_puts_addresses_together() -> None:
    found = {str(path.relative_to(SOURCE)) for path in python_files() if reads_it(tree_of(path))}
    assert found == set(READS)
