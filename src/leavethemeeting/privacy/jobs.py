"""What the privacy slice does by the clock: erasures that were ordered, and accounts whose days to think are over."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.erasing import erase_people, in_chunks
from leavethemeeting.privacy.carrying_out import carry_out
from leavethemeeting.privacy.erasure import order
from leavethemeeting.privacy.models import Erasure, Gone, Order
from leavethemeeting.privacy.people import member
from leavethemeeting.shared.moments import from_datetime

#: What was already on its way when somebody was erased arrives within seconds; after that nothing knows them any more.
STILL_ARRIVING = timedelta(minutes=5)


def carry_out_orders(*, now: datetime) -> int:
    """Go on with every erasure that nobody carries out just now, those that wait longest first; how many were finished."""
    waiting = Erasure.objects.filter(done_at__isnull=True, held_until__lt=from_datetime(now)).order_by("ordered_at")
    finished = sum(carry_out(one) for one in list(waiting.values_list("pk", flat=True)))
    _sweep(now)
    return finished


def _sweep(now: datetime) -> None:
    """A room that was about to write something down while the person went has written it by now."""
    lately = from_datetime(now - STILL_ARRIVING)
    gone = Gone.objects.filter(table="meetings_attendee", erasure__done_at__gte=lately)
    gone = gone.exclude(erasure__why=Erasure.Why.ENDED)
    for some in in_chunks(list(gone.values_list("key", flat=True)), 200):
        erase_people(some, ())


def end_accounts(*, now: datetime) -> int:
    """Delete the members whose days to think again are over; how many. One that broke off goes on with the other orders."""
    ended = [_order_end(user_id, now) for user_id in User.objects.filter(ends_at__lte=now).values_list("pk", flat=True)]
    return sum(carry_out(one) for one in ended if one is not None)


@transaction.atomic
def _order_end(user_id: UUID, now: datetime) -> UUID | None:
    """None where they changed their mind in the meantime, or where it is ordered already."""
    due = User.objects.filter(pk=user_id, ends_at__lte=now)
    if Order.objects.filter(user_id=user_id).exists() or not due.update(is_active=False):
        return None
    person = member(user_id)
    return order(person=person, now=now, why=Erasure.Why.ENDED).pk if person else None
