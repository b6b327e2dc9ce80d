"""Voices 诉求人: what the people who spoke may do: say whether it is solved."""

from typing import Literal

from haitang.engine import persons, steps
from haitang.engine.change import Change, refuse_now
from haitang.engine.promise import within_days
from haitang.kernel.command import Fact, command
from haitang.kernel.errors import Invalid
from haitang.kernel.limits import Code, OptionalSentence
from haitang.records.voice import Verdict, Voice

#: Calendar days within which a voice may reopen as of right, the first time (loop.md row 16).
REOPEN_DAYS = 30


@command("voices.judge", zh="评价", en="Say whether it is solved", move="judge", on="matter", shape="case")
def judge(
    change: Change, matter: Code, verdict: Literal["yes", "half", "no", "cannot_tell"], words: OptionalSentence = ""
) -> Fact:
    """好了吗: yes from every voice closes; no, in words, reopens the first time within 30 days; half and cannot tell are kept."""
    if persons.refused(change.matter):
        raise refuse_now(
            "这件没有收，没有可评价的；如果是地方或东西的事，请再说一次",
            "This was not taken, so there is nothing to judge; a place or a thing can be told again",
        )
    voice = Voice.objects.get(pk=change.by.voice or 0)
    if verdict == "no" and not words:
        raise Invalid.of("words", "请说说哪里没好", "Please say what is still wrong")
    Verdict.objects.create(voice=voice, verdict=verdict, words=words, at=change.at)
    if verdict == "no":
        return _again(change, voice)
    if verdict == "yes" and change.matter.state == "answered" and _all_content(change):
        return steps.close(change, "resident")
    change.to(change.matter.state)
    return change.fact(f"judged.{verdict}")


def _again(change: Change, voice: Voice) -> Fact:
    since = change.matter.closed_at or change.matter.answered_at
    if voice.reopened:
        raise refuse_now(
            "您已经要求复办过一次，请联系社区督办", "You have reopened this once; please ask the supervisor"
        )
    if since is None or not within_days(since, REOPEN_DAYS):
        raise refuse_now("超过 30 天，请再说一件新的", "More than 30 days have passed; please report it anew")
    voice.reopened += 1
    voice.save()
    return steps.reopen(change)


def _all_content(change: Change) -> bool:
    """Whether every voice says yes to the last answer; what somebody made of an earlier one says nothing about it."""
    said: dict[int, str] = {}
    answered = change.matter.answered_at
    for verdict in Verdict.objects.filter(voice__matter=change.matter, at__gte=answered).order_by("id"):
        said[verdict.voice_id] = verdict.verdict
    voices = Voice.objects.filter(matter=change.matter, withdrawn_at=None).values_list("pk", flat=True)
    return all(said.get(voice) == "yes" for voice in voices)


COMMANDS = (judge,)
