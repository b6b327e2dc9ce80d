"""Header and footer say what the office has set: the parent site, its links, the filing number, where mistakes go."""

from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings as DjangoSettings

from haitang.commands import site
from haitang.engine import gate
from haitang.kernel.errors import Denied, Invalid
from tests.cast import Cast
from tests.entrypoints.web.atwork import Worker
from tests.entrypoints.web.residents import phone

GIVEN: dict[str, Any] = {
    "place": "sujin",
    "parent_name": "姑苏区人民政府",
    "parent_name_en": "Gusu District",
    "parent_url": "https://www.example.gov.cn/",
    "parent_links": "政务公开 | Open government | https://www.example.gov.cn/open\n联系我们 | Contact | https://www.example.gov.cn/c",
    "icp": "示例备00000000号",
    "accessibility_url": "https://www.example.gov.cn/wza",
    "correction_url": "https://www.example.gov.cn/jc",
}
PAGES = ("/", "/report", "/answers", "/p/daguan/", "/l/", "/nothing-here")


def configure(cast: Cast, **more: Any) -> None:
    gate.do(site.configure, cast.administrator, **{**GIVEN, **more})


def test_every_page_carries_them(cast: Cast) -> None:
    configure(cast)
    for url in PAGES:
        page = phone().get(url).content.decode()
        for text in ("姑苏区人民政府", "政务公开", "示例备00000000号", "向上级网站纠错"):
            assert text in page, url
        for link in ('www.example.gov.cn/"', "/open", "/wza", "/jc", "beian.miit.gov.cn"):
            assert link in page, url


def test_english_readers_read_english(cast: Cast) -> None:
    configure(cast)
    page = phone("en").get("/").content.decode()
    assert "Gusu District" in page and "Open government" in page and "姑苏区人民政府" not in page


def test_without_settings_nothing_stands_there(cast: Cast) -> None:
    page = phone().get("/").content.decode()
    assert 'class="parent"' not in page and "beian" not in page and "向上级网站纠错" not in page


def test_a_machine_may_name_the_parent_until_an_office_does(cast: Cast, settings: DjangoSettings) -> None:
    settings.PARENT = {"name": "示例区网站", "url": "https://example.cn"}
    assert "示例区网站" in phone().get("/").content.decode()
    settings.PARENT = {"name": "示例区网站", "url": "javascript:alert(1)"}
    assert "javascript" not in phone().get("/").content.decode()
    configure(cast)
    assert "示例区网站" not in phone().get("/").content.decode()


def test_what_is_left_empty_is_taken_away(cast: Cast) -> None:
    configure(cast)
    gate.do(site.configure, cast.administrator, place="sujin", icp="示例备1号")
    page = phone().get("/").content.decode()
    assert "示例备1号" in page and "姑苏区人民政府" not in page and "向上级网站纠错" not in page


def test_markup_stays_text(cast: Cast) -> None:
    configure(cast, parent_name="<b>区</b>", icp='"><script>alert(1)</script>')
    page = phone().get("/").content.decode()
    assert "&lt;b&gt;区&lt;/b&gt;" in page and "<script>alert" not in page and "<b>区" not in page


@pytest.mark.parametrize("field", ["parent_url", "accessibility_url", "correction_url"])
@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "//example.cn", "ftp://x", "https://a b", 'https://a"b', "data:x"]
)
def test_only_addresses_of_the_web_are_linked(cast: Cast, field: str, address: str) -> None:
    with pytest.raises(Invalid) as refusal:
        configure(cast, **{field: address})
    assert [problem.field for problem in refusal.value.problems] == [field]


@pytest.mark.parametrize(
    "links",
    [
        "只有名字",
        "名 | name | javascript:alert(1)",
        "名 | name |",
        "a | b | c | https://x",
        "\n".join(["名 | n | https://x"] * 7),
    ],
)
def test_links_are_written_one_a_line(cast: Cast, links: str) -> None:
    with pytest.raises(Invalid) as refusal:
        configure(cast, parent_links=links)
    assert [problem.field for problem in refusal.value.problems] == ["parent_links"]


@pytest.mark.parametrize("login", ["desk", "supervisor", "other_administrator", "anyone"])
def test_only_the_administrator_of_the_place_sets_them(cast: Cast, login: str) -> None:
    with pytest.raises(Denied):
        gate.do(site.configure, getattr(cast, login), **GIVEN)


def test_they_cost_no_further_query(cast: Cast) -> None:
    worker = Worker(Client())
    before = {url: worker.queries(url) for url in PAGES[:5]}
    configure(cast)
    assert {url: worker.queries(url) for url in PAGES[:5]} == before
