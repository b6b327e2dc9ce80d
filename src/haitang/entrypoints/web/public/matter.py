"""Matter 一件事: to its voice all that was done and said, to everybody steps and days, and nothing at all until screened."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from haitang.engine import again, chronicle, joined, looking, sheets, terming
from haitang.engine.chronicle import Act
from haitang.engine.territory import ABOVE, named, shown
from haitang.entrypoints.web.actors import language
from haitang.entrypoints.web.forms import errors_of, new_key
from haitang.entrypoints.web.public import links, mine
from haitang.entrypoints.web.public.fair import fair_for
from haitang.entrypoints.web.public.follow import secret_fields
from haitang.entrypoints.web.public.held import held_up
from haitang.entrypoints.web.public.once_more import once_more
from haitang.entrypoints.web.public.petals import strip
from haitang.entrypoints.web.public.showing import address, show, unkept
from haitang.entrypoints.web.public.timeline import VERDICTS, items_for, public_items
from haitang.entrypoints.web.public.told import Told, told
from haitang.entrypoints.web.public.verdict import last_day_to_object
from haitang.entrypoints.web.public.voices import title_for, voice_here
from haitang.kernel.errors import Invalid
from haitang.kernel.ladder import AGAIN
from haitang.kernel.number import parse_number
from haitang.kernel.registry import figures, kinds
from haitang.records.matter import Matter
from haitang.records.voice import Voice

PAGES = {"meeting": "meeting", "project": "project"}
#: Pages of their own for those who spoke, by shape.
OWN = {"mediation": "mediation_own", "talent": "talent_own"}


def matter(request: HttpRequest, number: str, error: Invalid | None = None) -> HttpResponse:
    """The page of a matter as far as this browser may see it. `error` is what was wrong with a verdict just given."""
    try:
        canonical = parse_number(number)
    except ValueError:
        return _closed(request, "", 404)
    if canonical != number:
        return redirect("matter", canonical)
    found = _find(number)
    if found is not None and found.shape in PAGES:
        return redirect(PAGES[found.shape], number)
    voice = voice_here(request, found) if found else None
    if found is not None and voice is not None and found.shape in OWN:
        return redirect(OWN[found.shape], number)
    if found is not None and voice is not None:
        return _own(request, found, voice, error)
    if found is not None and (gone := mine.erased(request, number)) is not None:
        return gone
    if found is None or not found.screened or found.private:
        return _closed(request, number, 200)
    return _public(request, found)


def _find(number: str) -> Matter | None:
    matters = Matter.objects.filter(number=number)
    return matters.select_related("organization", "owner", "concerns", f"place__{ABOVE}").first()


def _closed(request: HttpRequest, number: str, status: int) -> HttpResponse:
    """The same page whether the matter is not public or not there at all."""
    fields = secret_fields(number, None, language(request))
    return unkept(show(request, "closed", {"fields": fields, "number": number}, "follow", status=status))


def _public(request: HttpRequest, matter: Matter) -> HttpResponse:
    acts = chronicle.of(matter)
    context = {
        **_head(matter, acts),
        "place": shown(matter.place),
        "title": sheets.title_of(matter, public=True),
        "items": public_items(matter, acts),
        "links": links.of(matter),
        "photos": links.screened_photos(matter),
        "fields": secret_fields(matter.number, None, language(request)),
        "joinable": not matter.answered_at and not matter.closed_at and kinds[matter.kind].flow.voiced,
        **held_up(matter, acts, mine=False),
    }
    return show(request, "matter", context, "", matter.organization)


def _own(request: HttpRequest, matter: Matter, voice: Voice, error: Invalid | None) -> HttpResponse:
    going = joined.into(matter) if matter.state == joined.STATE else matter
    acts, behind = together(matter, going), told(going, voice)
    context = {
        **_head(going, acts, own=True),
        "matter": matter,
        "going": going,
        "together": going.number if going.pk != matter.pk else "",
        "place": named(matter.place),
        "title": title_for(matter, voice),
        "told": behind,
        "items": items_for(going, acts, behind),
        "links": links.of(matter),
        "counted": _counted(acts),
        "mine": True,
        **held_up(going, acts, mine=True),
        **once_more(going, voice, behind.may_judge),
        **fair_for(matter, voice),
        "readings": looking.readings(voice.contact) if voice.contact else None,
        "contact": voice.contact,
        **_question(request, going, behind, error),
    }
    status = error.status if error else 200
    return unkept(show(request, "my_matter", context, "follow", matter.organization, status))


def together(matter: Matter, going: Matter) -> list[Act]:
    """The acts on a matter, with those on the one it was joined into, in the order in which they happened."""
    acts = chronicle.of(matter)
    if going.pk == matter.pk:
        return acts
    return sorted([*acts, *chronicle.of(going)], key=lambda act: (act.at, act.entry))


def _head(matter: Matter, acts: list[Act], own: bool = False) -> dict[str, Any]:
    kind = kinds[matter.kind]
    outcome = kind.ending(matter.outcome)
    return {
        "matter": matter,
        "state": kind.flow.state(matter.state),
        "petals": sheets.petals_of(matter),
        "outcome": outcome,
        "outcome_tag": "done" if matter.outcome and matter.outcome == kind.outcomes[0].code else "plain",
        "steps": strip(matter, acts, own),
    }


def _question(request: HttpRequest, matter: Matter, behind: Told, error: Invalid | None) -> dict[str, Any]:
    """What the verdict form needs; nothing where there is nothing to judge."""
    may, until = behind.may_judge and not request.user.is_authenticated, last_day_to_object(matter)
    return {
        "question": may and (behind.verdict is None or (until and not again.since_answer(matter, behind.voice))),
        "wish": terming.line_for(matter, AGAIN).span.words if may and behind.voice.reopened else None,
        "unjudged": behind.verdict is None,
        "until": until,
        "said": VERDICTS[behind.verdict.verdict] if behind.verdict else "",
        "verdicts": VERDICTS,
        "chosen": request.POST.get("verdict", ""),
        "words": request.POST.get("words", ""),
        "errors": errors_of(error, language(request)),
        "key": request.POST.get("key") or new_key(),
    }


def _counted(acts: list[Act]) -> list[dict[str, Any]]:
    """The published figures in which a line of this matter is counted."""
    return [
        {"words": figure.words, "entry": act.entry, "quantity": act.quantity, "url": address("figure", figure.name)}
        for act in acts
        for figure in figures
        if act.kind in figure.counts and not figure.not_yet
    ]
