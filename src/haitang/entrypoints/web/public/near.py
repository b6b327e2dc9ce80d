"""Near 附近已经有人说过: what neighbors have said already, shown before a report is sent; saying the same is one tap."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from haitang.engine import similar
from haitang.engine.recurring import LOOK_BACK
from haitang.engine.sheets import Row
from haitang.engine.territory import known
from haitang.entrypoints.web.forms import new_key
from haitang.entrypoints.web.public.showing import show

#: More than this nobody reads on a telephone before sending.
MOST = 5


@dataclass(frozen=True, slots=True)
class Neighbor:
    """One matter that sounds like what is being said: still open, or what came of it."""

    row: Row
    key: str

    @property
    def open(self) -> bool:
        """Whether one can still stand behind it; an answered one is said again instead."""
        return self.row.answered_at is None and self.row.closed_at is None


def found(meant: Mapping[str, Any], said: Mapping[str, str]) -> list[Neighbor]:
    """The matters everybody may see that sound like a report, the closest first."""
    place = known(str(meant["place"]))
    if place is None:
        return []
    matches = similar.near(said.get("words", ""), place, days=LOOK_BACK, limit=MOST, public=True)
    return [Neighbor(match.row, new_key()) for match in matches if _worth(match.row)]


def _worth(row: Row) -> bool:
    """What was answered without having been taken on tells its next reporter nothing."""
    return row.titled and row.petals > 0


def page(
    request: HttpRequest, neighbors: Sequence[Neighbor], answers: list[tuple[str, str]], kept: Sequence[str]
) -> HttpResponse:
    """What neighbors have said, one card each; the report goes on from here unchanged."""
    context = {"neighbors": neighbors, "answers": answers, "kept": kept, "given": request.POST}
    return show(request, "report_near", context, "report")
