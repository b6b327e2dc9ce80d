"""A brief says every figure once, each number with the name of its figure, and what is still to come."""

from collections.abc import Callable
from datetime import date, datetime

from haitang.engine import briefs
from haitang.engine.sealing import seal_all
from haitang.kernel.registry import figures
from tests.cast import Cast


def test_every_figure_is_either_said_or_still_to_come(cast: Cast) -> None:
    made = briefs.brief("sujin", entitled=True)
    named = [said.number.figure.name for said in made.said] + [number.figure.name for number in made.to_come]
    unsaid = {
        figure.name for figure in figures if figure.measure in ("share", "quantile")
    }  # nothing can be said of nothing
    assert sorted(named) == sorted(figure.name for figure in figures if figure.name not in unsaid)


def test_every_number_names_its_figure(cast: Cast) -> None:
    cast.solved()
    made = briefs.brief("sujin", entitled=True)
    for said in made.said:
        for language in ("zh-hans", "en"):
            assert f"[{said.number.figure.name}]" in said.sentence(language)
    sentences = [said.sentence("zh-hans") for said in made.said]
    assert "解决民生问题1件[requests.problems_solved]" in sentences


def test_a_public_brief_ends_at_the_seal(cast: Cast) -> None:
    cast.solved()
    assert {said.number.value for said in briefs.brief("sujin").said} == {0}
    seal_all()
    plain = briefs.plain(briefs.brief("sujin"), "en")
    assert {each["figure"]: each["value"] for each in plain["sentences"]}["requests.problems_solved"] == 1
    assert plain["ledgers"][0]["ledger"] == "sujin" and len(plain["ledgers"][0]["root"]) == 64


def test_the_year_before_is_said_where_there_was_something(cast: Cast, clock_at: Callable[[str], datetime]) -> None:
    clock_at("2025-05-06 09:00")
    cast.solved()
    made = briefs.brief("sujin", date(2026, 1, 1), date(2026, 12, 31), entitled=True)
    said = {said.number.figure.name: said for said in made.said}["requests.problems_solved"]
    assert said.before is not None and said.before.value == 1
    assert "上年同期 1" in said.sentence("zh-hans") and "1 in the same days a year before" in said.sentence("en")
