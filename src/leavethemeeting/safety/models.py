"""What the provider did against fraud: blocked networks, suspended accounts. Rows and constraints; no decisions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from leavethemeeting.shared.ids import new_id

LONGEST_REASON = 500


class NetworkBlock(models.Model):
    """Requests from ``network`` are refused until ``until``, or until the block is lifted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    network = models.CharField(max_length=50)  # 192.0.2.0/24 or 2001:db8:1::/48
    reason = models.CharField(max_length=LONGEST_REASON)
    blocked_at = models.DateTimeField()
    blocked_by_id = models.UUIDField()
    until = models.DateTimeField()
    freed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "safety_network_block"
        indexes = (models.Index(fields=["until"], name="safety_block_by_end", condition=Q(freed_at__isnull=True)),)


class Suspension(models.Model):
    """A member's account is closed to them; the reason is the one they read."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="suspensions")
    reason = models.CharField(max_length=LONGEST_REASON)
    suspended_at = models.DateTimeField()
    suspended_by_id = models.UUIDField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "safety_suspension"
        constraints = (
            models.UniqueConstraint(
                fields=["user"], condition=Q(lifted_at__isnull=True), name="safety_suspension_one_at_a_time"
            ),
        )
