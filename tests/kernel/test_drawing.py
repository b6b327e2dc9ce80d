"""The picture of a flow holds every state and every step of it, is well-formed, and loads nothing from elsewhere."""

from xml.etree import ElementTree

import pytest

from haitang.kernel import drawing, shapes
from haitang.kernel.flow import Flow

FLOWS = [shapes.CASE, shapes.ASKED, shapes.PROJECT]


def texts(flow: Flow) -> str:
    root = ElementTree.fromstring(drawing.svg(flow))
    return "\n".join("".join(each.itertext()) for each in root.iter("{http://www.w3.org/2000/svg}text"))


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.name)
def test_every_state_and_every_step_is_in_the_picture_in_both_languages(flow: Flow) -> None:
    told = texts(flow)
    for thing in (*flow.states, *(move for move in flow.moves if move.sources)):
        assert thing.words.zh in told and thing.words.en in told, thing.name


def test_the_straight_way_is_the_way_from_word_to_end() -> None:
    way = [state.name for state in drawing.spine(shapes.CASE)]
    assert way == ["received", "accepted", "assigned", "working", "claimed_done", "checked", "answered", "closed"]


def test_it_stands_on_its_own_in_light_and_dark() -> None:
    made = drawing.svg(shapes.CASE)
    assert "prefers-color-scheme: dark" in made
    assert "http" not in made.replace("http://www.w3.org/2000/svg", "")
    assert "<script" not in made and "url(#tip)" in made
