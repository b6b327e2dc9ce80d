"""Who may do what here, and why 谁能做什么: the posts that reach a place, their steps, and the reader's own yes or no."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from haitang.engine import authority, powers
from haitang.engine.authority import Reason
from haitang.engine.powers import Held
from haitang.engine.territory import known, named
from haitang.entrypoints.web.forms import Field
from haitang.entrypoints.web.staff.access import Staff, for_staff, name_of
from haitang.kernel.role import ROLE_WORDS, Role
from haitang.kernel.words import Words
from haitang.records.party import Organization
from haitang.records.place import Place

#: Steps that the installation takes by itself are no question for people.
SYSTEM_ONLY = {Role.SYSTEM}


@dataclass(frozen=True, slots=True)
class Row:
    """A post as the page shows it."""

    held: Held
    words: Words
    role: Words
    place: Words
    can: list[Words]


@dataclass(frozen=True, slots=True)
class Answer:
    """One command, and whether the reader may give it here."""

    name: str
    words: Words
    reason: Reason


@for_staff
def page(request: HttpRequest, staff: Staff) -> HttpResponse:
    """For a place of one's own organization; anybody at work may read it."""
    place, organization = place_for(request, staff)
    rows = [row_of(held) for held in powers.reaching(place, organization)]
    answers = [
        Answer(spec.name, spec.words, reason)
        for spec, reason in powers.asked(staff.actor, staff.posts, place, organization)
        if powers.roles_of(spec) != SYSTEM_ONLY
    ]
    context = {
        "section": "authority",
        "place": place,
        "where": named(place),
        "chooser": Field("place", _("Place"), "select", place.code, required=True, choices=_places(staff, place)),
        "rows": rows,
        "can": [answer for answer in answers if answer.reason.allowed],
        "cannot": [answer for answer in answers if not answer.reason.allowed],
        "administers": administers(staff, place, organization),
        "people": f"{reverse('desk_people')}?place={place.code}",
    }
    return render(request, "staff/authority.html", context)


def place_for(request: HttpRequest, staff: Staff) -> tuple[Place, Organization]:
    """The place an address asks about, with its organization; 404 for one of another organization."""
    code = request.GET.get("place", "") or request.POST.get("at", "")
    place = known(code[:64].replace("\0", "?")) if code else staff.posts[0].place
    own = {post.organization_id: post.organization for post in staff.posts}
    if place is None or place.organization_id not in own:
        raise Http404
    return place, own[place.organization_id]


def administers(staff: Staff, place: Place, organization: Organization) -> bool:
    """Whether the reader holds an administrator's post that reaches the place."""
    return authority.may(staff.actor, (Role.ADMINISTRATOR,), place, organization.code, held=staff.posts)


def row_of(held: Held) -> Row:
    """A post with its role and what it may do."""
    role = Role(held.post.role)
    place = Words(zh=held.post.place.name, en=held.post.place.name_en)
    return Row(held, name_of(held.post), ROLE_WORDS[role], place, [spec.words for spec in powers.commands_of(role)])


def _places(staff: Staff, place: Place) -> list[dict[str, str]]:
    """Where posts stand in the reader's organizations, and the place itself."""
    own = {post.organization_id for post in staff.posts}
    found = Place.objects.filter(posts__organization__in=own, organization__in=own).distinct().order_by("path")
    listed = {one.code: one for one in [*found, place]}
    return [
        {"value": one.code, "label": Words(zh=one.name, en=one.name_en).say(staff.tongue)}
        for one in sorted(listed.values(), key=lambda one: one.path)
    ]
