"""A home becomes a demonstration once, whole, and never out of a real one; a demonstration never becomes real."""

import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from django.db import connection

from haitang.commands import offices
from haitang.engine import clock, gate, homes, ledger
from haitang.jobs.demonstration import home
from haitang.jobs.demonstration.days import END
from haitang.jobs.demonstration.founding import FOUNDER
from haitang.kernel.errors import NotNow
from haitang.records.account import Account
from haitang.records.office import Message, Setting
from tests import databases
from tests.demonstrations import Loaded


def never(day: date) -> None:
    raise AssertionError("nothing was to be loaded")


def test_the_year_is_gone_through_forward_from_its_first_day_to_the_morning_it_opens(demonstration: Loaded) -> None:
    assert demonstration.days == tuple(sorted(demonstration.days))
    assert (demonstration.days[0], demonstration.days[-1]) == (date(2023, 1, 1), date(2023, 11, 15))


def test_a_loaded_home_is_not_loaded_again_and_opens_at_once(demonstration: Loaded) -> None:
    began = time.monotonic()
    assert home.nature() == "demonstration"
    assert not home.ensure(never)
    assert time.monotonic() - began < 3


def test_the_clock_of_the_home_starts_where_the_year_ends_and_runs_on(demonstration: Loaded) -> None:
    assert clock.is_demonstration()
    first = clock.now()
    assert timedelta(0) <= first - END < timedelta(minutes=30)
    time.sleep(0.01)
    assert clock.now() > first
    assert Setting.objects.get(name="demonstration", organization=None).value is True


def test_every_ledger_is_sealed_at_its_end_and_says_that_its_clock_was_set(demonstration: Loaded) -> None:
    heads = list(ledger.heads())
    assert {head.ledger for head in heads} == {"root", "sujin", "beizhuang", "xcjk"}
    assert {head.clock for head in heads} == {"demonstration"}
    assert all(ledger.sealed(head.ledger).size == head.size for head in heads)
    assert {ledger.sealed(head.ledger).day for head in heads} == {date(2023, 11, 15)}


def test_every_login_opens_with_the_one_password_that_is_said_aloud(demonstration: Loaded) -> None:
    hashes = set(Account.objects.values_list("password", flat=True))
    assert len(hashes) == 1
    assert check_password(home.PASSWORD, hashes.pop())


def test_messages_of_what_is_long_over_have_been_read_and_todays_have_not(demonstration: Loaded) -> None:
    waiting = Message.objects.filter(read_at=None)
    assert waiting.exists()
    assert min(message.at for message in waiting) >= home.READ_UP_TO


def test_a_home_with_a_real_office_never_becomes_a_demonstration(committed: databases.Committed) -> None:
    assert home.nature() == "real"
    with pytest.raises(NotNow) as refused:
        home.ensure(never)
    assert "真实单位" in refused.value.words.zh
    assert not Setting.objects.filter(name="demonstration").exists()
    assert not clock.is_demonstration()


def test_a_demonstration_never_takes_in_a_real_office(demonstration_copy: databases.Committed) -> None:
    with pytest.raises(NotNow, match="demonstration"):
        gate.do(offices.found, FOUNDER, code="real", name="真实街道", name_en="Real", mark="RE")


def test_a_half_loaded_database_is_refused_with_words(committed: databases.Committed) -> None:
    with gate.upkeep():
        Setting.objects.create(name="demonstration", value="unfinished")
    assert home.nature() == "unfinished"
    with pytest.raises(NotNow) as refused:
        home.ensure(never)
    assert "中断" in refused.value.words.zh


@pytest.fixture
def embedded(tmp_path: Path, django_db_setup: None, django_db_blocker: Any) -> Iterator[Path]:
    """An embedded database that is not there yet; connections lead to it."""
    file = tmp_path / "haitang.sqlite3"
    with django_db_blocker.unblock(), databases.led_to(str(file)):
        yield file


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The year, cut short: what matters here is where it is put."""
    acts: list[str] = []

    def tell(watch: Any) -> None:
        acts.append(str(connection.settings_dict["NAME"]))
        if "break" in acts:
            raise KeyboardInterrupt

    monkeypatch.setattr(home, "tell", tell)
    return acts


@pytest.mark.embedded
def test_the_year_is_told_aside_and_takes_its_place_when_it_is_whole(embedded: Path, told: list[str]) -> None:
    assert home.ensure(lambda day: None)
    assert home.nature() == "demonstration"
    assert told == [f"{embedded}.loading"]
    assert not home.ensure(never)
    assert [path.name for path in embedded.parent.glob("*.loading*")] == []


@pytest.mark.embedded
def test_an_interrupted_load_leaves_no_home_and_is_begun_anew(embedded: Path, told: list[str]) -> None:
    told.append("break")
    with pytest.raises(KeyboardInterrupt):
        home.ensure(lambda day: None)
    assert not embedded.exists()
    told.clear()
    assert home.ensure(lambda day: None)
    assert home.nature() == "demonstration"


@pytest.mark.embedded
def test_a_home_that_somebody_serves_is_not_loaded_underneath(embedded: Path, told: list[str]) -> None:
    with homes.in_use(embedded.parent), pytest.raises(NotNow, match="being used"):
        home.ensure(never)
    assert told == []
    assert not embedded.exists()
