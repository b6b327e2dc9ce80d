"""Who may enter 进门: staff pages are for those who sign in and hold a post; everybody else gets an honest page."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from haitang.engine import scope
from haitang.engine.authority import posts_of
from haitang.entrypoints.web import second_step
from haitang.entrypoints.web.actors import actor_of, language
from haitang.kernel.actor import Actor
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.matter import Matter
from haitang.records.party import Post

P = ParamSpec("P")
_KEPT = "haitang_staff"


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody at work: the actor, the posts held today, the language read."""

    actor: Actor
    posts: tuple[Post, ...]
    tongue: str

    @property
    def words(self) -> str:
        """The first post as the page names it, and how many posts there are when there are more."""
        if not self.posts:
            return ""
        first = name_of(self.posts[0]).say(self.tongue)
        several = _("%(post)s and others (%(n)s posts)") % {"post": first, "n": len(self.posts)}
        return several if len(self.posts) > 1 else first

    def holds(self, *roles: Role) -> bool:
        """Whether one of the posts has one of these roles."""
        return any(post.role in roles for post in self.posts)


def name_of(post: Post) -> Words:
    """A post's name in both languages."""
    return Words(zh=post.name, en=post.name_en)


def staff_of(request: HttpRequest) -> Staff:
    """Who is at work, read once a request; without posts for everybody else."""
    kept = vars(request)
    if _KEPT not in kept:
        actor = actor_of(request)
        kept[_KEPT] = Staff(actor, tuple(posts_of(actor)), language(request))
    found: Staff = kept[_KEPT]
    return found


def for_staff(
    view: Callable[Concatenate[HttpRequest, Staff, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let only holders of a post in; others sign in first or read why the page is not theirs. Nothing is cached."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        staff = staff_of(request)
        if not staff.posts:
            return render(request, "staff/no_post.html", status=403)
        if second_step.missing(request, staff.posts):
            return redirect("account_second_step")
        return view(request, staff, *args, **kwargs)

    kept: Any = never_cache(guarded)
    entered: Callable[Concatenate[HttpRequest, P], HttpResponse] = kept
    return entered


def matter_for(staff: Staff, number: str, shape: str = "") -> Matter:
    """The matter of that number as far as these posts may open it; else 404, which does not say that it exists."""
    found = scope.find(staff.posts, number, shape)
    if found is None:
        raise Http404
    return found
