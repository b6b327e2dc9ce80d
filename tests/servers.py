"""A real server as its own process, on a copy of the template."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.cast import Cast
from tests.databases import Committed

READY_SECONDS = 30


@dataclass(frozen=True)
class Live:
    """A running server: its address, the copy it works on, and its log."""

    url: str
    copy: Committed
    log: Path
    process: subprocess.Popen[bytes]

    @property
    def cast(self) -> Cast:
        """The cast of the server's database, usable from the test's own process."""
        return self.copy.cast


@contextmanager
def serving(copy: Committed, **environ: str) -> Iterator[Live]:
    """`haitang serve` on the copy until the block ends; `environ` adds HAITANG_* variables."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    log = copy.home.parent / f"serve-{port}.log"
    command = [str(Path(sys.executable).parent / "haitang"), "serve", "--host", "127.0.0.1", "--port", str(port)]
    surroundings = {**copy.environ(), "HAITANG_PUBLIC_URL": url, **environ}
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, env=surroundings)
    try:
        _wait(url + environ.get("HAITANG_BASE_PATH", ""), process, log)
        yield Live(url, copy, log, process)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def free_port() -> int:
    """A loopback port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(f"{url}/healthz", timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"the server did not come up:\n{log.read_text(errors='replace')}")
