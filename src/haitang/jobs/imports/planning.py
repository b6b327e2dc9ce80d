"""Planning 安排: what every kind of import needs to judge its rows: whose office it is, who asks, what a command takes."""

from collections.abc import Callable
from typing import Any, Protocol

from haitang.engine import authority, charter
from haitang.engine.binding import bind
from haitang.engine.gate import Asked
from haitang.jobs.imports.rows import Fate, Told, problem
from haitang.kernel.actor import Actor
from haitang.kernel.command import Fact, described
from haitang.kernel.errors import Invalid, Problem
from haitang.kernel.layout import Layout
from haitang.records.party import Organization
from haitang.records.place import Place


class Plan(Protocol):
    """How one kind of table judges its rows. It is asked for them in order and remembers what it has promised."""

    def __init__(self, office: "Office", layout: Layout) -> None: ...

    def judge(self, told: list[Told]) -> list[Fate]:
        """The fate of each of these rows, in their order."""
        ...


class Office:
    """An organization as its imports need it: its open places, who acts, where they may."""

    def __init__(self, organization: Organization, by: Actor) -> None:
        self.organization, self.by = organization, by
        self.posts = authority.posts_of(by)
        found = (
            Place.objects.filter(organization=organization, closed_on=None).select_related("parent").order_by("path")
        )
        self.places: dict[str, Place] = {place.code: place for place in found}
        top = charter.top_of(organization)
        if top is None:
            raise Invalid.of("file", "这个单位还没有自己的地方", "This office has no place of its own yet")
        self.top: Place = top
        self._may: dict[tuple[str, str], bool] = {}

    def may(self, command: Callable[..., Fact], place: Place) -> bool:
        """Whether whoever acts may do this at a place; asked once for each."""
        spec = described(command)
        known = (spec.name, place.code)
        if known not in self._may:
            code = self.organization.code
            self._may[known] = authority.may(self.by, spec.roles, place, code, held=self.posts)
        return self._may[known]

    def asked(
        self, command: Callable[..., Fact], given: dict[str, Any], expect: int | None = None
    ) -> tuple[Asked | None, list[Problem]]:
        """A change as the gate takes it, or what is wrong with its fields."""
        try:
            return Asked(command, self.by, bind(described(command), (), given), expect=expect), []
        except Invalid as refusal:
            return None, list(refusal.problems)


def not_yours(field: str) -> Problem:
    """The row's place lies where whoever acts may not."""
    return problem(field, "这里不归您的岗位管", "your post does not reach that place")
