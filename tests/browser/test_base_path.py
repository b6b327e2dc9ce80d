"""The site below a parent site's path: every address, file and form stays below it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page

from tests import databases, servers

BASE = "/haitang"


@pytest.fixture(scope="module")
def below(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[servers.Live]:
    """A server that is deployed at /haitang/."""
    room: Path = tmp_path_factory.mktemp("below")
    with (
        django_db_blocker.unblock(),
        databases.copied(room) as copy,
        servers.serving(copy, HAITANG_BASE_PATH=BASE) as server,
    ):
        yield server


def test_a_resident_reports_and_follows_below_a_base_path(below: servers.Live, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{below.url}{BASE}/")
    page.locator(f'a[href="{BASE}/report"]').first.click()
    page.fill("[name=words]", "路灯不亮")
    page.click(".send button")
    page.wait_for_url(f"**{BASE}/receipt/**")
    page.locator(f'main a[href^="{BASE}/m/"]').first.click()
    page.wait_for_url(f"**{BASE}/m/**")
    assert "路灯不亮" in page.inner_text("main")
    assert [url for url in asked if not url.startswith(f"{below.url}{BASE}/")] == []


def test_other_systems_find_their_way_below_a_base_path(below: servers.Live) -> None:
    with urlopen(f"{below.url}{BASE}/open311/discovery.json", timeout=20) as answer:
        (endpoint,) = json.load(answer)["endpoints"]
    assert urlsplit(endpoint["url"]).path == f"{BASE}/open311/v2"
    given = urlencode({"service_code": "requests.problem.lighting", "address_id": "dgmy", "jurisdiction_id": "sujin"})
    with urlopen(f"{below.url}{BASE}/open311/v2/requests.json", given.encode(), timeout=20) as answer:
        (made,) = json.load(answer)
    assert f"{BASE}/follow" in made["service_notice"]
    with urlopen(f"{below.url}{BASE}/api/openapi.json", timeout=20) as answer:
        assert all(path.startswith(f"{BASE}/api/") for path in json.load(answer)["paths"])
