"""The writer: suspend and let in again, end sign-ins, block a network and free it. Each is a deed with its reason."""

from __future__ import annotations

from datetime import datetime, timedelta
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from uuid import UUID

from django.db import transaction

from leavethemeeting.accesslog import deeds
from leavethemeeting.accesslog.kinds import Done
from leavethemeeting.accounts.devices import sign_out_others
from leavethemeeting.accounts.models import User
from leavethemeeting.accounts.pairing.plugins import end_plugins
from leavethemeeting.mail.composing import Because, send
from leavethemeeting.safety import letters
from leavethemeeting.safety.models import NetworkBlock, Suspension
from leavethemeeting.safety.personal_data import KEPT_DAYS
from leavethemeeting.shared.wakeups import ACCESS, ring_on_commit

CHUNK = 200
MOST_DAYS = 90
#: A wider network would shut out a country, a narrower one is a person's address, which is not kept that long.
WIDEST, NARROWEST = {4: 16, 6: 32}, {4: 24, 6: 48}


class Refused(Exception):
    """It would do what is never wanted; the text is for whoever asked."""


class OwnAccount(Refused):
    """One of the provider's own people."""


class OwnNetwork(Refused):
    """Whoever asks would shut themselves out."""


class BadNetwork(Refused):
    """No network, or one that is too wide."""


@transaction.atomic
def suspend(*, user: User, by: UUID, reason: str, now: datetime) -> Suspension:
    """Close the account at once: sign-ins end, plugins are disconnected, rooms close; the member gets the reason.

    Doing it twice changes nothing. Raises OwnAccount, accesslog's ReasonNeeded.
    """
    if user.is_provider:
        raise OwnAccount
    standing = Suspension.objects.filter(user=user, lifted_at=None).first()
    if standing is not None:
        return standing
    deeds.note(by_id=by, what=Done.SUSPENDED, subject_id=user.pk, reason=reason, now=now)
    said = " ".join(reason.split())
    # First the letter: a closed account is written to no more.
    send(
        letters.suspended(reason=said), kind="account_suspended", recipient=user.email, now=now, because=Because.MEMBER,
        user_id=user.pk,
    )  # fmt: skip
    User.objects.filter(pk=user.pk).update(is_active=False)
    _end_everything(user)
    return Suspension.objects.create(user=user, reason=said, suspended_at=now, suspended_by_id=by)


@transaction.atomic
def restore(*, user: User, by: UUID, reason: str, now: datetime) -> bool:
    """Open the account again; False where it is not suspended. Raises accesslog's ReasonNeeded."""
    if not Suspension.objects.filter(user=user, lifted_at=None).update(lifted_at=now):
        return False
    deeds.note(by_id=by, what=Done.RESTORED, subject_id=user.pk, reason=reason, now=now)
    User.objects.filter(pk=user.pk).update(is_active=True)
    send(
        letters.restored(), kind="account_restored", recipient=user.email, now=now, because=Because.MEMBER,
        user_id=user.pk,
    )  # fmt: skip
    return True


@transaction.atomic
def end_sign_ins(*, user: User, by: UUID, reason: str, now: datetime) -> int:
    """Sign the member out everywhere and disconnect their plugins; how many browsers. The account stays open."""
    deeds.note(by_id=by, what=Done.SIGN_INS_ENDED, subject_id=user.pk, reason=reason, now=now)
    return _end_everything(user)


def _end_everything(user: User) -> int:
    ring_on_commit(ACCESS, f"user:{user.pk}")
    end_plugins(user_id=user.pk)
    return sign_out_others(user=user)


def parse_network(said: str) -> IPv4Network | IPv6Network:
    """``192.0.2.7`` means its /24, ``2001:db8::1`` its /48; a wider network is taken as it is. Raises BadNetwork."""
    try:
        network = ip_network(said.strip(), strict=False)
    except ValueError as error:
        raise BadNetwork from error
    if network.prefixlen < WIDEST[network.version]:
        raise BadNetwork
    narrowest = NARROWEST[network.version]
    return network.supernet(new_prefix=narrowest) if network.prefixlen > narrowest else network


@transaction.atomic
def block_network(
    *, network: str, days: int, by: UUID, reason: str, own_ip: str, now: datetime
) -> NetworkBlock:  # fmt: skip
    """Refuse requests from ``network`` for ``days`` (1 to 90). Raises BadNetwork, OwnNetwork, accesslog's ReasonNeeded."""
    wanted = parse_network(network)
    if own_ip and ip_address(own_ip) in wanted:
        raise OwnNetwork
    days = min(max(days, 1), MOST_DAYS)
    deeds.note(by_id=by, what=Done.NETWORK_BLOCKED, reason=f"{wanted}: {reason}" if reason.strip() else "", now=now)
    return NetworkBlock.objects.create(
        network=str(wanted), reason=" ".join(reason.split()), blocked_at=now, blocked_by_id=by,
        until=now + timedelta(days=days),
    )  # fmt: skip


@transaction.atomic
def free_network(*, block_id: UUID, by: UUID, now: datetime) -> bool:
    """Lift a block before its end; False where it does not stand any more."""
    found = NetworkBlock.objects.filter(pk=block_id, freed_at=None, until__gt=now).first()
    if found is None:
        return False
    deeds.note(
        by_id=by, what=Done.NETWORK_FREED, reason=f"{found.network} was blocked because: {found.reason}", now=now
    )
    NetworkBlock.objects.filter(pk=found.pk).update(freed_at=now)
    return True


def forget_old(*, now: datetime) -> int:
    """Delete blocks and suspensions that ended ninety days ago; how many."""
    until, gone = now - timedelta(days=KEPT_DAYS), 0
    for old in (
        NetworkBlock.objects.filter(until__lte=until), NetworkBlock.objects.filter(freed_at__lte=until),
        Suspension.objects.filter(lifted_at__lte=until),
    ):  # fmt: skip
        keys = list(old.values_list("pk", flat=True)[:CHUNK])
        gone += old.model._default_manager.filter(pk__in=keys).delete()[0]
    return gone
