"""What the settings make of a public address with TLS: cookies and browsers stay with it."""

from typing import Any

import pytest
from django.test import Client

from haitang.site import sign_in
from haitang.site.environment import Environment

YEAR = 365 * 24 * 60 * 60


def of(url: str, proxies: str = "127.0.0.1") -> dict[str, Any]:
    return sign_in.settings_of(Environment(public_url=url, proxies=proxies))


def test_with_tls_cookies_are_secure_and_browsers_come_back_by_it_for_a_year() -> None:
    found = of("https://haitang.example")
    assert found["SECURE_HSTS_SECONDS"] == YEAR
    assert found["SESSION_COOKIE_SECURE"] is found["CSRF_COOKIE_SECURE"] is True
    assert found["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")


def test_without_it_nothing_is_promised() -> None:
    found = of("http://127.0.0.1:8000")
    assert "SECURE_HSTS_SECONDS" not in found and found["SESSION_COOKIE_SECURE"] is False


def test_a_proxys_word_is_taken_only_where_a_proxy_is_named() -> None:
    assert "SECURE_PROXY_SSL_HEADER" not in of("https://haitang.example", proxies="")


@pytest.mark.django_db
@pytest.mark.parametrize(("forwarded", "said"), [("https", f"max-age={YEAR}"), ("http", None)])
def test_the_header_is_sent_over_tls_only(client: Client, settings: Any, forwarded: str, said: str | None) -> None:
    settings.SECURE_HSTS_SECONDS = YEAR
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert client.get("/healthz", HTTP_X_FORWARDED_PROTO=forwarded).headers.get("Strict-Transport-Security") == said
