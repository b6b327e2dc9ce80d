"""Who knocks at the API's door 接口来人: a system by its token, staff by session, a voice by number and secret in headers,
else a passer-by."""

from collections.abc import Callable

from django.http import HttpRequest
from ninja.utils import check_csrf

from haitang.engine import sign_ins, tokens
from haitang.engine.authority import posts_of
from haitang.engine.proving import prove
from haitang.entrypoints.api.answers import language
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Denied
from haitang.kernel.words import Words

DOOR = "api"
NUMBER, SECRET, TOKEN = "X-Haitang-Number", "X-Haitang-Secret", "Authorization"
_ELSEWHERE = Words(
    zh="这个请求不像是从本站页面发来的，请刷新页面再试",
    en="This request does not look as if it came from a page of this site; please reload and try again",
)

_SECOND_STEP = Words(
    zh="您的单位要求两步登录：请先在网页的“我的账号”里设置第二步，再从这里进来",
    en="Your office asks for a second step at sign-in: please set it up under “My account” on the site first",
)


def actor_of(request: HttpRequest) -> Actor:
    """The actor behind a request that changes something.

    A token goes before number and secret, those before a session. Unproven, TooMany or Invalid when they are none;
    Denied when a session comes without its CSRF token, or without the second step that its office asks for.
    """
    if bearer := bearer_of(request):
        return tokens.prove(bearer, DOOR, language())
    number, secret = request.headers.get(NUMBER, ""), request.headers.get(SECRET, "")
    if number or secret:
        return Actor(DOOR, voice=prove(number, secret, DOOR).pk, language=language())
    if not request.user.is_authenticated:
        return Actor(DOOR, scope=DOOR, language=language())
    if check_csrf(request) is not None:
        raise Denied(_ELSEWHERE)
    staff = Actor(DOOR, account=request.user.pk, language=language())
    if sign_ins.lacks_second_step(int(request.user.pk or 0), posts_of(staff)):
        raise Denied(_SECOND_STEP)
    return staff


def bearer_of(request: HttpRequest) -> str:
    """The token that came along; empty without one."""
    return tokens.in_header(request.headers.get(TOKEN, ""))


def reading(name: str) -> Callable[[HttpRequest], bool]:
    """For operations that anybody may read: whoever brings a token all the same must have it name `name`."""

    def let_in(request: HttpRequest) -> bool:
        if bearer := bearer_of(request):
            tokens.need(tokens.prove(bearer, DOOR, language()), name)
        return True

    return let_in
