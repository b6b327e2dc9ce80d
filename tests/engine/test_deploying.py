"""What `haitang check --deploy` looks at: each lack is named and is an error or a note."""

import os
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from haitang.engine import backlog, clock, deploying, outbox
from haitang.engine.backups import log, snapshots
from haitang.records.office import Delivery
from tests.backups import lead
from tests.cast import Cast


@pytest.fixture
def ready(cast: Cast, settings: Any, tmp_path: Path) -> Cast:
    """A home that may face the world."""
    tmp_path.chmod(0o700)
    lead(settings, tmp_path)
    settings.PUBLIC_URL, settings.ALLOWED_HOSTS, settings.PROXIES = (
        "https://sujin.example",
        ["sujin.example"],
        "127.0.0.1",
    )
    (tmp_path / "secret.key").touch(0o600)
    outbox.drain()
    log.note(log.Made(clock.now().isoformat(), "/backups/a", 1, "0" * 64, True, clock.now().isoformat()))
    return cast


def weights() -> dict[str, str]:
    return {condition.name: condition.weight for condition in deploying.everything()}


def test_a_home_that_is_ready_has_nothing_to_mend(ready: Cast) -> None:
    assert set(weights().values()) == {"good"}
    assert all(
        condition.words.zh != condition.words.en for condition in deploying.everything() if condition.name != "server"
    )


def test_without_tls_hosts_and_a_proxy_it_may_not_face_anybody(ready: Cast, settings: Any) -> None:
    settings.PUBLIC_URL = "http://sujin.example"
    assert weights()["tls"] == "error"
    settings.PUBLIC_URL = "https://other.example"
    assert weights()["hosts"] == "error"
    settings.ALLOWED_HOSTS = ["*", "other.example"]
    assert weights()["hosts"] == "error"
    settings.PROXIES = ""
    assert weights()["proxies"] == "error"
    settings.INTRANET, settings.NETWORKS = True, " "
    assert weights()["intranet"] == "error"


def test_what_others_on_the_machine_can_read_is_an_error(ready: Cast, tmp_path: Path) -> None:
    (tmp_path / "haitang.sqlite3").touch(0o644)
    os.chmod(tmp_path / "haitang.sqlite3", 0o644)
    assert weights()["permissions"] == "good", "the home itself is shut"
    tmp_path.chmod(0o755)
    assert weights()["permissions"] == "error"
    (tmp_path / "secret.key").chmod(0o640)
    assert weights()["secret"] == "error"


def test_an_old_key_is_a_note(ready: Cast, tmp_path: Path) -> None:
    (tmp_path / "vault.key").write_text("k")
    assert weights()["ages"] == "good"
    long_ago = time.time() - 500 * 86_400
    os.utime(tmp_path / "vault.key", (long_ago, long_ago))
    assert weights()["ages"] == "note"


@pytest.mark.parametrize(("hours", "weight"), [(1, "good"), (30, "note"), (60, "error")])
def test_the_age_of_the_last_verified_backup_counts(
    ready: Cast, clock_at: Callable[[datetime], datetime], hours: int, weight: str
) -> None:
    log.note(log.Made((clock.now() + timedelta(hours=hours)).isoformat(), "/backups/b", 1, "0" * 64, True))
    clock_at(clock.now() + timedelta(hours=hours))
    found = next(condition for condition in deploying.everything() if condition.name == "backups")
    assert found.weight == weight and str(hours) in found.words.en


def test_no_verified_backup_is_an_error(ready: Cast) -> None:
    log.path().unlink()
    log.note(log.Made(clock.now().isoformat(), "/backups/a", 1, "0" * 64, True))
    assert weights()["backups"] == "error"


def test_an_old_server_is_an_error(ready: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    assert snapshots.server_version() in (0, *range(15, 40))
    monkeypatch.setattr(snapshots, "server_version", lambda: 14)
    assert weights()["server"] == "error"


def test_deliveries_that_nobody_makes_are_seen_whether_or_not_they_were_read(
    ready: Cast, clock_at: Callable[[datetime], datetime]
) -> None:
    ready.report()
    clock_at(clock.now() + timedelta(minutes=30))
    assert weights()["deliveries"] == "note"
    clock_at(clock.now() + timedelta(hours=4))
    assert weights()["deliveries"] == "error"
    outbox.drain()
    assert weights()["deliveries"] == "good"
    row = Delivery.objects.latest("pk")
    Delivery.objects.filter(pk=row.pk).update(state="waiting", due_at=clock.now() - timedelta(hours=5))
    assert weights()["deliveries"] == "error"


def test_a_letter_that_waits_for_its_next_try_is_old_and_not_overdue(ready: Cast) -> None:
    ready.report()
    outbox.drain()
    consumers = len(outbox.CONSUMERS)
    assert (backlog.oldest(consumers), backlog.waiting(), backlog.unread(consumers)) == (None, {}, 0)
    row = Delivery.objects.latest("pk")
    Delivery.objects.filter(pk=row.pk).update(state="waiting", due_at=clock.now() + timedelta(hours=5))
    assert backlog.overdue(consumers) is None
    assert backlog.oldest(consumers) is not None and backlog.waiting() == {row.consumer: 1}
