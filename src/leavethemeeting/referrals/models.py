"""Invitation links. There is no column for whom one was sent to, and tests/referrals keeps it so (C18)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from leavethemeeting.shared.ids import new_id


class State(models.TextChoices):
    """What became of an invitation."""

    WAITING = "waiting"
    JOINED = "joined"
    DECLINED = "declined"


class Invitation(models.Model):
    """One link for one friend. The link's token is not kept, only its hash."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    token_sha256 = models.CharField(max_length=64, unique=True)
    inviter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    # Set only when the friend, a member by then, wants the inviter to know.
    friend = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        db_table = "referrals_invitation"
        indexes = (models.Index(fields=["inviter", "made_at"], name="referrals_invitation_of"),)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=State.values), name="referrals_invitation_known_state"),
            models.CheckConstraint(
                condition=Exact(Length("token_sha256"), 64), name="referrals_invitation_is_a_hash"
            ),
            models.CheckConstraint(
                condition=Q(friend__isnull=True) | Q(state=State.JOINED), name="referrals_invitation_friend_joined"
            ),
        )  # fmt: skip


class Named(models.Model):
    """A member who wants their name on the page that their links open. No row: the page names nobody."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        db_table = "referrals_named"
