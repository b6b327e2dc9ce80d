"""A bad line between a browser and a server: latency, lost packets, connections cut in the middle."""

import random
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

CHUNK = 16 * 1024


@dataclass(frozen=True)
class Cut:
    """The next connection whose request holds `mark` is cut once `after` bytes of it have gone through; with `answer`,
    the whole request goes through and the answer is lost."""

    mark: bytes
    after: int = 0
    answer: bool = False


@dataclass
class Line:
    """A proxy for one server. It is good until `spoil`."""

    server: int
    port: int = 0
    delay: float = 0.0
    loss: float = 0.0
    cuts: list[Cut] = field(default_factory=list)
    made: list[Cut] = field(default_factory=list)
    lost: int = 0
    _dice: random.Random = field(default_factory=lambda: random.Random(4))

    @property
    def url(self) -> str:
        """Where the browser finds the server through this line."""
        return f"http://127.0.0.1:{self.port}"

    def spoil(self, *cuts: Cut, delay: float, loss: float) -> None:
        """From now on: a delay for each round trip in seconds, a share of lost packets, and these cuts."""
        self.delay, self.loss = delay, loss
        self.cuts.extend(cuts)

    def serve(self, listening: socket.socket) -> None:
        """Take connections until the socket is closed."""
        with suppress(OSError):
            while True:
                near, _ = listening.accept()
                threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        with suppress(OSError), near, socket.create_connection(("127.0.0.1", self.server)) as far:
            silent = threading.Event()
            back = threading.Thread(target=self._answer, args=(far, near, silent), daemon=True)
            back.start()
            self._ask(near, far, silent)
            back.join(30)

    def _ask(self, near: socket.socket, far: socket.socket, silent: threading.Event) -> None:
        gone, cut = 0, None
        while chunk := near.recv(CHUNK):
            time.sleep(self.delay / 2 if gone == 0 else 0)
            self._wait_for_lost()
            found = next((one for one in self.cuts if one.mark in chunk), None)
            if found is not None:
                self.cuts.remove(found)
                cut, gone = found, 0
                if found.answer:
                    self.made.append(found)
                    silent.set()
            gone += len(chunk)
            if cut is not None and not cut.answer and gone > cut.after:
                self.made.append(cut)
                near.close()
                return
            far.sendall(chunk)
        far.shutdown(socket.SHUT_WR)

    def _answer(self, far: socket.socket, near: socket.socket, silent: threading.Event) -> None:
        with suppress(OSError):
            while chunk := far.recv(CHUNK):
                time.sleep(self.delay / 2)
                if silent.is_set():
                    near.shutdown(socket.SHUT_RDWR)
                    return
                self._wait_for_lost()
                near.sendall(chunk)

    def _wait_for_lost(self) -> None:
        """A lost packet comes again after TCP's first time-out."""
        if self._dice.random() < self.loss:
            self.lost += 1
            time.sleep(0.2)


@contextmanager
def line_to(server: int) -> Iterator[Line]:
    """A line to the server on that port, until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        line = Line(server, int(listening.getsockname()[1]))
        threading.Thread(target=line.serve, args=(listening,), daemon=True).start()
        yield line
