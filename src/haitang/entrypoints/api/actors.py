"""Who knocks at the API's door 接口来人: staff by session, a voice by number and secret in headers, else a passer-by."""

from django.http import HttpRequest
from ninja.utils import check_csrf

from haitang.engine.proving import prove
from haitang.entrypoints.api.answers import language
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Denied
from haitang.kernel.words import Words

DOOR = "api"
NUMBER, SECRET = "X-Haitang-Number", "X-Haitang-Secret"
_ELSEWHERE = Words(
    zh="这个请求不像是从本站页面发来的，请刷新页面再试",
    en="This request does not look as if it came from a page of this site; please reload and try again",
)


def actor_of(request: HttpRequest) -> Actor:
    """The actor behind a request that changes something.

    Number and secret go before a session. Invalid or TooOften when they are not a receipt's; Denied when a session
    comes without its CSRF token.
    """
    number, secret = request.headers.get(NUMBER, ""), request.headers.get(SECRET, "")
    if number or secret:
        return Actor(DOOR, voice=prove(number, secret, DOOR).pk, language=language())
    if not request.user.is_authenticated:
        return Actor(DOOR, scope=DOOR, language=language())
    if check_csrf(request) is not None:
        raise Denied(_ELSEWHERE)
    return Actor(DOOR, account=request.user.pk, language=language())
