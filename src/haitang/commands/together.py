"""Together 会同办理: one matter, several offices, each with a part of its own; it is done when all of them are."""

from haitang.engine import concern, tasks
from haitang.engine.change import Change, post_of
from haitang.kernel.command import Fact, command
from haitang.kernel.errors import Invalid
from haitang.kernel.limits import SENTENCE, Code, Sentence


@command("together.involve", zh="会同办理", en="Bring in another office", move="involve", on="matter", shape="case")
def involve(change: Change, matter: Code, owner: Code, why: Sentence) -> Fact:
    """One more office, with what it is to do; the owner stays the one that answers for the whole."""
    subject = change.matter
    post = post_of(owner, subject.organization)
    if post.pk in {task.owner_id for task in tasks.under_way(subject)}:
        raise Invalid.of("owner", "这个单位已经在办", "This office has it in hand already")
    tasks.add(subject, post, why, change.at)
    concern.must_not_be_theirs(post, subject)
    change.to(subject.state)
    return change.fact("involved", facts={"owner": post.code})


@command("together.release", zh="撤回会办", en="Let an office go", move="release", on="matter", shape="case")
def release(change: Change, matter: Code, owner: Code, reason: Sentence) -> Fact:
    """An office that was brought in has no part in it after all, and why. If the others are done, the matter is."""
    subject = change.matter
    parts = [
        task for task in tasks.under_way(subject) if task.owner.code == owner and task.owner_id != subject.owner_id
    ]
    if not parts:
        raise Invalid.of("owner", "这个单位没有在会同办理", "This office was not brought in")
    parts[0].why = f"{parts[0].why} · {reason}"[:SENTENCE]
    parts[0].save()
    left = tasks.end(subject, parts, change.at)
    if left:
        change.to(subject.state)
        return change.fact("released", facts={"owner": owner})
    subject.outcome = tasks.outcome(subject)
    change.to("claimed_done")
    return change.fact(f"claimed.{subject.outcome}", facts={"released": owner})


COMMANDS = (involve, release)
