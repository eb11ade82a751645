"""What the installation found out about itself."""

from __future__ import annotations

from django.db import models

from leavethemeeting.shared.ids import new_id


class SelfCheck(models.Model):
    """One round of ``checks.CHECKS``: what each found, and how far each rule of keeping was."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(db_index=True)
    milliseconds = models.PositiveIntegerField()
    version = models.CharField(max_length=20)
    red = models.BooleanField()
    findings = models.JSONField(default=dict)  # by check: sentences about tables and rules, never about anybody
    kept = models.JSONField(default=dict)  # by rule of keeping: share of its limit, seconds overdue

    class Meta:
        db_table = "evidence_self_check"


class Undeclared(models.Model):
    """Something that left the web app and stands in no register, since the last thirty days: a cookie's name."""

    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=80)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        db_table = "evidence_undeclared"
        constraints = (models.UniqueConstraint(fields=["kind", "name"], name="evidence_undeclared_once"),)
