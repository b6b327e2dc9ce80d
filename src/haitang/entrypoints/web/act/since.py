"""Since 这期间: what others did to a matter after a form was opened, so that whoever is late sees both changes."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from haitang.engine import chronicle, papers
from haitang.engine.chronicle import Act
from haitang.engine.papers import Papers
from haitang.entrypoints.web.tags import moment, words, written
from haitang.kernel.registry import commands, kinds
from haitang.records.matter import Matter

#: Papers whose text an act may have written, as staff may read it.
WRITTEN = ("task", "claim", "check", "answer")


def since(matter: Matter, seen: str) -> list[dict[str, Any]]:
    """What parts/timeline.html shows of the acts after version `seen`, oldest first; empty when none is known.

    Every change of a matter raises its version by one, so that the difference says how many of the last acts are new.
    """
    missed = matter.version - int(seen) if seen.isdecimal() else 0
    if missed <= 0:
        return []
    acts = [act for act in chronicle.of(matter) if _raises(act)]
    return _items(matter, acts[-missed:])


def _raises(act: Act) -> bool:
    spec = commands.get(act.command)
    return spec is not None and spec.reads_subject


def _items(matter: Matter, acts: Sequence[Act]) -> list[dict[str, Any]]:
    kept = papers.of(matter)
    return [
        {
            "title": words(commands[act.command].words),
            "when": moment(act.at),
            "who": words(act.office) if act.office else _("by the clock") if act.by_clock else "",
            "text": " · ".join(_texts(matter, act, kept)),
        }
        for act in acts
    ]


def _texts(matter: Matter, act: Act, kept: Papers) -> Iterator[str]:
    category = kinds[matter.kind].option("categories", str(act.facts.get("category", "")))
    if "category" in commands[act.command].form.model_fields and category:
        yield words(category.words)
    if "title" in commands[act.command].form.model_fields and matter.title:
        yield str(written(matter.title))
    written_then = (kept.at(sort, act.at) for sort in WRITTEN)
    yield from (str(written(paper.text)) for paper in written_then if paper is not None and paper.text)
