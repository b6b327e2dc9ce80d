"""A question stops the clock once; a reply or silence lets it go on (loop.md row 2)."""

import json
from collections.abc import Callable

import pytest

from haitang.commands import asking, matters
from haitang.engine import gate, ledger
from haitang.jobs import daily
from haitang.kernel.errors import Denied, NotNow
from tests.cast import Cast, Told

ClockAt = Callable[[str], None]


def test_the_voice_replies_and_the_clock_goes_on_with_what_was_left(cast: Cast, clock_at: ClockAt) -> None:
    clock_at("2023-11-13 09:00")
    told = cast.report()
    first = told.record().due_at
    gate.do(asking.ask, cast.desk, matter=told.number, words="哪一层？")
    clock_at("2023-11-16 09:00")
    gate.do(asking.reply, told.voice, matter=told.number, words="三楼")
    matter = told.record()
    assert matter.state == "received"
    assert first is not None and matter.due_at is not None
    assert (matter.due_at - first).days == 3  # three working days were waited
    assert matter.questions.get().reply == "三楼"


def test_silence_is_recorded_as_silence_and_the_matter_goes_on(cast: Cast, clock_at: ClockAt) -> None:
    clock_at("2023-11-13 09:00")
    told = cast.report()
    gate.do(asking.ask, cast.desk, matter=told.number, words="哪一层？")
    clock_at("2023-11-20 17:59")
    assert daily.go_on() == 0
    clock_at("2023-11-20 18:00")
    assert daily.go_on() == 1
    assert daily.go_on() == 0
    assert told.record().state == "received"
    assert told.record().questions.get().reply == ""
    assert ledger.of_subject(told.number)[-1][1].kind == "request.unreplied"


def test_nobody_asks_twice(cast: Cast) -> None:
    told = cast.report()
    gate.do(asking.ask, cast.desk, matter=told.number, words="哪一层？")
    gate.do(asking.reply, told.voice, matter=told.number, words="三楼")
    with pytest.raises(NotNow):
        gate.do(asking.ask, cast.desk, matter=told.number, words="哪一户？")


def test_only_whoever_spoke_or_writes_it_down_for_them_replies(cast: Cast) -> None:
    told, other = cast.report(), cast.report()
    gate.do(asking.ask, cast.desk, matter=told.number, words="哪一层？")
    for stranger in (cast.anyone, other.voice, cast.property, cast.other_desk):
        with pytest.raises(Denied):
            gate.do(asking.reply, stranger, matter=told.number, words="三楼")
    gate.do(asking.reply, cast.desk, matter=told.number, words="电话里说是三楼")


@pytest.mark.parametrize(("by", "how", "kept"), [("desk", "by_phone", "by_phone"), ("recorder", None, "counter")])
def test_the_line_of_a_reply_that_somebody_writes_down_says_how_it_came(
    cast: Cast, by: str, how: str | None, kept: str
) -> None:
    told = cast.report()
    gate.do(asking.ask, cast.desk, matter=told.number, words="哪一层？")
    more = {"how": how} if how else {}
    gate.do(asking.reply, cast.by_login[by], matter=told.number, words="三楼", **more)
    assert facts_of(told)["on_behalf"] == kept


def test_whoever_spoke_replies_for_themselves(cast: Cast) -> None:
    told = cast.report()
    gate.do(asking.ask, cast.desk, matter=told.number, words="哪一层？")
    gate.do(asking.reply, told.voice, matter=told.number, words="三楼", how="paper")
    assert "on_behalf" not in facts_of(told)


def facts_of(told: Told) -> dict[str, object]:
    body, _leaf = ledger.of_subject(told.number)[-1]
    found: dict[str, object] = json.loads(body.facts or "{}")
    return found


def test_a_matter_that_waits_for_a_reply_is_not_accepted(cast: Cast) -> None:
    told = cast.report()
    gate.do(asking.ask, cast.desk, matter=told.number, words="哪一层？")
    with pytest.raises(NotNow):
        gate.do(matters.accept, cast.desk, matter=told.number, category="drains")
