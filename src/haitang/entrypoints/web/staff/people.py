"""Posts and people 岗位与任职: who holds what; administrators appoint, end and open; holders hand a post on for some days.

Logins are shown to administrators of the place only. Every change is asked once more before it goes through the gate.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from haitang.engine import authority, powers
from haitang.engine.binding import bind
from haitang.engine.powers import Held
from haitang.entrypoints.web.acting import ask, refused
from haitang.entrypoints.web.actors import language
from haitang.entrypoints.web.choices import fields_for
from haitang.entrypoints.web.forms import errors_of, given, new_key
from haitang.entrypoints.web.labels import label_of
from haitang.entrypoints.web.staff.access import Staff, for_staff, name_of
from haitang.entrypoints.web.staff.powers import administers, place_for
from haitang.entrypoints.web.tags import day
from haitang.kernel.command import Command
from haitang.kernel.errors import Invalid, Refusal
from haitang.kernel.registry import commands
from haitang.kernel.role import ROLE_WORDS, Role
from haitang.kernel.words import Words
from haitang.records.party import Membership, Organization, Post
from haitang.records.place import Place

#: Grants this room makes, and what each means for the person who confirms it.
GRANTS = (
    "offices.create_post", "offices.open_account", "offices.appoint", "offices.end_appointment",
    "offices.delegate", "offices.end_delegation",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """Something to do about a post or a term."""

    url: str
    words: Words


@dataclass(frozen=True, slots=True)
class Served:
    """A term in the list; the login only for administrators."""

    login: str
    delegated: bool
    since: date
    until: date | None
    acts: list[Link]


@dataclass(frozen=True, slots=True)
class Row:
    """A post with who serves in it and what the reader may do about it."""

    words: Words
    role: Words
    place: Words
    here: bool
    terms: list[Served]
    acts: list[Link]


@for_staff
def page(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The posts that reach a place, and the doors to change them."""
    place, organization = place_for(request, staff)
    own = {post.pk for post in staff.posts}
    appointed = {term.post_id for term in authority.terms_of(staff.actor) if term.kind == "appointed"} & own
    reaching = powers.reaching(place, organization)
    context = {
        "section": "authority",
        "place": place,
        "where": Words(zh=place.name, en=place.name_en),
        "rows": [_row(staff, held, place, appointed) for held in reaching],
        "doors": _doors(place) if administers(staff, place, organization) else (),
        "back": f"{reverse('desk_authority')}?place={place.code}",
    }
    return render(request, "staff/people.html", context)


@for_staff
def grant(request: HttpRequest, staff: Staff, name: str) -> HttpResponse:
    """A form, the same once more to confirm, and then the change through the gate."""
    if name not in GRANTS:
        raise Http404
    place, organization = place_for(request, staff)
    spec = commands[name]
    if request.method != "POST":
        return _confirm(request, spec, place) if spec.term else _form(request, staff, spec, place, organization)
    try:
        if "sure" not in request.POST:
            bind(spec, (), given(spec, request.POST))
            return _confirm(request, spec, place)
        ask(request, spec)
    except Invalid as error:
        return _form(request, staff, spec, place, organization, error)
    except Refusal as refusal:
        return refused(request, refusal, back=_home(place))
    messages.success(request, _("Recorded: %(what)s") % {"what": spec.words.say(staff.tongue)})
    return redirect(_home(place))


def _home(place: Place) -> str:
    return f"{reverse('desk_people')}?place={place.code}"


def _door(name: str, place: Place, **more: str | int) -> Link:
    query = urlencode({"place": place.code, **more})
    return Link(f"{reverse('desk_grant', args=[name])}?{query}", commands[name].words)


def _doors(place: Place) -> list[Link]:
    return [_door(name, place) for name in ("offices.create_post", "offices.open_account")]


def _row(staff: Staff, held: Held, place: Place, appointed: set[int]) -> Row:
    post = held.post
    able = _administers_post(staff, post)
    acts = [_door("offices.appoint", place, post=post.code)] if able else []
    if (able and held.terms) or post.pk in appointed:
        acts.append(_door("offices.delegate", place, post=post.code))
    return Row(
        words=name_of(post),
        role=ROLE_WORDS[Role(post.role)],
        place=Words(zh=post.place.name, en=post.place.name_en),
        here=held.here,
        terms=[_served(term, place, able, post.pk in appointed) for term in held.terms],
        acts=acts,
    )


def _administers_post(staff: Staff, post: Post) -> bool:
    organization = next((own.organization for own in staff.posts if own.organization_id == post.organization_id), None)
    return organization is not None and administers(staff, post.place, organization)


def _served(term: Membership, place: Place, able: bool, own: bool) -> Served:
    delegated = term.kind == "delegated"
    name = "offices.end_delegation" if delegated else "offices.end_appointment"
    acts = [_door(name, place, term=term.pk)] if able or (delegated and own) else []
    return Served(term.account.login if able else "", delegated, term.since, term.until, acts)


def _form(
    request: HttpRequest, staff: Staff, spec: Command, place: Place, organization: Organization,
    error: Invalid | None = None,
) -> HttpResponse:  # fmt: skip
    settled = {"place": place.code, "organization": organization.code}
    values = {**settled, **request.GET.dict(), **(request.POST.dict() if request.method == "POST" else {})}
    hidden = [name for name in ("place", "organization", "post", "term") if name in values]
    context = {
        "section": "authority",
        "title": spec.words.say(staff.tongue),
        "about": _about(values, staff.tongue),
        "fields": fields_for(spec, None, staff.tongue, values=values, hidden=hidden, error=error),
        "errors": errors_of(error, staff.tongue),
        "at": place.code,
        "home": _home(place),
    }
    return render(request, "staff/grant.html", context, status=422 if error else 200)


def _confirm(request: HttpRequest, spec: Command, place: Place) -> HttpResponse:
    source = (request.POST if request.method == "POST" else request.GET).dict()
    taken = {name: value for name, value in source.items() if name in spec.form.model_fields}
    tongue = language(request)
    hidden = {**taken, "at": place.code, "key": new_key(), "sure": "1"}
    context = {
        "section": "authority",
        "title": spec.words.say(tongue),
        "about": _about(taken, tongue),
        "lines": _lines(taken, tongue),
        "question": _("Do it?"),
        "consequence": _consequence(spec.name),
        "action": reverse("desk_grant", args=[spec.name]),
        "hidden": [{"name": name, "value": value} for name, value in hidden.items()],
        "verb": spec.words.say(tongue),
        "cancel": _home(place),
    }
    return render(request, "staff/grant.html", context)


def _about(values: Mapping[str, Any], tongue: str) -> str:
    """The post concerned, by its name."""
    term = str(values.get("term", ""))
    known = Post.objects.filter(memberships__pk=int(term)) if term.isdecimal() and len(term) < 19 else (
        Post.objects.filter(code=str(values.get("post", ""))[:64])
    )  # fmt: skip
    post = known.first()
    return name_of(post).say(tongue) if post else ""


def _lines(taken: Mapping[str, Any], tongue: str) -> list[tuple[str, str]]:
    said = {name: value for name, value in taken.items() if value and name not in {"term", "post", "organization"}}
    return [(label_of(name), _said(name, str(value), tongue)) for name, value in said.items()]


def _said(name: str, value: str, tongue: str) -> str:
    if name == "role" and value in set(Role):
        return ROLE_WORDS[Role(value)].say(tongue)
    if name in {"since", "until"}:
        return day(date.fromisoformat(value[:10]))
    return value


def _consequence(name: str) -> str:
    return {
        "offices.create_post": _("The post is vacant until somebody is appointed. Whoever creates it cannot take it."),
        "offices.open_account": _("The account may do nothing until it is appointed to a post."),
        "offices.appoint": _("From the first day on they may do whatever this post may. It stands in the ledger."),
        "offices.end_appointment": _(
            "It ends at once, and what was delegated from it ends too. It stands in the ledger."
        ),
        "offices.delegate": _("They may do whatever this post may, until the last day; it is shown as delegated."),
        "offices.end_delegation": _("It ends at once. What was done meanwhile stands."),
    }[name]
