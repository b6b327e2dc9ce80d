"""Duties 责任清单: name who answers for what at a place, on which basis; change the line, end it. Offices, never persons."""

from typing import Annotated, Any

from pydantic import StringConstraints

from haitang.engine import duties
from haitang.engine.change import Change, post_of, territory_of
from haitang.kernel.command import Fact, command
from haitang.kernel.duty_words import Basis, Edition, Part
from haitang.kernel.errors import Conflict, Invalid
from haitang.kernel.limits import Code, Day, OptionalCode, OptionalSentence, RecordId, Sentence
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.duty import Duty, DutyEdition
from haitang.records.file import File

KEEPERS = (Role.DISPATCHER, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.SYSTEM)
#: A kept file's digest, or nothing.
Document = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")]


@command("duties.add", zh="写进责任清单", en="Name who is responsible", roles=KEEPERS, at="place")
def add(
    change: Change,
    place: Code,
    part: Part,
    owner: Code,
    basis: Basis,
    text: Sentence,
    source: Sentence,
    since: Day,
    category: OptionalCode = "",
    text_en: OptionalSentence = "",
    until: Day | None = None,
    confirmed: bool = False,
    document: Document = "",
) -> Fact:
    """One office answers for a category (empty: for any) at a place and below, because of a law, contract or resolution."""
    duty = Duty(organization=territory_of(change.placed), place=change.placed)
    _write(duty, owner, document, dict(
        part=part, basis=basis, text=text, source=source, since=since, category=category, text_en=text_en, until=until,
        confirmed=confirmed,
    ))  # fmt: skip
    _keep_edition(change, duty)
    return _fact("added", duty, {"duty": duty.pk})


@command("duties.change", zh="改责任", en="Change who is responsible", roles=KEEPERS, at="place")
def change_duty(
    change: Change,
    place: Code,
    duty: RecordId,
    edition: Edition,
    note: Sentence,
    part: Part,
    owner: Code,
    basis: Basis,
    text: Sentence,
    source: Sentence,
    since: Day,
    category: OptionalCode = "",
    text_en: OptionalSentence = "",
    until: Day | None = None,
    confirmed: bool = False,
    document: Document = "",
) -> Fact:
    """The line reads like this from now on; its wording before is kept. `edition` is the one that was read."""
    known = _read(change, duty, edition)
    known.edition, known.note = edition + 1, note
    _write(known, owner, document, dict(
        part=part, basis=basis, text=text, source=source, since=since, category=category, text_en=text_en, until=until,
        confirmed=confirmed,
    ))  # fmt: skip
    _keep_edition(change, known)
    return _fact("changed", known)


@command("duties.end", zh="结束责任", en="End a responsibility", roles=KEEPERS, at="place")
def end(change: Change, place: Code, duty: RecordId, edition: Edition, note: Sentence) -> Fact:
    """Holds no longer, with the reason; the line and its editions stay on record."""
    known = _read(change, duty, edition)
    known.ended_at, known.note = change.at, note
    known.save()
    return _fact("ended", known)


def _read(change: Change, duty: int, edition: int) -> Duty:
    """The line, if it still is the edition that was read."""
    rows = Duty.objects.select_for_update(of=("self",)).select_related("organization", "place", "post")
    known = rows.filter(pk=duty, place=change.placed, ended_at=None).first()
    if known is None:
        raise Invalid.of("duty", "这个地方没有这条责任", "There is no such line at this place")
    if known.edition != edition:
        raise Conflict(
            Words(
                zh="别人刚刚改过这条责任，请看过新的内容再试",
                en="Somebody has just changed this line; please read it again",
            )
        )
    return known


def _write(duty: Duty, owner: str, document: str, given: dict[str, Any]) -> None:
    duty.post = post_of(owner, duty.organization)
    if given["category"] and given["category"] not in {option.code for option in duties.categories()}:
        raise Invalid.of("category", "请从列表里选一个", "Please choose one from the list")
    if given["until"] is not None and given["until"] < given["since"]:
        raise Invalid.of("until", "结束不能早于开始", "It cannot end before it begins")
    for name, value in given.items():
        setattr(duty, name, value)
    if document:
        duty.file = _file(document)
    duty.save()


def _file(digest: str) -> File:
    found = File.objects.filter(digest=digest).first()
    if found is None:
        raise Invalid.of("document", "没有收到这份文件，请再选一次", "The file has not arrived; please choose it again")
    return found


def _keep_edition(change: Change, duty: Duty) -> None:
    text = {name: getattr(duty, name) for name in duties.TEXTS} | {
        "owner": duty.post.code,
        "since": duty.since.isoformat(),
        "until": duty.until.isoformat() if duty.until else "",
        "confirmed": duty.confirmed,
        "document": duty.file.digest if duty.file else "",
    }
    DutyEdition.objects.create(duty=duty, edition=duty.edition, text=text, note=duty.note, at=change.at)


def _fact(verb: str, duty: Duty, values: dict[str, Any] | None = None) -> Fact:
    facts = {"part": duty.part, "basis": duty.basis, "category": duty.category or None, "edition": duty.edition}
    return Fact(
        f"duty.{verb}", duty.organization.code, duty.place.code, f"duty:{duty.pk}",
        facts={name: value for name, value in facts.items() if value is not None}, values=values or {},
    )  # fmt: skip


COMMANDS = (add, change_duty, end)
