"""Dangers 急事先打电话: the number comes first, on a page of its own and before a report of it is recorded."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from haitang.engine import dangers, directory
from haitang.engine.directory import Call
from haitang.engine.territory import known
from haitang.entrypoints.web.public.showing import readable, show
from haitang.kernel.dangers import DANGERS, SPOKEN_OF, Danger, danger, met
from haitang.records.party import Organization
from haitang.records.place import Place

#: What somebody may say after they were shown the numbers: called, could not call, it is no such thing.
SETTLED = ("yes", "no", "over")


@dataclass(frozen=True, slots=True)
class Alarm:
    """A danger with the numbers of a place, and the phrases by which the form recognizes it while somebody types."""

    danger: Danger
    calls: list[Call]

    @property
    def phrases(self) -> str:
        """As report.js reads them: phrases by `|`, their parts by `+`."""
        return "|".join("+".join(parts) for parts in self.danger.phrases)


def page(request: HttpRequest, code: str) -> HttpResponse:
    """Whom to call about one danger; whoever has called may tell the community as well."""
    found = danger(readable(code))
    if found is None:
        raise Http404
    place = known(request.GET.get("place", ""))
    organization = place.organization if place is not None else directory.site()
    context = {"alarm": Alarm(found, dangers.calls(found, place, organization)), "place": place, "dangers": DANGERS}
    return show(request, "danger", context, "report", organization)


def waiting(request: HttpRequest) -> Danger | None:
    """The danger that a report speaks of, while nobody has said whether they have called."""
    return _told(request.POST) if waits(request.POST) else None


def waits(given: Mapping[str, Any]) -> bool:
    """Whether a report speaks of a danger and the numbers have to come first."""
    return given.get("called", "") not in SETTLED and _told(given) is not None


def told_of(given: Mapping[str, Any]) -> str:
    """The code of the danger to be recorded with a report: none where they say that it is no such thing."""
    found = _told(given) if given.get("called") in ("yes", "no") else None
    return found.code if found else ""


def _told(given: Mapping[str, Any]) -> Danger | None:
    return danger(given.get("danger", "")) or met(given.get("words", ""), given.get("place_words", ""))


def stop(request: HttpRequest, found: Danger, answers: list[tuple[str, str]], place: Place | None) -> HttpResponse:
    """The numbers, and three ways on; everything that was written is kept."""
    organization = place.organization if place is not None else directory.site()
    alarm = Alarm(found, dangers.calls(found, place, organization))
    return show(request, "report_call", {"alarm": alarm, "answers": answers}, "report", organization)


def on_form(given: Mapping[str, Any], place: Place | None, organization: Organization | None) -> dict[str, Any]:
    """What the form shows of dangers: the way to the numbers, and each alarm ready to appear while somebody types."""
    chosen, lines = danger(given.get("danger", "")), dangers.at(place, organization)
    return {
        "alarms": [Alarm(one, dangers.serving(one, lines)) for one in DANGERS],
        "spoken_of": "|".join(SPOKEN_OF),
        "danger": chosen if given.get("called") in ("yes", "no") else None,
        "called": given.get("called", "") if given.get("called") in SETTLED else "",
    }
