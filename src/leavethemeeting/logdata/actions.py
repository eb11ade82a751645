"""The one writer of entries about members."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from leavethemeeting.consent.kinds import Kind
from leavethemeeting.consent.listeners import Withdrawal
from leavethemeeting.consent.queries import consented
from leavethemeeting.logdata.client import Client
from leavethemeeting.logdata.kinds import Feature, Method, Result, What
from leavethemeeting.logdata.models import Entry

SAME_USE = timedelta(minutes=10)  # a page that is reloaded is one use


def record_sign_in(
    *, user_id: UUID | None, method: Method, network: str, client: Client, result: Result, now: datetime,
    device_id: str = "",
) -> Entry:  # fmt: skip
    """Somebody signed in, or tried to. ``network``: the social network's short name where ``method`` is NETWORK."""
    return Entry.objects.create(
        user_id=user_id, at=now, what=What.SIGN_IN.value, method=method.value, network=network[:20], result=result.value,
        device_type=client.device_type, system=client.system, browser=client.browser, ip=client.ip,
        device_id=_consented_id(user_id, device_id),
    )  # fmt: skip


def record_use(
    *, user_id: UUID, feature: Feature, now: datetime, client: Client | None = None, device_id: str = ""
) -> Entry | None:
    """A member used a feature. None: the same was noted less than ten minutes ago, or they object to being counted."""
    if consented(Kind.NOT_COUNTED, user_id=user_id):
        return None
    used = Entry.objects.filter(user_id=user_id, what=What.USE.value, feature=feature.value, at__gt=now - SAME_USE)
    if used.exists():
        return None
    seen = client or Client()
    return Entry.objects.create(
        user_id=user_id, at=now, what=What.USE.value, feature=feature.value, device_type=seen.device_type,
        system=seen.system, browser=seen.browser, ip=seen.ip, device_id=_consented_id(user_id, device_id),
    )  # fmt: skip


def _consented_id(user_id: UUID | None, device_id: str) -> str:
    """The browser's random number, where its member agreed that it stands beside their account."""
    if not device_id or user_id is None or not consented(Kind.DEVICE_ID, user_id=user_id):
        return ""
    return device_id


def forget_member(user_id: UUID) -> None:
    """Everything noted about a member; for the deletion's transaction."""
    Entry.objects.filter(user_id=user_id).delete()


def forget_some(user_id: UUID, most: int = 200) -> int:
    """At most so many entries about a member, in a transaction of their own; how many went."""
    some = Entry.objects.filter(user_id=user_id).values_list("pk", flat=True)[:most]
    return Entry.objects.filter(pk__in=list(some)).delete()[0]


def forget_uses(user_id: UUID) -> None:
    """The member objects to being counted: what was noted of features they used goes."""
    Entry.objects.filter(user_id=user_id, what=What.USE.value).delete()


def consent_withdrawn(withdrawal: Withdrawal) -> None:
    """What ``consent`` tells: numbers of devices kept until now go at once."""
    if withdrawal.kind == Kind.DEVICE_ID and withdrawal.user_id is not None:
        Entry.objects.filter(user_id=withdrawal.user_id).exclude(device_id="").update(device_id="")
