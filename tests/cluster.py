"""A private PostgreSQL: made in a temporary directory, run by an unprivileged user, gone when the work is done.

`python -m tests.cluster -- COMMAND…` runs a command with HAITANG_DATABASE_URL pointing at it. initdb refuses root,
so root hands the work to `postgres` or `nobody`. Without `durable` nothing waits for the disk.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
STEADY = ("max_connections=200", "shared_buffers=64MB", "log_min_messages=warning", "listen_addresses=127.0.0.1")
START_SECONDS = 30


def binaries() -> Path | None:
    """Where initdb and postgres are, newest version first; None when there is no PostgreSQL server."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4].split(".")[0]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else (Path(on_path).resolve().parent if on_path else None)


@dataclass
class Server:
    """A private PostgreSQL that can be stopped and started again, as after an update or a crash."""

    tools: Path
    room: Path
    port: int
    durable: bool
    url: str
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Until it answers."""
        self.process = _start(self.tools, self.room, self.port, self.durable)
        _wait(self.url, self.process, self.room)

    def stop(self, *, at_once: bool = False) -> None:
        """In order, or as if the power had gone."""
        if self.process is not None:
            if at_once:
                self.process.send_signal(signal.SIGQUIT)
            _stop(self.process)


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[str]:
    """A running server for the length of the block; yields the URL of its database `postgres`."""
    with server_of_its_own(durable=durable) as server:
        yield server.url


@contextmanager
def server_of_its_own(*, durable: bool = False) -> Iterator[Server]:
    """The same, as somebody who may stop it."""
    tools = binaries()
    if tools is None:
        raise FileNotFoundError("no PostgreSQL server here: apt-get install postgresql")
    room = Path(tempfile.mkdtemp(prefix="haitang-pg-"))
    password, port = secrets.token_hex(16), _free_port()
    try:
        _make(tools, room, password)
        server = Server(tools, room, port, durable, f"postgresql://haitang:{password}@127.0.0.1:{port}/postgres")
        try:
            server.start()
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _as_nobody() -> list[str]:
    """The words before a command that give up root."""
    if os.geteuid() != 0:
        return []
    names = {user.pw_name for user in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--"]


def _make(tools: Path, room: Path, password: str) -> None:
    (room / "password").write_text(password)
    (room / "sockets").mkdir()
    before = _as_nobody()
    if before:
        uid, gid = (int(word.split("=")[1]) for word in before[1:3])
        for path in (room, room / "password", room / "sockets"):
            os.chown(path, uid, gid)
    made = subprocess.run(
        [*before, str(tools / "initdb"), "-D", str(room / "data"), "-U", "haitang", "-E", "UTF8", "--locale=C.UTF-8",
         "--auth=scram-sha-256", f"--pwfile={room / 'password'}", "--no-sync"],
        capture_output=True, text=True, cwd=room,
    )  # fmt: skip
    if made.returncode:
        raise RuntimeError(f"initdb failed: {made.stderr.strip()}")


def _start(tools: Path, room: Path, port: int, durable: bool) -> subprocess.Popen[bytes]:
    settings = (*STEADY, *(() if durable else FAST), f"unix_socket_directories={room / 'sockets'}")
    words = [word for setting in settings for word in ("-c", setting)]
    command = [*_as_nobody(), str(tools / "postgres"), "-D", str(room / "data"), "-p", str(port), *words]
    with (room / "log").open("wb") as log:
        return subprocess.Popen(command, stdout=log, stderr=log, cwd=room, start_new_session=True)


def _wait(url: str, server: subprocess.Popen[bytes], room: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(url, connect_timeout=2).close()
            return
        except psycopg.OperationalError as error:
            if server.poll() is not None or time.monotonic() > until:
                log = (room / "log").read_text(errors="replace")
                raise RuntimeError(f"PostgreSQL did not start: {error}\n{log}") from error
            time.sleep(0.05)


def _stop(server: subprocess.Popen[bytes]) -> None:
    """Fast shutdown; immediate when it does not come."""
    for word, patience in ((signal.SIGINT, 20), (signal.SIGQUIT, 10), (signal.SIGKILL, 10)):
        if server.poll() is not None:
            return
        server.send_signal(word)
        try:
            server.wait(patience)
        except subprocess.TimeoutExpired:
            continue


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main(words: list[str]) -> int:
    """Run the command after `--` with a cluster of its own; its exit status is ours."""
    durable = "--durable" in words[: words.index("--")] if "--" in words else False
    command = words[words.index("--") + 1 :] if "--" in words else []
    if not command:
        sys.exit("usage: python -m tests.cluster [--durable] -- COMMAND…")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with cluster(durable=durable) as url:
        return subprocess.run(command, env={**os.environ, "HAITANG_DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
