"""Every command through its page: limit + 1, wrong types, NUL and bidi come back as a form that names the field."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from haitang.kernel.command import Command
from haitang.kernel.registry import commands
from haitang.records.account import Account
from tests.cast import Cast
from tests.commands.inputs import PREPARED, SOUND, schema

pytestmark = pytest.mark.once

SPECS = sorted(commands, key=lambda spec: spec.name)
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def wrong(field: dict[str, Any]) -> Iterator[str]:
    """Texts that a form may carry and this field cannot take."""
    if field.get("type") == "string" and "enum" not in field and "format" not in field:
        yield from ("a\0b", "a\u202eb", "a\x1bb")
    if "maxLength" in field:
        yield "字" * (field["maxLength"] + 1)
    if "maximum" in field:
        yield str(field["maximum"] + 1)
    if "minimum" in field:
        yield str(field["minimum"] - 1)
    if field.get("type") in {"integer", "number"}:
        yield from ("seven", "9" * 5000)
    if "enum" in field or "pattern" in field or "format" in field:
        yield "nothing / 没有"


def rounds(spec: Command) -> Iterator[dict[str, str]]:
    """Forms with one wrong value in every field that has one left, the other fields sound."""
    left = {name: list(wrong(field)) for name, field in schema(spec).items()}
    for turn in range(max(map(len, left.values()), default=0)):
        yield {name: values[turn] for name, values in left.items() if turn < len(values)}


def posted(spec: Command) -> dict[str, str]:
    return {name: str(value) for name, value in SOUND[spec.name].items()}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
def test_every_wrong_value_is_named_in_the_readers_language(
    cast: Cast, client: Client, spec: Command, language: str
) -> None:
    for round_of in rounds(spec):
        answer = client.post(f"/do/{spec.name}", {**posted(spec), **round_of}, headers={"accept-language": language})
        assert answer.status_code == 422, round_of
        errors = {error["name"]: error["text"] for error in answer.context["errors"]}
        assert set(errors) == set(round_of)
        page = answer.content.decode()
        for name, text in errors.items():
            assert bool(CHINESE.search(text)) is (language == "zh-hans"), name
            assert f'id="{name}"' in page or f'name="{name}"' in page


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
def test_what_was_typed_is_still_there(cast: Cast, client: Client, spec: Command) -> None:
    texts = {name: "留着" for name, field in schema(spec).items() if field.get("type") == "string" and not {
        "enum", "pattern", "format"} & set(field)}  # fmt: skip
    answer = client.post(f"/do/{spec.name}", {**texts, "nothing": "x", "severity": "99"})
    assert answer.status_code in {403, 422}
    if answer.status_code == 422:
        kept = {field.name: field.value for field in answer.context["fields"]}
        assert all(kept[name] == text for name, text in texts.items() if name in kept)


@pytest.mark.parametrize("expect", ["-1", "seven", "9" * 5000, "²", "1.5", "\0"])
def test_a_version_that_is_no_number_harms_nobody(cast: Cast, client: Client, expect: str) -> None:
    told = cast.report()
    client.force_login(Account.objects.get(login="desk"))
    answer = client.post("/do/matters.accept", {"matter": told.number, "category": "drains", "expect": expect})
    assert answer.status_code == 422
    assert [error["name"] for error in answer.context["errors"]] == ["expect"]
    assert told.record().state == "received"


@pytest.mark.parametrize("key", ["k" * 201, "k\0", "k\u202e"])
def test_a_key_that_cannot_be_kept_is_refused_and_nothing_is_written(cast: Cast, client: Client, key: str) -> None:
    ready = PREPARED["matters.report"](cast)
    answer = client.post("/do/matters.report", {**ready.given, "key": key})
    assert answer.status_code == 422
