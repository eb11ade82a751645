"""A member of whom very much is recorded: a hundred thousand events, in a meeting of somebody else and in one of their own."""

from __future__ import annotations

import hashlib
from functools import partial

from django.db import transaction

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.models import Claim, Event, Tally
from leavethemeeting.attendance.payloads import ClaimFields, Detail, NewEvent, new_event
from leavethemeeting.attendance.positions import take_positions
from leavethemeeting.domain.events import EventType, Interaction, SourceKind
from leavethemeeting.meetings.models import Attendee, Meeting, Occurrence, Opening
from leavethemeeting.shared.moments import now_ms

TABS = 50
COLUMNS = ("meeting_id", "occurrence_id", "source_ref", "source_kind", "id", "type", "connection_ref", "at", "until",
           "sent_at", "received_at", "detail", "digest")  # fmt: skip


def much_of(user: User, meeting: Meeting, *, events: int) -> Occurrence:
    """``events`` events of theirs in an occurrence of ``meeting``: every fourth is a line of chat with its words."""
    start = now_ms() - 3_600_000
    occurrence = Occurrence.objects.create(meeting=meeting, first_opened_at=start)
    Opening.objects.create(occurrence=occurrence, opened_at=start, closed_at=now_ms(), close_reason="host")
    row, _made = Attendee.objects.get_or_create(
        meeting=meeting, user=user,
        defaults={"name": user.name, "email": user.email, "email_verified": True, "first_came_at": start},
    )  # fmt: skip
    said = ClaimFields(attendee_id=row.id, name=user.name, email=user.email, email_verified=True)
    each = events // TABS
    for tab in range(TABS):
        source = "room:" + hashlib.sha256(f"{row.id}:{tab}".encode()).hexdigest()[:32]
        told = partial(
            new_event, meeting_id=meeting.id, occurrence_id=occurrence.id, source_ref=source, source_kind=SourceKind.ROOM,
            connection_ref=f"{tab:032x}", received_at=start,
        )  # fmt: skip
        kept = [told(id=f"enter-{tab:032x}", type=EventType.ENTER, at=start + tab, claim=said)]
        for number in range(each - 1):
            kind = Interaction.CHAT if number % 4 == 0 else Interaction.REACTION
            text = (
                ClaimFields(attendee_id=row.id, text=f"{user.name} says {number}") if kind is Interaction.CHAT else None
            )
            event = told(
                id=f"{tab}-{number}",
                type=EventType.INTERACT,
                at=start + number,
                detail=Detail(interaction=kind),
                claim=text,
            )
            kept.append(event)
        _write(kept)
    return occurrence


@transaction.atomic
def _write(events: list[NewEvent]) -> None:
    positions = take_positions(len(events))
    Event.objects.bulk_create(
        (Event(position=position, **{name: getattr(event, name) for name in COLUMNS})
         for position, event in zip(positions, events, strict=True)), batch_size=500,
    )  # fmt: skip
    Claim.objects.bulk_create(
        (Claim(meeting_id=event.meeting_id, source_ref=event.source_ref, event_id=event.id,
               occurrence_id=event.occurrence_id, connection_ref=event.connection_ref, attendee_id=event.claim.attendee_id,
               name=event.claim.name, email=event.claim.email, text=event.claim.text)
         for event in events if event.claim is not None), batch_size=500,
    )  # fmt: skip
    first = events[0]
    Tally.objects.create(
        occurrence_id=first.occurrence_id, source_ref=first.source_ref, connection_ref=first.connection_ref,
        kind="reaction", count=len(events),
    )  # fmt: skip
