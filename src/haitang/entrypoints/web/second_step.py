"""Second step 两步登录: where an office asks for one, nothing else comes before it is set up."""

from collections.abc import Iterable

from django.http import HttpRequest

from haitang.engine import sign_ins
from haitang.engine.authority import posts_of
from haitang.entrypoints.web.actors import actor_of
from haitang.records.party import Post

#: In the session: this account is known to have a second step, so that no page asks the database again.
KNOWN = "second_step"


def missing(request: HttpRequest, posts: Iterable[Post]) -> bool:
    """Whether one of these posts asks for a second step that the signed-in account does not have."""
    asking = [post for post in posts if getattr(post, "second_factor", False)]
    if not asking or request.session.get(KNOWN):
        return False
    lacking = sign_ins.lacks_second_step(int(request.user.pk or 0), asking)
    if not lacking:
        request.session[KNOWN] = True
    return lacking


def missing_for(request: HttpRequest) -> bool:
    """The same where the posts have not been read."""
    return request.user.is_authenticated and missing(request, posts_of(actor_of(request)))


def forget(request: HttpRequest) -> None:
    """After something was removed: the next page asks again."""
    request.session.pop(KNOWN, None)
