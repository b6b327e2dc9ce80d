"""A disk that can be full: a small file system of its own where we may mount one, else a limit on file sizes."""

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

MEGABYTES = 24


@dataclass
class SmallDisk:
    """`room` lies on it; `full()` leaves no byte free until the block ends."""

    room: Path
    mounted: bool = field(default=False)

    @contextmanager
    def full(self) -> Iterator[None]:
        """Nothing can grow within the block."""
        with self._filled() if self.mounted else self._limited():
            yield

    @contextmanager
    def _filled(self) -> Iterator[None]:
        ballast = self.room / "ballast"
        with ballast.open("wb") as out:
            for piece in (1 << 20, 1 << 12, 1):
                try:
                    while True:
                        os.write(out.fileno(), b"\0" * piece)
                except OSError:
                    continue
        try:
            yield
        finally:
            ballast.unlink()

    @contextmanager
    def _limited(self) -> Iterator[None]:
        """Files of this process may not grow beyond what a write-ahead log needs for a few changes."""
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def small_disk(room: Path) -> Iterator[SmallDisk]:
    """A small disk at `room`, gone when the block ends."""
    disk = SmallDisk(room)
    room.mkdir()
    if os.geteuid() == 0:
        words = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "haitang-test", str(room)]
        disk.mounted = subprocess.run(words, capture_output=True).returncode == 0
    try:
        yield disk
    finally:
        if disk.mounted:
            subprocess.run(["umount", str(room)], check=True)
