"""Wordings: an office's own words, with a fixed set of placeholders; what nobody may read does not get in that way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haitang.commands import matters, wordings
from haitang.engine import gate
from haitang.engine import wordings as words
from haitang.kernel.errors import Denied, Invalid, NotNow
from haitang.kernel.limits import SENTENCE, TEXT, TITLE
from haitang.records.matter import Matter
from haitang.records.voice import Answer
from tests.cast import Cast, Told

SOLVED = {"place": "sujin", "kind": "requests.problem", "event": "solved", "language": "zh-hans"}


def said(told: Told) -> str:
    return Answer.objects.get(voice=told.voice.voice).text


def test_answers_are_given_in_the_offices_words_from_then_on(cast: Cast) -> None:
    before = cast.answered()
    text = "苏锦街道：{number} 办好了。\n{sentence}\n经过见 {link}"
    gate.do(wordings.change_wording, cast.administrator, **SOLVED, text=text)
    told = cast.checked()
    gate.do(matters.answer, cast.desk, matter=told.number, sentence="灯亮了。")
    assert said(told) == f"苏锦街道：{told.number} 办好了。\n灯亮了。\n经过见 http://127.0.0.1:8000/m/{told.number}"
    assert said(before).startswith("您说的事办好了")
    gate.do(wordings.reset, cast.administrator, **SOLVED)
    assert said(cast.answered()).startswith("您说的事办好了")


def test_without_a_place_for_it_the_sentence_follows(cast: Cast) -> None:
    gate.do(wordings.change_wording, cast.administrator, **SOLVED, text="办好了。")
    told = cast.checked()
    gate.do(matters.answer, cast.desk, matter=told.number, sentence="灯亮了。{number}")
    assert said(told) == "办好了。\n灯亮了。{number}"


def test_one_language_and_one_office_change_nothing_for_the_others(cast: Cast) -> None:
    gate.do(wordings.change_wording, cast.administrator, **SOLVED, text="办好了。")
    english = cast.checked(cast.report(language="en"))
    gate.do(matters.answer, cast.desk, matter=english.number, sentence="好", sentence_en="Lit.")
    assert said(english).startswith("What you told us is done")
    assert said(cast.answered(cast.report(place="bzxc"))).startswith("您说的事办好了")


def test_a_title_nobody_released_is_not_said(cast: Cast) -> None:
    matter = Matter(number="SJ23-00001-7", kind="requests.problem", outcome="solved", title="张三家漏水")
    assert words.answer(matter, "zh-hans", "", {"zh-hans": "{title}办好了"}) == "民生诉求办好了"
    matter.screened = True
    assert words.answer(matter, "zh-hans", "", {"zh-hans": "{title}办好了"}) == "张三家漏水办好了"


@pytest.mark.parametrize(
    "text",
    [
        "{name}",
        "{contact}",
        "{}",
        "{number",
        "number}",
        "{number}{number}",
        "{matter.voices}",
        "{number!r}",
        "{{number}}",
        "{0}",
    ],
)
def test_an_unknown_placeholder_is_refused(cast: Cast, text: str) -> None:
    with pytest.raises(Invalid) as found:
        gate.do(wordings.change_wording, cast.administrator, **SOLVED, text=text)
    assert [problem.field for problem in found.value.problems] == ["text"]


def test_a_receipt_has_no_sentence(cast: Cast) -> None:
    receipt = {**SOLVED, "event": "received"}
    gate.do(wordings.change_wording, cast.administrator, **receipt, text="记下了，{number}。")
    with pytest.raises(Invalid):
        gate.do(wordings.change_wording, cast.administrator, **receipt, text="记下了。{sentence}")
    assert words.receipt(cast.report().record(), "zh-hans").startswith("记下了，SJ")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "nothing"}, "kind"),
        ({"event": "nothing"}, "event"),
        ({"place": "daguan"}, "place"),
        ({"kind": "talk_on_fours.session"}, "kind"),
    ],
)
def test_only_what_there_is_to_say_and_for_the_whole_office(cast: Cast, wrong: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as found:
        gate.do(wordings.change_wording, cast.administrator, **{**SOLVED, **wrong}, text="好")
    assert [problem.field for problem in found.value.problems] == [field]


def test_only_the_administrator_and_only_once(cast: Cast) -> None:
    for who in (cast.desk, cast.supervisor, cast.other_administrator):
        with pytest.raises(Denied):
            gate.do(wordings.change_wording, who, **SOLVED, text="好")
    with pytest.raises(NotNow):
        gate.do(wordings.reset, cast.administrator, **SOLVED)


@given(st.text(max_size=SENTENCE), st.text(max_size=SENTENCE))
def test_what_a_value_holds_is_never_read_as_a_placeholder(before: str, sentence: str) -> None:
    filling = words.Filling("SJ23-00001-7", "{link}", sentence, "https://example.org")
    assert words.filled("{title} {sentence}", filling) == f"{{link}} {sentence}"


def test_the_longest_words_fit_into_an_answer() -> None:
    rest = "{number}{title}{sentence}{link}"
    filling = words.Filling("n" * 16, "t" * TITLE, "s" * SENTENCE, "l" * 300)
    assert len(words.filled("x" * (SENTENCE - len(rest)) + rest, filling)) < TEXT
