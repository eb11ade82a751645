"""The one table beside allauth's."""

from __future__ import annotations

from django.db import models


class DeletionRequest(models.Model):
    """That Meta asked for somebody's data to be erased, and what came of it. It does not say whose."""

    class Outcome(models.TextChoices):
        """What was erased."""

        LINK = "link"
        ACCOUNT = "account"
        NOTHING = "nothing"  # there was no such link

    code = models.CharField(max_length=32, primary_key=True)
    made_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=Outcome)

    class Meta:
        db_table = "social_deletion_request"
