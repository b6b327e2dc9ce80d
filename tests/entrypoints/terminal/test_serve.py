"""`haitang serve` and `haitang demo` as real processes: they open, say so, share no port, and leave nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from haitang.jobs.demonstration.founding import logins
from haitang.jobs.demonstration.home import PASSWORD
from tests.databases import Committed
from tests.servers import Live, free_port, serving

HAITANG = str(Path(sys.executable).parent / "haitang")


def haitang(environ: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([HAITANG, *words], env=environ, capture_output=True, text=True, timeout=180, check=False)


def answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
    except OSError:
        return False
    return True


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def within(seconds: float, happens: Callable[[], bool]) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if happens():
            return True
        time.sleep(0.05)
    return False


@contextmanager
def demo(environ: dict[str, str], room: Path, *words: str) -> Iterator[tuple[subprocess.Popen[bytes], int, Path]]:
    """`haitang demo` until the block ends; its port and what it said."""
    port, said = free_port(), room / "said.txt"
    with said.open("wb") as out:
        process = subprocess.Popen([HAITANG, *words, "demo", "--port", str(port)], env=environ, stdout=out, stderr=out)
        try:
            assert within(120, lambda: answers(port) or process.poll() is not None), said.read_text()
            yield process, port, said
        finally:
            process.kill()
            process.wait(10)


def port_of(live: Live) -> int:
    return int(live.url.rsplit(":", 1)[1])


def test_a_served_home_says_its_address_and_ends_in_order(committed: Committed) -> None:
    with serving(committed) as live:
        said = live.log.read_text()
        live.process.send_signal(signal.SIGTERM)
        assert live.process.wait(20) == 0
    assert live.url in said
    assert "Traceback" not in live.log.read_text()
    assert not listens(port_of(live))


def test_a_taken_port_is_said_in_words_and_nothing_is_served(committed: Committed) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        chinese = haitang(committed.environ(), "serve", "--port", str(port))
        english = haitang(committed.environ(), "--language", "en", "serve", "--port", str(port))
    assert (chinese.returncode, english.returncode) == (1, 1)
    assert f"127.0.0.1:{port} 不能用" in chinese.stderr
    assert f"127.0.0.1:{port} cannot be used" in english.stderr


def test_a_second_server_never_shares_the_port_of_the_first(committed: Committed) -> None:
    with serving(committed) as live:
        second = haitang(committed.environ(), "serve", "--port", str(port_of(live)))
    assert second.returncode == 1


def test_a_killed_server_leaves_no_worker_on_the_port(committed: Committed) -> None:
    with serving(committed) as live:
        live.process.send_signal(signal.SIGKILL)
        live.process.wait(10)
        assert within(5, lambda: not listens(port_of(live)))


def test_a_real_office_is_never_turned_into_a_demonstration(committed: Committed) -> None:
    refused = haitang(committed.environ(), "demo", "--no-serve", "--port", str(free_port()))
    assert refused.returncode == 1
    assert "不能变成演示" in refused.stderr


def test_a_loaded_demonstration_only_opens_the_second_time(demonstration_copy: Committed) -> None:
    again = haitang(demonstration_copy.environ(), "demo", "--no-serve")
    assert (again.returncode, again.stderr) == (0, "")
    assert again.stdout.strip() == f"演示已装载：{demonstration_copy.home}"


@pytest.mark.embedded
def test_from_nothing_the_year_is_loaded_and_the_site_opens_with_a_login_for_each_role(tmp_path: Path) -> None:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("HAITANG_")}
    environ["HAITANG_HOME"] = str(tmp_path / "home")
    with demo(environ, tmp_path) as (process, port, path):
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
        said = path.read_text()
    assert f"http://127.0.0.1:{port}/" in said
    assert PASSWORD in said
    assert all(f"\n  {login} " in said for login in logins())
    assert haitang(environ, "verify").returncode == 0
    with demo(environ, tmp_path, "--language", "en") as (_, _, path):
        assert "Replaying" not in path.read_text()
        assert "Try first" in path.read_text()
