"""Links 前因后果: where a matter was raised, what was decided, what it became; and photos everybody may see."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from haitang.entrypoints.web.public.sessions import DECISIONS
from haitang.kernel.words import Words
from haitang.records.file import Attachment
from haitang.records.matter import Link, Matter
from haitang.records.slot import Motion


@dataclass(frozen=True, slots=True)
class Kin:
    """A session or project this matter led to; `decision` is what the session made of it."""

    target: Matter
    route: str
    at: datetime | None
    motion: Motion | None
    decision: Words | None


def of(matter: Matter) -> list[Kin]:
    """Sessions and projects of a matter, in order. Two queries."""
    found = Link.objects.filter(source=matter, type__in=("raised-at", "resolved-as")).select_related("target")
    motions = {motion.meeting_id: motion for motion in Motion.objects.filter(matter=matter)}
    return [_kin(link.target, motions.get(link.target_id)) for link in found.order_by("id")]


def _kin(target: Matter, motion: Motion | None) -> Kin:
    decision = DECISIONS.get(motion.decision) if motion else None
    return Kin(target, target.shape, target.due_at, motion, decision)


def screened_photos(matter: Matter) -> list[dict[str, str]]:
    """The photos somebody has looked at and opened to everybody."""
    captions = {"reported": _("when it was said"), "claimed": _("when it was done")}
    shown = Attachment.objects.filter(matter=matter, screened=True).select_related("file").order_by("id")
    return [
        {"url": f"{reverse('photo', args=[one.file.digest])}?small", "caption": captions.get(one.purpose, "")}
        for one in shown
    ]
