"""Number and code open one matter; ten wrong tries close the number for an hour."""

from collections.abc import Callable
from datetime import datetime

import pytest

from haitang.engine.gate import upkeep
from haitang.engine.proving import TRIES, TooOften, prove
from haitang.kernel.errors import Invalid
from haitang.kernel.number import format_number
from haitang.records.office import Refusal
from haitang.records.voice import Voice
from tests.cast import Cast


def wrong_field(number: str, secret: str) -> str:
    with pytest.raises(Invalid) as caught:
        prove(number, secret, "web")
    return caught.value.problems[0].field


def test_the_right_code_finds_its_voice(cast: Cast) -> None:
    told, other = cast.report(), cast.report()
    assert prove(told.number, told.secret, "web").pk == told.voice.voice
    assert wrong_field(told.number, other.secret) == "secret"


def test_what_cannot_be_a_number_is_not_counted(cast: Cast) -> None:
    for number in ("", "SJ23-00127", "数字", "x" * 200):
        assert wrong_field(number, "00000000") == "number"
    assert not Refusal.objects.exists()


def test_a_withdrawn_voice_is_not_found_again(cast: Cast) -> None:
    told = cast.report()
    voice = Voice.objects.get(pk=told.voice.voice)
    withdraw(voice)
    assert wrong_field(told.number, told.secret) == "secret"


def withdraw(voice: Voice) -> None:
    with upkeep():
        voice.withdrawn_at = voice.said_at
        voice.save()


def test_tries_are_limited_also_where_there_is_no_matter(cast: Cast, clock_at: Callable[[str], datetime]) -> None:
    clock_at("2023-11-14 09:30")
    number = format_number("SJ", 2022, 99_999)
    for _ in range(TRIES):
        assert wrong_field(number, "00000000") == "secret"
    with pytest.raises(TooOften):
        prove(number, "00000000", "web")
    clock_at("2023-11-14 10:30")
    assert wrong_field(number, "00000000") == "secret"


def test_the_log_of_wrong_tries_holds_no_code(cast: Cast) -> None:
    told = cast.report()
    wrong_field(told.number, "1234ABCD")
    row = Refusal.objects.get()
    assert "1234ABCD" not in f"{row.command}{row.actor}{row.door}{row.refusal}"
    assert row.actor == f"number:{told.number}"
