"""A person with a hundred thousand events has their copy within a minute, and making it takes no more memory than for few."""

from __future__ import annotations

import csv
import io
import time
import tracemalloc
import zipfile
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.models import Event, Position
from leavethemeeting.privacy.people import member
from leavethemeeting.rights import exports
from leavethemeeting.rights.exports import ask, make_due
from leavethemeeting.rights.models import Export, ExportPart
from tests.reports.story import Story

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 100_000
FEW = 2_000
MOST_MEMORY = 12 << 20  # a portion of rows, the parts of the ZIP, and what Django needs for both


def stored(value: UUID) -> Any:
    return value if connection.vendor == "postgresql" else value.hex


def talkative(host: User, bob: User, events: int) -> UUID:
    """Bob's one tab in Alice's meeting did something ``events`` times; written by the database itself."""
    story = Story(host)
    story.opens()
    row = story.comes("Bob Baker", user=bob)
    tab = story.stays(row, "10:00", "11:00")
    story.tell()
    entrance = Event.objects.get(type="enter", connection_ref=tab)
    last = Position.objects.get().last
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO attendance_event (meeting_id, source_ref, id, position, occurrence_id, source_kind, type, connection_ref,"
            " at, until, sent_at, received_at, detail, digest)"
            " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s)"
            " SELECT %s, %s, 'said-' || i, %s + i, %s, 'room', 'interact', %s, %s + i, NULL, NULL, %s + i,"
            " '{\"interaction\": \"chat\"}', 'x' FROM n",
            [
                events, stored(entrance.meeting_id), entrance.source_ref, last, stored(entrance.occurrence_id), tab,
                entrance.at, entrance.at,
            ],
        )  # fmt: skip
    Position.objects.update(last=last + events)
    return entrance.occurrence_id


def peak_of(bob: User) -> int:
    person = member(bob.pk)
    assert person is not None
    ask(person=person, now=timezone.now())
    tracemalloc.start()
    try:
        assert make_due(now=timezone.now()) == 1
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_hundred_thousand_events_within_a_minute_and_each_as_it_is_stored(alice: User, bob: User) -> None:
    talkative(alice, bob, MANY)
    person = member(bob.pk)
    assert person is not None
    ask(person=person, now=timezone.now())
    begun = time.monotonic()
    assert make_due(now=timezone.now()) == 1
    assert time.monotonic() - begun < 60
    export = Export.objects.get()
    assert export.done == export.total >= MANY
    archive = zipfile.ZipFile(io.BytesIO(b"".join(exports.parts_of(export))))
    with archive.open("csv/attendance_event.csv") as file:
        lines = csv.DictReader(io.TextIOWrapper(file, encoding="utf-8", newline=""))
        told = sorted((int(line["at"]), int(line["received_at"]), line["type"], line["detail"]) for line in lines)
    assert told == sorted(Event.objects.values_list("at", "received_at", "type", "detail"))


def test_memory_does_not_grow_with_the_rows(alice: User, bob: User) -> None:
    talkative(alice, bob, FEW)
    few = peak_of(bob)
    ExportPart.objects.all().delete()
    Export.objects.all().delete()
    Event.objects.all().delete()
    talkative(alice, bob, 10 * FEW)
    many = peak_of(bob)
    assert many < MOST_MEMORY
    assert many < few + (2 << 20)  # eighteen thousand rows more would be some ten megabytes
