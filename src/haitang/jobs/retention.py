"""Retention 到期销毁: approved proposals carried out in batches, and a prompt to the offices when something is due."""

from datetime import timedelta

from haitang.commands import retention as commands
from haitang.engine import clock, confidence, gate, inbox
from haitang.engine import retention as terms
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Refusal
from haitang.kernel.role import Role
from haitang.records.disposal import Disposal
from haitang.records.office import Message
from haitang.records.party import Organization, Post

CLOCK = Actor("clock", system="clock")
#: Batches in one round of the clock, so that nothing else waits long.
BATCHES = 4
#: Somebody who did not propose anything is asked again after this time.
AGAIN = timedelta(days=30)


def run_due() -> int:
    """Carry out what is approved and prompt where something is due; how many matters and prompts."""
    return carry_out() + prompt()


def carry_out(batches: int = BATCHES) -> int:
    """Make the matters of approved proposals anonymous, some batches at a time; how many. Goes on where it stopped."""
    made = 0
    for proposal in Disposal.objects.filter(finished_at=None).exclude(approved_at=None).order_by("pk"):
        for _ in range(batches):
            before = proposal.done
            try:
                gate.do(commands.carry_out, CLOCK, disposal=proposal.pk)
            except Refusal:  # somebody else finished it meanwhile
                break
            proposal.refresh_from_db()
            made += proposal.done - before
            if proposal.finished_at is not None:
                break
    return made


def prompt() -> int:
    """Tell those who may propose that something has been kept long enough, once in thirty days; how many were told."""
    return sum(_prompt(organization) for organization in Organization.objects.order_by("code"))


def _prompt(organization: Organization) -> int:
    """One message to each post of the organization that keeps its terms, about the matter that waits longest."""
    posts = Post.objects.filter(organization=organization, role=Role.SUPERVISOR)
    told = Message.objects.filter(post__in=posts, template=inbox.RETENTION, at__gt=clock.now() - AGAIN)
    if told.exists() or Disposal.objects.filter(organization=organization, finished_at=None).exists():
        return 0
    oldest = (
        terms.due(organization, terms.cutoffs(organization))
        .filter(confidence.in_the_open())
        .order_by("closed_at")
        .first()
    )
    if oldest is None:
        return 0
    return sum(inbox.remind(oldest, post, inbox.RETENTION) for post in posts)
