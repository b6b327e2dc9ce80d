"""Open data by the clock: once a day, from the first seal on."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from haitang.engine import clock, sealing
from haitang.engine.open_data import package
from haitang.jobs import open_data
from haitang.records.party import Organization
from tests.cast import Cast


def test_nothing_is_written_before_the_first_seal_then_once_a_day(cast: Cast, tmp_path: Path, settings: Any) -> None:
    settings.HOME = tmp_path
    assert open_data.run_due() == 0
    cast.solved()
    sealing.seal_all()
    assert open_data.run_due() >= 1 and open_data.run_due() == 0
    with clock.at(clock.now() + timedelta(days=1)):
        assert open_data.run_due() >= 1
        found = package.latest(Organization.objects.get(code="sujin"))
        assert found is not None and found.day == clock.today()
