"""Canonical JSON as RFC 8785 writes it, without fractions."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haitang.kernel.canonical import DEEPEST, LARGEST, canonical

texts = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | st.integers(min_value=-LARGEST, max_value=LARGEST) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


def nested(levels: int) -> Any:
    value: Any = 0
    for _ in range(levels):
        value = [value]
    return value


def test_keys_stand_in_the_order_of_their_utf_16_code_units() -> None:
    # RFC 8785 §3.2.3: the smiley, a surrogate pair, comes before U+FB33 although its code point is larger.
    expected = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]
    assert list(json.loads(canonical(dict.fromkeys(reversed(expected), 0)))) == expected


def test_keys_are_sorted_at_every_depth() -> None:
    assert canonical({"b": [{"d": 1, "c": 2}], "a": {}}) == '{"a":{},"b":[{"c":2,"d":1}]}'


def test_text_is_escaped_as_the_standard_says() -> None:
    # RFC 8785 §3.2.2.2: short escapes, lower-case \u00xx for other controls, everything else as it is.
    assert canonical('\b\t\n\f\r"\\\x00\x1f\x7f/€海棠😀\u2028') == (
        '"\\b\\t\\n\\f\\r\\"\\\\\\u0000\\u001f\x7f/€海棠😀\u2028"'
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "null"), (True, "true"), (False, "false"), (0, "0"), (-7, "-7"), (LARGEST, "9007199254740991"), ("", '""')],
)
def test_simple_values_are_written_plainly(value: object, text: str) -> None:
    assert canonical(value) == text


def test_one_and_true_stay_different() -> None:
    assert canonical([1, True, 0, False]) == "[1,true,0,false]"


def test_a_tuple_is_a_list() -> None:
    assert canonical((1, ("a", ()))) == canonical([1, ["a", []]]) == '[1,["a",[]]]'


@given(values)
def test_the_text_reads_back_as_the_value_and_writes_the_same_again(value: object) -> None:
    text = canonical(value)
    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text


@given(st.dictionaries(texts, st.integers(min_value=0, max_value=9)), st.randoms())
def test_the_order_of_writing_does_not_matter(value: dict[str, int], random: Any) -> None:
    keys = list(value)
    random.shuffle(keys)
    assert canonical({key: value[key] for key in keys}) == canonical(value)


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        0.5,
        float("nan"),
        b"bytes",
        date(2026, 1, 1),
        {1, 2},
        object(),
        {1: "a"},
        {None: "a"},
        {True: 1},
        [[{"a": 1.5}]],
    ],
)
def test_what_has_two_spellings_is_refused(value: object) -> None:
    with pytest.raises(ValueError):
        canonical(value)


@pytest.mark.parametrize("number", [LARGEST + 1, -LARGEST - 1, 10**400])
def test_an_integer_that_other_readers_would_round_is_refused(number: int) -> None:
    with pytest.raises(ValueError):
        canonical({"n": number})


@pytest.mark.parametrize("value", ["\ud800", ["a\udfff"], {"\ud83d": 1}, {"a": {"b": "\udc00\ud800"}}])
def test_a_lone_surrogate_is_refused(value: object) -> None:
    with pytest.raises(ValueError):
        canonical(value)


def test_depth_is_limited_before_the_interpreter_gives_up() -> None:
    assert canonical(nested(DEEPEST)) == "[" * DEEPEST + "0" + "]" * DEEPEST
    for levels in (DEEPEST + 1, 100_000):
        with pytest.raises(ValueError):
            canonical(nested(levels))


def test_a_value_that_contains_itself_is_refused() -> None:
    circle: list[object] = []
    circle.append(circle)
    with pytest.raises(ValueError):
        canonical(circle)
