"""The machine's clock jumps back: the ledger's time does not, what was promised stands, what waits is delivered."""

from collections.abc import Callable
from datetime import datetime

from haitang.engine import ledger, outbox, sealing
from haitang.engine.verify import verify_all
from haitang.jobs import daily
from haitang.records.matter import Matter
from haitang.records.office import Delivery, Message
from tests.cast import Cast


def test_the_time_of_recording_never_goes_back(cast: Cast, clock_at: Callable[[str], datetime]) -> None:
    clock_at("2023-11-14 10:00")
    first = cast.report()
    clock_at("2023-11-12 08:00")
    second = cast.report()
    clock_at("2023-11-14 09:59")
    cast.accepted(second)
    lines = list(ledger.every_body(["sujin"]).order_by("entry"))
    recorded = [line.recorded_at for line in lines]
    assert recorded == sorted(recorded)
    assert all(line.occurred_at <= line.recorded_at for line in lines)
    days = {line.subject: line.occurred_at.date().isoformat() for line in lines if line.command == "matters.report"}
    assert days == {first.number: "2023-11-14", second.number: "2023-11-12"}, "when it was done stays as the clock said"
    assert {found.ledger for found in verify_all()} >= {"sujin"}


def test_daily_duties_and_seals_do_nothing_twice_and_nothing_too_early(
    cast: Cast, clock_at: Callable[[str], datetime]
) -> None:
    clock_at("2023-11-14 10:00")
    cast.answered()
    sealing.seal_all()
    before = ledger.sealed("sujin")
    clock_at("2023-11-13 10:00")
    daily.run_due()
    sealing.seal_past_days()
    assert ledger.sealed("sujin") == before
    assert Matter.objects.get().closed_at is None
    assert list(verify_all())


def test_what_waits_is_delivered_once_the_clock_is_right_again(cast: Cast, clock_at: Callable[[str], datetime]) -> None:
    clock_at("2023-11-14 10:00")
    told = cast.report()
    outbox.drain()
    clock_at("2023-11-13 10:00")
    late = cast.report()
    outbox.drain()
    clock_at("2023-11-14 10:01")
    outbox.drain()
    desk = Message.objects.filter(template="case.received").values_list("matter__number", flat=True)
    assert sorted(desk) == sorted([told.number, late.number])
    assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered"}
