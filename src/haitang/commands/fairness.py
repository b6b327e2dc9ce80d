"""Fairness to those who speak 对说事的人公道: one level up, set aside by two offices, appealed against once (kernel/fair.py)."""

from dataclasses import replace
from typing import Literal

from haitang.engine import again, asides, clock, concern, holds, raising, steps, tasks
from haitang.engine.authority import holds as holding
from haitang.engine.authority import posts_of
from haitang.engine.change import Change, refuse_now
from haitang.engine.territory import whole
from haitang.kernel import fair
from haitang.kernel.command import Fact, command
from haitang.kernel.errors import Invalid
from haitang.kernel.limits import Code, OptionalSentence, Sentence
from haitang.kernel.registry import kinds
from haitang.kernel.role import Role
from haitang.records.fair import SettingAside
from haitang.records.matter import Matter
from haitang.records.party import Post
from haitang.records.voice import Voice

_PROPOSES = (Role.DESK, Role.GRID, Role.DISPATCHER)
_DECIDES = (Role.CHECKER, Role.SUPERVISOR, Role.AUDITOR)
_JUDGES = (Role.SUPERVISOR, Role.AUDITOR)
Judgment = Literal["upheld", "dismissed"]


@command(
    "fairness.raise_up",
    zh="涉及本办公室，提到上一级",
    en="Send it one level up",
    move="raise_up",
    on="matter",
    shape="case",
)
def raise_up(change: Change, matter: Code, concerns: Code) -> Fact:
    """It is about an office, its staff or a committee: hidden from them from now on, handled one level up."""
    subject = change.matter
    raising.settle(subject, concerns)
    state = subject.state
    if subject.owner is not None and concern.hides_from_post(subject.owner, subject):
        state = _taken_from(change, subject)
    else:
        _parts_taken(change, subject)
    change.to(state)
    return replace(change.fact("sent_up"), place=_nowhere(subject))


def _nowhere(subject: Matter) -> str:
    """The place of the line: the whole territory, so that no public line tells a community that it was raised past it."""
    place = whole(subject.organization)
    return place.code if place else subject.place.code


def _taken_from(change: Change, subject: Matter) -> str:
    """The concerned owner has it no longer; what it claimed counts for nothing. The state from which it is given anew."""
    tasks.end_all(subject, change.at)
    holds.resume(subject)
    subject.owner, subject.owner_basis, subject.outcome, subject.basis = None, "", "", ""
    return "accepted"


def _parts_taken(change: Change, subject: Matter) -> None:
    """Those concerned who were brought in have no part in it any more; where theirs was the last, its owner goes on."""
    before = tasks.under_way(subject)
    theirs = [task for task in before if concern.hides_from_post(task.owner, subject)]
    if theirs and not tasks.end(subject, theirs, change.at) and subject.owner is not None:
        tasks.add(subject, subject.owner, subject.owner_basis, change.at)


@command(
    "fairness.set_aside",
    zh="提请按无效处理或撤回",
    en="Propose to set it aside",
    move="propose_aside",
    on="matter",
    shape="case",
)
def set_aside(
    change: Change, matter: Code, because: Code, note: OptionalSentence = "", note_en: OptionalSentence = ""
) -> Fact:
    """Nothing changes until somebody outside the handling office agrees. Criticism is never a reason."""
    sort = asides.reason(because, fair.INVALID, fair.WITHDRAWN)
    _propose(change, sort, because, note, note_en)
    change.to(change.matter.state)
    return change.fact(f"aside_proposed.{fair.NAMED[sort]}", facts={"reason": because})


@command(
    "fairness.confirm_aside", zh="同意不办", en="Agree to set it aside", move="confirm_aside", on="matter", shape="case"
)
def confirm_aside(change: Change, matter: Code) -> Fact:
    """Somebody outside the handling office agrees: every voice is told why and how to appeal, and the matter closes."""
    aside = _decide(change, True, fair.INVALID, fair.WITHDRAWN)
    subject = change.matter
    subject.outcome, subject.basis = fair.OUTCOMES[aside.sort], asides.BASIS
    subject.answered_at = subject.closed_at = change.at
    told = asides.notify(change, aside)
    holds.resume(subject)
    tasks.end_all(subject, change.at)
    change.to()
    return change.fact(f"set_aside.{fair.NAMED[aside.sort]}", facts={"reason": aside.reason, "voices": told})


@command(
    "fairness.refuse_aside",
    zh="不同意，接着办",
    en="Disagree: it goes on",
    move="refuse_aside",
    on="matter",
    shape="case",
)
def refuse_aside(change: Change, matter: Code, note: Sentence) -> Fact:
    """Somebody outside the handling office disagrees; the matter goes on as if nobody had proposed it."""
    aside = _decide(change, False, fair.INVALID, fair.WITHDRAWN, note=note)
    change.to(change.matter.state)
    return change.fact(f"aside_refused.{fair.NAMED[aside.sort]}")


@command("fairness.withhold", zh="提请不公开", en="Propose to withhold it", roles=_PROPOSES, on="matter", shape="case")
def withhold(
    change: Change, matter: Code, because: Code, note: OptionalSentence = "", note_en: OptionalSentence = ""
) -> Fact:
    """What the public may see should be seen no longer; it stays public until somebody outside the office agrees."""
    sort = asides.reason(because, fair.WITHHELD)
    if not change.matter.screened:
        raise refuse_now("这件事本来就没有公开", "It is not public anyway")
    if because == "forbidden_by_law" and not note:
        raise Invalid.of("note", "请写明哪部法律第几条", "Please say which law and which article")
    _propose(change, sort, because, note, note_en)
    return change.fact(f"aside_proposed.{fair.NAMED[sort]}", facts={"reason": because})


@command(
    "fairness.decide_withholding", zh="定是否不公开", en="Decide whether it is withheld", roles=_DECIDES, on="matter", shape="case"
)  # fmt: skip
def decide_withholding(change: Change, matter: Code, agreed: bool = False, note: OptionalSentence = "") -> Fact:
    """Somebody outside the handling office agrees or not; every voice is told when it is withheld. It goes on all the same."""
    if not agreed and not note:
        raise Invalid.of("note", "不同意，请写一句为什么", "You disagree: please say why in a sentence")
    aside = _decide(change, agreed, fair.WITHHELD, note=note)
    if not agreed:
        return change.fact(f"aside_refused.{fair.NAMED[aside.sort]}")
    change.matter.screened = False
    told = asides.notify(change, aside)
    return change.fact("withheld", facts={"reason": aside.reason, "voices": told})


@command("fairness.appeal", zh="申诉", en="Appeal", roles=(Role.VOICE,), on="matter", shape="case")
def appeal(change: Change, matter: Code, words: Sentence) -> Fact:
    """Once, in one's own words: somebody who had no part in it decides."""
    voice = Voice.objects.select_related("matter").get(pk=change.by.voice or 0)
    aside = asides.open_for(voice)
    if aside is None:
        raise refuse_now("没有可以申诉的，或者已经申诉过、过了期限", "There is nothing to appeal against, or no longer")
    aside.voice, aside.appeal, aside.appealed_at = voice, words, change.at
    aside.save()
    return change.fact(f"appealed.{fair.NAMED[aside.sort]}")


@command("fairness.decide_appeal", zh="定申诉", en="Decide the appeal", move="decide_appeal", on="matter", shape="case")
def decide_appeal(
    change: Change, matter: Code, judgment: Judgment, sentence: Sentence, sentence_en: OptionalSentence = ""
) -> Fact:
    """By somebody of neither side. An appeal that was right takes the matter up again; either way every voice is told."""
    aside = _judge(change, judgment, sentence, sentence_en, fair.INVALID, fair.WITHDRAWN)
    if aside.upheld:
        again.note(change.matter, change.at)
        steps.reopen(change)
    else:
        change.to("closed")
    return change.fact(f"{_VERBS[judgment]}.{fair.NAMED[aside.sort]}")


@command(
    "fairness.decide_withholding_appeal", zh="定不公开的申诉", en="Decide the appeal against withholding", roles=_JUDGES,
    on="matter", shape="case",
)  # fmt: skip
def decide_withholding_appeal(
    change: Change, matter: Code, judgment: Judgment, sentence: Sentence, sentence_en: OptionalSentence = ""
) -> Fact:
    """The same for what was withheld: an appeal that was right shows it again."""
    aside = _judge(change, judgment, sentence, sentence_en, fair.WITHHELD)
    subject = change.matter
    if aside.upheld:
        subject.screened = aside.was_screened and not subject.private and not concern.concerned(subject)
    return change.fact(f"{_VERBS[judgment]}.{fair.NAMED[aside.sort]}")


_VERBS = {"upheld": "appeal_upheld", "dismissed": "appeal_dismissed"}


def _propose(change: Change, sort: str, because: str, note: str, note_en: str) -> None:
    subject = change.matter
    if SettingAside.objects.filter(matter=subject, confirmed=None).exists():
        raise refuse_now("已经提请过，在等第二个人", "It was proposed already and waits for a second person")
    if SettingAside.objects.filter(matter=subject, sort=sort, upheld=True).exists():
        raise refuse_now("申诉成立过，不能再提请", "An appeal against this was right; it cannot be proposed again")
    if note:
        asides.english_too(subject, note_en, "note_en")
    SettingAside.objects.create(
        matter=subject, sort=sort, reason=because, note=note, note_en=note_en, office=_office(change),
        was_screened=subject.screened, proposed_by_id=change.by.account, proposed_at=change.at,
    )  # fmt: skip


def _office(change: Change) -> Post:
    """The post by which somebody proposes: the nearest to the matter. The gate has made sure that there is one."""
    subject = change.matter
    move = kinds[subject.kind].flow.move(change.command.move)
    roles = concern.widened(move.roles if move else change.command.roles, subject) if subject.raised_past else _PROPOSES
    posts = sorted(posts_of(change.by), key=lambda post: -len(post.place.path))
    found = holding(posts, roles, subject.place, subject.organization.code)
    if found is None:
        raise LookupError(f"{change.by.name} proposes without a post")
    return found


def _decide(change: Change, agreed: bool, *sorts: str, note: str = "") -> SettingAside:
    aside = asides.pending(change.matter, *sorts)
    asides.second(change, posts_of(change.by), aside)
    aside.confirmed, aside.refusal = agreed, note
    aside.decided_by_id, aside.decided_at = change.by.account, change.at
    aside.save()
    return aside


def _judge(change: Change, judgment: str, sentence: str, sentence_en: str, *sorts: str) -> SettingAside:
    aside = asides.appealed(change.matter, *sorts)
    asides.third(change, posts_of(change.by), aside)
    asides.english_too(change.matter, sentence_en, "sentence_en")
    aside.upheld, aside.judgment, aside.judged_at = judgment == "upheld", sentence, clock.now()
    aside.save()
    asides.announce(change, aside, sentence, sentence_en)
    return aside


COMMANDS = (
    raise_up, set_aside, confirm_aside, refuse_aside, withhold, decide_withholding, appeal, decide_appeal,
    decide_withholding_appeal,
)  # fmt: skip
