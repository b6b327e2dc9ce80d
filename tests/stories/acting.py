"""Doing things on pages as people do: fill the form of a command that the page shows, and send it."""

from playwright.sync_api import Locator, Page

from tests.cast import PASSWORD
from tests.servers import Live


def sign_in(page: Page, live: Live, login: str) -> None:
    """Leave whoever was signed in and come back as `login`."""
    page.context.clear_cookies(name="sessionid")
    page.goto(f"{live.url}/sign-in")
    page.fill("[name=username]", login)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/desk/**")


def act(page: Page, door: str, **values: str) -> None:
    """Send the form that goes to `door` (the end of its address) with these values."""
    send(page, page.locator(f'form[action$="{door}"]').first, **values)


def send(page: Page, form: Locator, **values: str) -> None:
    """Open what is folded around a form, fill it in and send it."""
    fold = page.locator("details:not([open])").filter(has=form)
    for closed in reversed(fold.all()):
        closed.locator("> summary").click()
    for name, value in values.items():
        fill(form, name, value)
    form.locator("button:not([type=button])").last.click()
    page.wait_for_load_state()


def fill(form: Locator, name: str, value: str) -> None:
    """Give one control its value, whatever sort of control it is."""
    control = form.locator(f'[name="{name}"]').first
    sort = control.evaluate("e => e.type")
    if sort in {"radio", "checkbox"}:
        choice = form.locator(f'[name="{name}"][value="{value}"]')
        choice.evaluate("e => e.scrollIntoView({block: 'center'})")
        choice.check(force=True)
    elif sort == "select-one":
        control.select_option(value)
    elif sort == "file":
        control.set_input_files(value)
    else:
        control.fill(value)
