"""Every command through JSON: limit and limit + 1, wrong types, NUL and bidi name the field, in both languages."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from haitang.kernel.command import Command
from haitang.kernel.limits import KEY
from haitang.kernel.registry import commands
from tests.cast import Cast
from tests.entrypoints.api.conftest import Caller

pytestmark = pytest.mark.once

LANGUAGES = ("en", "zh-CN")


def _schemas(spec: Command) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each field with its JSON schema, that of the value where null is allowed too."""
    whole = spec.form.model_json_schema()
    for name, schema in whole["properties"].items():
        given = next((each for each in schema.get("anyOf", ()) if each.get("type") != "null"), schema)
        yield name, whole["$defs"][given["$ref"].rsplit("/", 1)[1]] if "$ref" in given else given


def _takes_text(schema: dict[str, Any]) -> bool:
    return "string" in (schema.get("type"), schema.get("items", {}).get("type"))


def _text(schema: dict[str, Any], text: str) -> Any:
    """`text` as the field takes it, alone or in a list."""
    return text if schema.get("type") == "string" else [text]


def _too_much(schema: dict[str, Any]) -> Iterator[tuple[Any, Any]]:
    """Values at a limit, and just beyond it."""
    if "maxLength" in schema:
        letter = "a" if "pattern" in schema else "长"
        yield letter * schema["maxLength"], letter * (schema["maxLength"] + 1)
    if "maxItems" in schema and "prefixItems" not in schema:
        listed = schema["items"].get("enum", ["0" * 64])
        item = {"string": listed[0], "integer": 1}.get(schema["items"].get("type"), [1.0, 1.0])
        yield [item] * schema["maxItems"], [item] * (schema["maxItems"] + 1)
    if "maximum" in schema:
        yield schema["maximum"], schema["maximum"] + 1
    if "minimum" in schema:
        yield schema["minimum"], schema["minimum"] - 1


def _cases() -> list[tuple[str, str, str, Any]]:
    """Command, field, what is wrong with it, value."""
    cases: list[tuple[str, str, str, Any]] = []
    for spec in commands:
        for field, schema in _schemas(spec):
            texts = [("NUL", "a\x00b"), ("bidi", "a\u202eb"), ("surrogate", "\ud800")]
            cases += [(spec.name, field, what, _text(schema, text)) for what, text in texts if _takes_text(schema)]
            cases += [(spec.name, field, "an object", {"a": 1}), (spec.name, field, "a list of objects", [{}])]
            cases += [(spec.name, field, "beyond", beyond) for _at, beyond in _too_much(schema)]
    return cases


def _named(found: Any) -> dict[str, str]:
    return {each["field"]: each["message"] for each in found.json()["problems"]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_wrong_value_of_every_command_names_its_field(cast: Cast, language: str) -> None:
    caller, cases = Caller(language), _cases()
    assert len({command for command, *_ in cases}) == len(commands)
    for command, field, what, value in cases:
        found = caller.command(command, {field: value})
        assert found.status_code == 422, (command, field, what)
        assert field in _named(found), (command, field, what)
        assert _named(found)[field].isascii() == (language == "en"), (command, field, what)


def test_every_limit_itself_is_allowed(caller: Caller) -> None:
    seen = 0
    for spec in commands:
        for field, schema in _schemas(spec):
            for at, _beyond in _too_much(schema):
                found = caller.command(spec.name, {field: at})
                problems = _named(found) if found.status_code == 422 and "problems" in found.json() else {}
                said = problems.get(field, "")
                assert not said or said.startswith("There is no such"), (spec.name, field, at, said)
                seen += 1
    assert seen > 60


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_missing_and_what_does_not_belong_is_named(cast: Cast, language: str) -> None:
    for spec in commands:
        found = Caller(language).command(spec.name, {"nonsense": 1})
        needed = {name for name, field in spec.form.model_fields.items() if field.is_required()}
        assert found.status_code == 422 and set(_named(found)) == needed | {"nonsense"}


BODIES = {
    "nothing": "",
    "half an object": "{",
    "a list": "[]",
    "null": "null",
    "a text": '"words"',
    "a number": "1",
    "not a number": '{"words": NaN}',
    "a huge number": '{"words": 1' + "0" * 5_000 + "}",
    "deep nesting": "[" * 100_000,
    "a deep object": '{"a":' * 50_000,
    "no UTF-8": b"\xff\xfe{}",
    "a NUL": b'{"words": "\x00"}',
    "a strange name": '{"\\ud800\\u0000": 1}',
    "many strange names": json.dumps({f"x{n}": 1 for n in range(5_000)}),
    "a long name": json.dumps({"x" * 100_000: 1}),
}


@pytest.mark.parametrize("body", BODIES)
def test_a_body_that_is_no_object_is_refused_in_words(caller: Caller, body: str) -> None:
    found = caller.command("matters.report", BODIES[body])
    assert found.status_code in (400, 422) and found.json()["message"]
    assert len(found.content) < 20_000


def test_too_large_a_body_is_413(caller: Caller) -> None:
    assert caller.command("matters.report", {"words": "x" * 5_000_000, "place": "dgmy"}).status_code == 413


def test_keys_have_a_limit(caller: Caller) -> None:
    report = {"words": "路灯不亮", "place": "dgmy"}
    assert caller.command("matters.report", report, key="k" * KEY).status_code == 200
    assert (
        caller.command("matters.report", report, key="k" * (KEY + 1)).json()["problems"][0]["field"]
        == "Idempotency-Key"
    )
    assert caller.command("matters.report", report, key="k\u202e").status_code == 422


@pytest.mark.parametrize("expect", ["0", "-1", "x", str(2**31)])
def test_a_version_that_cannot_be_one_is_refused(caller: Caller, expect: str) -> None:
    found = caller.command("matters.report", {"words": "路灯不亮", "place": "dgmy"}, expect=expect)
    assert found.status_code == 422 and found.json()["problems"][0]["field"] == "expect"


values = some.recursive(
    some.none()
    | some.booleans()
    | some.integers()
    | some.floats(allow_nan=False, allow_infinity=False)
    | some.text(max_size=30),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=some.data())
def test_whatever_is_sent_nothing_breaks(caller: Caller, data: Any) -> None:
    spec = data.draw(some.sampled_from(list(commands)))
    fields = some.sampled_from([*spec.form.model_fields, "nonsense"])
    given = data.draw(some.dictionaries(fields, values, max_size=6) | values)
    assert caller.command(spec.name, json.dumps(given)).status_code in (200, 403, 409, 422)
