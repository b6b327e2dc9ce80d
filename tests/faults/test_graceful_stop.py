"""A server that is told to stop answers what it has begun and finishes what it delivers."""

import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread

from django.db import connections

from haitang.records.matter import Matter
from haitang.records.office import Delivery
from tests.databases import Committed
from tests.faults.test_locked import held
from tests.servers import serving
from tests.stories.test_crash import post


def test_a_request_under_way_is_answered_after_sigterm(committed: Committed) -> None:
    answers: list[tuple[int, object]] = []
    with serving(committed) as live:
        post(live.url, 1)
        with held(committed):
            asking = Thread(target=lambda: answers.append(post(live.url, 2)))
            asking.start()
            time.sleep(1.0)
            assert not answers, "it waits for the database"
            live.process.send_signal(signal.SIGTERM)
            time.sleep(1.0)
        asking.join(15)
        assert live.process.wait(20) == 0
    [(status, said)] = answers
    assert status == 200 and isinstance(said, dict)
    connections.close_all()
    assert Matter.objects.filter(number=said["number"]).count() == 1
    assert "Traceback" not in live.log.read_text()


def test_what_was_being_delivered_is_delivered_or_waits_and_nothing_is_left_half_done(committed: Committed) -> None:
    with serving(committed) as live:
        for number in range(30):
            assert post(live.url, number)[0] == 200
        live.process.send_signal(signal.SIGTERM)
        assert live.process.wait(20) == 0
    assert set(Delivery.objects.values_list("state", flat=True)) <= {"waiting", "delivered"}
    with serving(committed):
        until = time.monotonic() + 20
        while time.monotonic() < until and Delivery.objects.exclude(state="delivered").exists():
            time.sleep(0.2)
        time.sleep(1.5)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered"}


def test_a_worker_that_is_told_to_stop_ends_its_round_in_order(committed: Committed) -> None:
    committed.cast.report()
    program = str(Path(sys.executable).parent / "haitang")
    worker = subprocess.Popen([program, "work", "--stay"], env=committed.environ(), stderr=subprocess.PIPE)
    try:
        until = time.monotonic() + 40
        while time.monotonic() < until and not Delivery.objects.filter(state="delivered").exists():
            time.sleep(0.2)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(20) == 0
    finally:
        worker.kill()
    assert worker.stderr is not None and worker.stderr.read() == b""
    assert set(Delivery.objects.values_list("state", flat=True)) <= {"waiting", "delivered"}
