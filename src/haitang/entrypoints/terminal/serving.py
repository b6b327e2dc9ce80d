"""Serving 服务: the web server as one worker process with threads, and the delivery loop as a thread in it.

An embedded database has one writing process (decisions A18); a home that is served is marked by a shared lock, so that
nobody swaps its database underneath.
"""

import ctypes
import os
import signal
import socket
from collections.abc import Callable
from multiprocessing.util import Finalize
from threading import Event, Thread
from typing import Any

import click
from django.conf import settings
from django.db import connections
from django.utils.module_loading import import_string
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from haitang.engine import homes, installation, outbox
from haitang.entrypoints.terminal import pooling
from haitang.jobs import daily, open_data
from haitang.jobs.imports import intakes
from haitang.kernel.words import Words

TARGET = "haitang.site.wsgi.application"
#: Requests worked on at the same time; SQLite lets one of them write.
THREADS = 8
#: How long a stopping server waits for requests and for the delivery loop.
PATIENCE_SECONDS = 10
PUBLIC = "HAITANG_PUBLIC_URL"
_PARENT_DIED = 1


def refuse_taken(host: str, port: int, language: str) -> None:
    """End with a sentence when somebody listens there already: the server itself would share the port silently."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(_taken(host, port, error.strerror or "").say(language)) from None


def _taken(host: str, port: int, why: str) -> Words:
    return Words(
        zh=f"{host}:{port} 不能用（{why}）。请换一个端口，例如 --port {port + 1}。",
        en=f"{host}:{port} cannot be used ({why}). Please choose another port, for example --port {port + 1}.",
    )


def address(host: str, port: int) -> str:
    """What to type into a browser."""
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}{settings.FORCE_SCRIPT_NAME or ''}/"


def prepare() -> None:
    """Bring the database to the present shape, unless it has it."""
    if not installation.is_current():
        installation.migrate()


def run(host: str, port: int, ready: Callable[[], Any]) -> None:
    """Serve until SIGTERM or SIGINT; `ready` is called once the address is bound."""
    _answer_to(address(host, port))
    with homes.in_use(settings.HOME):
        connections.close_all()
        server = Granian(
            TARGET,
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=1,
            blocking_threads=THREADS,
            workers_kill_timeout=PATIENCE_SECONDS,
            respawn_failed_workers=True,
            log_level=LogLevels.error,
        )
        server.on_startup(ready)
        server.serve(target_loader=_application)


def _answer_to(url: str) -> None:
    """QR codes and letters name the address served, unless the machine says which one is public."""
    if PUBLIC not in os.environ and "//0.0.0.0" not in url and "//[::]" not in url:
        os.environ[PUBLIC] = settings.PUBLIC_URL = url.rstrip("/")


def _application(target: str) -> Any:
    """In the worker: never outlive the parent, take up the pool, start the delivery loop, load the application."""
    _die_with_parent()
    pooling.begin(settings.POOL)
    _deliver()
    return import_string(target)


def _die_with_parent() -> None:
    """A killed parent must not leave a worker on the port and on the database (Linux; elsewhere nothing is lost)."""
    parent = os.getppid()
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(_PARENT_DIED, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _deliver() -> None:
    """The delivery loop, stopped in order when the worker ends; none where another process runs `haitang work`."""
    if not settings.DELIVERIES:
        return
    stop = Event()
    loop = Thread(
        target=outbox.run_forever, args=(stop, (daily.run_due, open_data.run_due)), name="deliveries", daemon=True
    )
    imports = Thread(target=intakes.run_forever, args=(stop,), name="imports", daemon=True)
    for thread in (loop, imports):
        thread.start()
    Finalize(None, _stop, args=(stop, loop), exitpriority=10)


def _stop(stop: Event, loop: Thread) -> None:
    """Wait for what is being delivered; an import that is broken off goes on by itself after the next start."""
    stop.set()
    loop.join(PATIENCE_SECONDS)
