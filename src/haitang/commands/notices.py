"""Notices 公告: publish, correct, withdraw. Publishing is the look at what everybody will read; nothing is unsaid."""

import hashlib
from typing import Annotated, Any, Literal

from pydantic import Field

from haitang.engine import notices
from haitang.engine.change import Change, refuse_now, territory_of
from haitang.kernel.command import Fact, command
from haitang.kernel.errors import Conflict, Invalid
from haitang.kernel.limits import (
    PHOTOS,
    Code,
    Digest,
    Instant,
    OptionalText,
    OptionalTitle,
    Reason,
    RecordId,
    Text,
    Title,
)
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.file import File
from haitang.records.notice import Correction, Enclosure, Notice

#: Who speaks for a place. The administrator keeps the system and says nothing in the office's name.
SPEAKERS = (Role.DESK, Role.SUPERVISOR, Role.CHAIR)
Files = Annotated[list[Digest], Field(max_length=PHOTOS)]
Version = Annotated[int, Field(ge=1, le=30_000)]
#: What a correction may change, and keeps as it was.
WORDING = ("title", "body", "title_en", "body_en", "source", "starts", "ends")


@command("notices.publish", zh="发公告", en="Publish a notice", roles=SPEAKERS, at="place")
def publish(
    change: Change,
    place: Code,
    sort: Literal["notice", "warning", "legal"],
    title: Title,
    body: Text,
    source: Title,
    warning: Literal["none", "storm", "flood", "heat", "cold", "outage", "other"] = "none",
    starts: Instant | None = None,
    ends: Instant | None = None,
    title_en: OptionalTitle = "",
    body_en: OptionalText = "",
    files: Files = [],  # noqa: B006 (pydantic copies it)
) -> Fact:
    """A notice at a place, with who says so. A warning names its kind and ends within two weeks."""
    notices.must_be_sound(sort, warning, starts, ends)
    notices.must_be_whole(title_en, body_en)
    at = change.placed
    notice = Notice.objects.create(
        organization=territory_of(at),
        place=at,
        sort=sort,
        warning="" if warning == "none" else warning,
        title=title,
        body=body,
        title_en=title_en,
        body_en=body_en,
        source=source,
        starts=starts or change.at,
        ends=ends,
        published_at=change.at,
        changed_at=change.at,
    )
    kept = _enclose(notice, files)
    facts = {"sort": sort, "warning": notice.warning or None, "text": _digest(notice), "files": kept or None}
    return Fact("notice.published", **_told(notice, facts))


@command("notices.correct", zh="更正公告", en="Correct a notice", roles=SPEAKERS, at="place")
def correct(
    change: Change,
    place: Code,
    notice: RecordId,
    version: Version,
    reason: Reason,
    title: Title,
    body: Text,
    source: Title,
    starts: Instant | None = None,
    ends: Instant | None = None,
    title_en: OptionalTitle = "",
    body_en: OptionalText = "",
) -> Fact:
    """Another wording and the reason; the earlier one stays to be read. `version` is the one the corrector saw."""
    found = _standing(place, notice)
    if found.version != version:
        raise Conflict(
            Words(zh="别人刚刚更正过，请看过新的再试", en="Somebody has just corrected it; please look at it again")
        )
    notices.must_be_sound(found.sort, found.warning or "none", starts, ends)
    notices.must_be_whole(title_en, body_en)
    Correction.objects.create(
        notice=found, at=change.at, reason=reason, **{name: getattr(found, name) for name in WORDING}
    )
    found.title, found.body, found.title_en, found.body_en = title, body, title_en, body_en
    found.source, found.starts, found.ends = source, starts or found.starts, ends
    found.version, found.changed_at = version + 1, change.at
    found.save()
    return Fact("notice.corrected", **_told(found, {"sort": found.sort, "text": _digest(found)}))


@command("notices.withdraw", zh="撤回公告", en="Withdraw a notice", roles=SPEAKERS, at="place")
def withdraw(change: Change, place: Code, notice: RecordId, reason: Reason) -> Fact:
    """It counts no longer, and its wording is no longer shown; that it was there and why it went stays."""
    found = _standing(place, notice)
    found.withdrawn_at = found.changed_at = change.at
    found.withdrawn_reason = reason
    found.save()
    return Fact("notice.withdrawn", **_told(found, {"sort": found.sort}))


def _standing(place: str, number: int) -> Notice:
    """The notice of that number at the place the gate has asked about; locked."""
    found = (
        Notice.objects.select_for_update(of=("self",))
        .select_related("organization", "place")
        .filter(pk=number, place__code=place)
        .first()
    )
    if found is None:
        raise Invalid.of("notice", "这里没有这则公告", "There is no such notice here")
    if found.withdrawn_at is not None:
        raise refuse_now("这则公告已经撤回", "This notice was withdrawn already")
    return found


def _enclose(notice: Notice, digests: list[str]) -> list[str]:
    wanted = list(dict.fromkeys(digests))
    kept = dict(File.objects.filter(digest__in=wanted).values_list("digest", "pk")) if wanted else {}
    if len(kept) < len(wanted):
        raise Invalid.of("files", "有文件没有传上来，请再试一次", "A file did not arrive; please try again")
    Enclosure.objects.bulk_create(Enclosure(notice=notice, file_id=kept[digest]) for digest in wanted)
    return wanted


def _digest(notice: Notice) -> str:
    """What was said, vouched for without saying it: SHA-256 of the wording."""
    said = "\n".join((notice.title, notice.body, notice.title_en, notice.body_en, notice.source))
    return hashlib.sha256(said.encode()).hexdigest()


def _told(notice: Notice, facts: dict[str, Any]) -> dict[str, Any]:
    """The rest of a line about a notice: no word of it."""
    return {
        "organization": notice.organization.code,
        "place": notice.place.code,
        "subject": str(notice),
        "facts": {name: value for name, value in facts.items() if value is not None},
        "values": {"notice": notice.pk},
    }


COMMANDS = (publish, correct, withdraw)
