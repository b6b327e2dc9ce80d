"""Whose it is, in a real browser: a rule is tried and kept, its proposal taken, and everybody reads the flower."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, ViewportSize

from haitang.records.duty import RoutingRule
from haitang.records.matter import Matter
from tests import browsers
from tests.cast import PASSWORD
from tests.commands.ready_cases import given_duty
from tests.servers import Live

SIZES = {"phone": browsers.PHONE, "desk": browsers.DESK}


def sign_in(page: Page, live: Live) -> None:
    page.goto(live.url + reverse("sign_in"))
    page.fill("[name=username]", "dispatcher")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_load_state()


@pytest.mark.parametrize("size", SIZES)
def test_from_a_rule_to_an_assigned_matter(
    live: Live, browser: Browser, axe: Callable[[Page], list[str]], size: str
) -> None:
    given_duty(live.cast)
    context = browser.new_context(viewport=ViewportSize(**SIZES[size]), locale="zh-CN")
    page = context.new_page()
    sign_in(page, live)
    _write_a_rule(page, live, axe)
    told = live.cast.accepted()
    page.goto(f"{live.url}/desk/m/{told.number}")
    assert axe(page) == []
    page.get_by_role("button", name="就派给它").click()
    page.wait_for_load_state()
    matter = Matter.objects.select_related("owner").get(number=told.number)
    assert matter.owner is not None and matter.owner.code == "works" and "市政" in matter.owner_basis
    page.goto(f"{live.url}/duties?place=dgmy")
    assert page.locator("svg.flower .petal.on").count() == 1
    assert page.get_by_text("合同：物业合同第三条").first.is_visible()
    context.close()


def _write_a_rule(page: Page, live: Live, axe: Callable[[Page], list[str]]) -> None:
    page.goto(f"{live.url}/desk/routing/new")
    page.select_option("[name=category]", "drains")
    page.check("[name=then][value=post]", force=True)
    page.select_option("[name=owner]", "works")
    page.fill("[name=why]", "管网在市政路上")
    page.fill("[name=why_en]", "the mains lie below the street")
    before = RoutingRule.objects.count()
    page.get_by_role("button", name="试一试").click()
    page.wait_for_load_state()
    assert axe(page) == [] and RoutingRule.objects.count() == before
    page.get_by_role("button", name="让它生效").click()
    page.wait_for_load_state()
    assert RoutingRule.objects.count() == before + 1
