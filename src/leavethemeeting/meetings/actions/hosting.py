"""Who hosts beside the owner: co-hosts for all dates, a hand-over for one occurrence."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.http import Http404

from leavethemeeting.accounts.models import User
from leavethemeeting.domain.permissions import Deed, Relation, may_to
from leavethemeeting.meetings.models import Attendee, CoHost, Handover, Meeting, Occurrence, Opening
from leavethemeeting.meetings.queries import (
    attendee_relation,
    current_opening,
    insist,
    insist_in_occurrence,
    relation_of,
)
from leavethemeeting.shared.wakeups import ACCESS, COMMANDS, ring_on_commit


class NoSuchMember(Exception):
    """No active member has verified this address."""


class HostsAlready(Exception):
    """The member owns or co-hosts this meeting already."""


def _ring_running(meeting: Meeting) -> None:
    """The room of a running occurrence reads again who hosts."""
    running = Opening.objects.filter(occurrence__meeting=meeting, closed_at__isnull=True)
    for occurrence_id in running.values_list("occurrence_id", flat=True):
        ring_on_commit(COMMANDS, str(occurrence_id))


@transaction.atomic
def add_co_host(*, meeting: Meeting, actor: User, email: str, now: datetime) -> CoHost:
    """Make the member with this verified address a co-host of all dates.

    Raises NoSuchMember, HostsAlready, and Http404 for anyone but the owner.
    """
    insist(actor, meeting, Deed.CHOOSE_CO_HOSTS)
    address = EmailAddress.objects.filter(email__iexact=email.strip(), verified=True, user__is_active=True).first()
    if address is None:
        raise NoSuchMember(email)
    if address.user_id == meeting.owner_id or CoHost.objects.filter(meeting=meeting, user_id=address.user_id).exists():
        raise HostsAlready(email)
    _ring_running(meeting)
    return CoHost.objects.create(meeting=meeting, user_id=address.user_id, added_at=now)


@transaction.atomic
def remove_co_host(*, meeting: Meeting, actor: User, co_host_id: int) -> None:
    """End a co-hosting: its dashboards close, and in a running room the member goes on as an attendee.

    Not there any more is fine.

    Raises Http404 for anyone but the owner.
    """
    insist(actor, meeting, Deed.CHOOSE_CO_HOSTS)
    co_host = CoHost.objects.filter(meeting=meeting, id=co_host_id).first()
    if co_host is None:
        return
    ring_on_commit(ACCESS, f"host:{meeting.id}:{co_host.user_id}")  # the dashboards; in the room they stay, as before
    _ring_running(meeting)
    co_host.delete()


@transaction.atomic
def hand_over(*, occurrence: Occurrence, attendee: Attendee, actor: User, now: int) -> Handover:
    """Let ``attendee`` moderate this occurrence, as a participant; handing over twice is once.

    Raises Http404 when ``actor`` may not, or the attendee belongs to another meeting.
    """
    insist_in_occurrence(actor, occurrence, Deed.HAND_OVER, attendee=attendee)
    handover, made = Handover.objects.get_or_create(
        occurrence=occurrence,
        attendee=attendee,
        taken_back_at=None,
        defaults={"handed_at": now, "handed_by": actor},
    )
    if made:
        Attendee.objects.filter(id=attendee.id).update(role=Meeting.Role.PARTICIPANT)
        ring_on_commit(COMMANDS, str(occurrence.id))
    return handover


@transaction.atomic
def take_back(*, occurrence: Occurrence, attendee: Attendee, actor: User, now: int) -> bool:
    """End the hand-over; False when there was none. Raises Http404 like ``hand_over``, and for a moderator."""
    insist_in_occurrence(actor, occurrence, Deed.TAKE_BACK, attendee=attendee)
    open_ones = Handover.objects.filter(occurrence=occurrence, attendee=attendee, taken_back_at__isnull=True)
    ended = open_ones.update(taken_back_at=now)
    ring_on_commit(COMMANDS, str(occurrence.id))
    return bool(ended)


@transaction.atomic
def set_role(*, meeting: Meeting, attendee: Attendee, actor: User, role: Meeting.Role) -> None:
    """Participant or viewer from now on, in every occurrence; felt at once in a running room.

    Raises Http404 when ``actor`` may not, the attendee hosts the meeting, or belongs to another one.
    """
    insist(actor, meeting, Deed.CHANGE_ROLE)
    opening = current_opening(meeting)
    if opening is not None:  # somebody may run it by a hand-over
        theirs = attendee_relation(attendee, opening.occurrence)
    else:
        theirs = relation_of(attendee.user, meeting) if attendee.user_id else Relation(attendee.role)
    if attendee.meeting_id != meeting.id or not may_to(relation_of(actor, meeting), Deed.CHANGE_ROLE, theirs):
        raise Http404("attendee")
    attendee.role = role
    attendee.save(update_fields=["role"])
    _ring_running(meeting)
