"""Fixtures for the engine's tests."""

import pytest

from haitang.engine import tally
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
