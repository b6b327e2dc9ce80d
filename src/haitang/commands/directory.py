"""Directory 电话名录: whom to call at a place. A line names an office or a role, never a person."""

from haitang.engine import clock
from haitang.engine.change import Change, territory_of
from haitang.kernel.command import Fact, command
from haitang.kernel.errors import Conflict, Invalid
from haitang.kernel.hours import Days, Times, spans
from haitang.kernel.limits import Code, Day, Edition, OptionalSentence, Reason, RecordId
from haitang.kernel.office_words import OfficeLabel, OfficeLabelEn, Position, Sort, Telephone
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.directory import DirectoryLine

KEEPERS = (Role.DESK, Role.ADMINISTRATOR, Role.SYSTEM)


@command("directory.add", zh="登记电话", en="Add a number", roles=KEEPERS, at="place")
def add(
    change: Change,
    place: Code,
    sort: Sort,
    label: OfficeLabel,
    label_en: OfficeLabelEn,
    phone: Telephone,
    checked_on: Day,
    days: Days = "unknown",
    times: Times = "",
    hours: OptionalSentence = "",
    hours_en: OptionalSentence = "",
    source: OptionalSentence = "",
    position: Position = 0,
) -> Fact:
    """A number for a place and everything below it. `checked_on` is the day somebody dialed it."""
    organization = territory_of(change.placed)
    line = DirectoryLine(organization=organization, place=change.placed)
    _write(line, dict(
        sort=sort, label=label, label_en=label_en, phone=phone, checked_on=checked_on, days=days, times=times,
        hours=hours, hours_en=hours_en, source=source, position=position,
    ))  # fmt: skip
    return Fact("directory.added", organization.code, place, f"line:{line.pk}", facts={"sort": sort})


@command("directory.change", zh="改电话", en="Change a number", roles=KEEPERS, at="place")
def change_line(
    change: Change,
    place: Code,
    line: RecordId,
    edition: Edition,
    sort: Sort,
    label: OfficeLabel,
    label_en: OfficeLabelEn,
    phone: Telephone,
    checked_on: Day,
    days: Days = "unknown",
    times: Times = "",
    hours: OptionalSentence = "",
    hours_en: OptionalSentence = "",
    source: OptionalSentence = "",
    position: Position = 0,
) -> Fact:
    """The line reads like this from now on; dialing it again without another change moves `checked_on` alone.

    `edition` is the one that was read: of two who change a number at once, the second sees what the first made of it.
    """
    known = _read(change, line, edition)
    known.edition += 1
    _write(known, dict(
        sort=sort, label=label, label_en=label_en, phone=phone, checked_on=checked_on, days=days, times=times,
        hours=hours, hours_en=hours_en, source=source, position=position,
    ))  # fmt: skip
    return Fact("directory.changed", known.organization.code, place, f"line:{known.pk}", facts={"sort": sort})


@command("directory.withdraw", zh="撤下电话", en="Withdraw a number", roles=KEEPERS, at="place")
def withdraw(change: Change, place: Code, line: RecordId, reason: Reason) -> Fact:
    """The line is shown no longer; it stays on record."""
    known = _line(change, line)
    known.withdrawn_at = change.at
    known.save()
    return Fact("directory.withdrawn", known.organization.code, place, f"line:{known.pk}", facts={"sort": known.sort})


def _line(change: Change, line: int) -> DirectoryLine:
    rows = DirectoryLine.objects.select_for_update(of=("self",)).select_related("organization")
    known = rows.filter(pk=line, place=change.placed, withdrawn_at=None).first()
    if known is None:
        raise Invalid.of("line", "这个地方没有这个电话", "There is no such number at this place")
    return known


def _read(change: Change, line: int, edition: int) -> DirectoryLine:
    """The line, if it still is the edition that was read."""
    known = _line(change, line)
    if known.edition != edition:
        raise Conflict(
            Words(
                zh="别人刚刚改过这个电话，请看过新的内容再试",
                en="Somebody has just changed this number; please read it again",
            )
        )
    return known


def _write(line: DirectoryLine, given: dict[str, object]) -> None:
    if line.checked_on is None or given["checked_on"] != line.checked_on:
        _not_ahead(given["checked_on"])
    _in_order(str(given["times"]))
    for name, value in given.items():
        setattr(line, name, value)
    line.save()


def _not_ahead(day: object) -> None:
    if isinstance(day, type(clock.today())) and day > clock.today():
        raise Invalid.of("checked_on", "核对的日子不能在今天之后", "The day it was checked cannot lie ahead")


def _in_order(times: str) -> None:
    try:
        spans(times)
    except ValueError:
        raise Invalid.of(
            "times", "时间要从早到晚，前后不能重叠", "The times have to be in order and may not overlap"
        ) from None


COMMANDS = (add, change_line, withdraw)
