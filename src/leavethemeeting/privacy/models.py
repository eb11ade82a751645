"""Erasures: what was ordered, how far it is, and which rows are gone for good. Never whose they were."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _


class Erasure(models.Model):
    """One person's erasure. It names nobody, and stays: it is how a restored backup knows what must go again."""

    class Why(models.TextChoices):
        CHILD = "child", _("a child's data")
        ASKED = "asked", _("asked for, or decided by the provider")
        ENDED = "ended", _("an account that its member deleted")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)  # random: its page opens by it
    why = models.CharField(max_length=8, choices=Why.choices)
    ordered_at = models.BigIntegerField()
    held_until = models.BigIntegerField(default=0)  # somebody carries it out until then, unless they die
    expected = models.PositiveIntegerField(default=0)  # rows when it was ordered
    gone = models.PositiveIntegerField(default=0)
    done_at = models.BigIntegerField(null=True, db_index=True)
    went = models.TextField(default="{}")  # JSON: the table, and how many rows of it were about the person

    class Meta:
        db_table = "privacy_erasure"


class Gone(models.Model):
    """The key of a row that went with somebody. Keys are random and never used again, so they say nothing about anybody."""

    pk = models.CompositePrimaryKey("erasure_id", "table", "key")
    erasure = models.ForeignKey(Erasure, on_delete=models.CASCADE, related_name="rows")
    table = models.CharField(max_length=64)
    key = models.UUIDField()

    class Meta:
        db_table = "privacy_gone"


class Order(models.Model):
    """What an erasure that is not done yet needs to know of the person. It goes with the last of their rows."""

    erasure = models.OneToOneField(Erasure, primary_key=True, on_delete=models.CASCADE, related_name="order")
    user_id = models.UUIDField(null=True)
    attendee_ids = models.JSONField(default=list)
    emails = models.JSONField(default=list)
    case_id = models.UUIDField(null=True)  # a guardian's, which closes with it

    class Meta:
        db_table = "privacy_order"
