"""What the accounts slice does by the clock, a chunk at a time; the scheduler comes back for the rest."""

from __future__ import annotations

from datetime import datetime, timedelta
from ipaddress import ip_network

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef

from leavethemeeting.accounts.actions import delete_member
from leavethemeeting.accounts.models import KnownDevice, User
from leavethemeeting.accounts.signing_in import KNOWN_FOR
from leavethemeeting.logdata.client import short_network

UNVERIFIED_FOR = timedelta(days=7)
IP_IN_FULL_FOR = timedelta(days=7)
CHUNK = 200  # rows a transaction, so that the realtime app's writer never waits long


def delete_never_verified(*, now: datetime) -> int:
    """Delete sign-ups whose address was never shown to be theirs, a week later; how many members."""
    verified = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    stale = User.objects.filter(~Exists(verified), last_login__isnull=True, date_joined__lte=now - UNVERIFIED_FOR)
    found = list(stale[:CHUNK])
    for user in found:
        delete_member(user=user)
    return len(found)


def delete_expired_sessions(*, now: datetime) -> int:
    """Delete sessions that open nothing any more; they may still name who began to sign up."""
    found = list(Session.objects.filter(expire_date__lt=now).values_list("pk", flat=True)[:CHUNK])
    Session.objects.filter(pk__in=found).delete()
    return len(found)


def forget_devices(*, now: datetime) -> int:
    """Shorten the IP addresses of sessions after seven days, and forget sessions that ended and devices not seen for ninety."""
    old = UserSession.objects.filter(created_at__lte=now - IP_IN_FULL_FOR).exclude(data__has_key="shortened")
    found = list(old[:CHUNK])
    for one in found:
        one.ip = str(ip_network(short_network(one.ip)).network_address)
        one.data = {**one.data, "shortened": True}
        one.save(update_fields=["ip", "data"])
    alive = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=now)
    ended = UserSession.objects.filter(~Exists(alive)).values_list("pk", flat=True)[:CHUNK]
    gone, _each = UserSession.objects.filter(pk__in=list(ended)).delete()
    unseen = KnownDevice.objects.filter(last_at__lte=now - KNOWN_FOR).values_list("pk", flat=True)[:CHUNK]
    forgotten, _each = KnownDevice.objects.filter(pk__in=list(unseen)).delete()
    return len(found) + gone + forgotten
