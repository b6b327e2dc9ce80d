"""A webhook never reaches into the machine or its network, whatever its name says, and says differently next time."""

import ipaddress
import socket
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings as DjangoSettings

from haitang.engine.channels import addresses
from haitang.engine.channels.addresses import Refused, is_public, target_of

PUBLIC = "93.184.216.34"


def resolving(monkeypatch: pytest.MonkeyPatch, *told: str) -> None:
    """Let every name resolve to these addresses, as a name server of somebody else's may say."""

    real = socket.getaddrinfo

    def getaddrinfo(host: str, port: int, *more: Any, **also: Any) -> list[Any]:
        if host.replace(".", "").isdigit():
            return list(real(host, port, *more, **also))
        return [(socket.AF_INET6 if ":" in text else socket.AF_INET, 1, 6, "", (text, port)) for text in told]

    monkeypatch.setattr(addresses.socket, "getaddrinfo", getaddrinfo)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.2.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1",
        "::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::", "2001:db8::1", "::127.0.0.1",
    ],
)  # fmt: skip
def test_what_is_not_the_open_internet(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", [PUBLIC, "1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1"])
def test_what_is(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@given(st.ip_addresses(v=4))
def test_no_private_address_passes_in_any_dress(address: ipaddress.IPv4Address) -> None:
    if not address.is_global:
        assert not is_public(address)
        assert not is_public(ipaddress.ip_address(f"::ffff:{address}"))


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/x", "https://localhost/", "https://[::1]/", "https://2130706433/", "https://0x7f.1/", "https://127.1/",
        "https://[::ffff:10.0.0.1]/", "https://169.254.169.254/latest/meta-data/",
    ],
)  # fmt: skip
def test_an_address_of_this_machine_or_network_is_refused(url: str) -> None:
    with pytest.raises(Refused, match="private network"):
        target_of(url)


@pytest.mark.parametrize(
    "url",
    [
        "", "example.org", "ftp://example.org/", "file:///etc/passwd", "https://", "https:///x", "https://user:pw@example.org/",
        "https://example.org/#part", "https://exa mple.org/", "https://example.org\\@127.0.0.1/", "https://例子.org/",
        "https://example.org:99999/", "https://example.org:0/", "gopher://example.org/", "https://example.org/\nX: y",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(Refused, match="can be used"):
        target_of(url)


def test_a_public_address_is_taken_and_the_request_goes_to_what_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, PUBLIC)
    target = target_of("https://hooks.example.org/a/b?c=d")
    assert (target.secure, target.host, target.port, target.path, target.address) == (
        True, "hooks.example.org", 443, "/a/b?c=d", PUBLIC,
    )  # fmt: skip


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, PUBLIC, "10.0.0.1")
    with pytest.raises(Refused):
        target_of("https://hooks.example.org/")


def test_plain_http_is_for_the_intranet_only(monkeypatch: pytest.MonkeyPatch, settings: DjangoSettings) -> None:
    resolving(monkeypatch, PUBLIC)
    with pytest.raises(Refused, match="https"):
        target_of("http://hooks.example.org/")
    settings.WEBHOOK_ALLOW = ("hooks.example.org",)
    assert not target_of("http://hooks.example.org/").secure


@pytest.mark.parametrize("entry", ["10.20.0.0/16", "10.20.30.40", "oa.street.lan", "OA.street.LAN"])
def test_hosts_and_networks_of_the_intranet_can_be_named(
    monkeypatch: pytest.MonkeyPatch, settings: DjangoSettings, entry: str
) -> None:
    resolving(monkeypatch, "10.20.30.40")
    with pytest.raises(Refused):
        target_of("https://oa.street.lan/hook")
    settings.WEBHOOK_ALLOW = (entry,)
    assert target_of("https://oa.street.lan/hook").address == "10.20.30.40"


def test_naming_one_network_opens_no_other(monkeypatch: pytest.MonkeyPatch, settings: DjangoSettings) -> None:
    resolving(monkeypatch, "10.21.0.1")
    settings.WEBHOOK_ALLOW = ("10.20.0.0/16", "other.lan", "fd00::/8")
    with pytest.raises(Refused):
        target_of("https://oa.street.lan/hook")


def test_a_name_that_is_not_there_may_be_there_later() -> None:
    with pytest.raises(Refused) as found:
        target_of("https://nowhere.invalid/")
    assert found.value.passing
