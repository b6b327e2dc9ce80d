"""Every kind of line that a command can write has words in both languages."""

import ast
import inspect
from collections.abc import Iterator
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haitang.commands import (
    accounts,
    answers,
    asked,
    asking,
    channels,
    deferring,
    deliveries,
    directory,
    erasures,
    exports,
    guide,
    handing,
    links,
    matters,
    meetings,
    notices,
    offices,
    openings,
    photos,
    places,
    projects,
    retention,
    rhythm,
    setup,
    site,
    terms,
    voices,
    wordings,
    workdays,
)
from haitang.engine import steps
from haitang.entrypoints.web.figures import kinds as saying
from haitang.entrypoints.web.figures.headings import HEADINGS, heading_of, ordinal
from haitang.entrypoints.web.figures.prose import page_of
from haitang.kernel.registry import commands, figures, kinds

#: Which shapes' stems a room's verbs are written with; none for those that name their whole kind.
ROOMS = {
    matters: ("case",),
    voices: ("case",),
    asking: ("case",),
    handing: ("case",),
    deferring: ("case",),
    answers: ("case",),
    steps: ("case",),
    meetings: ("meeting",),
    projects: ("project",),
    offices: (),
    rhythm: (),
    notices: (),
    erasures: (),
    retention: (),
    exports: (),
    terms: (),
    links: (),
    deliveries: ("case", "meeting", "project"),
    channels: (),
    wordings: (),
    accounts: (),
    asked: ("case",),
    directory: (),
    guide: (),
    openings: (),
    places: (),
    setup: (),
    site: (),
    photos: ("case",),
    workdays: (),
}
#: What may stand in a verb's place: the name of the variable and the inputs or options it takes its values from.
INPUTS = {"decision": "meetings.decide", "verdict": "voices.judge", "how": "answers.told"}


def verbs_of(module: object) -> Iterator[ast.expr]:
    """The first argument of every `fact(…)` and `Fact(…)` in a room, names followed to what they were set to."""
    for function in ast.walk(ast.parse(inspect.getsource(module))):  # type: ignore[arg-type]
        if not isinstance(function, ast.FunctionDef):
            continue
        named = {
            target.id: node.value
            for node in ast.walk(function)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in (
                "fact",
                "Fact",
            ):
                verb = node.args[0]
                yield named[verb.id] if isinstance(verb, ast.Name) else verb


def said(verb: ast.expr) -> Iterator[str]:
    """The texts an expression can be; a placeholder stays as {name}."""
    if isinstance(verb, ast.IfExp):
        yield from said(verb.body)
        yield from said(verb.orelse)
    elif isinstance(verb, ast.JoinedStr):
        yield "".join(
            str(part.value)
            if isinstance(part, ast.Constant)
            else "{" + ast.unparse(part.value).rpartition(".")[2] + "}"
            for part in verb.values
            if isinstance(part, ast.Constant | ast.FormattedValue)
        )
    else:
        assert isinstance(verb, ast.Constant), f"the test cannot follow {ast.unparse(verb)}"
        yield str(verb.value)


def filled(text: str, leaf: str) -> Iterator[str]:
    """`claimed.{outcome}` with every outcome the kind offers, and with none where a flow allows it."""
    stem, _, rest = text.partition("{")
    if not rest:
        yield text
        return
    name = rest.rstrip("}")
    if name == "outcome":
        yield from (f"{stem}{option.code}" for kind in kinds if kind.leaf == leaf for option in kind.outcomes)
    else:
        annotation = commands[INPUTS[name]].form.model_fields[name].annotation
        yield from (f"{stem}{value}" for value in get_args(annotation))


def written() -> list[str]:
    """Every public kind that the commands can write."""
    found = {"sealed"}
    for room, shapes in ROOMS.items():
        for verb in verbs_of(room):
            for text in said(verb):
                if not shapes and "{" not in text:
                    found.add(text)
                for kind in (kind for kind in kinds if kind.shape in shapes):
                    if text != "{verb}":
                        found |= {f"{kind.leaf}.{each}" for each in filled(text, kind.leaf)}
    return sorted(found)


@pytest.mark.parametrize("kind", written())
def test_what_a_command_can_write_has_words(kind: str) -> None:
    found = saying.known(kind)
    assert found is not None, f"{kind} has no words in web/figures/kinds.py"
    assert kind not in (found.zh, found.en)
    assert not any("a" <= letter <= "z" for letter in found.zh)


def test_the_enumeration_really_finds_what_is_written() -> None:
    assert {
        "request.received",
        "request.closed.solved",
        "request.reopened",
        "request.reopened.solved",
        "request.judged.half",
        "request.told.phone",
        "session.decided.project",
        "project.accepted",
        "organization.founded",
        "setting.changed",
    } <= set(written())


def test_every_command_room_is_looked_through() -> None:
    rooms = {spec.function.__module__ for spec in commands}
    known = {room.__name__ for room in ROOMS}
    assert rooms <= known


def test_a_line_says_what_it_was_and_what_came_of_it() -> None:
    assert (saying.words_of("request.closed.solved").zh, saying.words_of("request.closed.solved").en) == (
        "诉求结案：办好了",
        "request closed: solved",
    )
    assert saying.words_of("request.reopened.solved").zh == "诉求复办（原先：办好了）"
    assert saying.words_of("session.closed").zh == "会议结束"
    assert saying.words_of("project.accepted").zh == "项目验收通过"


@given(st.text(max_size=60))
def test_a_kind_nobody_knows_is_shown_as_it_stands(kind: str) -> None:
    found = saying.known(kind)
    assert found is not None or not kind.strip() or saying.words_of(kind).zh == kind


def test_every_figure_stands_under_a_heading_of_its_page() -> None:
    pages = {page_of(figure) for figure in figures}
    assert pages <= set(HEADINGS)
    assert heading_of("talk_on_fours").zh == "逢四说事"


@pytest.mark.parametrize(
    ("place", "zh"), [(1, "一、"), (10, "十、"), (11, "十一、"), (19, "十九、"), (20, "二十、"), (24, "二十四、")]
)
def test_headings_are_numbered_as_in_official_papers(place: int, zh: str) -> None:
    assert (ordinal(place, "zh-hans"), ordinal(place, "en")) == (zh, f"{place}. ")
