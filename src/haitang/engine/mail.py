"""Mail 电子邮件: one message handed to an SMTP server, and what is known of it afterwards. Standards: RFC 5321, 5322.

A server that breaks off after the text was handed over leaves the result unknown (RFC 5321 §4.2.5, §6.1); before
that, nothing was sent and the attempt is simply made again.
"""

import hashlib
import hmac
import smtplib
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from haitang.engine.consumer import DELIVERED, Result

NO_SERVER = Result("failed", "no mail server configured")
#: What smtplib and the socket raise when a server does not answer or breaks off.
_BROKEN = (OSError, smtplib.SMTPException)


class _Handing(smtplib.SMTP):
    """An SMTP connection that remembers whether a text has been handed over."""

    handed = False

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Hand the text over; from here on a broken connection leaves the result unknown."""
        self.handed = True
        return super().data(msg)


class _HandingTLS(smtplib.SMTP_SSL, _Handing):
    """The same over TLS from the first byte."""


class _Backend(EmailBackend):
    """Django's SMTP settings over a connection that remembers."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """Which connection the settings ask for."""
        return _HandingTLS if self.use_ssl else _Handing

    @property
    def handed(self) -> bool:
        """Whether a text was handed over on this connection."""
        return bool(getattr(self.connection, "handed", False))


def send(message: EmailMessage) -> Result:
    """Hand one message to the configured server; the result never holds an address or the server's own words."""
    if not settings.EMAIL_HOST:
        return NO_SERVER
    backend = _Backend()
    try:
        backend.open()
    except _BROKEN as error:
        return Result("later", f"mail server not reached: {type(error).__name__}")
    with suppress(*_BROKEN):
        return _hand(backend, message)
    return Result("unknown", "the mail server broke off before it answered")


def _hand(backend: _Backend, message: EmailMessage) -> Result:
    """Hand over on an open connection; raises what broke it once the text was under way."""
    try:
        backend.send_messages([message])
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as error:
        return _refused(_code(error))
    except (ValueError, smtplib.SMTPNotSupportedError):
        return Result("failed", "the address cannot be written to")
    except _BROKEN:
        if backend.handed:
            raise
        return Result("later", "the mail server broke off before the text")
    finally:
        with suppress(*_BROKEN):
            backend.close()
    return DELIVERED


def _code(error: smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused) -> int:
    if isinstance(error, smtplib.SMTPResponseException):
        return int(error.smtp_code)
    return max(int(code) for code, _ in error.recipients.values())


def _refused(code: int) -> Result:
    """5xx is for good, 4xx for now (RFC 5321 §4.2.1)."""
    return Result("failed" if code >= 500 else "later", f"the mail server refused: {code}")


def message_id(*parts: object) -> str:
    """A Message-ID that the same parts always give, so that a second copy is known as one; it tells nothing."""
    text = "/".join(str(part) for part in parts)
    name = hmac.digest(settings.SECRET_KEY.encode(), f"haitang-mail/1:{text}".encode(), hashlib.sha256).hex()[:32]
    return f"<{name}@{urlsplit(settings.PUBLIC_URL).hostname or 'localhost'}>"
