"""Webhooks 签名通知: a signed JSON POST. The body names what happened by ids, never anybody's words (docs/run.md, Channels)."""

import hashlib
import hmac
import json
import time
from typing import Any

from haitang.engine.channels import wire
from haitang.engine.channels.addresses import Refused, target_of
from haitang.engine.consumer import Result

KEY_HEADER = "Idempotency-Key"
TIME_HEADER = "X-Haitang-Timestamp"
SIGNATURE_HEADER = "X-Haitang-Signature"
#: Shorter keys can be tried out.
SHORTEST_KEY = 16


def send(url: str, key: str, delivery: str, payload: dict[str, Any]) -> Result:
    """Post `payload`, signed with `key`, under the delivery's id; the address is checked anew every time."""
    try:
        target = target_of(url)
    except Refused as refusal:
        return Result("later" if refusal.passing else "failed", refusal.words.en)
    body = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
    moment = str(int(time.time()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Haitang",
        KEY_HEADER: delivery,
        TIME_HEADER: moment,
        SIGNATURE_HEADER: signature(key, moment, body),
    }
    return wire.post(target, headers, body)


def signature(key: str, moment: str, body: bytes) -> str:
    """`v1=` and the HMAC-SHA256 (RFC 2104) of `moment`, a full stop and the body, in hex."""
    return f"v1={hmac.digest(key.encode(), moment.encode() + b'.' + body, hashlib.sha256).hex()}"
