"""Flows are data, and `defects` finds what is wrong with them: each law fails on a violation planted here."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haitang.kernel import shapes
from haitang.kernel.flow import Flow, Move, State, closes_unanswered, defects, reachable
from haitang.kernel.role import Role
from haitang.kernel.words import Words

FLOWS = [shapes.CASE, shapes.ASKED, shapes.MEETING, shapes.PROJECT]
WORDS = Words(zh="词", en="word")


def a_state(name: str, *, final: bool = False) -> State:
    return State(name, WORDS, final=final)


def a_move(name: str, sources: str, targets: str, **more: object) -> Move:
    return Move(name, WORDS, tuple(sources.split()), tuple(targets.split()), (Role.DESK,), **more)  # type: ignore[arg-type]


#: A small sound flow; every violation below is one change to it.
SOUND = Flow(
    "small",
    (a_state("new"), a_state("waiting"), a_state("claimed"), a_state("answered"), a_state("closed", final=True)),
    (
        a_move("report", "", "new"),
        a_move("pause", "new", "waiting", pauses=True),
        a_move("resume", "waiting", "new", resumes=True),
        a_move("claim", "new", "claimed"),
        a_move("check", "claimed", "claimed", not_by=("claim",)),
        a_move("reject", "claimed", "new", not_by=("claim",)),
        a_move("answer", "claimed", "answered", answers=True),
        a_move("close", "answered", "closed"),
    ),
)


def with_moves(*moves: Move) -> Flow:
    return Flow("planted", SOUND.states, (*SOUND.moves, *moves))


def without(name: str) -> Flow:
    return Flow("planted", SOUND.states, tuple(move for move in SOUND.moves if move.name != name))


def changed(name: str, **more: object) -> Flow:
    moves = (replace(move, **more) if move.name == name else move for move in SOUND.moves)  # type: ignore[arg-type]
    return Flow("planted", SOUND.states, tuple(moves))


@pytest.mark.parametrize("flow", [SOUND, *FLOWS], ids=lambda flow: flow.name)
def test_a_sound_flow_has_no_defects(flow: Flow) -> None:
    assert defects(flow) == []


@pytest.mark.parametrize(
    ("planted", "defect"),
    [
        (with_moves(a_move("lose", "new", "nowhere")), "move lose names the unknown state nowhere"),
        (with_moves(a_move("find", "nowhere", "new")), "move find names the unknown state nowhere"),
        (Flow("planted", (*SOUND.states, a_state("island")), SOUND.moves), "island cannot be reached"),
        (without("answer"), "claimed is a dead end"),
        (without("close"), "answered is a dead end"),
        (with_moves(a_move("drop", "new", "closed")), "closed closes without an answer"),
        (changed("answer", answers=False), "closed closes without an answer"),
        (changed("answer", targets=("answered", "closed"), answers=False), "closed closes without an answer"),
        (changed("resume", resumes=False), "pause pause has no resume"),
        (changed("resume", sources=("claimed",)), "pause pause has no resume"),
        (changed("check", not_by=()), "check may be made by the claimant"),
        (changed("reject", not_by=("answer",)), "reject may be made by the claimant"),
        (with_moves(a_move("be_born_again", "", "new")), "2 moves bring the matter into being, not one"),
        (without("report"), "0 moves bring the matter into being, not one"),
        (Flow("planted", (*SOUND.states, a_state("new")), SOUND.moves), "two states are called new"),
        (with_moves(a_move("lead", "new", "")), "move lead leads nowhere"),
        (Flow("planted", (*SOUND.states, a_state("reopened")),
              (*SOUND.moves, a_move("reopen", "closed", "reopened"), a_move("drop", "reopened", "closed"))),
         "closed closes without an answer"),
        (with_moves(a_move("claim", "answered", "claimed")), "two moves are called claim"),
        (with_moves(a_move("reopen", "closed", "new")), None),
        (with_moves(Move("nobody", WORDS, ("new",), ("waiting",), ())), "move nobody is open to nobody"),
    ],
)  # fmt: skip
def test_every_law_finds_its_planted_violation(planted: Flow, defect: str | None) -> None:
    if defect is None:
        assert defects(planted) == []
    else:
        assert defect in defects(planted)


def test_a_flow_without_voices_may_close_without_an_answer() -> None:
    silent = Flow("silent", SOUND.states, (*SOUND.moves, a_move("drop", "new", "closed")), voiced=False)
    assert closes_unanswered(silent) == {"closed"}
    assert defects(silent) == []


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.name)
def test_a_flow_says_where_it_begins_and_what_may_happen_next(flow: Flow) -> None:
    assert flow.state(flow.first).final is False
    assert flow.first in reachable(flow, flow.first)
    for state in flow.states:
        assert all(state.name in move.sources for move in flow.from_state(state.name))
    assert flow.move("nothing of the kind") is None
    with pytest.raises(KeyError):
        flow.state("nothing of the kind")


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.name)
def test_petals_are_between_none_and_four(flow: Flow) -> None:
    assert all(0 <= state.petals <= 4 for state in flow.states)
    assert all(not state.final for state in flow.states if state.name in flow.open_states())


def test_the_case_opens_its_petals_as_the_design_says() -> None:
    petals = {state.name: state.petals for state in shapes.CASE.states}
    assert {name for name, number in petals.items() if number == 1} == {
        "accepted", "assigned", "working", "reopened", "referred", "parked", "joined",
    }  # fmt: skip
    assert {name for name, number in petals.items() if number == 2} == {"claimed_done", "checked"}
    assert (petals["received"], petals["answered"], petals["closed"]) == (0, 3, 4)


def test_no_path_of_a_case_closes_without_an_answer() -> None:
    assert closes_unanswered(shapes.CASE) == set()


@given(st.lists(st.sampled_from([move.name for move in shapes.CASE.moves]), max_size=40))
def test_whatever_order_moves_are_tried_in_nothing_closes_unanswered(tried: list[str]) -> None:
    state, answered = shapes.CASE.first, False
    for name in tried:
        move = shapes.CASE.move(name)
        if move is not None and state in move.sources:
            state = move.targets[-1]
            answered = (answered or move.answers) and state != "reopened"
        if shapes.CASE.state(state).final:
            assert answered
