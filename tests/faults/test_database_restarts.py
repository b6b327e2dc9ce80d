"""PostgreSQL is restarted and then killed under load: people read that it is closed for a while, and nothing acknowledged is lost."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests import databases
from tests.cluster import Server, binaries, server_of_its_own
from tests.conftest import missing
from tests.house.trees import ROOT
from tests.servers import serving
from tests.stories.test_crash import Residents, wait_until

COMMANDS, CLIENTS = 120, 4
#: Makes the cast in a database of the server it is given, and leaves the keys behind.
MAKING = """
import shutil, sys
from tests import home
from tests import databases
databases.make_template()
for name in ("secret.key", "vault.key"):
    shutil.copy(home.HOME / name, sys.argv[1])
print(home.DATABASE)
"""


@dataclass
class Apart(databases.Committed):
    """A home on a server of its own, for other processes only."""

    address: str = ""

    @property
    def url(self) -> str:
        return self.address


@pytest.fixture
def server() -> Iterator[Server]:
    if binaries() is None:
        missing("PostgreSQL (apt-get install postgresql)")
    with server_of_its_own(durable=True) as found:
        yield found


@pytest.fixture
def apart(server: Server, tmp_path: Path) -> Apart:
    """The cast on that server, made by a process of its own."""
    (tmp_path / "home").mkdir()
    environ = {**os.environ, "HAITANG_DATABASE_URL": server.url, "PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-c", MAKING, str(tmp_path / "home")]
    database = subprocess.run(words, env=environ, capture_output=True, text=True, check=True).stdout.strip()
    address = urlunsplit(urlsplit(server.url)._replace(path=f"/{database}"))
    return Apart(tmp_path / "home", database, address=address)


def seen(url: str) -> tuple[int, str]:
    """Status and text of a page."""
    asked = urllib.request.Request(url, headers={"Accept-Language": "en"})
    try:
        with urllib.request.urlopen(asked, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.read().decode()


def within(url: str, seconds: float) -> bool:
    """Whether a page is there again before so long."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if seen(url)[0] == 200:
            return True
        time.sleep(0.2)
    return False


def test_a_database_that_is_restarted_or_killed_loses_nothing_and_the_site_comes_back(
    server: Server, apart: Apart
) -> None:
    residents = Residents()
    for number in range(COMMANDS):
        residents.waiting.put(number)
    clients = [Thread(target=residents.work) for _ in range(CLIENTS)]
    with serving(apart) as live:
        residents.url = live.url
        for client in clients:
            client.start()
        try:
            for at_once in (False, True):
                wait_until(residents, len(residents.acknowledged) + 25, 30)
                server.stop(at_once=at_once)
                status, page = seen(f"{live.url}/report")
                assert status == 503 and "Closed for a short while" in page and "12345" in page
                assert seen(f"{live.url}/readyz")[0] == 503 and seen(f"{live.url}/healthz")[0] == 200
                server.start()
                assert within(f"{live.url}/report", 30), "it comes back by itself"
            wait_until(residents, COMMANDS, 90)
        finally:
            residents.stop.set()
            for client in clients:
                client.join()
        assert live.process.poll() is None
    assert residents.strange == {}
    everything_is_there_once(residents, apart)


def everything_is_there_once(residents: Residents, apart: Apart) -> None:
    """What was acknowledged is what is kept, and the ledgers are whole."""
    numbers = {answer["number"] for answer in residents.acknowledged.values()}
    assert len(numbers) == COMMANDS
    with psycopg.connect(apart.address) as asked:
        kept = {row[0] for row in asked.execute("SELECT number FROM haitang_matter")}
        lines = asked.execute("SELECT count(*) FROM haitang_body WHERE command = 'matters.report'").fetchone()
    assert kept == numbers and lines == (COMMANDS,)
    program = str(Path(sys.executable).parent / "haitang")
    done = subprocess.run([program, "verify"], env=apart.environ(), capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
