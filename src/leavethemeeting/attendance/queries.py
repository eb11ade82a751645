"""Reads the log back as the kernel's own values. Callers have asked ``meetings.queries`` for leave first.

Presence rows come in one statement through the partial index, as tuples; interaction rows
are never touched unless asked for by name. An order is not promised: the kernel needs none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection, models
from django.db.models import Max, Min, Q

from leavethemeeting.attendance.models import PRESENCE_TYPES, Tally
from leavethemeeting.attendance.models import Event as Row
from leavethemeeting.domain.events import Event, EventType, Hints, SourceKind
from leavethemeeting.meetings.models import Opening

#: ``source`` of the events that the host's opening and closing stand for.
OPENINGS = "openings"

_COLUMNS = (
    "e.source_ref, e.source_kind, e.id, e.type, e.at, e.received_at, e.connection_ref, e.sent_at, e.until, e.detail, "
    "c.attendee_id, c.email, c.email_verified, c.platform_account, c.name, c.role"
)
# The types are written out, not bound: only so does SQLite see that the partial index covers them.
_PRESENCE_SQL = (
    f"SELECT {_COLUMNS} FROM attendance_event e "  # noqa: S608 -- constants of this file and of models.py only
    "LEFT JOIN attendance_claim c ON c.meeting_id = e.meeting_id AND c.source_ref = e.source_ref AND c.event_id = e.id "
    f"WHERE e.occurrence_id = %s AND e.type IN ({', '.join(repr(name) for name in PRESENCE_TYPES)})"
)
_INTERACTIONS_SQL = (
    f"SELECT {_COLUMNS}, c.text FROM attendance_event e "  # noqa: S608 -- as above
    "LEFT JOIN attendance_claim c ON c.meeting_id = e.meeting_id AND c.source_ref = e.source_ref AND c.event_id = e.id "
    "WHERE e.occurrence_id = %s AND e.type = 'interact'"
)
_MOST_BOUND = 500  # values in one IN (…)
_NOBODY = Hints()
_TYPES = {kind.value: kind for kind in EventType}
_KINDS = {kind.value: kind for kind in SourceKind}
_read_detail = msgspec.json.Decoder(dict[str, Any]).decode
_FIRST_HINT = 10

ConnectionKey = tuple[str, str]
"""``(source, connection)``: one connection of one attendee."""


@dataclass(frozen=True, slots=True)
class ChatLine:
    """One public chat message whose text is kept. ``at`` in milliseconds UTC."""

    id: str
    source: str
    connection: str
    at: int
    text: str


@dataclass(frozen=True, slots=True)
class Counted:
    """How often, and of spans (speaking) how long in milliseconds."""

    count: int
    milliseconds: int


def events_of(occurrence_id: UUID) -> list[Event]:
    """All that is known about presence in one occurrence, opening and closing included."""
    with connection.cursor() as cursor:
        cursor.execute(_PRESENCE_SQL, [_stored(occurrence_id)])
        rows = cursor.fetchall()
    events = [_event(row) for row in rows]
    events.extend(_openings(occurrence_id))
    return events


def interactions_of(
    occurrence_id: UUID, connections: Collection[ConnectionKey] | None = None
) -> Iterator[tuple[Event, str]]:
    """Interactions by time with their words (chat, where kept), of all or of some ``connections``.

    Reads interaction rows, a batch at a time: never for totals, those stand in ``tallies_of``.
    """
    sql, bound = _INTERACTIONS_SQL, [_stored(occurrence_id)]
    references = sorted({reference for _, reference in connections or ()})
    if connections is not None and len(references) <= _MOST_BOUND:
        sql += f" AND e.connection_ref IN ({', '.join(['%s'] * len(references)) or 'NULL'})"
        bound += references
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY e.at, e.id", bound)
        while rows := cursor.fetchmany(2000):
            for row in rows:
                if connections is None or (row[0], row[6]) in connections:
                    yield _event(row[:_FIRST_HINT]), row[-1] or ""


def chat_of(occurrence_id: UUID, connections: Collection[ConnectionKey] | None = None) -> list[ChatLine]:
    """The public chat, by time, where its text is kept; of all or of some ``connections``."""
    found = interactions_of(occurrence_id, connections)
    return [ChatLine(said.id, said.source, said.connection, said.at, text) for said, text in found if text]


def tallies_of(occurrence_id: UUID) -> dict[ConnectionKey, dict[str, Counted]]:
    """Interactions counted per connection and kind, without reading them."""
    counted: dict[ConnectionKey, dict[str, Counted]] = defaultdict(dict)
    rows = Tally.objects.filter(occurrence_id=occurrence_id)
    for source, reference, kind, count, spent in rows.values_list(
        "source_ref", "connection_ref", "kind", "count", "milliseconds"
    ):
        counted[source, reference][kind] = Counted(count, spent)
    return dict(counted)


def running(occurrence_id: UUID) -> bool:
    """Whether the occurrence is open now."""
    return Opening.objects.filter(occurrence_id=occurrence_id, closed_at__isnull=True).exists()


def last_position(occurrence_id: UUID) -> int:
    """Where the log of an occurrence ends; 0 when it is empty. Erasure leaves the end where it was."""
    found: int | None = Row.objects.filter(occurrence_id=occurrence_id).aggregate(end=Max("position"))["end"]
    return found or 0


def _openings(occurrence_id: UUID) -> list[Event]:
    """Start and end as the host opened and closed: reopened, it ran from first open to last close."""
    span = Opening.objects.filter(occurrence_id=occurrence_id).aggregate(
        start=Min("opened_at"), end=Max("closed_at"), open=models.Count("id", filter=Q(closed_at__isnull=True))
    )
    if span["start"] is None:
        return []
    moments = [(EventType.MEETING_START, span["start"])]
    if not span["open"]:
        moments.append((EventType.MEETING_END, span["end"]))
    return [Event(OPENINGS, SourceKind.ROOM, f"{kind.value}-{occurrence_id}", kind, at, at) for kind, at in moments]


def _event(row: tuple[Any, ...]) -> Event:
    """One row of ``_COLUMNS``, or its first ten columns, as the kernel's event."""
    source, kind, event_id, name, at, received_at, reference, sent_at, until, detail = row[:_FIRST_HINT]
    hints = _hints(row) if len(row) > _FIRST_HINT and row[-1] is not None else _NOBODY
    more = _read_detail(detail) if detail else {}
    if "present" in more:
        more["present"] = tuple(more["present"])
    return Event(
        source,
        _KINDS[kind],
        event_id,
        _TYPES[name],
        at,
        received_at,
        reference,
        sent_at,
        until=until,
        hints=hints,
        **more,
    )


def _hints(row: tuple[Any, ...]) -> Hints:
    attendee, email, verified, account, name, role = row[_FIRST_HINT:]
    return Hints(str(UUID(str(attendee))) if attendee else "", email, bool(verified), account, name, role)


def _stored(key: UUID) -> Any:
    """``key`` as this database keeps it: a uuid, or 32 hexadecimal digits."""
    return models.UUIDField().get_db_prep_value(key, connection)
