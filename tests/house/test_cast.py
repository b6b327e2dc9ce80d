"""The cast can walk a matter through the whole loop, on copies that do not know each other."""

from collections.abc import Callable
from datetime import datetime

import pytest

from haitang.commands import meetings
from haitang.engine import gate
from haitang.records.matter import Matter
from tests.cast import Cast
from tests.databases import Committed


def test_a_matter_goes_all_the_way(cast: Cast) -> None:
    assert cast.solved().record().state == "closed"
    assert cast.lapsed().record().basis == "check"


def test_the_other_organization_has_its_own_people(cast: Cast) -> None:
    assert cast.answered(cast.report(place="bzxc")).record().state == "answered"


def test_what_a_test_did_is_gone_in_the_next(cast: Cast) -> None:
    assert not Matter.objects.exists()


@pytest.mark.parametrize("time", ["first", "second"])
def test_a_copy_may_be_committed_to(committed: Committed, time: str) -> None:
    assert not Matter.objects.exists()
    committed.cast.report()
    assert Matter.objects.count() == 1


def test_the_clock_stands_still(cast: Cast, clock_at: Callable[[str], datetime]) -> None:
    when = clock_at("2023-11-14 09:30")
    assert cast.report().record().received_at == when


def test_sessions_and_projects(cast: Cast) -> None:
    session = cast.session()
    gate.do(meetings.table, cast.chair, meeting=session, topic="便民小径")
    assert Matter.objects.get(number=cast.held(session)).state == "held"
    assert Matter.objects.get(number=cast.finished(cast.project())).state == "accepted"
