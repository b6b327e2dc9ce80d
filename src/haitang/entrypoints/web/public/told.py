"""Told 当事人: everything behind one voice's matter that this voice may read, fetched in a fixed number of queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from haitang.engine import again, answers, asides, joined, ledger, persons
from haitang.kernel import fair
from haitang.kernel.registry import kinds
from haitang.records.file import Attachment
from haitang.records.matter import Check, Claim, Matter, Task
from haitang.records.voice import Answer, Verdict, Voice

#: Answers that are not about what came of the matter.
ASIDE = (joined.TOLD, again.REFUSED)


@dataclass(frozen=True)
class Told:
    """What was done about a matter and said to one of its voices, each by the instant it happened."""

    voice: Voice
    tasks: Mapping[datetime, Task]
    claims: Mapping[datetime, Claim]
    checks: Mapping[datetime, Check]
    answers: Mapping[datetime, Answer]
    verdicts: Mapping[datetime, Verdict]
    attachments: list[Attachment]
    deliveries: Mapping[int, str]
    may_judge: bool
    open: bool
    sealed: int

    @property
    def answer(self) -> Answer | None:
        """The latest answer to the matter, which stands first on the page; not what was said of joining, reopening or
        of what is shown."""
        given = (answer for answer in self.answers.values() if answer.outcome not in (*ASIDE, fair.WITHHELD))
        return max(given, key=lambda answer: answer.at, default=None)

    @property
    def verdict(self) -> Verdict | None:
        """What the voice said about the latest answer."""
        after = (v for v in self.verdicts.values() if self.answer and v.at >= self.answer.at)
        return max(after, key=lambda verdict: verdict.at, default=None)

    @property
    def asked(self) -> bool:
        """Whether the matter waits for the voice's verdict: asked once for an answer, never again."""
        return self.may_judge and self.open and self.verdict is None

    def photos(self, purpose: str, claim: int | None = None) -> list[dict[str, str]]:
        """Photos for parts/timeline.html."""
        captions = {"reported": _("when it was said"), "claimed": _("when it was done")}
        return [
            {"url": f"{reverse('photo', args=[one.file.digest])}?small", "caption": captions[purpose]}
            for one in self.attachments
            if one.purpose == purpose and (claim is None or one.claim_id == claim)
        ]

    def delivered(self, answer: Answer) -> str:
        """How an answer reached the voice, in a sentence."""
        return {
            "delivered": _("Delivered."),
            "waiting": _("It is on its way; you can read it here already."),
            "unknown": _("Whether it arrived is not known; you can read it here."),
            "failed": _("It could not be sent; somebody tells you, and you can read it here."),
        }[self.deliveries[answer.pk]]


def told(matter: Matter, voice: Voice) -> Told:
    """Fetch it all. Nine queries."""
    given = list(Answer.objects.filter(voice=voice))
    shown = Q(voice=voice) | ~Q(claim=None)
    judge = kinds[matter.kind].flow.move("judge")
    return Told(
        voice=voice,
        tasks={task.assigned_at: task for task in Task.objects.filter(matter=matter).select_related("owner")},
        claims={claim.at: claim for claim in Claim.objects.filter(matter=matter)},
        checks={check.at: check for check in Check.objects.filter(claim__matter=matter)},
        answers={answer.at: answer for answer in given},
        verdicts={verdict.at: verdict for verdict in Verdict.objects.filter(voice=voice)},
        attachments=list(
            Attachment.objects.filter(shown, matter__in={matter.pk, voice.matter_id})
            .select_related("file")
            .order_by("id")
        ),
        deliveries=answers.deliveries_of(given),
        may_judge=judge is not None
        and matter.state in judge.sources
        and not persons.refused(matter)
        and not asides.closed(matter),
        open=matter.closed_at is None,
        sealed=ledger.sealed(matter.organization.code).size,
    )
