"""A member's paired plugin that asks about calls; and Alice's meeting that takes place at an outside link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from allauth.idp.oidc.models import Token
from django.test import Client
from django.utils import timezone

from leavethemeeting.accounts.models import User
from leavethemeeting.accounts.pairing.client import SCOPES, ensure_client
from leavethemeeting.domain.call_addresses import address_sha256, call_address
from leavethemeeting.meetings.actions.planning import Plan, plan_meeting
from leavethemeeting.meetings.models import Meeting
from leavethemeeting.shared.ids import token_sha256
from tests.accounts.pairing.plugin import FIREFOX

LINK = "https://meet.google.com/abc-defg-hij?authuser=1"
Answer = Any  # the test client's own response


def outside(owner: User, *, link: str = LINK, **plan: Any) -> Meeting:
    """A date that runs now, unless the story says otherwise."""
    now = datetime.now(UTC)
    when = {"starts_at": now - timedelta(minutes=5), "ends_at": now + timedelta(minutes=55)}
    fields: dict[str, Any] = {
        "title": "Weekly review",
        "place": Meeting.Place.LINK,
        "outside_url": link,
        **when,
        **plan,
    }
    return plan_meeting(actor=owner, plan=Plan(**fields), now=now)


def sha_of(link: str) -> str:
    address = call_address(link)
    assert address is not None
    return address_sha256(address)


@dataclass
class Paired:
    """``call`` asks, ``meetings`` reads; ``token`` is the row that pairing made."""

    token: Token
    secret: str

    def call(self, link: str = LINK, **more: Any) -> Answer:
        return self._http("POST")("/api/v1/plugin/call/", {"address_sha256": sha_of(link), **more})

    def says(self, body: bytes) -> Answer:
        return self._http("POST")("/api/v1/plugin/call/", body)

    def meetings(self, **headers: str) -> Answer:
        return self._http("GET", **headers)("/api/v1/plugin/meetings/")

    def reads(self, platform: str = "meet", *, version: str = "0.1.0", agent: str = FIREFOX, **readable: str) -> Answer:
        """What its page's senses say: ``people="not_found"``, ``count="ok"``."""
        body = {"platform": platform, "version": version, "readable": readable}
        return self._http("POST", **{"user-agent": agent})("/api/v1/plugin/health/", body)

    def _http(self, method: str, **headers: str) -> Any:
        client = Client(headers={"authorization": f"Bearer {self.secret}", **headers})
        return partial(client.post, content_type="application/json") if method == "POST" else client.get


def pair(user: User, secret: str = "") -> Paired:
    """As the device grant does (tests/accounts/pairing)."""
    secret = secret or f"ltm_{user.pk.hex}"
    made = Token.objects.create(
        client=ensure_client(), user=user, type=Token.Type.ACCESS_TOKEN, hash=token_sha256(secret), scopes="\n".join(SCOPES),
        expires_at=timezone.now() + timedelta(days=90),
        data={"name": "Firefox on Linux", "last_used_day": timezone.now().date().isoformat()},
    )  # fmt: skip
    return Paired(made, secret)
