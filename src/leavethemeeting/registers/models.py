"""Entries of the registers, each tied to the one before; and whom an incident affected, for as long as letters need it."""

from __future__ import annotations

from django.db import models

from leavethemeeting.shared.ids import new_id


class Entry(models.Model):
    """One thing that happened. The database refuses to change or delete a row (second migration); ``chain`` shows if one did."""

    position = models.BigIntegerField(primary_key=True)  # 1, 2, 3, …: a gap is a missing row
    register = models.CharField(max_length=12)  # kinds.Register
    subject_id = models.UUIDField(db_index=True)  # which disclosure, which incident
    kind = models.CharField(max_length=12)  # kinds.Kind
    body = models.TextField()  # canonical JSON, exactly as it was hashed
    by_id = models.UUIDField(null=True)  # who of the staff; None: the software by itself
    at = models.DateTimeField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        db_table = "registers_entry"


class Affected(models.Model):
    """Somebody whom an incident affected. ``address`` is empty for members, whose letter goes where they can be reached."""

    class Kind(models.TextChoices):
        MEMBER = "member"
        GUEST = "guest"
        ADDRESS = "address"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    incident_id = models.UUIDField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    user_id = models.UUIDField(null=True)
    attendee_id = models.UUIDField(null=True)
    address = models.CharField(max_length=254, blank=True)
    noted_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)
    letter_id = models.UUIDField(null=True)  # None although handled: nobody can be reached there

    class Meta:
        db_table = "registers_affected"
        indexes = (models.Index(fields=["incident_id", "handled_at"], name="registers_affected_queue"),)
        constraints = (
            models.UniqueConstraint(fields=["incident_id", "user_id"], name="registers_affected_member_once"),
            models.UniqueConstraint(
                fields=["incident_id", "address"],
                condition=~models.Q(address=""),
                name="registers_affected_address_once",
            ),
        )
