"""Two tables."""

from __future__ import annotations

from django.db import models


class Token(models.Model):
    """Who may send."""

    value = models.CharField(max_length=64, unique=True)
    meeting_id = models.UUIDField()
    objects: models.Manager[Token] = models.Manager()

    class Meta:
        app_label = "peer"


class Event(models.Model):
    """What was sent."""

    pk = models.CompositePrimaryKey("meeting_id", "id")
    meeting_id = models.UUIDField()
    id = models.CharField(max_length=64)
    type = models.CharField(max_length=16)
    connection = models.CharField(max_length=64)
    at = models.BigIntegerField()
    until = models.BigIntegerField()
    count = models.IntegerField()
    sent_at = models.BigIntegerField()
    received_at = models.BigIntegerField()
    objects: models.Manager[Event] = models.Manager()

    class Meta:
        app_label = "peer"
        indexes = (models.Index(fields=["meeting_id", "at"]),)
