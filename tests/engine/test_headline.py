"""The figures of a home page are those of the last seal, reckoned once."""

import pytest

from haitang.engine import headline, sealing, tally
from haitang.engine.gate import upkeep
from haitang.records.office import Setting
from haitang.records.party import Organization
from tests.cast import Cast

SOLVED = "requests.problems_solved"


def value(name: str = SOLVED) -> int | float | None:
    shown = headline.shown(Organization.objects.get(code="sujin"))
    return next(one.value for one in shown if one.figure.name == name)


def choose(*names: str) -> None:
    with upkeep():
        sujin = Organization.objects.get(code="sujin")
        Setting.objects.create(organization=sujin, name="headline.figures", value=list(names))


def test_a_figure_is_shown_as_it_was_sealed(cast: Cast) -> None:
    choose(SOLVED)
    cast.solved()
    assert value() is None
    sealing.seal_all()
    assert value() == 1
    cast.solved()
    assert value() == 1
    sealing.seal_all()
    assert value() == 2


def test_a_number_of_an_older_seal_is_not_shown(cast: Cast) -> None:
    choose(SOLVED)
    cast.solved()
    sealing.seal_all()
    with upkeep():
        Setting.objects.filter(name="headline").update(value={"size": 1, "values": {SOLVED: 99}})
    assert value() is None


def test_the_same_seal_is_reckoned_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    choose(SOLVED)
    cast.solved()
    sealing.seal_all()
    monkeypatch.setattr(tally, "figures", lambda *given, **more: pytest.fail("reckoned again"))
    sealing.seal_all()


def test_an_office_chooses_its_figures_and_unknown_ones_are_left_out(cast: Cast) -> None:
    choose("nothing.of.the.kind", SOLVED)
    shown = headline.shown(Organization.objects.get(code="sujin"))
    assert [one.figure.name for one in shown] == [SOLVED]


def test_without_a_choice_figures_that_are_not_there_yet_stay_away(cast: Cast) -> None:
    shown = headline.shown(Organization.objects.get(code="sujin"))
    assert 0 < len(shown) <= headline.STRIP
    assert all(one.figure.not_yet is None and one.figure.count_only is None for one in shown)
