"""Tells a meeting as rows: what the realtime app would have written, through the models.

``Story`` keeps one planned meeting, 10:00 to 11:00 by the meeting's own clock unless said
otherwise, and one occurrence of it. Moments are said as ``"10:02:07"``.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.db import transaction

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.models import Claim, Event, Tally
from leavethemeeting.attendance.payloads import ClaimFields, Detail, NewEvent, new_event
from leavethemeeting.attendance.positions import take_positions
from leavethemeeting.domain.events import EventType, Interaction, SourceKind
from leavethemeeting.meetings.models import Attendee, Meeting, Occurrence, Opening
from leavethemeeting.room.models import Boot, Checkpoint

DAY = date(2026, 3, 10)  # a Tuesday, CET in Berlin; in the past, since what is not received yet is not known


class Story:
    """One occurrence and everything that is said about it; ``tell()`` writes it down."""

    def __init__(
        self,
        host: User,
        *,
        title: str = "Weekly review",
        zone: str = "Europe/Berlin",
        day: date = DAY,
        plan: tuple[str, str] | None = ("10:00", "11:00"),
        meeting: Meeting | None = None,
    ) -> None:
        self.zone, self.day, self.host = ZoneInfo(zone), day, host
        start, end = (self.at(plan[0]), self.at(plan[1])) if plan else (None, None)
        self.meeting = meeting or Meeting.objects.create(
            owner=host,
            title=title,
            time_zone=zone,
            starts_at=None if start is None else datetime.fromtimestamp(start / 1000, UTC),
            ends_at=None if end is None else datetime.fromtimestamp(end / 1000, UTC),
        )
        self.occurrence = Occurrence.objects.create(
            meeting=self.meeting,
            scheduled_start_at=start,
            scheduled_end_at=end,
            first_opened_at=self.at(plan[0] if plan else "10:00"),
        )
        self.events: list[NewEvent] = []

    def at(self, clock: str, fold: int = 0) -> int:
        """Milliseconds UTC of a clock time on the story's day."""
        hours, minutes, seconds = (*map(int, clock.split(":")), 0, 0)[:3]
        local = datetime(
            self.day.year, self.day.month, self.day.day, hours, minutes, seconds, tzinfo=self.zone, fold=fold
        )
        return round(local.timestamp() * 1000)

    def opens(self, clock: str = "10:00", until: str | None = "11:00") -> Opening:
        """The host opened at ``clock`` and closed at ``until``; ``None``: it is still open."""
        return Opening.objects.create(
            occurrence=self.occurrence,
            opened_at=self.at(clock),
            opened_by=self.host,
            closed_at=None if until is None else self.at(until),
            closed_by=None if until is None else self.host,
            close_reason="" if until is None else "host",
        )

    def comes(self, name: str, email: str = "", *, user: User | None = None, role: str = "participant") -> Attendee:
        """Somebody goes through the join page."""
        return Attendee.objects.create(
            meeting=self.meeting,
            user=user,
            name=name,
            email=email or (user.email if user else ""),
            email_verified=user is not None,
            role=role,
            first_came_at=self.occurrence.first_opened_at,
        )

    def enters(self, who: Attendee, clock: str, tab: str = "a") -> str:
        """A tab of ``who`` enters; returns its connection."""
        connection = f"{who.id.hex[-12:]}-{tab}-{self.day:%m%d}{clock.replace(':', '')}"
        claim = ClaimFields(
            attendee_id=who.id,
            name=who.name,
            email=who.email,
            email_verified=who.email_verified,
            role="host" if who.user_id and who.user_id == self.meeting.owner_id else who.role,
        )
        self._room(who, tab, EventType.ENTER, f"enter-{connection}", self.at(clock), connection, claim=claim)
        return connection

    def exits(self, who: Attendee, connection: str, clock: str, reason: str = "left") -> None:
        tab = connection.split("-")[1]
        self._room(
            who, tab, EventType.EXIT, f"exit-{connection}", self.at(clock), connection, detail=Detail(reason=reason)
        )

    def stays(self, who: Attendee, start: str, end: str, reason: str = "left", tab: str = "a") -> str:
        """One whole stay of one tab; returns its connection."""
        connection = self.enters(who, start, tab)
        self.exits(who, connection, end, reason)
        return connection

    def does(
        self,
        who: Attendee,
        connection: str,
        kind: Interaction,
        clock: str,
        *,
        lasts_ms: int = 0,
        value: str = "",
        text: str = "",
    ) -> None:
        """An interaction, with its words where there are any."""
        moment = self.at(clock)
        self._room(
            who, connection.split("-")[1], EventType.INTERACT, uuid4().hex, moment, connection,
            until=moment + lasts_ms if lasts_ms else None,
            detail=Detail(interaction=kind.value, value=value),
            claim=ClaimFields(text=text) if text else None,
        )  # fmt: skip

    def _room(self, who: Attendee, tab: str, type: EventType, id: str, at: int, connection: str, **more: Any) -> None:
        source = "room:" + hashlib.sha256(f"{who.id}{tab}".encode()).hexdigest()[:32]
        self.says(SourceKind.ROOM, source, type, id, at, connection_ref=connection, **more)

    def says(self, kind: SourceKind, source: str, type: EventType, id: str, at: int, **more: Any) -> None:
        """Any event of any source."""
        self.events.append(
            new_event(
                meeting_id=self.meeting.id, occurrence_id=self.occurrence.id, source_ref=source, source_kind=kind,
                id=id, type=type, at=at, received_at=more.pop("received_at", at), **more,
            )
        )  # fmt: skip

    def room_lives(self, *connections: str, since: int, at: int) -> None:
        """A running server holds ``connections`` and was last heard at ``at`` (milliseconds UTC)."""
        boot = Boot.objects.create(id=uuid4(), started_at=since)
        held = [[connection, at] for connection in connections]
        Checkpoint.objects.create(boot=boot, occurrence=self.occurrence, at=at, connections=held)

    def server_dies(self, *connections: str, at: str, until: str) -> None:
        """As the realtime app tells it at its next start: everybody lost, and one checkpoint over the time between."""
        for connection in connections:
            entrance = next(e for e in self.events if e.connection_ref == connection and e.type == EventType.ENTER)
            self.says(
                SourceKind.ROOM, entrance.source_ref, EventType.EXIT, f"exit-{connection}", self.at(at),
                connection_ref=connection, received_at=self.at(until), detail=Detail(reason="lost"),
            )  # fmt: skip
        self.says(
            SourceKind.ROOM, "room:boot:1", EventType.CHECKPOINT, f"checkpoint-{self.occurrence.id.hex}", self.at(at),
            until=self.at(until), received_at=self.at(until), detail=Detail(boot="b1", present=connections),
        )  # fmt: skip

    def tell(self) -> Occurrence:
        """Write everything said so far into the log, with claims and tallies, as one commit."""
        write(self.events)
        self.events = []
        return self.occurrence


def write(events: list[NewEvent]) -> None:
    """Rows of the log, claims and tallies, in the order given."""
    columns = [f.attname for f in Event._meta.concrete_fields if f.attname not in ("pk", "position")]
    with transaction.atomic():
        positions = take_positions(len(events)) if events else range(0)
        Event.objects.bulk_create(
            [Event(position=p, **{c: getattr(e, c) for c in columns}) for p, e in zip(positions, events, strict=True)],
            batch_size=500,
        )
        Claim.objects.bulk_create([_claim(event) for event in events if event.claim], batch_size=500)
        _count(events)


def _claim(event: NewEvent) -> Claim:
    assert event.claim is not None
    return Claim(
        meeting_id=event.meeting_id, source_ref=event.source_ref, event_id=event.id, occurrence_id=event.occurrence_id,
        connection_ref=event.connection_ref, **{name: getattr(event.claim, name) for name in ClaimFields.__struct_fields__},
    )  # fmt: skip


def _count(events: list[NewEvent]) -> None:
    tallies: dict[tuple[UUID, str, str, str], Tally] = {}
    for event in events:
        if not event.tally:
            continue
        key = (event.occurrence_id, event.source_ref, event.connection_ref, event.tally)
        row = tallies.setdefault(
            key, Tally(occurrence_id=key[0], source_ref=key[1], connection_ref=key[2], kind=key[3], count=0)
        )
        row.count += 1
        row.milliseconds += event.tally_ms
    Tally.objects.bulk_create(tallies.values(), batch_size=500)
