"""Voices 诉求人: what those who spoke may do: say whether it is solved, say the same, need it no longer, correct."""

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field

from haitang.engine import again, asides, holds, joined, persons, steps, tasks, vault
from haitang.engine.authority import posts_of
from haitang.engine.change import Change, refuse_now
from haitang.engine.promise import within_days
from haitang.kernel.behalf import How
from haitang.kernel.command import Fact, command
from haitang.kernel.errors import Denied, Invalid
from haitang.kernel.limits import PHOTOS, Code, ContactText, Digest, GivenContact, OptionalSentence, RecordId
from haitang.kernel.role import Role
from haitang.kernel.words import Language, Words
from haitang.records.contact import Contact
from haitang.records.voice import Verdict, Voice

Photos = Annotated[list[Digest], Field(max_length=PHOTOS)]

#: Calendar days within which a voice may reopen as of right, the first time (loop.md row 16).
REOPEN_DAYS = 30


@command("voices.judge", zh="评价", en="Say whether it is solved", move="judge", on="matter", shape="case")
def judge(
    change: Change, matter: Code, verdict: Literal["yes", "half", "no", "cannot_tell"], words: OptionalSentence = ""
) -> Fact:
    """好了吗: yes from every voice closes; no, in words, reopens the first time within 30 days; half and cannot tell are kept.

    A later no is a wish for another reopening, which the supervisor decides.
    """
    if persons.refused(change.matter):
        raise refuse_now(
            "这件没有收，没有可评价的；如果是地方或东西的事，请再说一次",
            "This was not taken, so there is nothing to judge; a place or a thing can be told again",
        )
    return _judged(change, Voice.objects.get(pk=change.by.voice or 0), verdict, words)


def _judged(change: Change, voice: Voice, verdict: str, words: str) -> Fact:
    if asides.closed(change.matter):
        raise refuse_now(
            "这件没有办，没有可评价的；您可以申诉", "This was set aside, so there is nothing to judge; you may appeal"
        )
    if verdict == "no" and not words:
        raise Invalid.of("words", "请说说哪里没好", "Please say what is still wrong")
    Verdict.objects.create(voice=voice, verdict=verdict, words=words, at=change.at)
    if verdict == "no":
        return _again(change, voice, words)
    if verdict == "yes" and change.matter.state == "answered" and _all_content(change):
        return steps.close(change, "resident")
    change.to(change.matter.state)
    return change.fact(f"judged.{verdict}")


@command("voices.correct_contact", zh="更正联系方式", en="Correct the contact", roles=(Role.VOICE,), on="matter")
def correct_contact(change: Change, matter: Code, contact: GivenContact) -> Fact:
    """Another way to reach the same person, sealed in the place of the first; who looked so far stays to be seen."""
    voice = Voice.objects.get(pk=change.by.voice or 0)
    if voice.contact_id is None:
        voice.contact = steps.sealed_contact(contact, change.matter.organization)
        voice.save(update_fields=["contact"])
        return change.fact("contact_corrected")
    rows = Contact.objects.select_for_update(of=("self",)).select_related("organization")
    known = rows.get(pk=voice.contact_id)
    vault.reseal(known, contact)
    known.save()
    return change.fact("contact_corrected")


def _again(change: Change, voice: Voice, words: str) -> Fact:
    """The first time as of right; later ones are a wish that the supervisor decides, with the reason told to the voice."""
    matter = change.matter
    since = matter.closed_at or matter.answered_at
    if since is None or not within_days(since, REOPEN_DAYS):
        raise refuse_now("超过 30 天，请再说一件新的", "More than 30 days have passed; please report it anew")
    if voice.reopened:
        return _wish(change, voice, words)
    voice.reopened += 1
    voice.save()
    again.note(matter, change.at, voice, words)
    return steps.reopen(change)


def _wish(change: Change, voice: Voice, words: str) -> Fact:
    asked = again.since_answer(change.matter, voice)
    if any(one.granted is None for one in asked):
        raise refuse_now("已经申请复办，督办还没答复", "You have asked for it; the supervisor has not decided yet")
    if asked:
        raise refuse_now(
            "督办已经答复过这次申请；可以请上一级再看一次",
            "This was decided, and you were told why; you may ask once for a look one level up",
        )
    again.wish(change.matter, voice, words, change.at)
    change.to(change.matter.state)
    return change.fact("again_asked")


def _all_content(change: Change) -> bool:
    """Whether every voice says yes to the last answer; what somebody made of an earlier one says nothing about it."""
    said: dict[int, str] = {}
    answered = change.matter.answered_at
    for verdict in Verdict.objects.filter(voice__in=joined.speaking(change.matter), at__gte=answered).order_by("id"):
        said[verdict.voice_id] = verdict.verdict
    return all(said.get(voice.pk) == "yes" for voice in joined.speaking(change.matter))


@command("voices.withdraw", zh="不用办了", en="Withdraw", move="withdraw", on="matter", shape="case")
def withdraw(change: Change, matter: Code) -> Fact:
    """One voice needs it no longer. When nobody is left, the matter closes, unless it is about safety."""
    return _withdrawn(change, Voice.objects.get(pk=change.by.voice or 0))


def _withdrawn(change: Change, voice: Voice) -> Fact:
    others = joined.speaking(change.matter).exclude(pk=voice.pk).exists()
    if others or change.matter.severity in steps.ALWAYS_CHECKED:
        steps.tell(voice, change, "withdrawn")
        _leave(voice, change)
        return change.fact("voice_withdrawn")
    change.matter.outcome, change.matter.answered_at = "withdrawn", change.at
    steps.tell(voice, change, "withdrawn")
    _leave(voice, change)
    holds.resume(change.matter)
    tasks.end_all(change.matter, change.at)
    return steps.close(change, "withdrawn")


def _leave(voice: Voice, change: Change) -> None:
    voice.withdrawn_at = change.at
    voice.save()
    again.withdrawn(voice, change.at)


@command("voices.me_too", zh="我也遇到", en="Me too", roles=(Role.ANYONE,), on="matter")
def me_too(
    change: Change,
    matter: Code,
    words: OptionalSentence = "",
    contact: ContactText = "",
    language: Language = "zh-hans",
    for_somebody: bool = False,
    photos: Photos = [],  # noqa: B006 (pydantic copies it)
) -> Fact:
    """A neighbor says the same: an own voice, an own code, an own answer. Only where the public may see the matter."""
    subject = change.matter
    if subject.private or not subject.screened or not change.kind.flow.voiced:
        raise Denied(Words(zh="没有这件事，或者不归您看", en="There is no such matter, or it is not yours to see"))
    if subject.answered_at or subject.closed_at:
        raise refuse_now("这件事已经答复过，请再说一件新的", "This has been answered already; please report it anew")
    voice = Voice.objects.create(
        matter=subject,
        words=words,
        language=language,
        contact=steps.sealed_contact(contact, subject.organization),
        door=change.by.door,
        for_somebody=for_somebody,
        said_at=change.at,
    )
    shown = steps.attach(subject, photos, "reported", voice=voice)
    return change.fact(
        "me_too", facts={"photos": shown or None}, number=subject.number, voice=voice.pk, matter=subject.pk
    )


@command(
    "voices.judge_for", zh="替说事人记评价", en="Record their verdict", move="judge_for", on="matter", shape="case"
)
def judge_for(
    change: Change,
    matter: Code,
    voice: RecordId,
    verdict: Literal["yes", "half", "no", "cannot_tell"],
    how: How,
    words: OptionalSentence = "",
) -> Fact:
    """What a voice says of the answer on paper, by telephone or at the counter, entered for it; never by the handler."""
    if persons.refused(change.matter):
        raise refuse_now("这件没有收，没有可评价的", "This was not taken, so there is nothing to judge")
    return _on_behalf(_judged(change, _spoken_by(change, voice), verdict, words), how)


@command(
    "voices.withdraw_for",
    zh="替说事人记不用办了",
    en="Record that they need it no longer",
    move="withdraw_for",
    on="matter",
    shape="case",
)
def withdraw_for(change: Change, matter: Code, voice: RecordId, how: How) -> Fact:
    """A voice says on paper, by telephone or at the counter that it need not be done; never entered by the handler."""
    return _on_behalf(_withdrawn(change, _spoken_by(change, voice)), how)


def _spoken_by(change: Change, voice: int) -> Voice:
    """The voice that somebody speaks for; refused to whoever holds the post that handles the matter."""
    if any(post.pk in change.matter.owners for post in posts_of(change.by)):
        raise Denied(
            Words(
                zh="承办这件事的单位不能替说事人记", en="The office that handles a matter does not enter what they say"
            )
        )
    found = joined.speaking(change.matter).filter(pk=voice).first()
    if found is None:
        raise Invalid.of("voice", "没有这个说事人", "Nobody of that number speaks in this matter")
    return found


def _on_behalf(fact: Fact, how: str) -> Fact:
    return replace(fact, facts={**fact.facts, "on_behalf": how})


COMMANDS = (judge, withdraw, me_too, correct_contact, judge_for, withdraw_for)
