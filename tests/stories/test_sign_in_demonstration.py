"""The demonstration is entered with one tap; a home of one's own by the link that its terminal prints."""

import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page

from haitang.records.account import Account
from tests.databases import Committed
from tests.servers import Live

HAITANG = str(Path(sys.executable).parent / "haitang")


def test_one_tap_is_enough_in_the_demonstration(page: Page, demonstration_live: Live) -> None:
    page.goto(f"{demonstration_live.url}/sign-in")
    page.get_by_role("button", name="社区受理台").first.click()
    page.wait_for_url("**/desk/")


def test_the_terminal_prints_the_first_administrators_link(committed: Committed) -> None:
    done = subprocess.run(
        [HAITANG, "invite", "head-of-office", "--place", "sujin"],
        env=committed.environ(), capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("http://127.0.0.1:8000/invitation/")
    assert not Account.objects.get(login="head-of-office").has_usable_password()
