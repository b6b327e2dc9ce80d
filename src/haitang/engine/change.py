"""Change 变动: what a command is handed, and the shared steps every command may take."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from haitang.engine import lateness
from haitang.kernel.actor import Actor
from haitang.kernel.command import Command, Fact
from haitang.kernel.errors import Invalid, NotNow
from haitang.kernel.kind import Kind
from haitang.kernel.registry import kinds
from haitang.kernel.words import Words
from haitang.records.matter import Matter
from haitang.records.party import Membership, Organization, Post
from haitang.records.place import Place


@dataclass
class Change:
    """One change under way: who, when, on what. Only the gate makes these."""

    command: Command
    by: Actor
    at: datetime
    subject: Matter | None = None
    place: Place | None = None
    post: Post | None = None
    term: Membership | None = None
    moved: bool = field(default=False)
    #: Numbers of other matters whose dates this change has moved: their clocks follow too.
    redated: list[str] = field(default_factory=list)
    #: When the matter was answered and closed as the change found it.
    stood: tuple[datetime | None, datetime | None] = (None, None)

    @property
    def matter(self) -> Matter:
        """The matter the command is about; the gate has loaded and locked it."""
        if self.subject is None:
            raise LookupError(f"{self.command.name} has no matter")
        return self.subject

    @property
    def placed(self) -> Place:
        """The place the input named; the gate has loaded it."""
        if self.place is None:
            raise LookupError(f"{self.command.name} has no place")
        return self.place

    @property
    def office(self) -> Post:
        """The post the input named, or whose term it named; the gate has loaded it."""
        if self.post is None:
            raise LookupError(f"{self.command.name} has no post")
        return self.post

    @property
    def served(self) -> Membership:
        """The term the input named; the gate has loaded and locked it."""
        if self.term is None:
            raise LookupError(f"{self.command.name} has no term")
        return self.term

    @property
    def kind(self) -> Kind:
        """The catalogue's kind of the matter."""
        return kinds[self.matter.kind]

    def to(self, state: str = "") -> None:
        """Move the matter along the command's move: to its ordinary target, or to another of its targets."""
        move = self.kind.flow.move(self.command.move)
        if move is None or (state and state not in move.targets):
            raise LookupError(f"{self.command.name} cannot lead to {state}")
        self.matter.state = state or move.target
        self.moved = True

    def fact(self, verb: str, *, quantity: int = 1, facts: dict[str, Any] | None = None, **values: Any) -> Fact:
        """The entry of this change on its matter; kind, category and place go along for the figures."""
        matter = self.matter
        if self.kind.sealed:
            return self._sealed(verb, quantity, values)
        known = {"kind": matter.kind, "category": matter.category, "outcome": matter.outcome}
        known |= lateness.facts(matter, verb, self.at) | (facts or {})
        return Fact(
            verb=f"{self.kind.leaf}.{verb}",
            organization=matter.organization.code,
            place=matter.place.code,
            subject=matter.number,
            quantity=quantity,
            facts={name: value for name, value in known.items() if value not in ("", None)},
            values=values,
        )

    def _sealed(self, verb: str, quantity: int, values: dict[str, Any]) -> Fact:
        """The entry of a change of which only the count is public: which act it was, neither place nor anything said."""
        act = f"{self.kind.flow.name}.{verb}"
        matter = self.matter
        return Fact(self.kind.leaf, matter.organization.code, "", matter.number, quantity, {"act": act}, values)


def place_of(code: str, field_name: str = "place") -> Place:
    """The place with that code; Invalid naming the field when there is none."""
    place = Place.objects.select_related("organization").filter(code=code).first()
    if place is None:
        raise Invalid.of(
            field_name, "没有找到这个地方，请从列表里选", "There is no such place; please choose from the list"
        )
    return place


def territory_of(place: Place, field_name: str = "place") -> Organization:
    """The organization in whose territory a place lies; Invalid when nobody is responsible."""
    if place.organization is None:
        raise Invalid.of(field_name, "这里不归本系统的单位管", "No office here is responsible for that place")
    return place.organization


def post_of(code: str, organization: Organization, field_name: str = "owner") -> Post:
    """The post of that organization with that code; Invalid when there is none."""
    post = Post.objects.select_related("organization", "place").filter(code=code, organization=organization).first()
    if post is None:
        raise Invalid.of(field_name, "没有这个岗位，请从列表里选", "There is no such post; please choose from the list")
    return post


def option_of(kind: Kind, which: str, code: str, field_name: str) -> str:
    """`code` when the kind offers it among `which`; Invalid otherwise."""
    if kind.option(which, code) is None:
        raise Invalid.of(field_name, "请从列表里选一个", "Please choose one from the list")
    return code


def refuse_now(zh: str, en: str) -> NotNow:
    """A NotNow in both languages."""
    return NotNow(Words(zh=zh, en=en))
