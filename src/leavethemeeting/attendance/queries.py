"""Reads the log back as the kernel's own values. Callers have asked ``meetings.queries`` for leave first.

Presence rows come in one statement through the partial index, as tuples; interaction rows
are never touched unless asked for by name. An order is not promised: the kernel needs none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from uuid import UUID

import msgspec
from django.db import connection
from django.db.models import Count, Max, Min, Q
from django.http import Http404

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance import packs
from leavethemeeting.attendance.models import Claim
from leavethemeeting.attendance.models import Event as Row
from leavethemeeting.attendance.reading import (
    INTERACTIONS_SQL,
    TALLIES_SQL,
    Known,
    Words,
    claims_sql,
    event_from,
    events_from,
    hosts_sql,
    plain_visits,
    presence_sql,
    read_detail,
    since_sql,
    stored,
)
from leavethemeeting.attendance.signs import is_outage, with_outages
from leavethemeeting.domain.events import Correction, Event, EventType, SourceKind
from leavethemeeting.domain.meeting import MeetingFacts
from leavethemeeting.domain.people import normal_email
from leavethemeeting.domain.presence import timeline
from leavethemeeting.domain.timelines import AttendeeTimeline, Timeline
from leavethemeeting.meetings.models import Attendee, CoHost, Occurrence, Opening, Transfer
from leavethemeeting.shared.memory import collector_paused

#: ``source`` of a host's corrections: this and the host's user id. The end is for ranges of keys.
HOST_SOURCE, HOST_SOURCE_END = "host:", "host;"
#: ``source`` of the events that the host's opening and closing stand for.
OPENINGS = "openings"

_MOST_BOUND = 500  # values in one IN (…)

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
class Corrected:
    """One correction by a host, ``event``, and whether it was taken back since."""

    event: Event
    note: str
    by: UUID
    undone_at: int | None
    undone_by: UUID | None


class Counted(msgspec.Struct, frozen=True, gc=False):
    """How often, and of spans (speaking) how long in milliseconds."""

    count: int
    milliseconds: int


def evidence_of(occurrence_id: UUID) -> Known:
    """All that is known about presence in one occurrence, opening and closing included."""
    found = packs.find(occurrence_id)
    known = _up_to_date(occurrence_id, found) or _read(occurrence_id, found)
    known = Known([*known.events, *_openings(occurrence_id)], known.visits)
    if any(is_outage(event) for event in known.events):
        return Known(with_outages(known.in_full()), [])
    return known


def _up_to_date(occurrence_id: UUID, found: packs.Packed) -> Known | None:
    """What is packed, and what stands in the log after it; ``None`` without a pack, or if that is much.

    Of a connection that later rows speak of, the kernel reads everything in full.
    """
    if found.known is None or found.end <= found.position:
        return found.known
    with connection.cursor() as cursor:
        cursor.execute(f"{since_sql()} LIMIT {packs.MANY}", [stored(occurrence_id), found.position])
        rows = cursor.fetchall()
    told = {(event.source, event.id): event for event in found.known.events}  # what was written meanwhile is in both
    told |= {(event.source, event.id): event for event in map(event_from, rows)}
    return Known([*told.values()], found.known.visits) if len(rows) < packs.MANY else None


def _read(occurrence_id: UUID, found: packs.Packed) -> Known:
    """The whole log of presence, packed for the next reader if it is long."""
    with connection.cursor() as cursor:
        cursor.execute(presence_sql(), [stored(occurrence_id)])
        rows = cursor.fetchall()
        cursor.execute(claims_sql(), [stored(occurrence_id)])
        claims = cursor.fetchall()
        visits, others = plain_visits(rows, claims)
        words = []
        if any(row[3] == SourceKind.HOST for row in others):
            cursor.execute(hosts_sql(), [stored(occurrence_id)])
            words = cursor.fetchall()
    known = Known(events_from(others, claims, words), visits)
    if len(rows) >= packs.MANY:
        packs.keep(occurrence_id, known, found=found)
    return known


def events_of(occurrence_id: UUID) -> list[Event]:
    """``evidence_of`` told in full."""
    return evidence_of(occurrence_id).in_full()


def timeline_of(occurrence: Occurrence, *, as_of: int) -> Timeline:
    """Everybody's timeline in ``occurrence`` as known at ``as_of``."""
    with collector_paused():
        known = evidence_of(occurrence.id)
        return timeline(known.events, visits=known.visits, meeting=facts_of(occurrence), as_of=as_of)


def slug_of(key: str) -> str:
    """An attendee key as it stands in an address: nobody's e-mail gets into a browser's history."""
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def attendee_in(whole: Timeline, slug: str) -> AttendeeTimeline:
    """The attendee at an address, also when stronger evidence gave them another key since. Raises Http404."""
    for one in whole.attendees:
        if slug in (slug_of(one.key), *map(slug_of, one.person.tokens)):
            return one
    raise Http404("attendee")


def at_our_door(meeting_id: UUID) -> dict[str, Attendee]:
    """Who came through the meeting's own join page, by the identity token that leads to them."""
    return {f"attendee:{one.id}": one for one in Attendee.objects.filter(meeting_id=meeting_id)}


def interactions_of(
    occurrence_id: UUID, connections: Collection[ConnectionKey] | None = None
) -> Iterator[tuple[Event, str]]:
    """Interactions by time with their words (chat, where kept), of all or of some ``connections``.

    Reads interaction rows, a batch at a time: never for totals, those stand in ``tallies_of``.
    """
    sql, bound = INTERACTIONS_SQL, [stored(occurrence_id)]
    references = sorted({reference for _, reference in connections or ()})
    if connections is not None and len(references) <= _MOST_BOUND:
        sql += f" AND e.connection_ref IN ({', '.join(['%s'] * len(references)) or 'NULL'})"
        bound += references
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY e.at, e.id", bound)
        while rows := cursor.fetchmany(2000):
            for row in rows:
                if connections is None or row[:2] in connections:
                    yield event_from(row), row[-1] or ""


def chat_of(occurrence_id: UUID, connections: Collection[ConnectionKey] | None = None) -> list[ChatLine]:
    """The public chat, by time, where its text is kept; of all or of some ``connections``."""
    found = interactions_of(occurrence_id, connections)
    return [ChatLine(said.id, said.source, said.connection, said.at, text) for said, text in found if text]


def tallies_of(occurrence_id: UUID) -> dict[ConnectionKey, dict[str, Counted]]:
    """Interactions counted per connection and kind, without reading them."""
    counted: dict[ConnectionKey, dict[str, Counted]] = {}
    with connection.cursor() as cursor:
        cursor.execute(TALLIES_SQL, [stored(occurrence_id)])
        for source, reference, kind, count, spent in cursor.fetchall():
            key = (source, reference)
            kinds = counted.get(key)
            if kinds is None:
                kinds = counted[key] = {}
            kinds[kind] = Counted(count, spent)
    return counted


def corrections_of(occurrence_id: UUID) -> list[Corrected]:
    """Every correction that hosts made in one occurrence, newest first, undone ones included."""
    with connection.cursor() as cursor:
        cursor.execute(hosts_sql(), [stored(occurrence_id)])
        rows = [(event_from(row), Words.of(row[-1] or "")) for row in cursor.fetchall()]
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
    details = [(source, key, kind, read_detail(detail) if detail else {}) for source, key, kind, detail in said]
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
    given = Transfer.objects.filter(meeting=meeting, outcome=Transfer.Outcome.ACCEPTED, offered_by__isnull=False)
    hosts |= set(given.filter(ended_at__gt=occurrence.first_opened_at).values_list("offered_by_id", flat=True))
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
        start=Min("opened_at"), end=Max("closed_at"), open=Count("id", filter=Q(closed_at__isnull=True))
    )
    if span["start"] is None:
        return []
    moments = [(EventType.MEETING_START, span["start"])]
    if not span["open"]:
        moments.append((EventType.MEETING_END, span["end"]))
    return [Event(OPENINGS, SourceKind.ROOM, f"{kind.value}-{occurrence_id}", kind, at, at) for kind, at in moments]
