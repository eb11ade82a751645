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

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.models import PRESENCE_TYPES, Claim, Tally
from leavethemeeting.attendance.models import Event as Row
from leavethemeeting.domain.events import Correction, Event, EventType, Hints, SourceKind
from leavethemeeting.domain.meeting import MeetingFacts
from leavethemeeting.domain.people import normal_email
from leavethemeeting.meetings.models import Attendee, CoHost, Occurrence, Opening

#: ``source`` of a host's corrections: this and the host's user id. The end is for ranges of keys.
HOST_SOURCE, HOST_SOURCE_END = "host:", "host;"
#: ``source`` of the events that the host's opening and closing stand for.
OPENINGS = "openings"

_COLUMNS = (
    "e.source_ref, e.source_kind, e.id, e.type, e.at, e.received_at, e.connection_ref, e.sent_at, e.until, e.detail, "
    "c.attendee_id, c.email, c.email_verified, c.platform_account, c.name, c.role, c.text"
)
# The types are written out, not bound: only so does SQLite see that the partial index covers them.
_PRESENCE_SQL = (
    f"SELECT {_COLUMNS} FROM attendance_event e "  # noqa: S608 -- constants of this file and of models.py only
    "LEFT JOIN attendance_claim c ON c.meeting_id = e.meeting_id AND c.source_ref = e.source_ref AND c.event_id = e.id "
    f"WHERE e.occurrence_id = %s AND e.type IN ({', '.join(repr(name) for name in PRESENCE_TYPES)})"
)
_INTERACTIONS_SQL = (
    f"SELECT {_COLUMNS} FROM attendance_event e "  # noqa: S608 -- as above
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


class Words(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a host's correction says beside its event, as JSON in the claim's ``text``.

    ``token``: the identity token that a bind takes in; ``note``: why; ``by``: who, where the
    row had to be written under another host's source (undoing a colleague's correction).
    """

    token: str = ""
    note: str = ""
    by: str = ""

    @classmethod
    def of(cls, text: str) -> Words:
        return msgspec.json.decode(text, type=cls) if text else cls()

    def as_text(self) -> str:
        return msgspec.json.encode(self).decode()


@dataclass(frozen=True, slots=True)
class ChatLine:
    """One public chat message whose text is kept. ``at`` in milliseconds UTC."""

    id: str
    source: str
    connection: str
    at: int
    text: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """One correction by a host, ``event``, and whether it was taken back since."""

    event: Event
    note: str
    by: UUID
    undone_at: int | None
    undone_by: UUID | None


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


def corrections_of(occurrence_id: UUID) -> list[Corrected]:
    """Every correction that hosts made in one occurrence, newest first, undone ones included."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_PRESENCE_SQL} AND e.source_kind = 'host'", [_stored(occurrence_id)])
        rows = [(_event(row), Words.of(row[-1] or "")) for row in cursor.fetchall()]
    undone = {(said.source, said.target): (said, words) for said, words in rows if said.type is EventType.RETRACT}
    found = [
        _corrected(said, words, undone.get((said.source, said.id)))
        for said, words in rows
        if said.type is EventType.CORRECT
    ]
    return sorted(found, key=lambda one: (one.event.received_at, one.event.id), reverse=True)


def _corrected(said: Event, words: Words, undone: tuple[Event, Words] | None) -> Corrected:
    return Corrected(
        event=said,
        note=words.note,
        by=_author(said, words),
        undone_at=undone[0].received_at if undone else None,
        undone_by=_author(*undone) if undone else None,
    )


def _author(said: Event, words: Words) -> UUID:
    return UUID(words.by or said.source.removeprefix(HOST_SOURCE))


def binds_of_series(occurrence: Occurrence) -> tuple[tuple[str, str], ...]:
    """``(token, attendee key)`` that hosts bound in the other occurrences of the meeting and did not undo."""
    rows = Row.objects.filter(
        # A range of the primary key: the hosts' few rows, not the meeting's million.
        meeting_id=occurrence.meeting_id, source_ref__gte=HOST_SOURCE, source_ref__lt=HOST_SOURCE_END,
    ).exclude(occurrence_id=occurrence.id)  # fmt: skip
    said = list(rows.values_list("source_ref", "id", "type", "detail"))
    if not said:
        return ()
    details = [(source, key, kind, _read_detail(detail) if detail else {}) for source, key, kind, detail in said]
    undone = {(source, detail["target"]) for source, _, kind, detail in details if kind == EventType.RETRACT.value}
    claims = Claim.objects.filter(
        meeting_id=occurrence.meeting_id, source_ref__gte=HOST_SOURCE, source_ref__lt=HOST_SOURCE_END
    )
    words = {
        (source, key): Words.of(text) for source, key, text in claims.values_list("source_ref", "event_id", "text")
    }
    return tuple(
        (words[source, key].token, detail["target"])
        for source, key, _, detail in details
        if detail.get("value") == Correction.BIND.value and (source, key) in words and (source, key) not in undone
    )


def facts_of(occurrence: Occurrence) -> MeetingFacts:
    """The plan of ``occurrence``, who hosts it, and which identities hosts have bound in the series."""
    meeting = occurrence.meeting
    hosts = {meeting.owner_id, *CoHost.objects.filter(meeting=meeting).values_list("user_id", flat=True)}
    through_our_door = Attendee.objects.filter(meeting=meeting, user_id__in=hosts).values_list("id", flat=True)
    addresses = User.objects.filter(id__in=hosts).values_list("email", flat=True)
    return MeetingFacts(
        scheduled_start=occurrence.scheduled_start_at,
        scheduled_end=occurrence.scheduled_end_at,
        hosts=frozenset(
            [f"attendee:{key}" for key in through_our_door] + [f"email:{normal_email(a)}" for a in addresses]
        ),
        binds=binds_of_series(occurrence),
    )


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
    """One row of ``_COLUMNS`` as the kernel's event."""
    source, kind, event_id, name, at, received_at, reference, sent_at, until, detail = row[:_FIRST_HINT]
    hints = _NOBODY if row[-1] is None else _hints(name, *row[_FIRST_HINT:])
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


def _hints(
    name_of_type: str, attendee: Any, email: str, verified: Any, account: str, name: str, role: str, text: str
) -> Hints:
    if name_of_type == EventType.CORRECT.value:
        return Hints(attendee=Words.of(text).token)
    return Hints(str(UUID(str(attendee))) if attendee else "", email, bool(verified), account, name, role)


def _stored(key: UUID) -> Any:
    """``key`` as this database keeps it: a uuid, or 32 hexadecimal digits."""
    return models.UUIDField().get_db_prep_value(key, connection)
