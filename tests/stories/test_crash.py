"""A thousand retried commands against the real server, killed at random points: nothing is lost, nothing is doubled."""

import http.client
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue
from threading import Event, Lock, Thread
from typing import Any
from urllib.parse import urlsplit

from haitang.engine import ledger, outbox, verify
from haitang.records.matter import Matter
from haitang.records.office import Delivery, Idempotency, Message
from haitang.records.voice import Voice
from tests.databases import Committed
from tests.servers import serving

COMMANDS, CLIENTS, SERVERS_KILLED = 1_000, 6, 3
PATIENCE_SECONDS = 90
PLACES = ("dgmy", "dgmy-15", "daguan-2", "jinhua-1")


@dataclass
class Residents:
    """Clients that send every command until it is acknowledged, wherever the server happens to be."""

    waiting: "Queue[int]" = field(default_factory=Queue)
    acknowledged: dict[int, dict[str, Any]] = field(default_factory=dict)
    strange: Counter[str] = field(default_factory=Counter)
    url: str = ""
    stop: Event = field(default_factory=Event)
    lock: Lock = field(default_factory=Lock)
    sent: int = 0

    def work(self) -> None:
        """Take one command after the other."""
        while not self.stop.is_set():
            try:
                number = self.waiting.get_nowait()
            except Empty:
                return
            while number not in self.acknowledged and not self.stop.is_set():
                self.send(number)

    def send(self, number: int) -> None:
        """One attempt; whatever is no acknowledgement is tried again by `work`."""
        try:
            status, said = post(self.url, number)
        except (OSError, http.client.HTTPException, ValueError):
            time.sleep(0.05)
            return
        with self.lock:
            self.sent += 1
            if status == 200:
                self.acknowledged[number] = said
            elif status != 503:
                self.strange[f"{status} {said}"] += 1


def post(url: str, number: int) -> tuple[int, dict[str, Any]]:
    """Report matter `number` under its own key: status and answer."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
    given = {
        "words": f"第 {number} 件：路灯不亮",
        "place": PLACES[number % len(PLACES)],
        "contact": f"1380000{number:04d}",
    }
    try:
        connection.request(
            "POST",
            "/api/commands/matters.report",
            json.dumps(given),
            {"Content-Type": "application/json", "Idempotency-Key": f"crash-{number}"},
        )
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def crash(copy: Committed, residents: Residents, moments: random.Random) -> None:
    """Kill at random moments, now the worker alone (the server brings another up), now the whole server."""
    for _ in range(SERVERS_KILLED):
        with serving(copy) as live:
            residents.url = live.url
            some_more(residents, moments)
            os.kill(worker_of(live.process.pid), signal.SIGKILL)
            some_more(residents, moments)
            live.process.kill()
            live.process.wait()
    with serving(copy) as live:
        residents.url = live.url
        wait_until(residents, COMMANDS, PATIENCE_SECONDS)
        a_retry_gives_the_same_answer(live.url, residents)


def some_more(residents: Residents, moments: random.Random) -> None:
    """Until some more is acknowledged, and a random moment longer."""
    wait_until(residents, len(residents.acknowledged) + moments.randint(20, 150), 20)
    time.sleep(moments.random() * 0.05)


def wait_until(residents: Residents, acknowledged: int, seconds: float) -> None:
    until = time.monotonic() + seconds
    while len(residents.acknowledged) < acknowledged and time.monotonic() < until:
        time.sleep(0.005)


def worker_of(server: int) -> int:
    """The process that answers requests: the one child of the server that holds the application."""
    children = [int(pid) for pid in Path(f"/proc/{server}/task/{server}/children").read_text().split()]
    return max(children, key=lambda pid: int(Path(f"/proc/{pid}/statm").read_text().split()[1]))


def test_a_thousand_retried_commands_survive_a_server_that_is_killed(committed: Committed) -> None:
    seed = random.SystemRandom().randrange(10**6)
    before = ledger.head("sujin").size
    residents = Residents()
    for number in range(COMMANDS):
        residents.waiting.put(number)
    clients = [Thread(target=residents.work) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    try:
        crash(committed, residents, random.Random(seed))
    finally:
        residents.stop.set()
        for client in clients:
            client.join()
    assert not residents.strange, (seed, residents.strange)
    everything_is_there_once(residents, before, seed)
    the_desks_know_of_each_once(residents)
    the_ledgers_are_whole(committed)


def everything_is_there_once(residents: Residents, before: int, seed: int) -> None:
    """What was acknowledged is what is kept: matters, voices, lines and keys, each exactly once."""
    said = residents.acknowledged
    numbers = {answer["number"] for answer in said.values()}
    assert len(numbers) == len(said) == COMMANDS, seed
    assert set(Matter.objects.values_list("number", flat=True)) == numbers, seed
    assert Voice.objects.count() == COMMANDS
    keys = list(Idempotency.objects.filter(scope__startswith="matters.report").values_list("key", flat=True))
    assert sorted(keys) == sorted(f"crash-{number}" for number in range(COMMANDS)), seed
    lines = [body for body in ledger.every_body(["sujin"]) if body.command == "matters.report"]
    assert {(line.entry, line.subject) for line in lines} == {(a["entry"], a["number"]) for a in said.values()}, seed
    assert ledger.head("sujin").size == before + COMMANDS


def a_retry_gives_the_same_answer(url: str, residents: Residents) -> None:
    """Also after the last crash a key leads to its first outcome, secret included."""
    for number in range(0, COMMANDS, 97):
        assert post(url, number) == (200, residents.acknowledged[number])


def the_desks_know_of_each_once(residents: Residents) -> None:
    """The deliveries, too, were made by servers that were killed."""
    outbox.drain()
    told = list(Message.objects.filter(template="case.received").values_list("matter__number", flat=True))
    assert sorted(told) == sorted(answer["number"] for answer in residents.acknowledged.values())
    assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered"}


def the_ledgers_are_whole(copy: Committed) -> None:
    """By the engine, and by the command an operator would use."""
    assert {found.ledger for found in verify.verify_all()} >= {"root", "sujin"}
    program = str(Path(sys.executable).parent / "haitang")
    done = subprocess.run([program, "verify"], env=copy.environ(), capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
