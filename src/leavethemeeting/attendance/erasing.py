"""Lets one person's evidence go from the log, and keeps it from coming back.

Rows are deleted, never edited. For each a tombstone stays, which holds the event's key and nothing else, so
that an offline plugin or a file imported again brings nobody back. Exits that a room is still to write for
an open connection are refused beforehand in the same way.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from leavethemeeting.attendance import packs
from leavethemeeting.attendance.models import Claim, Event, Tally, Tombstone
from leavethemeeting.shared.moments import now_ms

CHUNK = 200
Key = tuple[UUID, str, str]  # meeting, source, event


@transaction.atomic
def erase_people(attendee_ids: Collection[UUID], emails: Collection[str]) -> int:
    """Everything recorded of these attendees, and of whoever was told of under these addresses. How many events went."""
    about, connections = _about(attendee_ids, emails), connections_of(attendee_ids, emails)
    packs.drop(about.values_list("occurrence_id", flat=True))
    keys: set[Key] = set(about.values_list("meeting_id", "source_ref", "event_id"))
    for occurrence, source, ref in connections:
        own = Event.objects.filter(occurrence_id=occurrence, source_ref=source, connection_ref=ref)
        found = list(own.values_list("meeting_id", "source_ref", "id"))
        keys |= set(found) | {(meeting, source, f"exit-{ref}") for meeting, _source, _id in found[:1]}
    _bury(keys)
    gone = sum(_delete(key) for key in keys)
    for occurrence, source, ref in connections:
        Tally.objects.filter(occurrence_id=occurrence, source_ref=source, connection_ref=ref).delete()
    _forget_mentions(emails)
    return gone


def erase_address(email: str) -> None:
    """For ``shared.departures``: what is recorded under an address."""
    erase_people((), (email,))


def connections_of(attendee_ids: Collection[UUID], emails: Collection[str]) -> set[tuple[UUID, str, str]]:
    """Occurrence, source and connection of every tab and device that was said to be one of these people."""
    about = _about(attendee_ids, emails).exclude(connection_ref="")
    return set(about.values_list("occurrence_id", "source_ref", "connection_ref"))


def _about(attendee_ids: Collection[UUID], emails: Collection[str]) -> QuerySet[Claim]:
    found = Q(attendee_id__in=list(attendee_ids))
    for email in emails:
        found |= Q(email__iexact=email)
    return Claim.objects.filter(found)


def _bury(keys: Iterable[Key]) -> None:
    at = now_ms()
    rows = (Tombstone(meeting_id=meeting, source_ref=source, id=key, erased_at=at) for meeting, source, key in keys)
    Tombstone.objects.bulk_create(rows, batch_size=CHUNK, ignore_conflicts=True)


def _delete(key: Key) -> int:
    """Words first, so that nothing personal outlives a break in the middle."""
    meeting, source, event = key
    Claim.objects.filter(meeting_id=meeting, source_ref=source, event_id=event).delete()
    return Event.objects.filter(meeting_id=meeting, source_ref=source, id=event).delete()[0]


def _forget_mentions(emails: Collection[str]) -> None:
    """What others said that holds the address: a host's note, a line of the chat. Its event names nobody and stays."""
    for email in emails:
        mentions = Claim.objects.filter(text__icontains=email)
        packs.drop(mentions.values_list("occurrence_id", flat=True))
        mentions.delete()
