"""Fixtures for everybody; docs/testing.md says how to use them."""

from tests import home  # isort: skip  # first: it makes the home and loads the application from it

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from haitang.engine import clock
from tests import browsers, databases, servers
from tests.cast import Cast
from tests.demonstrations import (  # noqa: F401 (fixtures for everybody)
    demonstration,
    demonstration_copy,
    demonstration_live,
    demonstration_loaded,
)


def pytest_configure(config: pytest.Config) -> None:
    """A parallel run's workers make homes of their own: they must not load settings from this process' home first."""
    if config.getoption("numprocesses", None) and not hasattr(config, "workerinput"):
        del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Pages and database files belong to the run on SQLite; to the run on PostgreSQL whatever asks for a database."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if {"browser", "page", "axe"} & fixtures:
            item.add_marker(pytest.mark.browser)
        # One worker loads the demonstration year, for all who look at it; files stay together for their servers.
        year = "demonstration_loaded" in fixtures
        item.add_marker(pytest.mark.xdist_group("demonstration" if year else item.nodeid.partition("::")[0]))
    away = [item for item in items if _elsewhere(item)]
    items[:] = [item for item in items if item not in away]
    if away:
        config.hook.pytest_deselected(items=away)


def _elsewhere(item: pytest.Item) -> bool:
    """Whether the other run is the place for a test."""
    marks = {mark.name for mark in item.iter_markers()}
    if not home.SERVER:
        return "postgresql" in marks
    on_a_database = "django_db" in marks or "django_db_setup" in getattr(item, "fixturenames", ())
    return not on_a_database or bool(marks & {"browser", "embedded", "once"})


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """The template takes the place of pytest-django's test database."""
    with django_db_blocker.unblock():
        databases.make_template()
        yield
        databases.drop_template()


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    yield
    databases.forget()


@pytest.fixture
def cast(db: None) -> Cast:
    """The fixed cast, in a transaction that is rolled back."""
    return Cast.load()


@pytest.fixture
def house(cast: Cast) -> Cast:
    """The same, for tests that only want the database."""
    return cast


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any, tmp_path: Path) -> Iterator[databases.Committed]:
    """A copy of the template for tests that commit, use threads or other processes; `committed.cast` is the cast."""
    with django_db_blocker.unblock(), databases.copied(tmp_path) as copy:
        yield copy


@pytest.fixture
def clock_at() -> Iterator[Callable[[str | datetime], datetime]]:
    """`clock_at("2023-11-14 09:30")` stops the product's clock at that moment in China, until the test ends."""
    with ExitStack() as stack:

        def stop(moment: str | datetime) -> datetime:
            when = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
            when = when if when.tzinfo else when.replace(tzinfo=clock.ZONE)
            stack.enter_context(clock.at(when))
            return when

        yield stop


@pytest.fixture(scope="module")
def live(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[servers.Live]:
    """A real server on a copy that the tests of one file share; not together with `cast` or `committed`."""
    room = tmp_path_factory.mktemp("live")
    with django_db_blocker.unblock(), databases.copied(room) as copy, servers.serving(copy) as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium. Where there is none the tests that need it are skipped, under CI they fail."""
    program = browsers.chromium()
    if program is None:
        missing("Chromium (apt-get install chromium)")
    with browsers.running(program) as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page at desk size, in Chinese; `page.set_viewport_size(browsers.PHONE)` makes it a phone."""
    context = browser.new_context(viewport=browsers.DESK, locale="zh-CN", timezone_id="Asia/Shanghai")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """`assert axe(page) == []`."""
    return browsers.barriers


def missing(part: str) -> None:
    """One clear line for a part this machine does not have; under CI nothing may be missing."""
    if os.environ.get("CI", "").lower() in {"1", "true"}:
        pytest.fail(f"not here: {part}", pytrace=False)
    pytest.skip(f"not here: {part}")
