"""Who knocks at the web door 网页来人: staff by sign-in, a voice by its proved secret, a passer-by by a random cookie."""

import secrets

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from haitang.engine.steps import language_of
from haitang.kernel.actor import Actor

SCOPE_COOKIE = "scope"
VOICES_COOKIE = "voices"
VOICES_SALT = "haitang.voices"
#: How many matters one browser remembers, and for how long.
REMEMBERED = 12
MONTHS_3 = 90 * 24 * 60 * 60


def language(request: HttpRequest) -> str:
    """The reader's language, as one of ours."""
    return language_of(translation.get_language() or "zh-hans")


def actor_of(request: HttpRequest, number: str = "") -> Actor:
    """The signed-in staff member; else the voice this browser has proved for matter `number`; else a passer-by."""
    if request.user.is_authenticated:
        return Actor("web", account=request.user.pk, language=language(request))
    voice = voices_of(request).get(number) if number else None
    if voice:
        return Actor("web", voice=voice, language=language(request))
    return Actor("web", scope=request.COOKIES.get(SCOPE_COOKIE, ""), language=language(request))


def voices_of(request: HttpRequest) -> dict[str, int]:
    """Matters this browser has shown the secret of: number → voice id."""
    try:
        kept = signing.loads(request.COOKIES.get(VOICES_COOKIE, ""), salt=VOICES_SALT, max_age=MONTHS_3)
    except signing.BadSignature:
        return {}
    return {str(number): int(voice) for number, voice in kept.items()} if isinstance(kept, dict) else {}


def remember_voice(request: HttpRequest, response: HttpResponse, number: str, voice: int) -> None:
    """Let this browser open matter `number` without typing the secret again."""
    kept = {**voices_of(request), number: voice}
    newest = dict(list(kept.items())[-REMEMBERED:])
    value = signing.dumps(newest, salt=VOICES_SALT)
    response.set_cookie(
        VOICES_COOKIE, value, max_age=MONTHS_3, httponly=True, samesite="Lax", secure=request.is_secure()
    )


def give_scope(request: HttpRequest, response: HttpResponse) -> None:
    """A random cookie that tells passers-by apart for retries; it is never stored with what they say."""
    if SCOPE_COOKIE not in request.COOKIES:
        response.set_cookie(
            SCOPE_COOKIE,
            secrets.token_hex(16),
            max_age=MONTHS_3,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
