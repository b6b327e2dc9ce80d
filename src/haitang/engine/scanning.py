"""Scanning 查毒: every upload is shown to ClamAV where a machine has one; what cannot be checked now is not let in.

`HAITANG_CLAMD` names the daemon: the path of its socket, or host:port. Protocol: clamd(8), INSTREAM.
"""

import logging
import socket
import struct

from django.conf import settings

from haitang.kernel.errors import Invalid

log = logging.getLogger("haitang.scanning")
SECONDS = 15
CHUNK = 64 * 1024
LONGEST_REPLY = 1024


class Unreachable(Exception):
    """The daemon is away, or said something that is no verdict."""


def check(upload: bytes) -> None:
    """Pass when no daemon is configured or it found nothing; Invalid on the field `photo` otherwise."""
    where = settings.CLAMD
    if not where:
        return
    try:
        found = infected(upload, where)
    except (OSError, Unreachable) as error:
        log.error("clamd cannot be asked: %s", type(error).__name__)
        raise Invalid.of(
            "photo",
            "照片现在查不了毒，请过一会儿再传，或者先不附照片",
            "The photo cannot be checked now; please send it again in a while, or go on without it",
        ) from None
    if found:
        log.warning("an upload was refused by clamd")
        raise Invalid.of(
            "photo", "查毒没有通过，这个文件不收", "The check found something harmful; this file is not taken"
        )


def infected(upload: bytes, where: str) -> bool:
    """Whether the daemon at `where` finds something in the bytes; OSError or Unreachable without a verdict."""
    with _connected(where) as daemon:
        daemon.sendall(b"zINSTREAM\0")
        for start in range(0, len(upload), CHUNK):
            piece = upload[start : start + CHUNK]
            daemon.sendall(struct.pack(">I", len(piece)) + piece)
        daemon.sendall(struct.pack(">I", 0))
        reply = _reply(daemon)
    if reply.endswith(b" OK"):
        return False
    if reply.endswith(b" FOUND"):
        return True
    raise Unreachable


def _connected(where: str) -> socket.socket:
    if where.startswith("/"):
        made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        made.settimeout(SECONDS)
        try:
            made.connect(where)
        except OSError:
            made.close()
            raise
        return made
    host, _, port = where.rpartition(":")
    if not port.isdecimal():
        raise Unreachable
    return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)


def _reply(daemon: socket.socket) -> bytes:
    said = b""
    while not said.endswith(b"\0") and len(said) < LONGEST_REPLY:
        piece = daemon.recv(LONGEST_REPLY)
        if not piece:
            break
        said += piece
    return said.rstrip(b"\0\n")
