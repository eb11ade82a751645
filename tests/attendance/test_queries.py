"""Reading the log back: whole, and without walking what nobody asked for."""

from __future__ import annotations

from django.db import connection

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.queries import Counted, chat_of, events_of, facts_of, tallies_of
from leavethemeeting.attendance.reading import presence_sql, stored
from leavethemeeting.domain.events import EventType, Interaction
from tests.reports.story import Story


def told(alice: User) -> tuple[Story, str]:
    story = Story(alice)
    story.opens("10:00", "10:20")
    story.opens("10:25", "11:00")
    ines = story.comes("Ines Inter", "ines@example.org")
    tab = story.stays(ines, "10:00", "10:50", "closed")
    story.does(ines, tab, Interaction.CHAT, "10:05", text="Hello")
    story.does(ines, tab, Interaction.SPEAKING, "10:06", lasts_ms=3000)
    story.does(ines, tab, Interaction.SPEAKING, "10:07", lasts_ms=4000)
    story.tell()
    return story, tab


def test_presence_comes_back_as_it_was_said_and_interactions_stay_where_they_are(alice: User) -> None:
    story, tab = told(alice)
    found = sorted(
        (event.type.value, event.at, event.connection, event.reason) for event in events_of(story.occurrence.id)
    )
    assert found == [
        ("enter", story.at("10:00"), tab, ""),
        ("exit", story.at("10:50"), tab, "closed"),
        ("meeting_end", story.at("11:00"), "", ""),
        ("meeting_start", story.at("10:00"), "", ""),
    ]


def test_who_an_entrance_is_about_comes_from_its_claim(alice: User) -> None:
    story, _tab = told(alice)
    (entrance,) = [event for event in events_of(story.occurrence.id) if event.type is EventType.ENTER]
    assert (entrance.hints.name, entrance.hints.email, entrance.hints.email_verified) == (
        "Ines Inter", "ines@example.org", False,
    )  # fmt: skip


def test_an_occurrence_that_is_open_has_no_end_yet(alice: User) -> None:
    story = Story(alice)
    story.opens("10:00", "10:20")
    story.opens("10:25", until=None)
    assert [event.type for event in events_of(story.occurrence.id)] == [EventType.MEETING_START]


def test_words_and_counts_are_kept_beside_the_log(alice: User) -> None:
    story, tab = told(alice)
    (line,) = chat_of(story.occurrence.id)
    assert (line.connection, line.at, line.text) == (tab, story.at("10:05"), "Hello")
    (counted,) = tallies_of(story.occurrence.id).values()
    assert counted == {"chat": Counted(1, 0), "speaking": Counted(2, 7000)}


def test_the_host_is_known_by_the_attendee_row_and_by_address(alice: User) -> None:
    story = Story(alice)
    own = story.comes("Alice Archer", user=alice)
    facts = facts_of(story.occurrence)
    assert facts.hosts == {f"attendee:{own.id}", "email:alice@example.org"}
    assert (facts.scheduled_start, facts.scheduled_end) == (story.at("10:00"), story.at("11:00"))


def test_presence_is_read_through_the_index_that_holds_nothing_else(alice: User) -> None:
    story, _tab = told(alice)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {presence_sql()}", [stored(story.occurrence.id)])
        else:  # with so few rows a planner would rather read the table
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {presence_sql()}", [stored(story.occurrence.id)])
        plan = " ".join(str(row[-1]) for row in cursor.fetchall())
    assert "attendance_event_presence" in plan
