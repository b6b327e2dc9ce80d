"""Handing on 转手: to another body that takes it, back from an owner whose it is not, and who decides in the end."""

from typing import Literal

from haitang.engine import clock, concern, holds, moves, steps, tasks, terming
from haitang.engine.change import Change, post_of, refuse_now
from haitang.kernel.command import Fact, command
from haitang.kernel.errors import Invalid
from haitang.kernel.ladder import CONFIRM
from haitang.kernel.limits import Code, OptionalSentence, Sentence
from haitang.records.hold import HandBack, Referral

BackReason = Literal["not_ours", "wrong_place", "needs_others", "not_enough", "above"]


@command("handing.hand_back", zh="退回", en="Hand back", move="hand_back", on="matter", shape="case")
def hand_back(change: Change, matter: Code, reason: BackReason, note: Sentence) -> Fact:
    """Not ours: why, and whose it is. The third time nobody assigns it again before the supervisor has decided.

    What belongs to somebody above the sub-district is marked for the joint meeting.
    """
    subject = change.matter
    earlier = list(HandBack.objects.filter(matter=subject).order_by("id"))
    if holds.bound(subject):
        raise refuse_now(moves.BOUND.zh, moves.BOUND.en)
    if subject.owner is None:
        raise refuse_now("还没有派给谁", "It is not assigned to anybody")
    if subject.owner not in [task.owner for task in tasks.of_actor(subject, change.by)]:
        raise refuse_now(
            "会同办理的，请派办员撤回", "You were brought in for a part: please ask the dispatcher to take it back"
        )
    HandBack.objects.create(matter=subject, owner=subject.owner, reason=reason, note=note, at=change.at)
    subject.owner, subject.owner_basis = None, ""
    tasks.end_all(subject, change.at)
    if reason == "above":
        steps.for_joint_meeting(subject, "above")
    change.to()
    return change.fact("handed_back", facts={"reason": reason, "time": len(earlier) + 1})


@command("handing.adjudicate", zh="裁定归谁办", en="Decide whose it is", move="adjudicate", on="matter", shape="case")
def adjudicate(change: Change, matter: Code, owner: Code, why: Sentence) -> Fact:
    """After the third hand-back: binding, with the reason; it cannot be handed back again."""
    subject = change.matter
    if not holds.undecided(subject):
        raise refuse_now("退回三次以后才裁定", "This is decided after the third hand-back")
    HandBack.objects.filter(matter=subject, adjudicated_at=None).update(adjudicated_at=change.at, decision=why)
    post = post_of(owner, subject.organization)
    tasks.give(subject, post, why, change.at)
    concern.must_not_be_theirs(post, subject)
    change.to()
    return change.fact("adjudicated", facts={"owner": post.code})


@command("handing.refer", zh="转给别的单位", en="Refer to another body", move="refer", on="matter", shape="case")
def refer(change: Change, matter: Code, agency: Sentence, reference: Sentence) -> Fact:
    """Which body, and its reference or whom one spoke to and when. Until it confirms, the matter stays ours."""
    until = terming.ends(change.matter, CONFIRM, change.at)
    Referral.objects.create(matter=change.matter, body=agency, reference=reference, at=change.at, until=until)
    change.to()
    return change.fact("referred")


@command("handing.taken", zh="对方已接", en="Taken over", move="taken", on="matter", shape="case")
def taken(change: Change, matter: Code, sentence: Sentence, sentence_en: OptionalSentence = "") -> Fact:
    """The body confirms: every voice is told which one it is and how to reach it."""
    subject = change.matter
    subject.outcome, subject.basis, subject.answered_at = "handed_over", "document", change.at
    told = steps.answer_every_voice(change, sentence, sentence_en)
    _confirmed(change, took=True)
    change.to()
    return change.fact("answered.handed_over", facts={"voices": told})


@command("handing.not_taken", zh="对方没接", en="Not taken over", move="not_taken", on="matter", shape="case")
def not_taken(change: Change, matter: Code, note: OptionalSentence = "") -> Fact:
    """The body declined, or said nothing in time: it is ours again, and the clock never stopped."""
    referral = _referral(change)
    if change.by.system and clock.now() < referral.until:
        raise refuse_now("对方还在期限内", "The other body still has time to confirm")
    if not change.by.system and not note:
        raise Invalid.of("note", "请写一句对方怎么说", "Please say in a sentence what they said")
    _confirmed(change, took=False)
    change.to()
    return change.fact("not_taken")


def _confirmed(change: Change, took: bool) -> None:
    referral = _referral(change)
    referral.taken, referral.ended_at = took, change.at
    referral.save()


def _referral(change: Change) -> Referral:
    return Referral.objects.filter(matter=change.matter, ended_at=None).latest("id")


COMMANDS = (hand_back, adjudicate, refer, taken, not_taken)
