"""Deliveries 投递: what did not arrive by itself is tried again because a person says so."""

from haitang.engine import deliveries, ledger
from haitang.engine.change import Change, refuse_now
from haitang.kernel.command import Fact, command
from haitang.kernel.errors import Invalid
from haitang.kernel.limits import Code, RecordId
from haitang.kernel.role import Role
from haitang.records.office import Delivery

RETRIERS = (Role.DESK, Role.DISPATCHER, Role.ADMINISTRATOR)


@command("deliveries.retry", zh="再送一次", en="Try to deliver again", roles=RETRIERS, on="matter")
def retry(change: Change, matter: Code, delivery: RecordId) -> Fact:
    """Send once more what failed, or of which nobody knows whether it arrived: under the same name as before."""
    row = Delivery.objects.filter(pk=delivery, ledger=change.matter.organization.code).first()
    line = ledger.line(row.ledger, row.entry) if row is not None else None
    if row is None or line is None or line[1].subject != change.matter.number:
        raise Invalid.of("delivery", "没有这次投递", "There is no such delivery")
    if not deliveries.again(row):
        raise refuse_now("这一条已经送到，或者还在送", "This has arrived, or is still on its way")
    return change.fact("retried", facts={"consumer": row.consumer})


COMMANDS = (retry,)
