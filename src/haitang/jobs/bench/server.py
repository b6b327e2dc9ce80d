"""A real server for a measure 被测服务: `haitang serve` or the bare twin, with the CPU it has used."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from haitang.jobs.bench.homes import environment

READY_SECONDS = 30.0
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Server:
    """A server process group on a loopback port."""

    process: subprocess.Popen[bytes]
    port: int
    ready_after: float

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def cpu(self) -> float:
        """CPU seconds the process and its children have used so far (Linux /proc)."""
        return sum(_ticks(pid) for pid in _family(self.process.pid)) / _TICKS


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return int(fields[11]) + int(fields[12])


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(found for child in children for found in _family(int(child)))]


def free_port() -> int:
    """A loopback port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def serving(home: Path, *, bare: bool = False, deliveries: bool = True) -> Iterator[Server]:
    """Start a server on `home`, wait until it answers, stop it afterwards."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "haitang.entrypoints.terminal",
        "serve",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    if bare:
        application = "haitang.jobs.bench.bare_wsgi:application"
        command = [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--port",
            str(port),
            "--blocking-threads",
            "8",
        ]
        command += ["--log-level", "error", application]
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        env={**environment(home), "HAITANG_DELIVERIES": str(deliveries)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(port)
        yield Server(process, port, time.perf_counter() - began)
    finally:
        process.terminate()
        process.wait(10)


def _wait(port: int) -> None:
    until = time.perf_counter() + READY_SECONDS
    while time.perf_counter() < until:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1).read()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError("the server did not answer")
