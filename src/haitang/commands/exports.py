"""Exports 对外提供登记: what an office hands over is declared first, and everybody can read to whom, what and why."""

from typing import Annotated

from pydantic import Field

from haitang.engine import handovers
from haitang.engine.change import Change, refuse_now, territory_of
from haitang.kernel.command import Fact, command
from haitang.kernel.errors import Invalid
from haitang.kernel.limits import HEADCOUNT, Code, Day, OptionalTitle, RecordId, Sentence, Title
from haitang.kernel.role import Role
from haitang.records.handover import Handover

DECLARERS = (Role.ADMINISTRATOR, Role.SUPERVISOR, Role.DISPATCHER)
People = Annotated[int, Field(ge=0, le=100 * HEADCOUNT)]


@command("exports.declare", zh="登记对外提供", en="Declare a handover", roles=DECLARERS, at="place")
def declare(
    change: Change,
    place: Code,
    recipient: Title,
    purpose: Sentence,
    law: Title,
    clause: Title,
    people: People,
    since: Day,
    recipient_en: OptionalTitle = "",
    estimated: bool = False,
    until: Day | None = None,
    give_words: bool = False,
    give_contact: bool = False,
    give_place: bool = False,
    give_photos: bool = False,
    give_answers: bool = False,
) -> Fact:
    """To whom, what, by which law and article, for how many people, from when to when: a dated public entry."""
    organization = territory_of(change.placed)
    chosen = (give_words, give_contact, give_place, give_photos, give_answers)
    fields = [name for name, given in zip(handovers.FIELDS, chosen, strict=True) if given]
    if not fields:
        raise Invalid.of("give_words", "请至少选一项要提供的内容", "Please choose at least one thing to hand over")
    if until is not None and until < since:
        raise Invalid.of("until", "结束不能早于开始", "It cannot end before it begins")
    made = Handover.objects.create(
        organization=organization, recipient=recipient, recipient_en=recipient_en, purpose=purpose, fields=fields,
        law=law, article=clause, people=people, estimated=estimated, since=since, until=until, declared_at=change.at,
    )  # fmt: skip
    facts = {"fields": fields, "law": law, "article": clause, "people": people, "estimated": estimated}
    values = {"handover": made.pk}
    return Fact("handover.declared", organization.code, place, "handover", facts=facts, values=values)


@command("exports.end", zh="停止对外提供", en="End a handover", roles=DECLARERS, at="place")
def end(change: Change, place: Code, handover: RecordId) -> Fact:
    """From now on nothing leaves under this declaration; it stays to be read."""
    organization = territory_of(change.placed)
    found = Handover.objects.select_for_update().filter(pk=handover, organization=organization).first()
    if found is None:
        raise Invalid.of("handover", "没有这份登记", "There is no such declaration")
    if found.ended_at is not None:
        raise refuse_now("这份登记已经停止", "This handover has ended already")
    found.ended_at = change.at
    found.save()
    return Fact("handover.ended", organization.code, place, "handover")


COMMANDS = (declare, end)
