"""For the walls: Alice has a linked profile, and Meta has asked for something once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.socialaccount.models import SocialAccount

from leavethemeeting.accounts.models import User
from leavethemeeting.accounts.social.models import DeletionRequest


def linked_profile(alice: User, *, now: datetime) -> dict[str, Any]:
    """The parameters of the addresses about them."""
    link = SocialAccount.objects.create(user=alice, provider="google", uid="a-at-google", extra_data={"name": "Alice"})
    asked = DeletionRequest.objects.create(code="c" * 32, made_at=now, outcome=DeletionRequest.Outcome.NOTHING)
    return {"link_id": link.pk, "accounts:facebook_deletion code": asked.code}
