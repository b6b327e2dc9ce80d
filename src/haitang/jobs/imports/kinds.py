"""What can be imported 可导入的: each kind of table plans its rows by itself; the machinery knows none of them by name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from haitang.jobs.imports import matters, places, posts
from haitang.jobs.imports.planning import Plan
from haitang.kernel.layout import Layout
from haitang.kernel.registry import layouts
from haitang.kernel.role import Role
from haitang.kernel.words import Words


@dataclass(frozen=True, slots=True)
class Importable:
    """One kind of table: what it is called, who may bring it in, how its rows are planned, our own layout of it."""

    name: str
    words: Words
    roles: tuple[Role, ...]
    plan: Callable[..., Plan]
    own: str


IMPORTABLE: dict[str, Importable] = {
    each.name: each
    for each in (
        Importable("places", Words(zh="地方", en="places"), (Role.ADMINISTRATOR,), places.Places, "places"),
        Importable(
            "posts", Words(zh="单位和岗位", en="parties and posts"), (Role.ADMINISTRATOR,), posts.Posts, "posts"
        ),
        Importable(
            "matters",
            Words(zh="热线工单", en="hotline orders"),
            (Role.DESK, Role.DISPATCHER),
            matters.Matters,
            "hotline12345",
        ),
    )
}


def layouts_of(kind: str) -> Sequence[Layout]:
    """The layouts in which tables of a kind may come, our own first."""
    own = IMPORTABLE[kind].own
    return sorted((one for one in layouts if one.imports == kind), key=lambda one: one.name != own)
