"""A token changes nothing about bad input: a clear 4xx in words, never a 5xx; nor does bad input change what a token may."""

import json
from typing import Any

import pytest

from tests.cast import Cast
from tests.entrypoints.api.conftest import Caller
from tests.tokens import lent, made

pytestmark = pytest.mark.once

DEEP = "[" * 10_000 + "]" * 10_000
BAD: dict[str, tuple[str, Any]] = {
    "10,000 deep": ("matters.report", DEEP),
    "10,000 deep in a field": ("matters.report", f'{{"words": {DEEP}, "place": "dgmy"}}'),
    "NUL": ("matters.report", {"words": "a\x00b", "place": "dgmy"}),
    "bidi": ("matters.report", {"words": "a\u202eb", "place": "dgmy"}),
    "NUL in a place": ("matters.report", {"words": "路灯不亮", "place": "dgmy\x00"}),
    "1 MB of text": ("matters.report", {"words": "长" * 350_000, "place": "dgmy"}),
    "1 MB of a name": ("matters.report", {"x" * 1_000_000: 1}),
    "the year 10000": ("deferring.ask_time", {"matter": "SJ23-00001-7", "until": "10000-01-01", "reason": "x"}),
    "the year 0": (
        "meetings.plan",
        {"place": "daguan", "starts": "0000-01-01T00:00:00Z", "ends": "10000-01-01T00:00:00Z"},
    ),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_input_with_a_token_is_a_clear_4xx(cast: Cast, what: str) -> None:
    name, given = BAD[what]
    token = lent(cast.desk, "desk", "matters.*", "deferring.*", "meetings.*")
    found = Caller("zh-hans", authorization=f"Bearer {token}").command(name, given)
    assert 400 <= found.status_code < 500, found.content.decode()[:300]
    assert found.json()["message"] and len(found.content) < 20_000


@pytest.mark.parametrize("what", BAD)
def test_a_token_without_the_scope_learns_nothing_by_it(cast: Cast, what: str) -> None:
    name, given = BAD[what]
    found = Caller("en", authorization=f"Bearer {made(cast, 'read.ledgers')}").command(name, given)
    assert 400 <= found.status_code < 500 and found.json()["message"]


def test_scopes_are_input_like_any_other(cast: Cast) -> None:
    administrator = Caller().as_staff("administrator")
    sound = {"place": "daguan", "name": "系统", "scopes": ["matters.report"]}
    for wrong in (
        {"scopes": []}, {"scopes": ["a\x00"]}, {"scopes": ["x" * 65]}, {"scopes": ["matters.report"] * 61},
        {"lasting": 0}, {"lasting": 10**12}, {"a_minute": 0}, {"a_minute": 601}, {"name": "长" * 81}, {"name": "\u202e"},
    ):  # fmt: skip
        found = administrator.command("tokens.make", {**sound, **wrong})
        assert found.status_code == 422, wrong
        assert found.json()["problems"][0]["field"] == next(iter(wrong))
    assert administrator.command("tokens.make", json.loads(json.dumps(sound))).status_code == 200
