"""Listings 清单: put a matter on a public list of the year with what is promised, and take it off again with a reason."""

from typing import Annotated

from pydantic import Field

from haitang.engine import clock, registers
from haitang.engine.change import Change, refuse_now
from haitang.engine.registers import Register
from haitang.kernel.command import Fact, command
from haitang.kernel.errors import Invalid
from haitang.kernel.limits import Code, OptionalSentence, Sentence
from haitang.kernel.role import Role
from haitang.records.listing import Listing

LEADERS = (Role.SUPERVISOR, Role.DISPATCHER)
Year = Annotated[int, Field(ge=2000, le=2100)]


@command("listings.put", zh="列入年度清单", en="Put on a list of the year", roles=LEADERS, on="matter")
def put(
    change: Change,
    matter: Code,
    roll: Register,
    year: Year,
    promise: Sentence,
    source: Sentence,
    promise_en: OptionalSentence = "",
) -> Fact:
    """What is promised to whom until when, and which paper says so; everybody reads it, with what has become of it."""
    subject = change.matter
    if not registers.may_stand(subject):
        raise refuse_now("清单是公开的，这件事还不能公开", "The list is public, and this matter may not be shown yet")
    if not clock.today().year - 1 <= year <= clock.today().year + 1:
        raise Invalid.of("year", "只能列入去年、今年或明年的清单", "Only last, this or next year's list can be chosen")
    if registers.standing(subject, roll, year) is not None:
        raise refuse_now("已经在这份清单上", "It stands on this list already")
    Listing.objects.create(
        matter=subject, organization=subject.organization, roll=roll, year=year, promise=promise,
        promise_en=promise_en, source=source, put_at=change.at,
    )  # fmt: skip
    return change.fact("listed", facts={"roll": roll, "year": year})


@command("listings.take_off", zh="撤出年度清单", en="Take off a list of the year", roles=LEADERS, on="matter")
def take_off(change: Change, matter: Code, roll: Register, year: Year, reason: Sentence) -> Fact:
    """The promise is not kept up, and everybody reads why: the line stays on the list, struck through."""
    listing = registers.standing(change.matter, roll, year)
    if listing is None:
        raise refuse_now("不在这份清单上", "It does not stand on this list")
    listing.taken_off_at, listing.reason = change.at, reason
    listing.save()
    return change.fact("unlisted", facts={"roll": roll, "year": year})


COMMANDS = (put, take_off)
