"""Handling 自办与解答: what whoever reads it first can see to at once: handled in one's own cell, or answered from knowledge."""

from haitang.engine import clock, holds, steps, tasks
from haitang.engine.authority import holds as holds_post
from haitang.engine.authority import posts_of
from haitang.engine.change import Change, refuse_now
from haitang.engine.readying import QUESTION
from haitang.kernel.command import Fact, command
from haitang.kernel.errors import Denied, Invalid
from haitang.kernel.limits import Code, Day, OptionalSentence, Sentence
from haitang.kernel.role import Role
from haitang.kernel.words import Words

OUTCOME = "explained"


@command("handling.take", zh="我来办", en="Handle it myself", move="take", on="matter", shape="case")
def take(change: Change, matter: Code) -> Fact:
    """自办自结: the grid worker or the desk takes it on at once; what they then claim done is looked at by somebody else."""
    subject = change.matter
    if holds.undecided(subject):
        raise refuse_now(
            "退回了三次，要先由督办裁定归谁", "Handed back three times: the supervisor decides first whose it is"
        )
    post = holds_post(posts_of(change.by), (Role.GRID, Role.DESK), subject.place, subject.organization.code)
    if post is None:
        raise Denied(Words(zh="您的岗位不能做这一步", en="Your post may not take this step"))
    tasks.give(subject, post, "自办", change.at)
    change.to()
    return change.fact("taken_on", facts={"owner": post.code})


@command("handling.consult", zh="当场解答", en="Answer the question", move="consult", on="matter", shape="case")
def consult(
    change: Change, matter: Code, sentence: Sentence, source: Sentence, dated: Day, sentence_en: OptionalSentence = ""
) -> Fact:
    """A question, answered from knowledge: the text with its source and the date on which that was so."""
    subject = change.matter
    if subject.severity != QUESTION:
        raise refuse_now("只有“咨询”可以当场解答", "Only a question (urgency 4) can be answered at once")
    if dated > clock.today():
        raise Invalid.of("dated", "依据的日期不能在今天以后", "The date of the source lies ahead")
    subject.outcome, subject.basis, subject.answered_at = OUTCOME, "document", change.at
    told = steps.answer_every_voice(
        change,
        f"{sentence}\n依据：{source}（{dated:%Y-%m-%d}）",
        f"{sentence_en}\nSource: {source} ({dated:%Y-%m-%d})" if sentence_en else "",
    )
    change.to()
    return change.fact(f"answered.{OUTCOME}", facts={"voices": told})


COMMANDS = (take, consult)
