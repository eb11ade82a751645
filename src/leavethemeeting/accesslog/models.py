"""Looks and deeds: rows are only added. The database itself refuses to change one (see the migrations)."""

from __future__ import annotations

from django.db import models

from leavethemeeting.shared.ids import new_id

LONGEST_REASON = 500


class Look(models.Model):
    """Somebody looked at somebody's data. There is no foreign key, so that no deletion elsewhere edits a row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    looker_id = models.UUIDField()
    role = models.CharField(max_length=12)  # kinds.Role
    subject_kind = models.CharField(max_length=12)  # kinds.Subject
    subject_id = models.UUIDField(null=True)
    what = models.CharField(max_length=12)  # kinds.What
    reason = models.CharField(max_length=LONGEST_REASON)
    looked_at = models.DateTimeField(db_index=True)
    request_id = models.CharField(max_length=32, blank=True)

    class Meta:
        db_table = "accesslog_look"
        indexes = (models.Index(fields=["subject_id", "-looked_at"], name="accesslog_look_at_subject"),)
        constraints = (
            models.CheckConstraint(condition=~models.Q(reason=""), name="accesslog_look_has_a_reason"),
            models.CheckConstraint(
                condition=models.Q(subject_kind="everybody", subject_id__isnull=True)
                | (~models.Q(subject_kind="everybody") & models.Q(subject_id__isnull=False)),
                name="accesslog_look_at_somebody",
            ),
        )


class Deed(models.Model):
    """What somebody of the provider did, and why; ``subject_id`` where it was to a person. No foreign key, as above."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    by_id = models.UUIDField()
    what = models.CharField(max_length=16)  # kinds.Done
    subject_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=LONGEST_REASON)
    done_at = models.DateTimeField(db_index=True)
    request_id = models.CharField(max_length=32, blank=True)

    class Meta:
        db_table = "accesslog_deed"
        indexes = (models.Index(fields=["subject_id", "-done_at"], name="accesslog_deed_to_subject"),)
        constraints = (models.CheckConstraint(condition=~models.Q(reason=""), name="accesslog_deed_has_a_reason"),)
