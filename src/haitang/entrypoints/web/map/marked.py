"""Marks as links 标记链接: one matter leads to its page, several lead to the list beside the map."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haitang.engine.cartography.marks import BUILT, DONE, LATE, OPEN, PROJECTS, WORKS, Mark
from haitang.entrypoints.web.tags import words

#: What a single mark shows, by category; anything else shows its sort's own sign.
ICONS = {
    "paths": "walk", "drains": "tool", "stairwells": "building", "lighting": "bulb", "lifts": "elevator",
    "fire": "fire-extinguisher", "green": "plant-2", "parking": "parking",
}  # fmt: skip
SIGNS = {OPEN: "message-2", WORKS: "users-group", DONE: "check", BUILT: "circle-check", LATE: "alert-triangle"}


@dataclass(frozen=True, slots=True)
class Pin:
    """What `map/parts/marks.html` shows of a mark: where it stands, what it says, what it leads to."""

    mark: Mark
    url: str
    says: str
    icon: str
    shift: int

    @property
    def middle(self) -> int:
        """Where the middle of its sign lies, above its point."""
        return {WORKS: -40, BUILT: -40, LATE: -36}.get(self.mark.sort, -43)

    @property
    def top(self) -> int:
        """Where an icon of 22 units begins."""
        return self.middle - 11


def pins(marks: Sequence[Mark], one: Callable[[Mark], str], several: Callable[[Mark], str]) -> list[Pin]:
    """Each mark with its address: `one` gives that of a single matter, `several` that of a list."""
    most: dict[str, int] = {}
    for mark in marks:
        most[mark.code] = max(most.get(mark.code, 0), mark.slot)
    made = []
    for mark in marks:
        icon = ICONS.get(mark.category, SIGNS[mark.sort]) if mark.count == 1 else ""
        url = one(mark) if mark.count == 1 else several(mark)
        made.append(Pin(mark, url, _says(mark), icon, round((mark.slot - most[mark.code] / 2) * 40)))
    return made


def public_page(mark: Mark) -> str:
    """The public page of a mark's only matter."""
    return reverse("project" if mark.sort in PROJECTS else "matter", args=[mark.numbers[0]])


def _says(mark: Mark) -> str:
    given = {"place": words(mark.words), "n": mark.count}
    if mark.sort == OPEN:
        return ngettext("%(place)s: %(n)s matter in hand", "%(place)s: %(n)s matters in hand", mark.count) % given
    if mark.sort == LATE:
        return ngettext("%(place)s: %(n)s matter late", "%(place)s: %(n)s matters late", mark.count) % given
    if mark.sort == DONE:
        return ngettext("%(place)s: %(n)s matter closed", "%(place)s: %(n)s matters closed", mark.count) % given
    if mark.sort == BUILT:
        return ngettext("%(place)s: %(n)s project finished", "%(place)s: %(n)s projects finished", mark.count) % given
    return ngettext("%(place)s: %(n)s project", "%(place)s: %(n)s projects", mark.count) % given


def sort_words(sort: str) -> str:
    """What a sort of marks is called."""
    return {
        OPEN: _("Matters in hand"), WORKS: _("Projects under way"), DONE: _("Matters closed"),
        BUILT: _("Projects finished"), LATE: _("Late matters"),
    }[sort]  # fmt: skip
