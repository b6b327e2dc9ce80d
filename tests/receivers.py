"""A real HTTP receiver for tests: it takes messages, refuses, stalls, drops the line or points elsewhere, as it is told."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.servers import free_port

STALL, DROP, TAKE_AND_DROP = "stall", "drop", "take and drop"
#: How long a receiver that stalls keeps its answer to itself.
STALL_SECONDS = 20.0


@dataclass(frozen=True)
class Arrived:
    """One message as it came in."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """What arrived and was taken, how often somebody asked, and what it shall answer next: a status or one of the above."""

    port: int
    taken: list[Arrived] = field(default_factory=list)
    asked: list[Arrived] = field(default_factory=list)
    answers: list[int | str] = field(default_factory=list)
    said: bytes = b"{}"
    more: dict[str, str] = field(default_factory=dict)
    released: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?for=haitang"

    def next(self, *answers: int | str) -> None:
        """Give these answers in turn; afterwards it is its ordinary self and takes everything."""
        self.answers = list(answers)


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            message = Arrived(self.path, dict(self.headers.items()), body)
            receiver.asked.append(message)
            answer = receiver.answers.pop(0) if receiver.answers else 200
            if answer in {200, STALL, TAKE_AND_DROP}:
                receiver.taken.append(message)
            if answer == STALL:
                receiver.released.wait(STALL_SECONDS)
            if isinstance(answer, str):
                self.close_connection = True
                self.connection.close()
                return
            self.send_response(answer)
            for name, value in receiver.more.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(receiver.said)))
            self.end_headers()
            self.wfile.write(receiver.said)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A line that was dropped is what the test asked for."""


@contextmanager
def open_receiver(port: int = 0) -> Iterator[Receiver]:
    """A receiver on a loopback port until the block ends; before and after, it is away."""
    receiver = Receiver(port or free_port())
    server = _Server(("127.0.0.1", receiver.port), _handler(receiver))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
