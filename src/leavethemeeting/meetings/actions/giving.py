"""A meeting goes to another owner for good: offered by the owner, and theirs once the other accepts.

docs/decisions/meetings.md says who sees what afterwards.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import transaction
from django.http import Http404

from leavethemeeting.accounts.models import User
from leavethemeeting.domain.permissions import Deed
from leavethemeeting.mail.composing import Because, send
from leavethemeeting.meetings import letters
from leavethemeeting.meetings.actions.hosting import HostsAlready, NoSuchMember
from leavethemeeting.meetings.models import CoHost, Handover, Meeting, Opening, Transfer
from leavethemeeting.meetings.queries import insist
from leavethemeeting.shared.departures import meeting_given
from leavethemeeting.shared.moments import from_datetime, to_datetime
from leavethemeeting.shared.wakeups import ACCESS, COMMANDS, ring_on_commit

OFFER_DAYS = 14
DAY_MS = 86_400_000
Outcome = Transfer.Outcome


class OfferedAlready(Exception):
    """An offer of this meeting is open: it must be taken back first."""


@transaction.atomic
def offer_meeting(*, meeting: Meeting, actor: User, email: str, now: datetime) -> Transfer:
    """Offer the meeting to the member with this verified address, and write to them.

    Raises NoSuchMember, HostsAlready for oneself, OfferedAlready, and Http404 for anyone but the owner.
    """
    insist(actor, meeting, Deed.GIVE_AWAY)
    moment = from_datetime(now)
    Meeting.objects.select_for_update().get(id=meeting.id)  # two at once must not offer to two
    expire_offers(now=now, meeting=meeting)
    if Transfer.objects.filter(meeting=meeting, ended_at=None).exists():
        raise OfferedAlready
    found = EmailAddress.objects.filter(email__iexact=email.strip(), verified=True, user__is_active=True).first()
    if found is None:
        raise NoSuchMember(email)
    if found.user_id == meeting.owner_id:
        raise HostsAlready(email)
    offer = Transfer.objects.create(
        meeting=meeting, offered_by=actor, offered_to_id=found.user_id, offered_at=moment,
        expires_at=moment + OFFER_DAYS * DAY_MS,
    )  # fmt: skip
    content = letters.meeting_offered(offer=offer.id, days=OFFER_DAYS)
    send(content, kind="meeting_offered", recipient=found.email, now=now, because=Because.MEMBER, user_id=found.user_id)
    return offer


def _locked(offer: Transfer, now: datetime) -> Transfer:
    """The offer as it stands, its meeting locked. Raises Http404 when it is not open any more."""
    Meeting.objects.select_for_update().get(id=offer.meeting_id)
    found = Transfer.objects.filter(id=offer.id, ended_at=None, expires_at__gt=from_datetime(now)).first()
    if found is None:
        raise Http404("offer")
    return found


def _end(offer: Transfer, outcome: Transfer.Outcome, now: datetime) -> None:
    offer.outcome, offer.ended_at = outcome, from_datetime(now)
    offer.save(update_fields=["outcome", "ended_at"])


@transaction.atomic
def take_offer_back(*, meeting: Meeting, actor: User, now: datetime) -> bool:
    """False when none was open. Raises Http404 for anyone but the owner."""
    insist(actor, meeting, Deed.GIVE_AWAY)
    offers = Transfer.objects.filter(meeting=meeting, ended_at=None)
    return bool(offers.update(outcome=Outcome.TAKEN_BACK, ended_at=from_datetime(now)))


@transaction.atomic
def decline_offer(*, offer: Transfer, actor: User, now: datetime) -> None:
    """Raises Http404 for anyone but whom it was made to, and when it is not open any more."""
    if offer.offered_to_id != actor.id:
        raise Http404("offer")
    _end(_locked(offer, now), Outcome.DECLINED, now)


@transaction.atomic
def accept_offer(*, offer: Transfer, actor: User, now: datetime) -> Meeting:
    """The meeting is ``actor``'s from now on, and nobody else's: the old owner's dashboards close, sources end.

    Raises Http404 for anyone but whom it was made to, when it is not open any more, or when who offered it does
    not own the meeting any more.
    """
    if offer.offered_to_id != actor.id:
        raise Http404("offer")
    offer = _locked(offer, now)
    meeting = Meeting.objects.select_related("owner").get(id=offer.meeting_id)
    if meeting.owner_id != offer.offered_by_id:
        raise Http404("offer")
    old = meeting.owner
    _end(offer, Outcome.ACCEPTED, now)
    CoHost.objects.filter(meeting=meeting, user=actor).delete()
    meeting.owner = actor
    meeting.save(update_fields=["owner"])
    meeting_given(meeting.id)
    handed = Handover.objects.filter(occurrence__meeting=meeting, attendee__user=old, taken_back_at=None)
    handed.update(taken_back_at=from_datetime(now))
    ring_on_commit(ACCESS, f"host:{meeting.id}:{old.id}")
    running = Opening.objects.filter(occurrence__meeting=meeting, closed_at=None)
    for occurrence_id in running.values_list("occurrence_id", flat=True):
        ring_on_commit(COMMANDS, str(occurrence_id))
    send(
        letters.meeting_given(), kind="meeting_given", recipient=old.email, now=now, because=Because.MEMBER,
        user_id=old.id,
    )  # fmt: skip
    return meeting


def expire_offers(*, now: datetime, meeting: Meeting | None = None) -> int:
    """End what nobody answered in time. Returns how many."""
    over = Transfer.objects.filter(ended_at=None, expires_at__lte=from_datetime(now))
    if meeting is not None:
        over = over.filter(meeting=meeting)
    return over.update(outcome=Outcome.EXPIRED, ended_at=from_datetime(now))


def withdraw_offers_of(user_id: UUID) -> None:
    """For ``shared.departures``: a member goes, and what was offered to them goes with them."""
    Transfer.objects.filter(offered_to_id=user_id, ended_at=None).delete()


def expires(offer: Transfer) -> datetime:
    """When the offer ends by itself."""
    return to_datetime(offer.expires_at)
