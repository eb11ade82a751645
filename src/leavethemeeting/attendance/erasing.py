"""Lets one person's evidence go from the log, and keeps it from coming back.

Rows are deleted, never edited. For each a tombstone stays, which holds the event's key and nothing else, so
that an offline plugin or a file imported again brings nobody back. Exits that a room is still to write for
an open connection are refused beforehand in the same way.

There may be a hundred thousand of them, so ``keys_about`` says which, and ``erase_events`` takes a chunk in a
transaction of its own. What ties the rest to the person goes last: whoever is stopped in the middle finds it again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TypeVar
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from leavethemeeting.attendance import packs
from leavethemeeting.attendance.models import Claim, Event, Tally
from leavethemeeting.attendance.reading import stored
from leavethemeeting.shared.moments import now_ms

#: Events a transaction. Each is three rows (its tombstone, its words, itself), and 200 are the most on SQLite.
CHUNK = 66
CHUNK_POSTGRES = 2_000
_BURY = "INSERT INTO attendance_tombstone (meeting_id, source_ref, id, erased_at) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING"
MOST_NAMED = 500  # values in one condition
T = TypeVar("T")
Key = tuple[UUID, str, str]  # meeting, source, event
Connection = tuple[UUID, str, str]  # occurrence, source, connection


def in_chunks(all_of_them: Sequence[T], most: int) -> Iterator[Sequence[T]]:
    """``all_of_them``, ``most`` at a time."""
    return (all_of_them[start : start + most] for start in range(0, len(all_of_them), most))


def chunk_size() -> int:
    """How many events one transaction may take."""
    return CHUNK_POSTGRES if connection.vendor == "postgresql" else CHUNK


def keys_about(attendee_ids: Collection[UUID], emails: Collection[str]) -> list[Key]:
    """Every event of these attendees and of whoever was told of under these addresses, in the order in which they go."""
    about = _about(attendee_ids, emails)
    tied: set[Key] = set(about.values_list("meeting_id", "source_ref", "event_id"))
    told = about.exclude(connection_ref="")
    by_source: dict[tuple[UUID, str, UUID], set[str]] = defaultdict(set)
    for meeting, source, occurrence, ref in told.values_list(
        "meeting_id", "source_ref", "occurrence_id", "connection_ref"
    ).distinct():
        by_source[meeting, source, occurrence].add(ref)
    others: set[Key] = set()
    for (meeting, source, occurrence), refs in by_source.items():
        of_source = Event.objects.filter(meeting_id=meeting, source_ref=source, occurrence_id=occurrence)
        for some in in_chunks(sorted(refs), MOST_NAMED):
            ids = of_source.filter(connection_ref__in=some).values_list("id", flat=True)
            others |= {(meeting, source, one) for one in ids}
    return [*sorted(others - tied), *sorted(tied)]


@transaction.atomic
def erase_events(keys: Sequence[Key], *, at: int) -> int:
    """Tombstones for ``keys``, then what stands under them; words first. How many events went."""
    with connection.cursor() as cursor:  # not through the models: a third of the time of an erasure
        cursor.executemany(_BURY, [(stored(meeting), source, key, at) for meeting, source, key in keys])
    gone = 0
    for (meeting, source), ids in _by_source(keys):
        Claim.objects.filter(meeting_id=meeting, source_ref=source, event_id__in=ids).delete()
        gone += Event.objects.filter(meeting_id=meeting, source_ref=source, id__in=ids).delete()[0]
    return gone


def exits_of(attendee_ids: Collection[UUID], emails: Collection[str]) -> list[Key]:
    """What a room may still write about connections that are open, in whatever order: to be refused before it comes."""
    told = _about(attendee_ids, emails).exclude(connection_ref="").filter(source_ref__startswith="room:")
    named = told.values_list("meeting_id", "source_ref", "connection_ref").distinct()
    return [(meeting, source, f"{kind}-{ref}") for meeting, source, ref in named for kind in ("exit", "lobby-exit")]


@transaction.atomic
def empty_packs(attendee_ids: Collection[UUID], emails: Collection[str]) -> None:
    """Copies of the evidence in which they are."""
    packs.drop(_about(attendee_ids, emails).values_list("occurrence_id", flat=True).distinct())


@transaction.atomic
def erase_people(attendee_ids: Collection[UUID], emails: Collection[str], *, at: int | None = None) -> int:
    """All of it in one transaction: for little, or for what is left. How many events went."""
    moment = now_ms() if at is None else at
    empty_packs(attendee_ids, emails)
    connections = connections_of(attendee_ids, emails)
    keys = [*exits_of(attendee_ids, emails), *keys_about(attendee_ids, emails)]
    gone = sum(erase_events(some, at=moment) for some in in_chunks(keys, chunk_size()))
    forget_tallies(connections)
    _forget_mentions(emails)
    return gone


def erase_address(email: str) -> None:
    """For ``shared.departures``: what is recorded under an address."""
    erase_people((), (email,))


def connections_of(attendee_ids: Collection[UUID], emails: Collection[str]) -> set[Connection]:
    """Occurrence, source and connection of every tab and device that was said to be one of these people."""
    about = _about(attendee_ids, emails).exclude(connection_ref="")
    return set(about.values_list("occurrence_id", "source_ref", "connection_ref").distinct())


def forget_tallies(connections: Collection[Connection]) -> None:
    """What these connections did, counted; a chunk a transaction unless one is open."""
    for some in in_chunks(sorted(connections), 40):  # five kinds of interaction each
        with transaction.atomic():
            for occurrence, source, ref in some:
                Tally.objects.filter(occurrence_id=occurrence, source_ref=source, connection_ref=ref).delete()


def _about(attendee_ids: Collection[UUID], emails: Collection[str]) -> QuerySet[Claim]:
    found = Q(attendee_id__in=list(attendee_ids))
    for email in emails:
        found |= Q(email__iexact=email)
    return Claim.objects.filter(found)


def _by_source(keys: Iterable[Key]) -> Iterator[tuple[tuple[UUID, str], list[str]]]:
    found: dict[tuple[UUID, str], list[str]] = defaultdict(list)
    for meeting, source, key in keys:
        found[meeting, source].append(key)
    yield from found.items()


def _forget_mentions(emails: Collection[str]) -> None:
    """What others said that holds the address: a host's note, a line of the chat. Its event names nobody and stays."""
    for email in emails:
        mentions = Claim.objects.filter(text__icontains=email)
        packs.drop(mentions.values_list("occurrence_id", flat=True))
        mentions.delete()
