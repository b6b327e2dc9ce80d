"""Token 令牌: what lets another system in, as a machine at a place or in one lent post. Of it only a hash is kept."""

from django.db import models

from haitang.kernel.limits import TITLE


class Token(models.Model):
    """令牌: opens what `scopes` name, at `place` and below, until it expires or is revoked.

    Without a `post` it is a machine of its own and does what anybody may. With one, `account` has lent that post to it,
    and it ends with that term. `salt` goes into the secret together with the installation's key, so that nobody reads
    it from the database alone; `digest` is the SHA-256 by which it is found. `a_minute` limits its requests.
    """

    organization = models.ForeignKey("Organization", models.PROTECT, related_name="tokens")
    place = models.ForeignKey("Place", models.PROTECT)
    name = models.CharField(max_length=TITLE)
    post = models.ForeignKey("Post", models.PROTECT, null=True)
    account = models.ForeignKey("Account", models.PROTECT, null=True)
    scopes = models.JSONField(default=list)
    a_minute = models.PositiveSmallIntegerField()
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organization", "id"], name="tokens_by_office")]


class TokenUse(models.Model):
    """最近使用: when a token was last used, to the minute. Neither what for nor from where is kept."""

    token = models.OneToOneField(Token, models.PROTECT, primary_key=True, related_name="use")
    used_at = models.DateTimeField(null=True)
