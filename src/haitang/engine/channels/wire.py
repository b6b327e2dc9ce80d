"""Wire 线路: one POST to one checked address: time limits, size limits, TLS by name, no redirects, no proxy.

Nothing was sent before the connection stood: tried again. Once the request is under way, a broken line leaves the
result unknown (RFC 9110 §9.2.2: POST is not safe to repeat without knowing).
"""

import http.client
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from threading import Timer

from django.conf import settings

from haitang.engine.channels.addresses import Target
from haitang.engine.consumer import DELIVERED, Result

CONNECT_SECONDS, ANSWER_SECONDS = 5.0, 10.0
#: However slowly a receiver drips: shorter than the lease of a delivery.
WHOLE_SECONDS = 30.0
BODY_BYTES = 64 * 1024
#: Answers that may be otherwise in a while (RFC 9110 §15.5.9, RFC 8470, RFC 6585); so is every 5xx.
PASSING = frozenset({408, 425, 429})
_BROKEN = (OSError, http.client.HTTPException)


def post(target: Target, headers: Mapping[str, str], body: bytes) -> Result:
    """Hand `body` over; the result never holds the address or the receiver's words."""
    if len(body) > BODY_BYTES:
        return Result("failed", "the message is too large")
    try:
        line = _line(target)
    except OSError as error:
        return Result("later", f"the receiver was not reached: {type(error).__name__}")
    watch = Timer(WHOLE_SECONDS, _hang_up, [line])
    watch.daemon = True
    watch.start()
    try:
        return said(_asked(target, line, headers, body))
    except _BROKEN as error:
        return Result("unknown", f"the receiver broke off before it answered: {type(error).__name__}")
    finally:
        watch.cancel()
        line.close()


def said(status: int) -> Result:
    """What an answer's status means for a delivery."""
    if 200 <= status < 300:
        return DELIVERED
    if 300 <= status < 400:
        return Result("failed", f"the receiver points elsewhere ({status}); redirects are not followed")
    passing = status >= 500 or status in PASSING
    return Result("later" if passing else "failed", f"the receiver refused: {status}")


def context() -> ssl.SSLContext:
    """TLS as the system trusts, and whom `HAITANG_CA_FILE` names besides."""
    made = ssl.create_default_context()
    if settings.CA_FILE:
        made.load_verify_locations(cafile=settings.CA_FILE)
    return made


def _line(target: Target) -> socket.socket:
    """A connection to the checked address itself; with TLS, to whoever proves to be the host of that name."""
    plain = socket.create_connection((target.address, target.port), timeout=CONNECT_SECONDS)
    try:
        line = context().wrap_socket(plain, server_hostname=target.host) if target.secure else plain
        line.settimeout(ANSWER_SECONDS)
        return line
    except BaseException:
        plain.close()
        raise


def _asked(target: Target, line: socket.socket, headers: Mapping[str, str], body: bytes) -> int:
    """Send the request and read the answer's status; its text is never read."""
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.sock = line
    connection.request("POST", target.path, body, {"Connection": "close", **_host(target), **headers})
    return connection.getresponse().status


def _host(target: Target) -> dict[str, str]:
    name = f"[{target.host}]" if ":" in target.host else target.host
    usual = target.port == (443 if target.secure else 80)
    return {"Host": name if usual else f"{name}:{target.port}"}


def _hang_up(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
