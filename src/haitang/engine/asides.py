"""Setting aside 不办与不公开: who may be the second person, what those who spoke are told, and what an appeal changes.

Words, reasons and steps stand in kernel/fair.py. The commands propose, decide and appeal; these are the rules they share.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from haitang.engine import clock, joined, rules, unindexed
from haitang.engine.change import Change, refuse_now
from haitang.kernel import fair
from haitang.kernel.endings import Ending
from haitang.kernel.errors import Denied, Invalid
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.fair import SettingAside
from haitang.records.matter import Matter
from haitang.records.party import Organization, Post
from haitang.records.voice import Answer, Voice

BASIS = "set_aside"
RULE = "appeal_days"
INSIDE = Words(zh="要由经手单位以外的第二个人来定", en="A second person outside the handling office has to decide this")
NEITHER = Words(
    zh="申诉要由两边都没有经手的人来定", en="An appeal is decided by somebody who had no part in it on either side"
)
_WITHHELD = Ending(
    fair.SORTS[fair.WITHHELD],
    Words(
        zh="您说的事照常办，但不公开。理由写在下面，由两个单位的人先后看过。",
        en="What you told us goes on, but is not shown to the public. The reason stands below; people of two offices looked "
        "at it one after the other.",
    ),
)
_JUDGED = {
    True: Words(zh="您的申诉成立。", en="Your appeal was right."),
    False: Words(
        zh="您的申诉没有成立，原来的决定不变。理由写在下面。还可以打 12345，由上级来看。",
        en="Your appeal was not granted; the decision stands, and why is written below. You may still call 12345, so that "
        "those above look at it.",
    ),
}
_GOES_ON = {
    fair.INVALID: Words(zh="这件事重新办，编号不变。", en="The matter is taken up again under the same number."),
    fair.WITHDRAWN: Words(zh="这件事重新办，编号不变。", en="The matter is taken up again under the same number."),
    fair.WITHHELD: Words(zh="这件事照原来的样子公开。", en="The matter is shown to the public as before."),
}


def closed(matter: Matter) -> bool:
    """Whether a matter was set aside: there is nothing to judge, only to appeal against."""
    return matter.basis == BASIS


def withheld(matter: Matter) -> bool:
    """Whether it is kept from the public by a decision that stands."""
    rows = SettingAside.objects.filter(matter=matter, sort=fair.WITHHELD, confirmed=True)
    return rows.exclude(upheld=True).exists()


def pending(matter: Matter, *sorts: str) -> SettingAside:
    """What waits for a second person; NotNow when nothing does."""
    rows = SettingAside.objects.filter(matter=matter, confirmed=None, sort__in=sorts).select_related("office__place")
    if (found := rows.first()) is None:
        raise refuse_now("没有等人来定的", "Nothing waits for a second person")
    return found


def appealed(matter: Matter, *sorts: str) -> SettingAside:
    """The appeal that waits for its decision; NotNow when none does."""
    rows = SettingAside.objects.filter(matter=matter, upheld=None, sort__in=sorts).exclude(appealed_at=None)
    if (found := rows.select_related("office__place", "voice").order_by("id").first()) is None:
        raise refuse_now("没有等人来定的申诉", "No appeal waits for a decision")
    return found


def to_decide(organization: int) -> Q:
    """Rows of an organization that wait for a second person, or for somebody to decide an appeal."""
    waiting = Q(confirmed=None) | Q(appealed_at__isnull=False, upheld=None)
    return waiting & unindexed.equals("matter__organization_id", organization)


def inside(posts: Sequence[Post], aside: SettingAside) -> bool:
    """Whether these posts belong to the office that handles the matter. An auditor belongs to none."""
    return any(_inside(post, aside) for post in posts)


def _inside(post: Post, aside: SettingAside) -> bool:
    if post.pk in (aside.office_id, aside.matter.owner_id):
        return True
    return post.role != Role.AUDITOR and post.place.path.startswith(aside.office.place.path)


def second(change: Change, posts: Sequence[Post], aside: SettingAside) -> None:
    """Denied unless whoever decides is another person, outside the office that handles the matter."""
    aside.matter = change.matter
    if change.by.account == aside.proposed_by_id or inside(posts, aside):
        raise Denied(INSIDE)


def third(change: Change, posts: Sequence[Post], aside: SettingAside) -> None:
    """Denied unless whoever decides the appeal had no part in it, and does not stand in the handling office."""
    aside.matter = change.matter
    parts = (aside.proposed_by_id, aside.decided_by_id)
    if change.by.account in parts or inside(posts, aside):
        raise Denied(NEITHER)


def reason(because: str, *sorts: str) -> str:
    """What a reason is a reason for; Invalid when it stands in none of these lists."""
    sort = fair.SORT_OF.get(because, "")
    if sort not in sorts:
        raise Invalid.of("because", "请从理由表里选一个", "Please choose a reason of the list")
    return sort


def until(aside: SettingAside) -> datetime | None:
    """Until when one may appeal; None before it is decided."""
    if not aside.confirmed or aside.decided_at is None:
        return None
    return aside.decided_at + timedelta(days=days(aside.matter.organization))


def days(organization: Organization) -> int:
    """Within how many days an office takes an appeal."""
    return int(rules.of(organization)[RULE].value)


def open_for(voice: Voice) -> SettingAside | None:
    """What this voice may appeal against now: a decision that stands, in time, appealed against by nobody yet."""
    rows = SettingAside.objects.filter(matter=voice.matter_id, confirmed=True, appealed_at=None)
    found = rows.select_related("matter__organization").order_by("-id").first()
    ends = until(found) if found else None
    return found if ends is not None and clock.now() < ends else None


def notify(change: Change, aside: SettingAside) -> int:
    """Tell every voice what was decided, why, and how to appeal, each in its language; how many were told."""
    ending = _WITHHELD if aside.sort == fair.WITHHELD else fair.ENDINGS[fair.OUTCOMES[aside.sort]]
    way = fair.APPEAL.say
    term = days(change.matter.organization)

    def text(language: str) -> str:
        why = fair.REASONS[aside.sort][aside.reason].say(language)
        note = aside.note_en if language == "en" else aside.note
        parts = (ending.answer.say(language), why, note, way(language).format(days=term))
        return "\n".join(part for part in parts if part)

    return _tell(change, text, fair.OUTCOMES.get(aside.sort, fair.WITHHELD))


def announce(change: Change, aside: SettingAside, sentence: str, sentence_en: str) -> int:
    """Tell every voice how the appeal was decided."""
    upheld = bool(aside.upheld)

    def text(language: str) -> str:
        parts = [_JUDGED[upheld], *([_GOES_ON[aside.sort]] if upheld else [])]
        own = sentence_en if language == "en" else sentence
        return "\n".join([*(words.say(language) for words in parts), own])

    return _tell(change, text, "appeal")


def english_too(matter: Matter, english: str, field: str) -> None:
    """Invalid naming the field when somebody reads English and nothing is written for them."""
    if not english and joined.speaking(matter).filter(language="en").exists():
        raise Invalid.of(
            field, "有一位是用英文说的，请也写一句英文", "One voice spoke English: please add an English sentence"
        )


def _tell(change: Change, text: Callable[[str], str], outcome: str) -> int:
    voices = list(joined.speaking(change.matter))
    Answer.objects.bulk_create(
        Answer(voice=voice, text=text(voice.language), language=voice.language, outcome=outcome, at=change.at)
        for voice in voices
    )
    return len(voices)
