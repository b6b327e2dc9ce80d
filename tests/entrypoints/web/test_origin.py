"""Where a request comes from is decided once, and on an intranet whoever comes from outside reads only that."""

from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from pytest_django.fixtures import Settings as DjangoSettings

from haitang.entrypoints.web.origin import client_address, networks
from haitang.site.environment import Environment
from tests.cast import Cast
from tests.house.addresses import routes
from tests.house.test_two_organizations import address as address_of
from tests.house.trees import SOURCE

INSIDE, OUTSIDE, PROXY = "10.1.2.3", "203.0.113.9", "192.168.0.1"


def seen(settings: DjangoSettings, near: str, forwarded: str | None = None, proxies: str = "") -> str:
    settings.PROXIES = proxies
    more: dict[str, Any] = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return str(client_address(RequestFactory().get("/", REMOTE_ADDR=near, **more)))


@pytest.mark.parametrize(
    ("near", "forwarded", "proxies", "client"),
    [
        # Without proxies of ours the header is what a stranger wrote.
        (OUTSIDE, None, "", OUTSIDE),
        (OUTSIDE, INSIDE, "", OUTSIDE),
        # A proxy by its network: only what it added at the end is believed.
        (PROXY, INSIDE, "192.168.0.0/24", INSIDE),
        (PROXY, f"{INSIDE}, {OUTSIDE}", "192.168.0.0/24", OUTSIDE),
        (PROXY, f"{OUTSIDE}, {INSIDE}, 192.168.0.7", "192.168.0.0/24", INSIDE),
        (OUTSIDE, INSIDE, "192.168.0.0/24", OUTSIDE),
        (PROXY, "192.168.0.8, 192.168.0.9", "192.168.0.0/24", "192.168.0.8"),
        (PROXY, f"{INSIDE}, nonsense", "192.168.0.0/24", "None"),
        (PROXY, "", "192.168.0.0/24", PROXY),
        # So many proxies in a row.
        (PROXY, INSIDE, "1", INSIDE),
        (PROXY, f"{INSIDE}, {OUTSIDE}", "1", OUTSIDE),
        (PROXY, f"{INSIDE}, {OUTSIDE}, 192.168.0.7", "2", OUTSIDE),
        (PROXY, OUTSIDE, "0", PROXY),
        # How addresses are written.
        ("::ffff:10.1.2.3", None, "", INSIDE),
        ("[::ffff:10.1.2.3]:4711", None, "", INSIDE),
        ("10.1.2.3:4711", None, "", INSIDE),
        ("[2001:db8::1]:4711", None, "", "2001:db8::1"),
        ("[2001:db8::1]", None, "", "2001:db8::1"),
        ("fe80::1%eth0", None, "", "fe80::1"),
        ("::1", "2001:db8::5", "::1", "2001:db8::5"),
        ("::ffff:192.168.0.1", INSIDE, "192.168.0.0/24", INSIDE),
        ("", INSIDE, "192.168.0.0/24", "None"),
        ("", INSIDE, "1", INSIDE),
        ("nonsense", None, "", "None"),
    ],
)
def test_the_client_is_the_first_address_that_is_no_proxy_of_ours(
    settings: DjangoSettings, near: str, forwarded: str | None, proxies: str, client: str
) -> None:
    assert seen(settings, near, forwarded, proxies) == client


@given(st.lists(st.one_of(st.ip_addresses().map(str), st.text(max_size=20)), max_size=8))
def test_whatever_a_stranger_writes_before_it_the_proxy_has_the_last_word(forged: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("haitang.entrypoints.web.origin.settings.PROXIES", "192.168.0.0/24", raising=False)
        header = ",".join([*forged, OUTSIDE])
        request = RequestFactory().get("/", REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR=header)
        assert client_address(request) == ip_address(OUTSIDE)


def test_a_network_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match=r"10\.0"):
        networks("10.0.0.0/99")


@pytest.mark.parametrize(
    ("name", "text"),
    [("networks", "10.0.0.0/99"), ("networks", "1"), ("networks", "inside"), ("proxies", "a, 10.0.0.1")],
)
def test_a_machine_that_is_told_nonsense_says_so_at_its_start(name: str, text: str) -> None:
    with pytest.raises(ValidationError):
        Environment(**{name: text})  # type: ignore[arg-type]
    assert Environment(networks="10.0.0.0/8, fd00::/8", proxies="2").proxies == "2"


def test_nobody_else_reads_where_a_request_comes_from() -> None:
    reads = [path for path in Path(SOURCE).rglob("*.py") if "REMOTE_ADDR" in path.read_text()]
    assert [path.name for path in reads] == ["origin.py"]


# The intranet.


@pytest.fixture
def intranet(settings: DjangoSettings) -> DjangoSettings:
    settings.INTRANET, settings.NETWORKS, settings.PROXIES = True, "10.0.0.0/8, fd00::/8", ""
    return settings


@pytest.mark.parametrize("near", [INSIDE, "::ffff:10.1.2.3", "fd12::1"])
def test_whoever_is_inside_comes_in(cast: Cast, intranet: DjangoSettings, client: Client, near: str) -> None:
    assert client.get("/", REMOTE_ADDR=near).status_code == 200


@pytest.mark.parametrize("near", [OUTSIDE, "2001:db8::1", "127.0.0.1", "", "::ffff:203.0.113.9"])
def test_whoever_is_outside_reads_that_the_site_is_internal(
    cast: Cast, intranet: DjangoSettings, client: Client, near: str
) -> None:
    answer = client.get("/", REMOTE_ADDR=near, headers={"accept-language": "zh-CN", "x-forwarded-for": INSIDE})
    assert answer.status_code == 403
    assert "只供内部网络使用" in answer.content.decode()
    english = client.get("/", REMOTE_ADDR=near, headers={"accept-language": "en"})
    assert "internal network only" in english.content.decode()


def test_no_address_of_the_site_is_open_to_the_outside(cast: Cast, intranet: DjangoSettings, client: Client) -> None:
    told = cast.answered()
    found = {address_of(pattern, told): 0 for pattern, _ in routes()}
    for url in found:
        found[url] = client.get(url, REMOTE_ADDR=OUTSIDE).status_code
        assert client.post(url, REMOTE_ADDR=OUTSIDE).status_code == 403, url
    assert set(found.values()) == {403} and len(found) > 40


def test_nothing_is_asked_of_the_database_for_strangers(
    cast: Cast, intranet: DjangoSettings, client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        client.get("/", REMOTE_ADDR=OUTSIDE)


def test_without_networks_nobody_comes_in(cast: Cast, intranet: DjangoSettings, client: Client) -> None:
    intranet.NETWORKS = ""
    assert client.get("/", REMOTE_ADDR="127.0.0.1").status_code == 403


def test_without_the_setting_the_site_is_open(cast: Cast, client: Client) -> None:
    assert client.get("/", REMOTE_ADDR=OUTSIDE).status_code == 200
