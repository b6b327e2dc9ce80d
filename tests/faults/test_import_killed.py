"""An import whose process is killed in the middle: brought in again, nothing is lost, nothing stands twice."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from haitang.engine import verify
from haitang.records.order import OutsideOrder
from tests import spreadsheets
from tests.databases import Committed
from tests.orders import HEADS_12345, order

ROWS, PATIENCE_SECONDS = 1_300, 60


def importing(committed: Committed, path: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "haitang.entrypoints.terminal", "import", "matters", str(path), "--format", "json"]
    return subprocess.Popen(
        command,
        env=committed.environ(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def test_a_killed_import_is_finished_by_bringing_in_the_same_file_again(committed: Committed, tmp_path: Path) -> None:
    path = spreadsheets.text(
        tmp_path / "orders.csv", [HEADS_12345, *(order(f"N{at}", f"第 {at} 件") for at in range(ROWS))]
    )
    first = importing(committed, path)
    until = time.monotonic() + PATIENCE_SECONDS
    while not OutsideOrder.objects.exists() and time.monotonic() < until:
        time.sleep(0.05)
    os.kill(first.pid, signal.SIGKILL)
    first.communicate()
    there = OutsideOrder.objects.count()
    assert 0 < there < ROWS and there % 500 == 0, "whole batches only, and not all of them"
    said, _ = (second := importing(committed, path)).communicate(timeout=120)
    told = json.loads(said)
    assert second.returncode == 0 and (told["created"], told["unchanged"]) == (ROWS - there, there)
    assert OutsideOrder.objects.count() == ROWS == OutsideOrder.objects.values("number").distinct().count()
    assert list(verify.verify_all())
