"""Letters: written in the same transaction as what they tell, delivered afterwards."""

from __future__ import annotations

from django.db import models

from leavethemeeting.shared.ids import new_id


class Letter(models.Model):
    """One mail to one person. ``sent_at`` empty = waiting (or, without SMTP, in the outbox)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=40)  # the letter's name, e.g. "verify_email"
    recipient = models.EmailField(max_length=254)
    subject = models.CharField(max_length=255)
    text = models.TextField()
    html = models.TextField(blank=True)
    written_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "mail_letter"
        indexes = (
            models.Index(
                fields=["next_attempt_at"], name="mail_letter_waiting",
                condition=models.Q(sent_at__isnull=True, given_up_at__isnull=True),
            ),
        )  # fmt: skip
