"""Fixtures for the engine's tests."""

from collections.abc import Callable

import pytest

from haitang.engine import outbox, tally
from haitang.engine.consumer import Consumer
from haitang.kernel import registry
from haitang.kernel.figure import Figure
from haitang.kernel.registry import Store
from tests.engine.tallying import Known


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> Known:
    """`known(figure, …)` lets the tally know these figures beside the catalogue's."""

    def know(*figures: Figure) -> None:
        store: Store[Figure] = Store("figure")
        for each in (*registry.figures, *figures):
            store.add(each.name, each)
        monkeypatch.setattr(tally, "registered", store)

    return know


@pytest.fixture
def consumers(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`consumers(one, two)`: only these read the ledgers during the test."""

    def only(*readers: Consumer) -> None:
        monkeypatch.setattr(outbox, "CONSUMERS", readers)

    return only
