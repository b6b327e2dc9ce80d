"""Papers 案卷: everything that was written about one matter, whatever table it lies in, in a single query.

A page that shows a whole matter would otherwise ask nine tables one by one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, Case, CharField, DateTimeField, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce

from haitang.engine import confidence, joined
from haitang.engine.answers import NAME as ANSWERS
from haitang.engine.rules import RULES
from haitang.records.breach import Breach, Countdown, Redating
from haitang.records.file import Attachment
from haitang.records.hold import Extension, HandBack, Pause, Question, Referral
from haitang.records.matter import Check, Claim, Link, Matter, Task
from haitang.records.office import Delivery, Setting
from haitang.records.reopening import Reopening
from haitang.records.voice import Answer, Verdict


@dataclass(frozen=True, slots=True)
class Paper:
    """One thing written down. What `code`, `more`, `text`, `note` and `state` hold depends on its sort:

    answer (outcome, language, text) · verdict (verdict, words) · claim (outcome, evidence, note) · check (yes or no,
    note) · task (owner's name, in English, why) · photo (digest, purpose) · delivery (state, note, answer's id) ·
    question (text, reply as note) · hold (reason, note) · more_time (reason, note) · back (reason, note) · referral
    (body, reference as note) · again (words, reason as note) ·
    leads and comes, for links to and from this matter (type, kind, number, title, state).
    """

    sort: str
    pk: int
    voice: int | None
    claim: int | None
    code: str
    more: str
    text: str
    note: str
    state: str
    at: datetime | None


@dataclass(frozen=True)
class Papers:
    """The papers of one matter, by sort and in the order in which they came."""

    all: dict[str, list[Paper]] = field(default_factory=dict)

    def of(self, sort: str) -> list[Paper]:
        """All papers of a sort."""
        return self.all.get(sort, [])

    def at(self, sort: str, moment: datetime) -> Paper | None:
        """The paper of a sort that one change wrote: it bears the instant of its ledger line."""
        return next((paper for paper in self.of(sort) if paper.at == moment), None)

    def photos(self, *, voice: int | None = None, claim: int | None = None) -> list[Paper]:
        """The photos with one voice, or with one claim."""
        return [p for p in self.of("photo") if (p.voice == voice if voice else p.claim == claim)]

    def delivery(self, answer: int) -> str:
        """Where one answer stands: `waiting`, `delivered`, `unknown` or `failed`."""
        states = {"leased": "waiting", "dead": "failed"}
        found = next((paper.code for paper in self.of("delivery") if paper.text == str(answer)), "waiting")
        return states.get(found, found)


def of(matter: Matter) -> Papers:
    """Every paper of a matter, in one query."""
    first, *others = _parts(matter)
    kept: dict[str, list[Paper]] = {}
    for row in first.union(*others, all=True):
        paper = Paper(*row)
        kept.setdefault(paper.sort, []).append(paper)
    return Papers({sort: sorted(papers, key=lambda paper: paper.pk) for sort, papers in kept.items()})


def _parts(matter: Matter) -> Iterable[QuerySet[Any, Any]]:
    same = joined.sources(matter).values("source")
    spoken = Q(voice__matter=matter) | Q(voice__matter__in=same)
    given = Answer.objects.filter(spoken)
    claims, tasks = Claim.objects.filter(matter=matter), Task.objects.filter(matter=matter)
    agreed = Case(When(agreed=True, then=Value("yes")), default=Value("no"))
    yield _part(given, "answer", voice="voice_id", code="outcome", more="language", text="text", at="at")
    verdicts = Verdict.objects.filter(spoken)
    yield _part(verdicts, "verdict", voice="voice_id", code="verdict", text="words", at="at")
    yield _part(claims, "claim", claim="pk", code="outcome", more="evidence", text="note", at="at")
    checks = Check.objects.filter(claim__matter=matter)
    yield _part(checks, "check", claim="claim_id", code=agreed, text="note", at="at")
    yield _part(tasks, "task", code="owner__name", more="owner__name_en", text="why", at="assigned_at")
    yield _part(
        Question.objects.filter(matter=matter), "question", voice="voice_id", text="text", note="reply", at="asked_at"
    )
    yield _part(Pause.objects.filter(matter=matter), "hold", code="reason", text="note", at="since")
    yield _part(Extension.objects.filter(matter=matter), "more_time", text="reason", note="note", at="asked_at")
    yield _part(HandBack.objects.filter(matter=matter), "back", code="reason", text="note", note="decision", at="at")
    yield _part(Referral.objects.filter(matter=matter), "referral", text="body", note="reference", at="at")
    again = Reopening.objects.filter(matter=matter)
    yield _part(again, "again", voice="voice_id", text="words", note="reason", at="asked_at")
    steps = Breach.objects.filter(matter=matter)
    yield _part(steps, "breach", code=_named("post__name"), more=_named("post__name_en"), text="clock", at="at")
    yield _part(Pause.objects.filter(matter=matter, ended_at__isnull=False), "held", at="ended_at")
    yield _part(Redating.objects.filter(matter=matter), "redating", code="cause", note="note", at="was")
    yield _part(Countdown.objects.filter(matter=matter, ended_at=None), "clock", code="clock", at="due_at")
    known = Setting.objects.filter(organization=matter.organization_id, name=RULES["promise_workdays"].kept)
    sure = Case(When(confirmed=True, then=Value("yes")), default=Value("no"))
    yield _part(known, "promise", code=Cast("value", CharField()), text="source", state=sure)
    photos = Attachment.objects.filter(Q(matter=matter) | Q(matter__in=same))
    yield _part(photos, "photo", voice="voice_id", claim="claim_id", code="file__digest", more="purpose", at="file__at")
    asked = given.annotate(name=Cast("pk", CharField())).values("name")
    deliveries = Delivery.objects.filter(consumer=ANSWERS, target__in=asked)
    yield _part(deliveries, "delivery", code="state", text="target", note="note")
    hidden = confidence.confidential()
    yield _links(Link.objects.filter(source=matter).exclude(target__kind__in=hidden), "leads", "target")
    yield _links(Link.objects.filter(target=matter).exclude(source__kind__in=hidden), "comes", "source")


def _named(column: str) -> Coalesce:
    """A name that may be missing, as text."""
    return Coalesce(column, Value(""), output_field=CharField())


def _links(links: QuerySet[Link], sort: str, end: str) -> QuerySet[Any, Any]:
    """A link names the matter at its other end by a title only where that has been screened and is not private."""
    open_title = When(**{f"{end}__screened": True, f"{end}__private": False}, then=F(f"{end}__title"))
    title = Case(open_title, default=Value(""), output_field=CharField())
    other = {"text": f"{end}__number", "state": f"{end}__state", "at": f"{end}__closed_at"}
    return _part(links, sort, code="type", more=f"{end}__kind", note=title, **other)


def _part(rows: QuerySet[Any], sort: str, **given: Any) -> QuerySet[Any, Any]:
    """One table's rows as papers; what it does not have is empty, of the type that every database agrees on."""
    number, text, instant = BigIntegerField(), CharField(), DateTimeField()
    columns = {
        "sort_": Value(sort, output_field=text),
        "pk_": F("pk"),
        "voice_": _column(given, "voice", Cast(Value(None), number)),
        "claim_": _column(given, "claim", Cast(Value(None), number)),
        **{f"{name}_": _column(given, name, Value("", output_field=text)) for name in ("code", "more", "text", "note")},
        "state_": _column(given, "state", Value("", output_field=text)),
        "at_": _column(given, "at", Cast(Value(None), instant)),
    }
    listed: QuerySet[Any, Any] = rows.order_by().annotate(**columns).values_list(*columns)
    return listed


def _column(given: dict[str, Any], name: str, absent: Any) -> Any:
    wanted = given.get(name)
    return absent if wanted is None else F(wanted) if isinstance(wanted, str) else wanted
