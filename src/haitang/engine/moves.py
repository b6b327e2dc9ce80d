"""Moves 此刻能做的: which commands this actor may give on a matter now, and why one of them has to wait.

The gate decides again when the command comes; this answers the same questions beforehand, for pages and lists.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from haitang.engine import checking, holds, ledger, links, persons, steps
from haitang.engine.authority import may
from haitang.engine.readying import caused
from haitang.kernel.actor import Actor
from haitang.kernel.command import Command
from haitang.kernel.flow import Move
from haitang.kernel.registry import commands, kinds
from haitang.kernel.words import Words
from haitang.records.matter import Matter
from haitang.records.party import Post

#: Moves nobody takes as a matter of course; pages keep them folded.
SELDOM = frozenset(
    {
        "reject", "refuse", "reopen", "cancel", "ask", "refer", "not_taken", "hand_back", "ask_time", "refuse_time",
        "park", "resume", "withdraw", "respond", "join", "part", "take", "involve", "release", "grant_again", "refuse_again",
        "appeal", "raise_up", "propose_aside", "refuse_aside", "judge_for", "withdraw_for", "bring_in", "step_aside",
        "decline", "end", "turn_down", "renew", "leave", "cannot",
    }
)  # fmt: skip
#: Moves by which somebody else looks at a claim.
LOOKS = frozenset({"check", "reject"})
SOMEBODY_ELSE = Words(zh="自己办的事要由别人核查", en="Somebody else has to check what you did yourself")
BOUND = Words(zh="已经裁定归您办，不能再退", en="It was decided that this is yours; it cannot be handed back")
CHECK_FIRST = Words(zh="这件事要先由别人核查", en="Somebody else has to check this first")


@dataclass(frozen=True, slots=True)
class Choice:
    """A command this actor's posts allow on the matter as it stands; `barred` says why it still has to wait."""

    command: Command
    move: Move
    barred: Words | None = None


def choices(actor: Actor, posts: Sequence[Post], matter: Matter) -> list[Choice]:
    """The commands that leave the matter's state and are open to `posts`, in the order of its flow."""
    if persons.refused(matter):
        return []
    ahead = kinds[matter.kind].flow.from_state(matter.state)
    if actor.link is not None:
        named = links.named(actor.link)
        ahead = tuple(move for move in ahead if move.name in named)
    mine = [m for m in ahead if may(actor, m.roles, matter.place, matter.organization.code, matter, posts, m.name)]
    ahead = tuple(caused(matter, mine))
    looks = any(move.name in LOOKS for move in ahead) and matter.shape == "case"
    other = checking.barred(actor, matter, posts) if looks else None
    read: dict[tuple[str, ...], bool] = {}
    for move in ahead:
        if move.not_by and move.not_by not in read:
            read[move.not_by] = actor.name in links.behind(ledger.actors_of(matter.number, _names(move.not_by)))
    return [
        Choice(command, move, _barred(move, matter, other, did=read.get(move.not_by, False)))
        for move in ahead
        for command in _commands_of(move, matter.shape)
    ]


def next_of(actor: Actor, posts: Sequence[Post], matter: Matter) -> Move | None:
    """The step these posts would most likely take next, without asking whether something bars it; no query."""
    roles = kinds[matter.kind].flow.from_state(matter.state)
    open_to = (m for m in roles if may(actor, m.roles, matter.place, matter.organization.code, matter, posts, m.name))
    return next((move for move in open_to if move.name not in SELDOM), None)


def _commands_of(move: Move, shape: str) -> list[Command]:
    return [spec for spec in commands if spec.move == move.name and spec.reads_subject and spec.shape in {"", shape}]


def _barred(move: Move, matter: Matter, other: Words | None, did: bool) -> Words | None:
    """`did`: the actor made a move that this one must not follow by the same hand."""
    if did:
        return SOMEBODY_ELSE
    if move.name in LOOKS:
        return other
    if move.name == "hand_back" and holds.bound(matter):
        return BOUND
    if move.answers and matter.state == "claimed_done" and steps.must_be_checked(matter):
        return CHECK_FIRST
    return None


def _names(moves: Iterable[str]) -> list[str]:
    wanted = set(moves)
    return [spec.name for spec in commands if spec.move in wanted]
