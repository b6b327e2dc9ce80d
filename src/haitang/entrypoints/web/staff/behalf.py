"""On behalf 替说事人记: what a voice says on paper or by telephone, offered beside that voice to those who may enter it."""

from haitang.engine.authority import may
from haitang.entrypoints.web.staff.access import Staff
from haitang.kernel.registry import commands, kinds
from haitang.kernel.words import Words
from haitang.records.matter import Matter

#: Commands that need to know for which voice: they stand beside it, not among the steps of the matter.
NAMES = ("voices.judge_for", "voices.withdraw_for")


def offered(staff: Staff, matter: Matter) -> list[tuple[str, Words]]:
    """What may be entered for a voice as the matter stands: command and words. Whoever handles it is offered nothing."""
    if matter.owner_id in {post.pk for post in staff.posts}:
        return []
    return [(name, commands[name].words) for name in NAMES if _open(staff, matter, commands[name].move)]


def _open(staff: Staff, matter: Matter, name: str) -> bool:
    move = kinds[matter.kind].flow.move(name)
    if move is None or matter.state not in move.sources:
        return False
    return may(staff.actor, move.roles, matter.place, matter.organization.code, matter, staff.posts, move.name)
