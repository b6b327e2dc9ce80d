"""Flows 流程: states and moves as data. Pure functions answer what may happen next; `defects` proves a flow sound."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from haitang.kernel.role import Role
from haitang.kernel.words import Words


@dataclass(frozen=True, slots=True)
class State:
    """状态: where a matter stands. `petals` 0–4 of the crabapple are open in it."""

    name: str
    words: Words
    petals: int = 0
    final: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """步骤: from which states, to which, by whom. The first target is the ordinary one.

    `not_by` names moves whose actor may not make this one on the same matter (separation of duties);
    `answers` marks the moves after which every voice has its answer; `pauses`/`resumes` stop and restart the clock.
    """

    name: str
    words: Words
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    roles: tuple[Role, ...]
    not_by: tuple[str, ...] = ()
    answers: bool = False
    pauses: bool = False
    resumes: bool = False

    @property
    def target(self) -> str:
        """The ordinary target."""
        return self.targets[0]


@dataclass(frozen=True)
class Flow:
    """A kind's life: its first state, its states, its moves."""

    name: str
    states: tuple[State, ...]
    moves: tuple[Move, ...]
    voiced: bool = True
    _by_name: dict[str, Move] = field(default_factory=dict, repr=False, compare=False)
    _states: dict[str, State] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._by_name.update({move.name: move for move in self.moves})
        self._states.update({state.name: state for state in self.states})

    @property
    def first(self) -> str:
        """The state in which a matter is born: the target of the move without a source."""
        return next(move.target for move in self.moves if not move.sources)

    def move(self, name: str) -> Move | None:
        """The move of that name, or None."""
        return self._by_name.get(name)

    def state(self, name: str) -> State:
        """The state of that name; KeyError when there is none."""
        return self._states[name]

    def open_states(self) -> tuple[str, ...]:
        """Names of the states that are not final."""
        return tuple(state.name for state in self.states if not state.final)

    def from_state(self, state: str) -> tuple[Move, ...]:
        """Moves that leave `state`, in the order of the flow."""
        return tuple(move for move in self.moves if state in move.sources)


def reachable(flow: Flow, start: str) -> set[str]:
    """Every state that can be reached from `start`, itself included."""
    seen, ahead = {start}, [start]
    while ahead:
        state = ahead.pop()
        new = {target for move in flow.from_state(state) for target in move.targets} - seen
        seen |= new
        ahead.extend(new)
    return seen


def closes_unanswered(flow: Flow) -> set[str]:
    """Final states that some path reaches without passing a move that answers every voice.

    A path begins at birth, and again wherever a matter stands unanswered: what was reopened needs its own answer.
    """
    answered = {target for move in flow.moves if move.answers for target in move.targets}
    seen = {state.name for state in flow.states if not state.final} - answered
    ahead = list(seen)
    while ahead:
        state = ahead.pop()
        new = {t for move in flow.from_state(state) if not move.answers for t in move.targets} - seen
        seen |= new
        ahead.extend(new)
    return {state for state in seen if flow.state(state).final}


def defects(flow: Flow) -> list[str]:
    """What is wrong with a flow, in English sentences; empty when it is sound.

    Checked: births, names and roles, unknown states, unreachable states, dead ends, closing without an answer,
    pauses without a resume, and anybody checking their own claim.
    """
    malformed = [*_births(flow), *_names(flow), *_unknown(flow)]
    return malformed or [
        *(f"{s.name} cannot be reached" for s in flow.states if s.name not in reachable(flow, flow.first)),
        *(f"{s.name} is a dead end" for s in flow.states if not s.final and not _ends(flow, s.name)),
        *(f"{name} closes without an answer" for name in sorted(closes_unanswered(flow)) if flow.voiced),
        *_unresumed(flow),
        *_self_checked(flow),
    ]


def _births(flow: Flow) -> Iterable[str]:
    births = [move for move in flow.moves if not move.sources]
    if len(births) != 1:
        yield f"{len(births)} moves bring the matter into being, not one"


def _names(flow: Flow) -> Iterable[str]:
    for what, named in (("move", flow.moves), ("state", flow.states)):
        names = [thing.name for thing in named]
        yield from (f"two {what}s are called {name}" for name in sorted({n for n in names if names.count(n) > 1}))
    yield from (f"move {move.name} is open to nobody" for move in flow.moves if not move.roles)
    yield from (f"move {move.name} leads nowhere" for move in flow.moves if not move.targets)


def _ends(flow: Flow, start: str) -> bool:
    return any(flow.state(name).final for name in reachable(flow, start))


def _unknown(flow: Flow) -> Iterable[str]:
    known = {state.name for state in flow.states}
    for move in flow.moves:
        for name in {*move.sources, *move.targets} - known:
            yield f"move {move.name} names the unknown state {name}"


def _unresumed(flow: Flow) -> Iterable[str]:
    for move in flow.moves:
        if move.pauses and not any(m.resumes and set(m.sources) & set(move.targets) for m in flow.moves):
            yield f"pause {move.name} has no resume"


def _self_checked(flow: Flow) -> Iterable[str]:
    for name in ("check", "reject"):
        move = flow.move(name)
        if move and flow.move("claim") and "claim" not in move.not_by:
            yield f"{name} may be made by the claimant"
