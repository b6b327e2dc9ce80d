"""A real ClamAV daemon with one signature of its own: the test string that every scanner knows, and nothing else."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from haitang.engine import scanning

#: The EICAR test file, in two halves so that no scanner takes this source for it.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + rb"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
READY_SECONDS = 30


def program() -> str | None:
    """Debian's daemon, when it is here."""
    return shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")


@contextmanager
def running(room: Path, port: int) -> Iterator[tuple[str, str]]:
    """A daemon in the foreground, as whoever runs the tests: its socket, and its host and port."""
    signatures, name = room / "signatures", room / "clamd.sock"
    signatures.mkdir(parents=True)
    (signatures / "test.ndb").write_text(f"Haitang.Test:0:*:{EICAR.hex()}\n")
    conf = room / "clamd.conf"
    conf.write_text(
        f"Foreground yes\nDatabaseDirectory {signatures}\nLocalSocket {name}\nTCPSocket {port}\nTCPAddr 127.0.0.1\n"
        f"LogFile {room}/clamd.log\nStreamMaxLength 13M\nMaxThreads 2\n"
    )
    process = subprocess.Popen([program() or "clamd", "--config-file", str(conf)], stderr=subprocess.STDOUT)
    try:
        _wait(str(name), process)
        yield str(name), f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def _wait(name: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            scanning.infected(b"ready?", name)
            return
        except (OSError, scanning.Unreachable):
            time.sleep(0.1)
    raise RuntimeError("clamd did not come up")
