"""Tokens 令牌: how another system proves itself, how far it may go, how often it may ask.

The secret is derived from the installation's key and the token's salt and is shown once, to whoever made it; the
database holds only its SHA-256, by which it is found. Scopes narrow authority and never widen it (decisions A10).
"""

import hashlib
import hmac
import re
import secrets
from base64 import b32encode
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db.models import Q

from haitang.engine import clock
from haitang.engine.pacing import Pacing
from haitang.kernel.actor import Actor
from haitang.kernel.bearer import NEVER, PREFIX, Bearer
from haitang.kernel.errors import Denied, NotNow
from haitang.kernel.words import Words
from haitang.records.party import Organization, Post
from haitang.records.place import Place
from haitang.records.token import Token, TokenUse

#: Whoever made a token may see it for so long, unless it has been used: a retry of a lost answer shows it again.
SHOWN = timedelta(minutes=10)
USED_EVERY = timedelta(minutes=1)
_PURPOSE = b"haitang.token"
_BYTES = 25
_WRITTEN = re.compile(rf"{PREFIX}[a-z2-7]{{40}}")
_pacing = Pacing()


class Unproven(Denied):
    """令牌不通: there is no such token, or it opens nothing any more; `status` 401."""

    status = 401


class TooMany(NotNow):
    """请求太密: more requests in a minute than the token may make; `retry_after` says when to ask again, in seconds."""

    status = 429

    def __init__(self, words: Words, retry_after: int) -> None:
        super().__init__(words)
        self.retry_after = retry_after


UNKNOWN = Words(
    zh="没有这个令牌，请核对是否完整，或者请单位的管理员重新开一个",
    en="There is no such token: check that it is whole, or ask the office's administrator for a new one",
)
REVOKED = Words(zh="这个令牌已经收回", en="This token was taken back")
EXPIRED = Words(zh="这个令牌已经过期，请单位的管理员重新开一个", en="This token has expired; ask for a new one")
#: Why a token that proved itself may all the same not do what it asks.
NARROW = Words(
    zh="这个令牌的权限里没有“{name}”，请单位的管理员开一个有这项权限的",
    en="This token's scopes do not name {name}; ask for a token that does",
)
ELSEWHERE = Words(
    zh="这个令牌只在它自己的地方和下属各处有用", en="This token serves its own place and those below it only"
)


def make(organization: Organization, place: Place, name: str, scopes: list[str], lasting: int, a_minute: int,
         post: Post | None = None, account: int | None = None) -> Token:  # fmt: skip
    """A new token and the row of its last use; only commands call this, which hold the gate's key."""
    token = Token(organization=organization, place=place, name=name, post=post, account_id=account)
    token.scopes, token.a_minute, token.salt = sorted(set(scopes)), a_minute, secrets.token_hex(16)
    token.made_at, token.expires_at = clock.now(), end_of(lasting)
    token.digest = digest_of(written(token))
    token.save()
    TokenUse.objects.create(token=token)
    return token


def written(token: Token) -> str:
    """The token as it is handed to the other system; stored nowhere."""
    mac = hmac.new(settings.SECRET_KEY.encode(), _PURPOSE + token.salt.encode(), hashlib.sha256).digest()
    return PREFIX + b32encode(mac[:_BYTES]).decode().lower()


def shown_once(pk: int) -> str:
    """The token for whoever has just made it; empty once it was used, and ten minutes later in any case."""
    token = Token.objects.select_related("use").filter(pk=pk, revoked_at=None).first()
    if token is None or token.use.used_at is not None or clock.now() - token.made_at > SHOWN:
        return ""
    return written(token)


def digest_of(text: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def end_of(days: int) -> datetime:
    """The last moment of the local day `days` from today."""
    return datetime.combine(clock.today() + timedelta(days=days), time(23, 59, 59), clock.ZONE)


def state_of(token: Token) -> str:
    """How it stands: `open`, `revoked`, or `expired`; a post whose lender's login was closed is lent no more."""
    if token.revoked_at is not None or (token.account is not None and not token.account.active):
        return "revoked"
    return "open" if token.expires_at > clock.now() else "expired"


def prove(text: str, door: str, language: str) -> Actor:
    """The actor behind a token as another system sent it.

    Unproven (401) when it is none of ours, taken back or expired; TooMany (429) when it asks too often.
    """
    token = _find(text)
    if token is None:
        raise Unproven(UNKNOWN)
    if (state := state_of(token)) != "open":
        raise Unproven(REVOKED if state == "revoked" else EXPIRED)
    if wait := _pacing.wait(token.digest, token.a_minute):
        raise TooMany(_too_many(token), wait)
    _note_use(token)
    return Actor(door, account=token.account_id, bearer=_bearer(token), language=language)


def in_header(value: str) -> str:
    """The token of an `Authorization: Bearer …` header; empty without one. Another scheme is a proxy's business."""
    scheme, _space, text = value.partition(" ")
    return text.strip() if scheme.lower() == "bearer" else ""


def need(actor: Actor, name: str) -> None:
    """Denied unless a token's scopes name this command or reading; nothing is asked of those who come without one."""
    if actor.bearer is not None and not actor.bearer.covers(name):
        raise Denied(Words(zh=NARROW.zh.format(name=name), en=NARROW.en.format(name=name)))


def narrowed(actor: Actor, command: str, place: Place, organization: str) -> None:
    """Denied when a token asks for what its scopes do not name, or a machine outside its place. For the gate.

    A lent post reaches as far as the post does, which is asked next: an owner's may own a matter elsewhere. What has
    no place at all is open to a machine as far as anybody may do it.
    """
    need(actor, command)
    bearer = actor.bearer
    if bearer is None or bearer.post is not None or place.path == "/":
        return
    if not place.path.startswith(bearer.path) or organization != bearer.organization:
        raise Denied(ELSEWHERE)


def outgrows(scope: str) -> bool:
    """Whether a scope would let a token give what no token gives: passwords, posts, tokens."""
    return scope.partition(".")[0] in NEVER


def lenders(names: set[str]) -> set[str]:
    """For every token among these pseudonyms, the account that lent it its post: it answers for what came through."""
    ids = [int(name[6:]) for name in names if name.startswith("token:") and name[6:].isdecimal()]
    if not ids:
        return set()
    lent = Token.objects.filter(pk__in=ids).exclude(account=None).values_list("account_id", flat=True)
    return {f"account:{account}" for account in lent}


def _find(text: str) -> Token | None:
    if not _WRITTEN.fullmatch(text):
        return None
    known = Token.objects.select_related("organization", "place", "account", "use")
    return known.filter(digest=digest_of(text)).first()


def _bearer(token: Token) -> Bearer:
    return Bearer(token.pk, frozenset(token.scopes), token.organization.code, token.place.path, token.post_id)


def _note_use(token: Token) -> None:
    """Last use, to the minute, outside the gate (records/guard.py): a token that asks often writes once a minute."""
    now = clock.now()
    long_ago = now - USED_EVERY
    if token.use.used_at is None or token.use.used_at <= long_ago:
        stale = Q(used_at=None) | Q(used_at__lte=long_ago)
        TokenUse.objects.filter(stale, token=token).update(used_at=now.replace(second=0, microsecond=0))


def _too_many(token: Token) -> Words:
    return Words(
        zh=f"这个令牌一分钟最多请求 {token.a_minute} 次，请过一会儿再来",
        en=f"This token may ask {token.a_minute} times a minute; please wait a little",
    )
