"""Inviting 邀请同事: the administrator's page: who is asked to set a password, and the link, shown once."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from haitang.commands import accounts
from haitang.engine import invitations, sign_ins
from haitang.entrypoints.web.acting import ask, refused
from haitang.entrypoints.web.forms import Field, errors_of, new_key
from haitang.entrypoints.web.staff.access import Staff, for_staff, name_of
from haitang.kernel.command import described
from haitang.kernel.errors import Conflict, Invalid, Refusal
from haitang.kernel.limits import CODE
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.account import Invitation
from haitang.records.party import Post


@dataclass(frozen=True, slots=True)
class Shown:
    """An invitation as the list shows it; `over` says why it no longer counts."""

    invitation: Invitation
    place: str
    over: str


@for_staff
def people(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Invitations of one's own office. POST makes one and shows its link; this is the only time it is shown."""
    posts = [post for post in staff.posts if post.role == Role.ADMINISTRATOR]
    if not posts:
        return render(request, "staff/not_yours.html", status=403)
    if request.method != "POST":
        return _page(request, staff, posts, None)
    try:
        outcome = ask(request, described(accounts.invite))
    except Invalid as error:
        return _page(request, staff, posts, error)
    except Conflict as conflict:
        return _page(request, staff, posts, Invalid.of("login", conflict.words.zh, conflict.words.en))
    except Refusal as refusal:
        return refused(request, refusal, back=reverse("desk_accounts"))
    made = Invitation.objects.select_related("account").get(pk=outcome.values["invitation"])
    return _page(request, staff, posts, None, made)


def _page(
    request: HttpRequest, staff: Staff, posts: list[Post], error: Invalid | None, made: Invitation | None = None
) -> HttpResponse:
    organization = posts[0].organization
    context = {
        "section": "accounts",
        "fields": _fields(request, staff, posts, error, kept=made is None),
        "errors": errors_of(error, staff.tongue),
        "key": new_key(),
        "made": made,
        "link": invitations.link_of(made) if made else "",
        "shown": [_shown(each, staff.tongue) for each in invitations.waiting(organization)],
        "here": posts[0].place,
        "asks": sign_ins.wants_second_factor(organization),
        "next": reverse("desk_accounts"),
    }
    return render(request, "account/people.html", context, status=422 if error else 200)


def _fields(request: HttpRequest, staff: Staff, posts: list[Post], error: Invalid | None, kept: bool) -> list[Field]:
    wrong = {problem.field: problem.words.say(staff.tongue) for problem in error.problems} if error else {}
    typed = request.POST if kept else {}
    login = Field("login", _("Login"), value=typed.get("login", ""), required=True, maxlength=CODE)
    login.hint = _("The name of the post or a number, not the name of a person.")
    login.error, login.autocomplete = wrong.get("login", ""), "off"
    place = Field("place", _("Administrator's post"), value=typed.get("place", posts[0].place.code), required=True)
    place.error = wrong.get("place", "")
    place.choices = [{"value": post.place.code, "label": name_of(post).say(staff.tongue)} for post in posts]
    place.kind = "hidden" if len(posts) == 1 else "select"
    return [login, place]


def _shown(invitation: Invitation, tongue: str) -> Shown:
    place = Words(zh=invitation.place.name, en=invitation.place.name_en).say(tongue)
    over = invitations.over(invitation)
    state = _("used") if invitation.used_at else _("taken back") if invitation.revoked_at else _("expired")
    return Shown(invitation, place, state if over else "")
