"""Tokens 令牌: which other systems come in, as what, how far, until when; make one (shown once), take one back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haitang.commands.tokens import machine_commands
from haitang.engine import authority, powers, tokens
from haitang.entrypoints.web.acting import ask, refused
from haitang.entrypoints.web.choices import fields_for
from haitang.entrypoints.web.forms import Field, errors_of, new_key
from haitang.entrypoints.web.staff.access import Staff, for_staff, name_of
from haitang.entrypoints.web.staff.places import COARSE, place_options
from haitang.kernel.bearer import EVERY, PHOTOS, READS
from haitang.kernel.command import Command
from haitang.kernel.errors import Invalid, Refusal
from haitang.kernel.registry import commands
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.party import Post
from haitang.records.token import Token

#: In the session: the token that has just been made, until it was shown.
MADE = "token_made"
MACHINE = "machine"
MOST = 100
ENDINGS = ("tokens.revoke", "tokens.withdraw")
#: What can be read, and keeping a photo, as people call it.
OTHER_SCOPES: dict[str, Any] = {
    "read.figures": gettext_lazy("Read figures"),
    "read.ledgers": gettext_lazy("Read ledgers and their proofs"),
    "read.requests": gettext_lazy("Read public requests (Open311)"),
    "read.*": gettext_lazy("Read whatever can be read"),
    PHOTOS: gettext_lazy("Send photos along"),
}
_NAME = gettext_lazy("Which system it is for. No names of people, no numbers.")
_PLACE = gettext_lazy("It opens this place and those below it only.")


@dataclass(frozen=True, slots=True)
class Line:
    """One token as the list shows it; `ends` is the command by which this reader takes it back, empty when none."""

    token: Token
    acts: str
    place: Words
    scopes: list[str]
    tag: str
    word: str
    ends: str
    key: str


@for_staff
def listed(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The tokens at an administrator's places and those I lent; POST makes one or takes one back. `?as=` opens the form."""
    if request.method != "POST":
        return _page(request, staff)
    name = request.POST.get("command", "")
    spec = commands.get(name) if name in {"tokens.make", "tokens.lend", *ENDINGS} else commands["tokens.make"]
    if spec is None:
        raise LookupError(name)
    try:
        outcome = ask(request, spec)
    except Invalid as error:
        return _page(request, staff, error)
    except Refusal as refusal:
        return refused(request, refusal, back=request.path)
    if "token" in outcome.values:
        request.session[MADE] = outcome.values["token"]
    else:
        messages.success(request, _("Taken back: from now on this token opens nothing."))
    return redirect("desk_tokens")


def _page(request: HttpRequest, staff: Staff, error: Invalid | None = None) -> HttpResponse:
    typed = request.POST if request.method == "POST" else request.GET
    lendable = _lendable(staff)
    acting = _acting(staff, lendable, typed.get("as", ""))
    chosen = next((post for post in lendable if post.code == acting), None)
    context = {
        "section": "tokens",
        "lines": _lines(staff, lendable),
        "made": tokens.shown_once(int(request.session.pop(MADE, 0) or 0)),
        "ways": _ways(staff, lendable),
        "acting": acting,
        "lending": chosen,
        "fields": _fields(staff, chosen, typed.dict(), typed.getlist("scopes"), error) if acting else [],
        "errors": errors_of(error, staff.tongue),
        "key": typed.get("key") or new_key(),
    }
    return render(request, "staff/tokens.html", context, status=422 if error else 200)


def _lendable(staff: Staff) -> list[Post]:
    """The posts I was appointed to; what was handed on to me for some days is not mine to lend."""
    return [term.post for term in authority.terms_of(staff.actor) if term.kind == "appointed"]


def _ways(staff: Staff, lendable: Sequence[Post]) -> list[tuple[str, Words]]:
    """As what a new token may act: a machine, for administrators; else one of my posts."""
    machine = Words(zh="单独的机器", en="a machine of its own")
    own = [(MACHINE, machine)] if staff.holds(Role.ADMINISTRATOR) else []
    return own + [(post.code, name_of(post)) for post in lendable]


def _acting(staff: Staff, lendable: Sequence[Post], asked: str) -> str:
    return asked if asked in dict(_ways(staff, lendable)) else ""


def _lines(staff: Staff, lendable: Sequence[Post]) -> list[Line]:
    """The newest tokens I may see, one query: of the places I administer, and of the posts I lent."""
    seen = Q(account_id=staff.actor.account)
    paths = [(post.organization_id, post.place.path) for post in staff.posts if post.role == Role.ADMINISTRATOR]
    for organization, path in paths:
        seen |= Q(organization=organization, place__path__startswith=path)
    rows = Token.objects.filter(seen).select_related("place", "post", "use", "account", "organization").order_by("-id")
    return [_line(token, staff, paths) for token in rows[:MOST]]


def _line(token: Token, staff: Staff, paths: Sequence[tuple[int, str]]) -> Line:
    tag, word = {
        "open": ("doing", _("in use")),
        "expired": ("plain", _("expired")),
        "revoked": ("plain", _("taken back")),
    }[tokens.state_of(token)]
    administered = any(token.organization_id == ours and token.place.path.startswith(path) for ours, path in paths)
    ends = ("tokens.revoke" if administered else "tokens.withdraw") if tokens.state_of(token) != "revoked" else ""
    acts = name_of(token.post).say(staff.tongue) if token.post else _("a machine of its own")
    scopes = [scope_words(scope, staff.tongue) for scope in token.scopes]
    place = Words(zh=token.place.name, en=token.place.name_en)
    return Line(token, acts, place, scopes, tag, word, ends, new_key())


def scope_words(scope: str, tongue: str) -> str:
    """What a scope opens, as people call it; a whole room of commands by its name."""
    spec = commands.get(scope)
    if spec is not None:
        return spec.words.say(tongue)
    if scope in OTHER_SCOPES:
        return str(OTHER_SCOPES[scope])
    return _("everything under “%(room)s”") % {"room": scope.removesuffix(f".{EVERY}")}


def _fields(
    staff: Staff, lending: Post | None, values: dict[str, Any], chosen: list[str], error: Invalid | None
) -> list[Field]:
    spec = commands["tokens.lend" if lending else "tokens.make"]
    listed = [*machine_commands()] if lending is None else _of_post(lending)
    extra = {"scopes": [{"value": each.name, "label": each.words.say(staff.tongue)} for each in listed]}
    extra["scopes"] += [{"value": name, "label": str(OTHER_SCOPES[name])} for name in (*READS, PHOTOS)]
    if lending is None:
        posts = [post for post in staff.posts if post.role == Role.ADMINISTRATOR]
        extra["place"] = place_options(posts, staff.tongue, COARSE)
        values = {"place": extra["place"][0]["value"] if extra["place"] else "", **values}
    else:
        values = {**values, "post": lending.code}
    made = fields_for(spec, None, staff.tongue, values=values, hidden=["post"], error=error, extra=extra)
    hints = {"name": str(_NAME), "place": str(_PLACE)}
    for control in made:
        control.hint = hints.get(control.name, control.hint)
        if control.name == "scopes":
            control.kind, control.value, control.required = "checks", chosen, True
    return made


def _of_post(post: Post) -> list[Command]:
    """What the post itself may do, without what no token gives."""
    return [spec for spec in powers.commands_of(Role(post.role)) if not tokens.outgrows(spec.name)]
