"""The ledger's tables 台账: Leaf (public), Body (sealed facts), Node (tree), Head, Seal. Only engine/ledger.py comes here.

Standards: RFC 9162 (Merkle tree), ISO 15489 (records). Leaf, Body, Node and Seal are append-only by trigger.
"""

from django.db import models

from haitang.kernel.limits import CODE


class Leaf(models.Model):
    """台账公开行: the public line: nothing of who or exactly when, only kind, day, community, quantity and a commitment."""

    ledger = models.CharField(max_length=CODE)
    entry = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=CODE)
    day = models.DateField()
    community = models.CharField(max_length=CODE)
    quantity = models.BigIntegerField()
    commitment = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ledger", "entry"], name="one_leaf_an_entry")]


class Body(models.Model):
    """台账密封部分: what the commitment hides: for entitled readers. Erasing nulls `actor`, `place`, `facts` and `salt` only."""

    ledger = models.CharField(max_length=CODE)
    entry = models.PositiveBigIntegerField()
    subject = models.CharField(max_length=CODE, db_index=True)
    command = models.CharField(max_length=CODE)
    door = models.CharField(max_length=CODE)
    actor = models.CharField(max_length=CODE, null=True)
    place = models.CharField(max_length=500, null=True)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    facts = models.TextField(null=True)
    corrects = models.PositiveBigIntegerField(null=True)
    salt = models.CharField(max_length=64, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ledger", "entry"], name="one_body_an_entry")]


class Node(models.Model):
    """台账树节点: an interior hash of the tree: level ≥ 1 over leaves at level 0."""

    ledger = models.CharField(max_length=CODE)
    level = models.PositiveSmallIntegerField()
    index = models.PositiveBigIntegerField()
    hash = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ledger", "level", "index"], name="one_node_a_spot")]


class Head(models.Model):
    """台账头: where a ledger stands; the row that is locked last. `clock` says whose time it keeps."""

    ledger = models.CharField(max_length=CODE, unique=True)
    size = models.PositiveBigIntegerField(default=0)
    frontier = models.TextField(blank=True)
    recorded_at = models.DateTimeField(null=True)
    clock = models.CharField(max_length=16, default="real")


class Seal(models.Model):
    """封存: the day's public head. Public pages speak of nothing later."""

    ledger = models.CharField(max_length=CODE)
    size = models.PositiveBigIntegerField()
    root = models.CharField(max_length=64)
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ledger", "size"], name="one_seal_a_size")]
