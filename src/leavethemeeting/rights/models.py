"""Proofs of an address, exports and their bytes, and wishes for a correction."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from leavethemeeting.shared.ids import new_id


class Proof(models.Model):
    """Somebody without an account says that an address is theirs; a code goes there. The row goes within a day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(max_length=254)  # lower case
    code_digest = models.CharField(max_length=64)
    code_until = models.DateTimeField()
    code_tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "rights_proof"


class Export(models.Model):
    """One copy of everything that is kept about a member or an address, on its way or ready to be taken once."""

    class State(models.TextChoices):
        WAITING = "waiting"
        MAKING = "making"
        READY = "ready"
        TAKEN = "taken"  # its bytes are gone, or about to be
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    email = models.EmailField(max_length=254, blank=True)  # lower case; empty for a member
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    maker = models.CharField(max_length=32, blank=True)  # random: whoever makes it now, so that a late one lets go
    beat_at = models.DateTimeField(null=True)  # the maker's last sign of life
    tries = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)  # rows written
    total = models.PositiveIntegerField(default=0)  # rows found when it began
    size = models.PositiveBigIntegerField(default=0)  # bytes
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "rights_export"
        constraints = (
            models.CheckConstraint(
                condition=Q(user__isnull=False, email="") | (Q(user__isnull=True) & ~Q(email="")),
                name="rights_export_of_one",
            ),
        )
        indexes = (models.Index(fields=["state", "asked_at"], name="rights_export_waiting"),)


class ExportPart(models.Model):
    """Some bytes of an export's file. In the database and not in a folder: they go with their export in one statement."""

    export = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    body = models.BinaryField()

    class Meta:
        db_table = "rights_export_part"
        constraints = (models.UniqueConstraint(fields=["export", "number"], name="rights_export_part_once"),)


class Correction(models.Model):
    """An attendee asks the hosts of a meeting to set something right. What they write stands in the case beside it."""

    class Outcome(models.TextChoices):
        OPEN = "", "open"
        DONE = "done", "done"
        DECLINED = "declined", "declined"

    case = models.OneToOneField("website.Case", primary_key=True, on_delete=models.CASCADE, related_name="correction")
    occurrence = models.ForeignKey("meetings.Occurrence", on_delete=models.CASCADE, related_name="+")
    attendee_key = models.CharField(max_length=320)  # of the row it is about, as the report calls it
    due_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True, default=Outcome.OPEN)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        db_table = "rights_correction"
        indexes = (models.Index(fields=["occurrence", "due_at"], name="rights_correction_of_meeting"),)
