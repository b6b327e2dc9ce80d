"""The gate's key 门的钥匙: held only while a change is being made. Import contracts say who may know it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_held: ContextVar[bool] = ContextVar("haitang_gate_key", default=False)


def held() -> bool:
    """Whether the present thread of work has the key."""
    return _held.get()


@contextmanager
def hold() -> Iterator[None]:
    """Hold the key for the duration of the block."""
    token = _held.set(True)
    try:
        yield
    finally:
        _held.reset(token)
