"""A real office from nothing to its first day, in a real browser: `haitang init`, the set-up, the door, the first report."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Page

from haitang.records.party import Organization
from tests import browsers, databases, servers
from tests.stories.acting import act

HAITANG = Path(sys.executable).parent / "haitang"
PASSWORD = "three-crabapples-bloom"
SIZES = {"phone": browsers.PHONE, "desk": browsers.DESK}
NUMBER = re.compile(r"XS\d\d-\d{5,}-\d")
PLACES = (
    "代码,名称,英文名称,类别,上级\nxs-1,一号网格,Cell 1,网格,xs-community\nxs-garden,新苏花园,Xinsu Garden,小区,xs-1\n"
)


@dataclass(frozen=True)
class Home:
    """An empty home, as `serving` takes it."""

    home: Path

    def environ(self) -> dict[str, str]:
        plain = {name: value for name, value in os.environ.items() if not name.startswith("HAITANG_")}
        return {**plain, "HAITANG_HOME": str(self.home)}


def init(home: Path, *arguments: str, given: str = "") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [HAITANG, "init", *arguments], env=Home(home).environ(), capture_output=True, text=True, input=given
    )


@pytest.fixture
def begun(tmp_path: Path) -> Iterator[SimpleNamespace]:
    """A served home in which `haitang init` was answered by hand, and the start link it printed."""
    home = tmp_path / "home"
    said = init(home, given="xs\n新苏街道\nXinsu Sub-district\nXS\nboss\n")
    assert said.returncode == 0, said.stderr
    token = re.search(r"/invitation/(\S+)", said.stdout)
    assert token is not None
    with servers.serving(Home(home)) as live:  # type: ignore[arg-type]
        yield SimpleNamespace(url=live.url, token=token.group(1), home=home)


@pytest.mark.embedded
@pytest.mark.parametrize("size", SIZES)
def test_from_nothing_to_the_first_report(begun: Any, page: Page, size: str) -> None:
    page.set_viewport_size(SIZES[size])
    _sees_a_calm_page(page, begun.url)
    _begins(page, begun)
    _sets_up(page, begun.url)
    desk = _posts(page, begun.url)
    _refused_then_tried(page, begun.url)
    act(page, "/do/openings.publish")
    assert "已经开门" in page.inner_text("main")
    number = _says_something(page, begun.url)
    _password(page, desk, "desk")
    page.goto(f"{begun.url}/desk/m/{number}")
    act(page, "/do/matters.accept", category="lighting", title="路灯不亮")
    assert "已受理" in page.locator(".standing").inner_text()


def _sees_a_calm_page(page: Page, url: str) -> None:
    for path in ("/", "/report", "/meetings", "/briefs", "/l/", "/p/xs/"):
        page.goto(url + path)
        assert "还没有开门" in page.inner_text("h1"), path


def _begins(page: Page, begun: Any) -> None:
    """The link sets a password once; the second time it says what to do."""
    link = f"{begun.url}/invitation/{begun.token}"
    page.goto(link)
    page.fill("[name=password]", "short")
    page.fill("[name=again]", "short")
    page.click("main form .button")
    assert page.locator(".errors").is_visible()
    _password(page, link, "boss")
    page.goto(f"{begun.url}/setup/")
    assert "开办" in page.inner_text("h1")
    page.goto(link)
    assert "已经用过" in page.inner_text("main")


def _password(page: Page, link: str, login: str) -> None:
    """Set the password by the link, then sign in with it."""
    page.context.clear_cookies()
    page.goto(link)
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=again]", PASSWORD)
    page.click("main form .button")
    page.wait_for_url("**/sign-in**")
    page.fill("[name=username]", login)
    page.fill("[name=password]", PASSWORD)
    page.click("main form .button")
    page.wait_for_url("**/desk/**")


def _sets_up(page: Page, url: str) -> None:
    page.goto(f"{url}/setup/office")
    act(page, "/do/setup.office", phone="0512-65431234")
    page.goto(f"{url}/setup/publish")
    assert "登记至少一个社区或村" in page.inner_text("main")
    page.goto(f"{url}/setup/places")
    act(page, "/do/places.add", code="xs-community", name="新苏社区", name_en="Xinsu Community", kind="community")
    _imports(page, url)
    _draws(page, url)
    page.goto(f"{url}/setup/hours")
    assert "缺工作日历" in page.inner_text("main")
    act(page, "/do/setup.hours", hours="工作日 9 点到 17 点", hours_en="working days, 9 to 17")
    page.goto(f"{url}/setup/rules")
    page.locator("details.fold summary").first.click()
    act(page, "/do/rules.confirm", source="新苏街道办公会议 2026 年第 1 号")
    assert page.locator("main .tag").first.inner_text().strip().endswith("已确认")
    page.goto(f"{url}/setup/privacy")
    act(page, "/do/setup.privacy")


def _imports(page: Page, url: str) -> None:
    """A file is looked at first; a wrong row is named and nothing is written; then all of it."""
    page.goto(f"{url}/setup/places/import")
    wrong = PLACES + "xs-garden,又一个,Again,小区,nowhere\n"
    page.set_input_files("[type=file]", {"name": "p.csv", "mimeType": "text/csv", "buffer": wrong.encode("gb18030")})
    page.locator("main form .button").last.click()
    page.wait_for_url("**/desk/import/*")
    assert "前面的行里已经有了" in page.inner_text("main") and "GB 18030" in page.inner_text("main")
    page.goto(f"{url}/setup/places/import")
    page.set_input_files("[type=file]", {"name": "p.csv", "mimeType": "text/csv", "buffer": PLACES.encode()})
    page.locator("main form .button").last.click()
    page.wait_for_url("**/desk/import/*")
    page.locator("main form .button").first.click()
    page.get_by_text("都登记好了").wait_for()
    page.goto(f"{url}/setup/places")
    assert "新苏花园" in page.inner_text("main")


def _draws(page: Page, url: str) -> None:
    """Three taps on the empty surface are an outline."""
    page.goto(f"{url}/setup/places/xs-1")
    surface = page.locator("svg.canvas")
    for x, y in ((40, 40), (200, 50), (120, 160)):
        surface.click(position={"x": x, "y": y})
    assert len(page.input_value("[name=corners]").splitlines()) == 3
    page.locator("form:has([name=corners]) .button").click()
    page.wait_for_url("**/setup/places")
    assert "3 个角" in page.inner_text("main")


def _posts(page: Page, url: str) -> str:
    """A community desk; the start link of its new login."""
    page.goto(f"{url}/setup/posts")
    form = page.locator("form:has([name=login])")
    for name, value in {"code": "desk", "name": "新苏社区受理台", "name_en": "Xinsu community desk"}.items():
        form.locator(f"[name={name}]").fill(value)
    form.locator("[name=role]").select_option("desk")
    form.locator("[name=place]").select_option("xs-community")
    form.locator(".button").click()
    page.wait_for_load_state()
    link = page.locator('main a[href*="/invitation/"]').get_attribute("href")
    assert link is not None
    return link


def _refused_then_tried(page: Page, url: str) -> None:
    """In the trial its own staff see the pages with a banner; residents still see that it is not open."""
    page.goto(f"{url}/setup/trial")
    act(page, "/do/openings.start_trial")
    page.goto(url)
    assert "试运行" in page.inner_text("aside.demonstration")
    cookies = page.context.cookies()
    page.context.clear_cookies()
    _sees_a_calm_page(page, url)
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    page.goto(f"{url}/setup/publish")


def _says_something(page: Page, url: str) -> str:
    page.context.clear_cookies()
    page.goto(url)
    assert "0512-65431234" in page.content()
    page.goto(f"{url}/report")
    page.fill("[name=words]", "新苏花园门口的路灯不亮")
    page.select_option("[name=place]", "xs-garden")
    page.click(".send button")
    page.wait_for_url("**/receipt/**")
    number = NUMBER.search(page.inner_text("main"))
    assert number is not None
    return number.group()


@pytest.mark.embedded
def test_a_second_office_joins_by_name_and_a_home_with_data_is_refused(tmp_path: Path) -> None:
    home = tmp_path / "home"
    first = (
        "--organization",
        "xs",
        "--name",
        "新苏街道",
        "--name-en",
        "Xinsu",
        "--mark",
        "XS",
        "--administrator",
        "boss",
    )
    assert init(home, *first).returncode == 0
    again = init(home)
    assert again.returncode == 1 and "--organization" in again.stderr
    taken = init(home, *first)
    assert taken.returncode == 1 and "Traceback" not in taken.stderr
    other = (
        "--organization",
        "lz",
        "--name",
        "娄中街道",
        "--name-en",
        "Louzhong",
        "--mark",
        "LZ",
        "--administrator",
        "chief",
    )
    assert init(home, *other).returncode == 0
    demo = subprocess.run([HAITANG, "demo", "--no-serve"], env=Home(home).environ(), capture_output=True, text=True)
    assert demo.returncode == 1 and "真实单位" in demo.stderr


@pytest.mark.embedded
def test_a_demonstration_never_becomes_a_real_office(demonstration_copy: databases.Committed) -> None:
    given = (
        "--organization",
        "xs",
        "--name",
        "新苏街道",
        "--name-en",
        "Xinsu",
        "--mark",
        "XS",
        "--administrator",
        "boss",
    )
    said = subprocess.run([HAITANG, "init", *given], env=demonstration_copy.environ(), capture_output=True, text=True)
    assert said.returncode == 1 and "永远不会变成真实单位" in said.stderr
    assert not Organization.objects.filter(code="xs").exists()
