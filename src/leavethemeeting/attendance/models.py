"""The append-only log of evidence, and beside it what may be deleted from it.

``Event`` rows are never edited and name nobody: they carry a connection. ``Claim`` rows say
who and what in words, and are deleted on erasure or when their time is over. There is no
foreign key on the log: it takes every event in one statement (docs/developer/performance.md).
"""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models

from leavethemeeting.shared.ids import new_id

#: The types that the kernel reads for presence; the partial index covers exactly these.
PRESENCE_TYPES = (
    "enter", "exit", "heartbeat", "roster", "seen", "interval", "total", "lobby_enter", "lobby_exit",
    "room", "meeting_start", "meeting_end", "checkpoint", "correct", "retract",
)  # fmt: skip


class Event(models.Model):
    """One immutable piece of evidence; the columns are those of ``domain.events.Event``."""

    pk = models.CompositePrimaryKey("meeting_id", "source_ref", "id")
    meeting_id = models.UUIDField()
    source_ref = models.CharField(max_length=64)  # from the credential, never from the body
    id = models.CharField(max_length=64)
    position = models.BigIntegerField(unique=True)  # order of commit, the cursor of every follower
    occurrence_id = models.UUIDField()
    source_kind = models.CharField(max_length=12)
    type = models.CharField(max_length=16)
    connection_ref = models.CharField(max_length=64, blank=True)
    at = models.BigIntegerField()
    until = models.BigIntegerField(null=True)
    sent_at = models.BigIntegerField(null=True)
    received_at = models.BigIntegerField()
    detail = models.TextField(blank=True)  # JSON of the fields few events have: reason, interaction, value, …
    digest = models.CharField(max_length=32)  # of the body: the same id with another body is refused

    class Meta:
        db_table = "attendance_event"
        indexes = (
            models.Index(
                fields=["occurrence_id", "at"], name="attendance_event_presence",
                condition=models.Q(type__in=PRESENCE_TYPES),
            ),
            models.Index(fields=["occurrence_id", "position"], name="attendance_event_follow"),
        )  # fmt: skip


class Claim(models.Model):
    """What one event says about who it is, and its words (chat text). Deletable."""

    pk = models.CompositePrimaryKey("meeting_id", "source_ref", "event_id")
    meeting_id = models.UUIDField()
    source_ref = models.CharField(max_length=64)
    event_id = models.CharField(max_length=64)
    occurrence_id = models.UUIDField()
    connection_ref = models.CharField(max_length=64, blank=True)
    attendee_id = models.UUIDField(null=True)  # T1: came through our own join page
    name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    email_verified = models.BooleanField(default=False)
    platform_account = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=12, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        db_table = "attendance_claim"
        indexes = (
            models.Index(fields=["occurrence_id"], name="attendance_claim_occurrence"),
            models.Index(fields=["attendee_id"], name="attendance_claim_attendee"),
            # Claims of presence: interactions have a claim only for their words (chat).
            models.Index(fields=["occurrence_id"], name="attendance_claim_people", condition=models.Q(text="")),
        )


class Tally(models.Model):
    """How many interactions of each kind a connection made: kept as events come, rebuilt from them at will."""

    pk = models.CompositePrimaryKey("occurrence_id", "source_ref", "connection_ref", "kind")
    occurrence_id = models.UUIDField()
    source_ref = models.CharField(max_length=64)
    connection_ref = models.CharField(max_length=64)
    kind = models.CharField(max_length=16)
    count = models.PositiveIntegerField(default=0)
    milliseconds = models.BigIntegerField(default=0)  # of spans, e.g. speaking

    class Meta:
        db_table = "attendance_tally"


class Pack(models.Model):
    """The evidence of presence of one occurrence in one piece (attendance/packs.py): made from the log, never instead of it.

    ``edition`` changes whenever something is taken out of the log. An empty ``body``: nothing is packed.
    """

    occurrence_id = models.UUIDField(primary_key=True)
    edition = models.UUIDField(default=uuid4)
    position = models.BigIntegerField(default=0)  # where the log ended; what came after is read from there
    body = models.BinaryField(default=b"")

    class Meta:
        db_table = "attendance_pack"


class Tombstone(models.Model):
    """An erased event: refuses its return from an offline plugin, a file or an older backup."""

    pk = models.CompositePrimaryKey("meeting_id", "source_ref", "id")
    meeting_id = models.UUIDField()
    source_ref = models.CharField(max_length=64)
    id = models.CharField(max_length=64)
    erased_at = models.BigIntegerField()

    class Meta:
        db_table = "attendance_tombstone"


class Position(models.Model):
    """One row: the last position handed out (attendance/positions.py), so that none is ever used twice."""

    id = models.SmallIntegerField(primary_key=True)
    last = models.BigIntegerField()

    class Meta:
        db_table = "attendance_position"


class Credential(models.Model):
    """Who may send events over HTTP for one meeting, and as what source; only the token's hash is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.CASCADE, related_name="credentials")
    source_kind = models.CharField(max_length=12)  # host_plugin | webhook | plugin
    label = models.CharField(max_length=80)
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.BigIntegerField()
    expires_at = models.BigIntegerField()
    revoked_at = models.BigIntegerField(null=True)
    last_used_day = models.DateField(null=True)
    # Of a paired plugin (attendance/calls.py), else empty. ``source_id``: what its events stand under, the same for all
    # plugins of one member in one meeting, so that pairing anew or renewing the token doubles nothing.
    source_id = models.UUIDField(null=True)
    plugin = models.ForeignKey("allauth_idp_oidc.Token", on_delete=models.SET_NULL, null=True, related_name="+")
    attendee = models.ForeignKey("meetings.Attendee", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        db_table = "attendance_credential"
