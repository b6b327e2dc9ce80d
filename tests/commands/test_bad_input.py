"""Bad input: limit, limit + 1, wrong type, NUL and bidirectional characters to every field of every command.

The limits are read from each command's own input model; docs/limits.md is the table they come from.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from haitang.engine.binding import bind
from haitang.kernel.command import Command
from haitang.kernel.errors import Invalid
from haitang.kernel.registry import commands
from haitang.records.matter import Matter
from tests.cast import Cast
from tests.commands.inputs import PREPARED, SOUND, schema

SPECS = sorted(commands, key=lambda spec: spec.name)
#: NUL, escape, right-to-left override, first strong isolate, left-to-right mark, a lone surrogate.
UNPRINTABLE = ["\0", "\x1b", "\u202e", "\u2068", "\u200e", "\ud800"]
NEITHER = [{"a": 1}, ["a"], 3.7, b"\xff"]


def too_much(field: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Values just outside what a field takes, each with its name."""
    if "maxLength" in field:
        yield "one character too long", "字" * (field["maxLength"] + 1)
    if field.get("minLength"):
        yield "nothing but spaces", "  \t"
    if "maxItems" in field:
        yield "one too many", [7] * (field["maxItems"] + 1)
    if "maximum" in field:
        yield "one too many", field["maximum"] + 1
    if "minimum" in field:
        yield "one too few", field["minimum"] - 1
    if "enum" in field or "pattern" in field:
        yield "not on the list", "nothing / 没有"
    if field.get("format") == "date-time":
        yield "without a time zone", "2023-11-14T09:30:00"
        yield "no such day", "2023-02-30T09:30:00+08:00"
    if field.get("format") == "date":
        yield "no such day", "2023-02-30"


def unprintable(field: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    if field.get("type") == "string" and "enum" not in field and "format" not in field:
        for character in UNPRINTABLE:
            yield f"with U+{ord(character):04X}", f"a{character}b"


def wrong_type(field: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for value in NEITHER:
        if not (field.get("type") == "array" and isinstance(value, list)):
            yield f"as {type(value).__name__}", value


def outside(spec: Command) -> Iterator[tuple[str, str, Any]]:
    """Every field of a command with every value it must not take: field, what is wrong, value."""
    for name, field in schema(spec).items():
        for what, value in (*too_much(field), *unprintable(field), *wrong_type(field)):
            yield name, what, value


def refused(spec: Command, given: dict[str, Any]) -> list[str]:
    """The fields it is refused for, none when it is taken; each is told in both languages."""
    try:
        bind(spec, (), given)
    except Invalid as invalid:
        assert invalid.status == 422
        for problem in invalid.problems:
            assert problem.words.zh and problem.words.en and "{" not in problem.words.zh + problem.words.en
        return [problem.field for problem in invalid.problems]
    return []


def named(spec: Command, given: dict[str, Any]) -> set[str]:
    return set(refused(spec, given))


def test_every_command_has_a_sound_input_here() -> None:
    assert set(SOUND) == set(PREPARED) == {spec.name for spec in SPECS}


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
def test_sound_input_is_taken(spec: Command) -> None:
    assert set(SOUND[spec.name]) <= set(bind(spec, (), SOUND[spec.name]))


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
def test_what_cannot_be_taken_is_refused_and_its_field_named(spec: Command) -> None:
    sound = SOUND[spec.name]
    bare = {name: what for name, what, value in outside(spec) if named(spec, {**sound, name: value}) != {name}}
    assert bare == {}


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
def test_every_field_that_is_needed_is_missed(spec: Command) -> None:
    needed = [name for name, field in spec.form.model_fields.items() if field.is_required()]
    assert sorted(refused(spec, {})) == sorted(needed)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
def test_a_field_nobody_knows_is_refused(spec: Command) -> None:
    assert refused(spec, {**SOUND[spec.name], "admin": True}) == ["admin"]


def test_every_text_has_a_limit() -> None:
    """So that no field slips past the tests above."""
    for spec in SPECS:
        for name, field in schema(spec).items():
            if field.get("type") == "string":
                assert {"maxLength", "enum", "format", "pattern"} & set(field), f"{spec.name} {name}"
            if field.get("type") == "array":
                assert "maxItems" in field, f"{spec.name} {name}"
            if field.get("type") == "integer":
                assert {"minimum", "maximum"} <= set(field), f"{spec.name} {name}"


# At the limit everything is kept as it was said


@pytest.mark.parametrize("letter", ["字", "🌸"])
@pytest.mark.parametrize("name", sorted(PREPARED))
def test_the_longest_text_is_kept(cast: Cast, name: str, letter: str) -> None:
    run = PREPARED[name](cast)
    spec = commands[name]
    longest = {
        field: letter * about["maxLength"]
        for field, about in schema(spec).items()
        if about.get("maxLength") and field not in run.codes
    }
    assert run(longest).entry
    if name == "matters.report":
        assert Matter.objects.get().voices.get().words == longest["words"]


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 180.000001, -181])
def test_a_point_is_on_the_earth(number: float) -> None:
    given = SOUND["matters.report"]
    assert set(refused(commands["matters.report"], {**given, "point": [number, 31.0]})) == {"point"}
    outline = {**SOUND["offices.add_place"], "outline": [[number, 31.0], [120.1, 31.0], [120.1, 31.1]]}
    assert set(refused(commands["offices.add_place"], outline)) == {"outline"}


@pytest.mark.parametrize("instant", ["0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-08:00"])
def test_an_instant_is_one_that_a_calendar_can_hold(instant: str) -> None:
    for name, field in (("meetings.plan", "starts"), ("meetings.plan", "ends"), ("projects.propose", "due")):
        assert set(refused(commands[name], {**SOUND[name], field: instant})) == {field}
