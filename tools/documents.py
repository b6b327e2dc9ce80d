"""Writes docs/limits.md, docs/glossary.md, docs/loop.md and its picture from the code; `--check` only says which of them is out of date."""

import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haitang.site.settings")
os.environ.setdefault("HAITANG_HOME", tempfile.gettempdir())

import django

django.setup()

from django.apps import apps  # noqa: E402

from haitang.kernel import drawing, limits, registry, shapes  # noqa: E402
from haitang.kernel.flow import Flow, Move  # noqa: E402
from haitang.kernel.role import ROLE_WORDS  # noqa: E402

DOCS = Path(__file__).resolve().parent.parent / "docs"
MADE = "<!-- Written by `make documents` from the code; edit there. -->"


def limits_page() -> str:
    """The one table of how long, how many and how large."""
    rows = [
        (f"`{name}`", str(value) if unit == "year" else f"{value:,}", unit, zh, en)
        for name, value, unit, zh, en in limits.TABLE
    ]
    return _page(
        "Limits 限度",
        "What a page, the JSON interface and the terminal take. One more is refused, and the field is named.",
        _table(("name", "limit", "unit", "中文", "of what"), rows),
    )


def glossary_page() -> str:
    """Every term of the house in both languages."""
    sections: list[tuple[str, Iterable[tuple[str, str, str]]]] = [
        ("Records 名词", _records()),
        ("Roles 角色", ((f"`{role.value}`", words.zh, words.en) for role, words in ROLE_WORDS.items())),
        ("Kinds of matters 事项类别", ((f"`{kind.name}`", kind.words.zh, kind.words.en) for kind in registry.kinds)),
        ("States and moves 状态和步骤", _flows()),
        ("Commands 命令", ((f"`{spec.name}`", spec.words.zh, spec.words.en) for spec in registry.commands)),
        ("Figures 数字", ((f"`{one.name}`", one.words.zh, one.words.en) for one in registry.figures)),
    ]
    parts = [f"## {title}\n\n{_table(('name', '中文', 'English'), sorted(rows))}" for title, rows in sections]
    return _page("Glossary 词汇表", "The words of the house, as the code has them.", "\n".join(parts))


def _records() -> Iterable[tuple[str, str, str]]:
    for model in apps.get_app_config("haitang").get_models():
        term, _, meaning = (model.__doc__ or "").partition(": ")
        yield f"`{model.__name__}`", term, re.split(r"(?<=[.:;])\s", meaning.strip())[0].rstrip(".:;")


def _flows() -> Iterable[tuple[str, str, str]]:
    flows: dict[str, Flow] = {kind.flow.name: kind.flow for kind in registry.kinds}
    for flow in flows.values():
        for thing in (*flow.states, *flow.moves):
            yield f"`{flow.name}.{thing.name}`", thing.words.zh, thing.words.en


def loop_page() -> str:
    """How a matter goes: every step as the flow has it."""
    heads = ("step", "from", "to", "who", "not by whoever did", "clock", "every voice answered")
    rows = [_step(move) for move in shapes.CASE.moves]
    lead = "How a matter goes 一件事怎么走: every step of a case, drawn and listed from the flow itself.\n\n![](pictures/loop.svg)"
    return _page("The loop 闭环", lead, _table(heads, rows))


def _step(move: Move) -> tuple[str, ...]:
    flow = shapes.CASE
    clock = "stops 停表" if move.pauses else "goes on 续算" if move.resumes else ""
    others = [flow.move(name) for name in move.not_by]
    return (
        f"{move.words.zh} {move.words.en} (`{move.name}`)",
        "、".join(flow.state(name).words.zh for name in move.sources),
        "、".join(flow.state(name).words.zh for name in move.targets),
        "、".join(f"{ROLE_WORDS[role].zh} {ROLE_WORDS[role].en}" for role in move.roles),
        "、".join(other.words.zh for other in others if other),
        clock,
        "yes 是" if move.answers else "",
    )


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


def _page(title: str, lead: str, body: str) -> str:
    return f"# {title}\n\n{MADE}\n\n{lead}\n\n{body}"


PAGES: dict[str, Callable[[], str]] = {
    "limits.md": limits_page,
    "glossary.md": glossary_page,
    "loop.md": loop_page,
    "pictures/loop.svg": lambda: drawing.svg(shapes.CASE),
}


def stale() -> list[str]:
    """The pages that no longer say what the code says."""
    return [name for name, page in PAGES.items() if not (DOCS / name).exists() or (DOCS / name).read_text() != page()]


def main(words: list[str]) -> int:
    """Write, or with `--check` only look; 1 when something is out of date."""
    names = stale()
    for name in names:
        if words == ["--check"]:
            sys.stderr.write(f"docs/{name} is out of date: run `make documents`\n")
        else:
            (DOCS / name).write_text(PAGES[name]())
    return 1 if names and words == ["--check"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
