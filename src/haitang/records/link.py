"""Capability link 凭链办理: what lets somebody without an account make named moves on one matter, for a while."""

from django.db import models

from haitang.kernel.limits import CODE


class CapabilityLink(models.Model):
    """凭链办理: opens one matter for the owner's post or for one voice, for the moves it names and nothing else.

    `ref` may be said on the telephone. The secret is kept nowhere: it is an HMAC over `ref` under the home's key, as a
    voice's is. `uses` counts acts; who looked, from where and how often is not kept. `answer` is the message to a voice
    that carries it, where it was made for one.
    """

    ref = models.CharField(max_length=16, unique=True)
    matter = models.ForeignKey("Matter", models.PROTECT, related_name="capability_links")
    role = models.CharField(max_length=CODE)
    moves = models.JSONField(default=list)
    post = models.ForeignKey("Post", models.PROTECT, null=True)
    voice = models.ForeignKey("Voice", models.PROTECT, null=True)
    answer = models.OneToOneField("Answer", models.PROTECT, null=True, related_name="link")
    made_by = models.ForeignKey("Account", models.PROTECT, null=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    once = models.BooleanField(default=False)
    uses = models.PositiveIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.ref
