"""The page of open data: what lies ready, what it means, and nothing else from the folder."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from haitang.engine.open_data import package
from haitang.records.party import Organization
from tests.cast import Cast


@pytest.fixture
def ready(cast: Cast, tmp_path: Path, settings: Any) -> package.Package:
    """The package of an office where something was done."""
    settings.HOME = tmp_path
    cast.solved()
    return package.write(Organization.objects.get(code="sujin"))


def test_before_the_first_package_the_page_says_when_there_will_be_one(
    cast: Cast, tmp_path: Path, settings: Any, client: Client
) -> None:
    settings.HOME = tmp_path
    said = client.get(reverse("open_data"), headers={"accept-language": "zh-Hans"}).content.decode()
    assert "还没有备好的表" in said and "每天写一次" in said


def test_every_file_of_the_page_is_there(ready: package.Package, client: Client) -> None:
    page = client.get(reverse("open_data")).content.decode()
    for name in [package.DESCRIPTION, *(one["path"] for one in ready.described["resources"])]:
        address = reverse("open_file", args=["sujin", name])
        assert f'href="{address}"' in page
        answer = client.get(address)
        assert answer.status_code == 200 and b"".join(answer.streaming_content) == (ready.folder / name).read_bytes()
        assert name in answer.headers["Content-Disposition"]


def test_whoever_has_the_file_already_is_told_so(ready: package.Package, client: Client) -> None:
    address = reverse("open_file", args=["sujin", "places.csv"])
    etag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"if-none-match": etag}).status_code == 304


@pytest.mark.parametrize("name", ["haitang.sqlite3", "..", "%2e%2e", "secret.key", "places.xlsx", "places.csv%00"])
def test_nothing_else_is_handed_out(ready: package.Package, client: Client, name: str) -> None:
    (ready.folder / "secret.key").write_text("x")
    assert client.get(f"/open/sujin/{name}").status_code in {404, 400}


def test_an_office_that_is_not_there_has_no_files(ready: package.Package, client: Client) -> None:
    assert client.get(reverse("open_file", args=["nobody", "places.csv"])).status_code == 404
