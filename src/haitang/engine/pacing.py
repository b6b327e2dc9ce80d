"""Pacing 限频: how often somebody may ask in a minute. Counted in this process; several processes each count their own."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

WINDOW = 60.0


@dataclass
class Pacing:
    """Counts in windows of a minute that begin with the first request. `now` is the machine's own clock, which never
    goes back: a demonstration's clock has nothing to do with it."""

    now: Callable[[], float] = time.monotonic
    _counted: dict[str, tuple[float, int]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def wait(self, who: str, most: int) -> int:
        """0 when `who` may ask now, which counts; else after how many whole seconds they may."""
        with self._lock:
            moment = self.now()
            begun, asked = self._counted.get(who, (moment, 0))
            if moment - begun >= WINDOW:
                begun, asked = moment, 0
            if asked >= most:
                return max(1, int(begun + WINDOW - moment) + 1)
            self._counted[who] = (begun, asked + 1)
            return 0
