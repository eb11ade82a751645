"""What ends when a consent is taken back, or when the person goes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from leavethemeeting.consent import actions as consents
from leavethemeeting.consent.kinds import Kind
from leavethemeeting.consent.listeners import Withdrawal
from leavethemeeting.mail.guard import Because
from leavethemeeting.mail.lists import LISTS
from leavethemeeting.mail.models import Letter, Undeliverable, WayOut
from leavethemeeting.mail.readers import addresses_of
from leavethemeeting.mail.visits import forget_visits, take_off_readers
from leavethemeeting.shared.ids import token_sha256


def _any_of(addresses: set[str], field: str) -> Q:
    """A condition that compares whatever the case; nothing matches no address."""
    found = Q(pk__in=())
    for address in addresses:
        found |= Q(**{f"{field}__iexact": address})
    return found


def _letters_to(user_id: UUID | None, addresses: set[str]) -> QuerySet[Letter]:
    to = _any_of(addresses, "recipient")
    return Letter.objects.filter(to | Q(user_id=user_id) if user_id else to)


def consent_withdrawn(withdrawal: Withdrawal) -> None:
    """What ``consent`` tells: letters still waiting are not sent, visits lose their reader, at once.

    A member who takes it back means every address of theirs, also one that was typed without signing in.
    """
    kind, user_id = withdrawal.kind, withdrawal.user_id
    kinds = [name for name, needed in LISTS.items() if needed == kind]
    if not kinds and kind != Kind.MAIL_MEASUREMENT:
        return
    addresses = addresses_of(user_id) if user_id else {withdrawal.email}
    letters = _letters_to(user_id, addresses)
    if kind == Kind.MAIL_MEASUREMENT:
        take_off_readers(letters, now=timezone.now())
    waiting = letters.filter(kind__in=kinds, because=Because.SUBSCRIBED, sent_at__isnull=True)
    take_off_readers(waiting, now=timezone.now())
    waiting.delete()
    for address in addresses if user_id else ():
        consents.withdraw(kind=kind, email=address, now=timezone.now())


def _forget(letters: QuerySet[Letter], ways_out: QuerySet[WayOut], addresses: set[str]) -> None:
    forget_visits(letters)
    letters.delete()
    ways_out.delete()
    Undeliverable.objects.filter(address__in=addresses).delete()


@transaction.atomic
def forget_member(user_id: UUID) -> None:
    """Every letter to the member, what they opened, and their ways out. For the deletion's transaction."""
    addresses = addresses_of(user_id)
    ways_out = WayOut.objects.filter(Q(address__in=addresses) | Q(user_id=user_id))
    _forget(_letters_to(user_id, addresses), ways_out, addresses)


@transaction.atomic
def forget_address(email: str) -> None:
    """The same for an address that may be no member's."""
    addresses = {email.strip().lower()}
    _forget(_letters_to(None, addresses), WayOut.objects.filter(address__in=addresses), addresses)


@transaction.atomic
def take_way_out(token: str, *, now: datetime) -> WayOut | None:
    """Take the consent back that the link stands for; a second time changes nothing. None: there is no such link."""
    way = WayOut.objects.select_for_update().filter(token_sha256=token_sha256(token)).first()
    if way is None or way.used_at is not None:
        return way
    kind = Kind(way.consent)
    consents.withdraw(kind=kind, email=way.address, now=now)
    if way.user_id:
        consents.withdraw(kind=kind, user_id=way.user_id, now=now)
    way.used_at, way.address, way.user_id = now, "", None
    way.save(update_fields=["used_at", "address", "user_id"])
    return way
