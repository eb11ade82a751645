"""The log is written with raw SQL and read by the ORM: both must mean the same, on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from uuid import UUID

import pytest
from django.db import transaction

from leavethemeeting.attendance import models
from leavethemeeting.attendance.payloads import ClaimFields, Detail, NewEvent, as_event, digest_of
from leavethemeeting.attendance.positions import take_positions
from leavethemeeting.domain.events import EventType
from leavethemeeting.realtime.sql.log import Outcome, events_of
from leavethemeeting.shared.ids import new_id
from tests.realtime.logside import MEETING, OCCURRENCE, T0, event, running

pytestmark = pytest.mark.django_db(transaction=True)

FULL = event(
    "e-full", type=EventType.INTERACT, connection_ref="tab-1", until=T0 + 1500,
    detail=Detail(interaction="speaking", value="👍 \\ \" {} , NULL", seq=3, entered_at=T0 - 1, present=("a", "b")),
    claim=ClaimFields(
        attendee_id=new_id(), name="Žofie, {\"quoted\"} \\N", email="z@example.org", email_verified=True,
        platform_account="x:1", role="viewer", text="line one\nline two",
    ),
)  # fmt: skip
BARE = event("e-bare", connection_ref="")


def submit(*batches: Sequence[NewEvent]) -> list[list[Outcome]]:
    async def story() -> list[list[Outcome]]:
        async with running() as services:
            return list(await asyncio.gather(*(services.writer.submit(batch) for batch in batches)))

    return asyncio.run(story())


def statuses(outcomes: Sequence[Outcome]) -> list[str]:
    return [outcome.code or outcome.status for outcome in outcomes]


def test_the_orm_reads_exactly_what_raw_sql_wrote() -> None:
    submit([FULL, BARE])

    row = models.Event.objects.get(id="e-full")
    for column in ("meeting_id", "occurrence_id", "source_ref", "source_kind", "type", "connection_ref", "at",
                   "until", "sent_at", "received_at", "detail", "digest"):  # fmt: skip
        assert getattr(row, column) == getattr(FULL, column), column
    claim = models.Claim.objects.get(event_id="e-full")
    assert FULL.claim is not None
    for column in FULL.claim.__struct_fields__:
        assert getattr(claim, column) == getattr(FULL.claim, column), column
    bare = models.Event.objects.get(id="e-bare")
    assert (bare.until, bare.detail, bare.connection_ref) == (None, "", "")
    assert models.Claim.objects.count() == 1


def test_raw_sql_reads_exactly_what_the_orm_wrote() -> None:
    with transaction.atomic():
        (position,) = take_positions(1)
        models.Event.objects.create(
            position=position,
            **{c: getattr(FULL, c) for c in ("meeting_id", "occurrence_id", "source_ref", "source_kind", "id", "type",
               "connection_ref", "at", "until", "sent_at", "received_at", "detail", "digest")},
        )  # fmt: skip
        assert FULL.claim is not None
        models.Claim.objects.create(
            meeting_id=FULL.meeting_id, source_ref=FULL.source_ref, event_id=FULL.id, occurrence_id=FULL.occurrence_id,
            connection_ref=FULL.connection_ref, **{c: getattr(FULL.claim, c) for c in FULL.claim.__struct_fields__},
        )  # fmt: skip

    async def story() -> list[tuple[int, NewEvent]]:
        async with running() as services:
            return await services.reader.run(events_of(OCCURRENCE))

    [(read_position, read)] = asyncio.run(story())
    assert read_position == position
    assert as_event(read) == as_event(FULL)


def test_the_same_event_again_is_a_duplicate_and_changes_nothing() -> None:
    [first] = submit([FULL])
    [again] = submit([FULL])

    assert statuses(first) == ["accepted"]
    assert again == [Outcome("duplicate", first[0].position)]
    assert models.Event.objects.count() == 1
    assert [(t.kind, t.count, t.milliseconds) for t in models.Tally.objects.all()] == [("speaking", 1, 1500)]


def test_the_same_event_twice_in_one_batch_is_stored_once() -> None:
    [outcomes] = submit([BARE, BARE, FULL])
    assert statuses(outcomes) == ["accepted", "duplicate", "accepted"]


def test_the_same_id_with_another_body_is_refused() -> None:
    [outcomes] = submit([event("x-1", at=T0), event("x-1", at=T0 + 1)])
    assert statuses(outcomes) == ["accepted", "conflict"]
    [later] = submit([event("x-1", at=T0 + 1), event("x-2")])
    assert statuses(later) == ["conflict", "accepted"]
    assert models.Event.objects.get(id="x-1").at == T0


def test_the_same_id_of_another_source_is_another_event() -> None:
    [outcomes] = submit([event("x-1"), event("x-1", source="key:2")])
    assert statuses(outcomes) == ["accepted", "accepted"]


def test_what_was_erased_does_not_come_back() -> None:
    models.Tombstone.objects.create(meeting_id=MEETING, source_ref="key:1", id="gone", erased_at=T0)
    [outcomes] = submit([event("gone"), event("stays"), event("gone", source="key:2")])
    assert statuses(outcomes) == ["erased", "accepted", "accepted"]
    assert set(models.Event.objects.values_list("source_ref", "id")) == {("key:1", "stays"), ("key:2", "gone")}


def test_positions_follow_the_order_of_commit_and_are_never_used_again() -> None:
    [[first, second]] = submit([event("a"), event("b")])
    assert first.position is not None and second.position == first.position + 1
    models.Event.objects.all().delete()
    [[third]] = submit([event("c")])
    assert third.position is not None and third.position > second.position
    with transaction.atomic():
        assert take_positions(2) == range(third.position + 1, third.position + 3)


def test_tallies_count_interactions_per_connection_and_kind() -> None:
    def did(id: str, kind: str, connection: str) -> NewEvent:
        return event(id, type=EventType.INTERACT, connection_ref=connection, detail=Detail(interaction=kind))

    submit([did("1", "chat", "c1"), did("2", "chat", "c1"), did("3", "chat", "c2"), did("4", "hand_up", "c1")])
    submit([did("5", "chat", "c1"), did("1", "chat", "c1")])

    tallies = {(t.connection_ref, t.kind): t.count for t in models.Tally.objects.all()}
    assert tallies == {("c1", "chat"): 3, ("c2", "chat"): 1, ("c1", "hand_up"): 1}


def test_one_row_that_cannot_be_stored_fails_only_its_sender() -> None:
    too_long = event("bad", connection_ref="c1", at=2**70)
    good, bad, other = submit([event("a")], [event("b"), too_long, event("c")], [event("d")])

    assert statuses(good) == statuses(other) == ["accepted"]
    assert statuses(bad) == ["accepted", "malformed", "accepted"]
    assert set(models.Event.objects.values_list("id", flat=True)) == {"a", "b", "c", "d"}


def test_a_digest_depends_on_the_body_and_on_the_key_of_the_installation() -> None:
    assert digest_of("enter", "c1", T0) == digest_of("enter", "c1", T0)
    assert digest_of("enter", "c1", T0) != digest_of("enter", "c2", T0)
    assert event("a").digest == event("b", meeting=UUID(int=1)).digest  # the place is not part of what was said
