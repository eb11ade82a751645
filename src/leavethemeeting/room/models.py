"""What the web app tells a running room, and what a running room leaves behind for its successor."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Command(models.Model):
    """Something a running room must do. Durable first, then a wake-up; done once, in order."""

    class Kind(models.TextChoices):
        OPEN = "open"
        CLOSE = "close"
        ADMIT = "admit"
        REFUSE = "refuse"
        ROLE = "role"  # value: participant | viewer
        ASK_MUTE = "ask_mute"
        REMOVE = "remove"
        CHANGED = "changed"  # the meeting's settings changed: read them again

    occurrence = models.ForeignKey("meetings.Occurrence", on_delete=models.CASCADE, related_name="commands")
    kind = models.CharField(max_length=12, choices=Kind)
    attendee = models.ForeignKey("meetings.Attendee", on_delete=models.CASCADE, null=True, related_name="+")
    value = models.CharField(max_length=64, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    given_at = models.BigIntegerField()
    done_at = models.BigIntegerField(null=True)

    class Meta:
        db_table = "room_command"
        indexes = (models.Index(fields=["id"], name="room_command_waiting", condition=models.Q(done_at__isnull=True)),)


class Boot(models.Model):
    """One life of the realtime app; a boot without ``stopped_at`` that is not ours is dead."""

    id = models.UUIDField(primary_key=True)
    started_at = models.BigIntegerField()
    stopped_at = models.BigIntegerField(null=True)

    class Meta:
        db_table = "room_boot"


class Checkpoint(models.Model):
    """The last proof of life of a room: who was connected, at least every ten seconds."""

    boot = models.ForeignKey(Boot, on_delete=models.CASCADE, related_name="checkpoints")
    occurrence = models.ForeignKey("meetings.Occurrence", on_delete=models.CASCADE, related_name="checkpoints")
    at = models.BigIntegerField()
    connections = models.JSONField(default=list)  # [connection reference, its last proof of life] each, no names

    class Meta:
        db_table = "room_checkpoint"
        constraints = (models.UniqueConstraint(fields=["boot", "occurrence"], name="room_checkpoint_latest"),)
