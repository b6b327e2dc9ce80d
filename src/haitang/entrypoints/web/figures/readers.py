"""Readers 查阅人: who reads the sealed view only, and who the live ledger with its sealed halves.

A post that reads (desk, grid worker, reader of figures, auditor, …) reads at its place and below. A property company and
a recorder do not: they read what everybody reads.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from haitang.engine import scope
from haitang.engine.authority import holds
from haitang.entrypoints.web.staff.access import staff_of
from haitang.entrypoints.web.staff.rows import PAGES
from haitang.kernel.role import Role
from haitang.records.matter import Matter
from haitang.records.party import Post
from haitang.records.place import Place

ENTITLED = frozenset({*scope.READS_PLACE, Role.READER, Role.AUDITOR})


@dataclass(frozen=True)
class Reader:
    """Somebody at the web's door, with the posts they hold today; none for a resident."""

    posts: tuple[Post, ...]

    def reads(self, place: Place | None) -> bool:
        """Whether they may read the live figures of a place."""
        if place is None or place.organization is None:
            return False
        return holds(self.posts, ENTITLED, place, place.organization.code) is not None

    def reads_half(self, ledger: str, path: str | None) -> bool:
        """Whether they may read the sealed half of a line of that ledger that was written at a place."""
        return path is not None and holds(self.posts, ENTITLED, Place(path=path), ledger) is not None

    def reads_ledger(self, ledger: str) -> bool:
        """Whether they hold a reading post in the organization whose ledger it is."""
        return any(post.organization.code == ledger and post.role in ENTITLED for post in self.posts)

    def home(self) -> Place | None:
        """The place of their first reading post that figures are kept for: where their brief begins."""
        places = (post.place for post in self.posts if post.role in ENTITLED)
        return next((place for place in places if place.community in ("", place.code)), None)

    def opens(self, numbers: Iterable[str]) -> dict[str, str]:
        """The desk's page of each of these matters, sessions and projects that they may open. One query."""
        wanted = set(numbers)
        if not wanted or not self.posts:
            return {}
        found = Matter.objects.filter(scope.seen(self.posts), number__in=wanted).values_list("number", "shape")
        return {number: reverse(PAGES[shape], args=[number]) for number, shape in found}


#: Whoever looks at a public page, signed in or not.
ANYBODY = Reader(())


def reader_of(request: HttpRequest) -> Reader:
    """Whoever asks."""
    return Reader(staff_of(request).posts)
