"""Step 3, posts 岗位: who there is, and one form that creates a post, opens a login and lets it hold the post."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from haitang.commands import accounts, offices
from haitang.engine import clock, gate, invitations
from haitang.entrypoints.web.acting import refused
from haitang.entrypoints.web.forms import Field, errors_of, new_key
from haitang.entrypoints.web.setup.access import Desk, for_administrator
from haitang.entrypoints.web.setup.forms import page
from haitang.entrypoints.web.setup.places import parents, territory
from haitang.kernel.errors import Invalid, Refusal
from haitang.kernel.role import POSTS, ROLE_WORDS, Role
from haitang.kernel.words import Words
from haitang.records.account import Account, Invitation
from haitang.records.party import Membership, Post

OFFERED = tuple(role for role in POSTS if role is not Role.ADMINISTRATOR)


@for_administrator
def posts(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The office's posts with their logins; a new one comes with a start link, shown this once."""
    if request.method != "POST":
        return _show(request, desk, {}, None, "")
    given = {name: request.POST.get(name, "").strip() for name in ("code", "name", "name_en", "role", "place", "login")}
    try:
        link = _fill(desk, given)
    except Invalid as error:
        return _show(request, desk, given, error, "", 422)
    except Refusal as refusal:
        return refused(request, refusal, back=request.path)
    return _show(request, desk, {}, None, link)


def _fill(desk: Desk, given: dict[str, str]) -> str:
    """Create the post and let the login hold it, opening it where there is none; its start link, if it needs one."""
    login = given["login"] or given["code"]
    post = {name: given[name] for name in ("code", "name", "name_en", "role", "place")}
    acts: list[tuple[Any, dict[str, Any]]] = [
        (offices.create_post, {**post, "organization": desk.organization.code}),
        (offices.appoint, {"post": given["code"], "login": login, "since": clock.today()}),
    ]
    account = Account.objects.filter(login=login[:64].replace("\0", "")).first()
    if account is None:
        acts.insert(1, (offices.open_account, {"login": login, "place": desk.top.code}))
    elif not _ours(desk, account):
        raise Invalid.of("login", "这个登录名别人已经用了", "Somebody else uses this login")
    list(gate.many(gate.Asked(command, desk.staff.actor, values) for command, values in acts))
    made = Account.objects.get(login=login)
    return "" if made.has_usable_password() else _invited(desk, login)


def _invited(desk: Desk, login: str) -> str:
    """The link with which whoever holds the post sets a password."""
    outcome = gate.do(accounts.invite, desk.staff.actor, place=desk.top.code, login=login)
    return invitations.link_of(Invitation.objects.get(pk=outcome.values["invitation"]))


def _ours(desk: Desk, account: Account) -> bool:
    """Whether somebody of this office holds the login; another office's logins are not there for us."""
    return Membership.objects.filter(account=account, post__organization=desk.organization).exists()


def _show(
    request: HttpRequest, desk: Desk, given: dict[str, str], error: Invalid | None, link: str, status: int = 200
) -> HttpResponse:
    tongue, day = desk.staff.tongue, clock.today()
    wrong = {problem.field: problem.words.say(tongue) for problem in error.problems} if error else {}
    held = Membership.objects.filter(Q(until=None) | Q(until__gte=day), post__organization=desk.organization)
    logins: dict[int, list[str]] = {}
    for post, login in held.values_list("post_id", "account__login"):
        logins.setdefault(post, []).append(login)
    found = Post.objects.filter(organization=desk.organization).select_related("place").order_by("id")
    context = {
        "rows": [
            (post, Words(zh=post.name, en=post.name_en), ROLE_WORDS[Role(post.role)],
             Words(zh=post.place.name, en=post.place.name_en), logins.get(post.pk, []))
            for post in found
        ],
        "fields": _fields(desk, given, wrong),
        "errors": errors_of(error, tongue),
        "key": new_key(),
        "link": link,
    }  # fmt: skip
    response = page(request, desk, "posts", context)
    response.status_code = status
    response["Cache-Control"] = "no-store"
    return response


def _fields(desk: Desk, given: dict[str, str], wrong: dict[str, str]) -> list[Field]:
    tongue = desk.staff.tongue
    roles = [{"value": role.value, "label": ROLE_WORDS[role].say(tongue)} for role in OFFERED]
    made = [
        Field("code", _("Code"), required=True, maxlength=64, hint=_("Small letters and digits; it is never shown to residents.")),
        Field("name", _("Name"), required=True, maxlength=80),
        Field("name_en", _("Name in English"), required=True, maxlength=80),
        Field("role", _("Role"), kind="select", required=True, choices=roles, value="desk"),
        Field("place", _("Place"), kind="select", required=True, choices=parents(territory(desk), tongue)),
        Field("login", _("Login"), maxlength=64, hint=_("Without one, the code. A login that is there takes on this post too.")),
    ]  # fmt: skip
    for field in made:
        field.value, field.error = given.get(field.name, field.value), wrong.get(field.name, "")
    return made
