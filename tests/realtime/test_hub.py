"""The hub hands on what was committed, by whichever process: no gap, no double, in order."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator

import pytest
from django.db import connection, transaction

from leavethemeeting.attendance.models import Event
from leavethemeeting.attendance.positions import take_positions
from leavethemeeting.realtime import hub as hub_module
from leavethemeeting.realtime.hub import Entry
from leavethemeeting.shared.wakeups import EVENTS, ring_on_commit
from tests.realtime.logside import OCCURRENCE, environment_of_child, event, running

pytestmark = pytest.mark.django_db(transaction=True)

COLUMNS = (
    "meeting_id", "occurrence_id", "source_ref", "source_kind", "id", "type", "connection_ref", "at", "until",
    "sent_at", "received_at", "detail", "digest",
)  # fmt: skip


def write_with_the_orm(*ids: str) -> None:
    """What the web app does when a host corrects."""
    with transaction.atomic():
        for id_, position in zip(ids, take_positions(len(ids)), strict=True):
            row = event(id_)
            Event.objects.create(position=position, **{column: getattr(row, column) for column in COLUMNS})
        ring_on_commit(EVENTS, str(OCCURRENCE))
    connection.close()


async def gather(coming: AsyncIterator[list[Entry]], count: int) -> list[Entry]:
    got: list[Entry] = []
    async with asyncio.timeout(20):
        while len(got) < count:
            got += await anext(coming)
    return got


def test_what_was_there_and_what_comes_join_without_gap_or_double() -> None:
    async def story() -> tuple[list[str], list[str]]:
        async with running() as services:
            await services.writer.submit([event("a"), event("b")])
            async with services.hub.follow(OCCURRENCE) as (stored, coming):
                await services.writer.submit([event("b"), event("c")])
                await services.writer.submit([event("d")])
                return [row.id for _, row in stored], [row.id for _, row in await gather(coming, 2)]

    assert asyncio.run(story()) == (["a", "b"], ["c", "d"])


def test_two_writers_at_once_are_followed_in_order_of_position(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_module, "CATCH_UP_S", 1_000.0)  # bells and holes alone must do

    async def story() -> list[Entry]:
        async with running() as services, services.hub.follow(OCCURRENCE) as (_, coming):

            async def ours() -> None:
                for n in range(60):
                    await services.writer.submit([event(f"ours-{n}")])

            async def theirs() -> None:
                for n in range(20):
                    await asyncio.to_thread(write_with_the_orm, f"theirs-{n}-a", f"theirs-{n}-b")

            await asyncio.gather(ours(), theirs())
            return await gather(coming, 100)

    got = asyncio.run(story())
    positions = [position for position, _ in got]
    assert positions == sorted(set(positions))
    assert [row.id for _, row in got] == list(Event.objects.order_by("position").values_list("id", flat=True))
    assert len(got) == 100


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite allows one server process only")
def test_the_events_of_another_process_arrive_by_notification(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_module, "CATCH_UP_S", 1_000.0)
    child = [sys.executable, "-m", "tests.realtime.child_writer", "from-another-process"]

    async def story() -> list[str]:
        async with running() as services, services.hub.follow(OCCURRENCE) as (_, coming):
            await asyncio.to_thread(
                subprocess.run, [*child, str(OCCURRENCE)], check=True, env=environment_of_child(), timeout=60
            )
            return [row.id for _, row in await gather(coming, 1)]

    assert asyncio.run(story()) == ["from-another-process"]


def test_an_occurrence_nobody_follows_is_not_kept_in_memory() -> None:
    async def story() -> int:
        async with running() as services:
            async with services.hub.follow(OCCURRENCE):
                pass
            await services.writer.submit([event("a")])
            return len(services.hub._feeds)

    assert asyncio.run(story()) == 0


def test_a_missed_bell_is_made_up_for_though_nobody_followed_at_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_module, "CATCH_UP_S", 0.5)
    monkeypatch.setattr(hub_module.Hub, "look", lambda _self: None)  # no bell is heard

    async def story() -> list[str]:
        async with running() as services:
            await asyncio.sleep(1.0)
            async with services.hub.follow(OCCURRENCE) as (_, coming):
                await asyncio.to_thread(write_with_the_orm, "a")
                return [row.id for _, row in await gather(coming, 1)]

    assert asyncio.run(story()) == ["a"]
