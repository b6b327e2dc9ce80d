"""How people at work come in: password, authenticator app, passkey, the office's own provider; and how they are kept out."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import oidc_provider_mock
import pytest
from playwright.sync_api import Browser, Page, expect

from haitang.commands import accounts
from haitang.engine import gate
from haitang.records.account import Account
from tests import browsers, databases, servers
from tests.cast import PASSWORD, Cast
from tests.entrypoints.web.entering import digits, invited
from tests.servers import Live

NEW = "four words of one's own"
PEOPLE = (
    oidc_provider_mock.User(
        sub="1001", claims={"preferred_username": "desk", "name": "王小明", "email": "w@x.example"}
    ),
    oidc_provider_mock.User(sub="1002", claims={"preferred_username": "stranger", "name": "李小红"}),
    oidc_provider_mock.User(sub="1003", claims={"preferred_username": "recorder"}),
)


@pytest.fixture(scope="module")
def live(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[servers.Live]:
    """A server that knows a real OpenID provider, which runs beside it."""
    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())
        provider = stack.enter_context(oidc_provider_mock.run_server_in_thread(user_claims=PEOPLE))
        copy = stack.enter_context(databases.copied(tmp_path_factory.mktemp("sign-in")))
        known = {
            "HAITANG_OIDC_URL": f"http://localhost:{provider.server_port}",
            "HAITANG_OIDC_ID": "haitang",
            "HAITANG_OIDC_SECRET": "not-so-secret",
            "HAITANG_OIDC_NAME": "政务认证",
        }
        yield stack.enter_context(servers.serving(copy, **known))


@pytest.fixture
def named(live: Live) -> str:
    """The server's address by name: browsers know passkeys for names only, not for numbers."""
    return live.url.replace("127.0.0.1", "localhost")


def enter(page: Page, url: str, login: str, password: str = PASSWORD) -> None:
    page.goto(f"{url}/sign-in")
    page.fill("[name=username]", login)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_load_state()


def newcomer(page: Page, live: Live, login: str) -> None:
    """Somebody invited for this test, with a password set over the link."""
    page.goto(f"{live.url}/invitation/{invited(live.cast.administrator, login)}")
    page.fill("[name=password]", NEW)
    page.fill("[name=again]", NEW)
    page.click("main button.button")
    page.wait_for_url("**/sign-in")


def leave(page: Page) -> None:
    page.context.clear_cookies(name="sessionid")


def confirm(page: Page, password: str = NEW) -> None:
    page.wait_for_url("**/account/confirm**")
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")


def device(page: Page) -> None:
    """A device with a lock that its owner has just opened, as Chromium plays it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**options, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )


def test_with_a_password(page: Page, live: Live) -> None:
    enter(page, live.url, "desk", "not the password")
    expect(page.get_by_role("alert")).to_contain_text("登录名和密码")
    assert page.input_value("[name=username]") == "desk" and page.input_value("[name=password]") == ""
    enter(page, live.url, "desk")
    page.wait_for_url("**/desk/")
    page.get_by_role("link", name="我的账号").first.click()
    expect(page.get_by_role("heading", name="在哪里登录着")).to_be_visible()


def test_with_an_invitation_from_the_administrator(page: Page, live: Live, browser: Browser) -> None:
    enter(page, live.url, "administrator")
    page.goto(f"{live.url}/desk/accounts")
    page.fill("[name=login]", "window-3")
    page.get_by_role("button", name="生成链接").click()
    link = page.locator("#link").inner_text()
    assert link.startswith(f"{live.url}/invitation/")
    other = browser.new_context(locale="zh-CN").new_page()
    other.goto(link)
    expect(other.locator("main")).to_contain_text("window-3")
    other.fill("[name=password]", NEW)
    other.fill("[name=again]", NEW)
    other.click("main button.button")
    expect(other.get_by_role("status")).to_contain_text("密码已设好")
    enter(other, live.url, "window-3", NEW)
    expect(other.get_by_role("heading", level=1)).to_have_text("您今天没有岗位")
    other.goto(link)
    expect(other.get_by_role("alert")).to_contain_text("已经用过")
    other.context.close()


def test_with_the_app_and_with_a_recovery_code(page: Page, live: Live, axe: Any) -> None:
    newcomer(page, live, "with-app")
    enter(page, live.url, "with-app", NEW)
    page.goto(f"{live.url}/account")
    page.get_by_role("link", name="设置验证器").click()
    confirm(page)
    page.wait_for_url("**/account/app")
    assert axe(page) == []
    secret = page.locator("#totp-key").inner_text()
    page.fill("[name=code]", digits(secret))
    page.press("[name=code]", "Enter")
    page.wait_for_url("**/account/codes")
    assert axe(page) == []
    codes = page.locator("#codes li").all_inner_texts()
    leave(page)
    enter(page, live.url, "with-app", NEW)
    assert axe(page) == []
    page.fill("[name=code]", "000000")
    page.press("[name=code]", "Enter")
    expect(page.get_by_role("alert")).to_contain_text("这个码不对")
    page.fill("[name=code]", codes[0])
    page.press("[name=code]", "Enter")
    page.goto(f"{live.url}/account")
    expect(page.locator("main")).to_contain_text("还剩 9 个恢复码")
    leave(page)
    enter(page, live.url, "with-app", NEW)
    page.fill("[name=code]", codes[0])
    page.press("[name=code]", "Enter")
    expect(page.get_by_role("alert")).to_contain_text("这个码不对")


def test_with_a_passkey_alone_and_as_a_second_step(page: Page, live: Live, named: str, axe: Any) -> None:
    newcomer(page, live, "with-passkey")
    device(page)
    enter(page, named, "with-passkey", NEW)
    page.goto(f"{named}/account")
    page.get_by_role("link", name="添加通行密钥").click()
    confirm(page)
    page.wait_for_url("**/account/passkeys/add")
    assert axe(page) == []
    page.fill("[name=name]", "窗口电脑")
    page.get_by_role("button", name="添加通行密钥").click()
    page.wait_for_url("**/account/codes")
    page.goto(f"{named}/account")
    expect(page.locator("main")).to_contain_text("窗口电脑")
    leave(page)
    page.goto(f"{named}/sign-in?next=/account")
    page.get_by_role("button", name="用通行密钥登录").click()
    page.wait_for_url(f"{named}/account")
    leave(page)
    enter(page, named, "with-passkey", NEW)
    page.wait_for_url("**/sign-in/second")
    page.get_by_role("button", name="用通行密钥").click()
    page.wait_for_url("**/desk/")
    page.goto(f"{named}/account")
    page.get_by_role("link", name="移除窗口电脑").click()
    confirm_by_passkey_or_password(page)
    page.get_by_role("button", name="移除通行密钥").click()
    page.wait_for_url("**/account")
    expect(page.locator("main")).not_to_contain_text("窗口电脑")


def confirm_by_passkey_or_password(page: Page) -> None:
    page.wait_for_load_state()
    if "/account/confirm" in page.url:
        page.fill("[name=password]", NEW)
        page.press("[name=password]", "Enter")


def test_a_device_without_the_passkey_is_told_so(page: Page, live: Live, named: str) -> None:
    device(page)
    page.goto(f"{named}/sign-in")
    page.get_by_role("button", name="用通行密钥登录").click()
    expect(page.locator("[data-passkey-error]")).to_be_visible()


def by_provider(page: Page, live: Live, subject: str) -> None:
    page.goto(f"{live.url}/sign-in?next=/account")
    page.get_by_role("link", name="用政务认证登录").click()
    page.get_by_role("button", name=subject).first.click()
    page.wait_for_load_state()


def test_with_the_offices_own_provider(page: Page, live: Live) -> None:
    by_provider(page, live, "1001")
    page.wait_for_url(f"{live.url}/account")
    expect(page.locator("main")).to_contain_text("社区受理台")
    kept = "".join(path.read_bytes().decode(errors="replace") for path in live.copy.home.glob("haitang.sqlite3*"))
    assert "王小明" not in kept and "w@x.example" not in kept


def test_whom_the_provider_knows_and_we_do_not_stays_outside(page: Page, live: Live) -> None:
    before = Account.objects.count()
    by_provider(page, live, "1002")
    expect(page.get_by_role("heading", level=1)).to_have_text("这里没有您的账号")
    page.goto(f"{live.url}/account")
    assert "/sign-in" in page.url
    assert Account.objects.count() == before


def test_a_closed_account_is_not_opened_by_the_provider(page: Page, live: Live) -> None:
    Account.objects.filter(login="recorder").update(active=False)
    by_provider(page, live, "1003")
    expect(page.get_by_role("heading", level=1)).to_have_text("这里没有您的账号")


def test_whoever_refuses_at_the_provider_is_back_without_harm(page: Page, live: Live) -> None:
    page.goto(f"{live.url}/sign-in")
    page.get_by_role("link", name="用政务认证登录").click()
    page.get_by_role("button", name="Deny").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("没有登录成功")


def test_an_answer_nobody_asked_for_is_refused(page: Page, live: Live) -> None:
    answer = page.goto(f"{live.url}/sign-in/with/office/back?code=forged&state=forged")
    assert answer is not None and answer.status in {401, 403}
    expect(page.get_by_role("heading", level=1)).to_have_text("没有登录成功")


def test_after_five_wrong_passwords_there_is_a_rest(page: Page, live: Live, axe: Any) -> None:
    for _ in range(5):
        enter(page, live.url, "grid", "not the password")
    expect(page.get_by_role("heading", level=1)).to_have_text("请稍等一会儿")
    assert axe(page) == []
    enter(page, live.url, "grid")
    expect(page.get_by_role("heading", level=1)).to_have_text("请稍等一会儿")


def test_a_session_is_ended_from_elsewhere_by_its_owner(page: Page, live: Live, browser: Browser) -> None:
    elsewhere = browser.new_context(viewport=browsers.PHONE, locale="zh-CN").new_page()
    enter(elsewhere, live.url, "chair")
    enter(page, live.url, "chair")
    page.goto(f"{live.url}/account")
    page.get_by_role("button", name="让其他地方都退出").click()
    expect(page.get_by_role("status")).to_contain_text("那里已经退出")
    elsewhere.goto(f"{live.url}/desk/")
    assert "/sign-in" in elsewhere.url
    elsewhere.context.close()


def test_where_the_office_asks_for_it_the_second_step_comes_first(page: Page, live: Live, axe: Any) -> None:
    cast: Cast = live.cast
    gate.do(accounts.require_second_factor, cast.other_administrator, place="huangqiao", required=True)
    enter(page, live.url, "other_desk")
    page.wait_for_url("**/account/second-step")
    assert axe(page) == []
    page.get_by_role("link", name="设置验证器").click()
    confirm(page, PASSWORD)
    page.wait_for_url("**/account/app")
    page.fill("[name=code]", digits(page.locator("#totp-key").inner_text()))
    page.press("[name=code]", "Enter")
    page.wait_for_url("**/account/codes")
    page.goto(f"{live.url}/desk/")
    assert page.url == f"{live.url}/desk/"


def test_no_secret_of_a_link_stands_in_the_servers_log(page: Page, live: Live) -> None:
    page.goto(f"{live.url}/invitation/abcdefghijklmnop234567abcdefghij")
    log: Path = live.log
    assert not re.search(r"invitation/[a-z2-7]{8}", log.read_text(errors="replace"))
