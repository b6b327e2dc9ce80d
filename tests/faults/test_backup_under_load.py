"""A backup while a real server takes reports: of one moment, whole, and with everything acknowledged before it began."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from threading import Event, Thread

from tests import databases, home
from tests.databases import Committed
from tests.servers import serving
from tests.stories.test_crash import post

HAITANG = str(Path(sys.executable).parent / "haitang")
CLIENTS = 4


class Residents:
    """They report one matter after the other until told to stop."""

    def __init__(self, url: str) -> None:
        self.url, self.stop = url, Event()
        self.acknowledged: list[str] = []
        self.refused: list[int] = []
        self.threads = [Thread(target=self.work, args=(number,)) for number in range(CLIENTS)]

    def work(self, client: int) -> None:
        number = client
        while not self.stop.is_set():
            status, said = post(self.url, number)
            (self.acknowledged if status == 200 else self.refused).append(said.get("number", status))  # type: ignore[attr-defined]
            number += CLIENTS

    def __enter__(self) -> "Residents":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join()


def haitang(environ: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [HAITANG, "--language", "en", *words], env=environ, capture_output=True, text=True, timeout=180
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def numbers_in(environ: dict[str, str]) -> set[str]:
    """The numbers of all matters of a home, read by a process of its own."""
    asking = "import haitang.entrypoints.terminal as t; t.start()\nfrom haitang.records.matter import Matter\n"
    asking += "print(*Matter.objects.values_list('number', flat=True))"
    done = subprocess.run([sys.executable, "-c", asking], env=environ, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_a_backup_under_load_is_of_one_moment_and_can_be_put_back(committed: Committed, tmp_path: Path) -> None:
    environ = {**committed.environ(), "PATH": os.environ["PATH"]}
    key, archive = tmp_path / "age.key", tmp_path / "a.tar.gz.age"
    haitang(environ, "backup", "--new-key", str(key))
    with serving(committed) as live, Residents(live.url) as residents:
        while len(residents.acknowledged) < 20:
            time.sleep(0.01)
        before = set(residents.acknowledged)
        said = haitang(environ, "backup", str(archive), "--key", str(key))
        while len(residents.acknowledged) < len(before) + 20:
            time.sleep(0.01)
    assert "Backed up" in said and not residents.refused
    after = set(residents.acknowledged)
    other = f"{home.DATABASE}_under_load"
    elsewhere = {**environ, "HAITANG_HOME": str(tmp_path / "restored")}
    if home.SERVER:
        databases.on_server("CREATE DATABASE {}", other)
        elsewhere["HAITANG_DATABASE_URL"] = home.url_of(other)
    try:
        said = haitang(elsewhere, "restore", str(archive), "--key", str(key))
        assert "0 differences" in said
        shutil.copy(committed.home / "vault.key", tmp_path / "restored" / "vault.key")
        assert before <= numbers_in(elsewhere) <= after
        haitang(elsewhere, "verify")
        haitang(elsewhere, "work", "--once")
    finally:
        if home.SERVER:
            databases.on_server("DROP DATABASE IF EXISTS {} WITH (FORCE)", other)
