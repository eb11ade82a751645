"""Reading the log back: whole, and without walking what nobody asked for."""

from __future__ import annotations

from typing import Any

from django.db import connection

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.payloads import ClaimFields, Detail, as_event
from leavethemeeting.attendance.queries import Counted, chat_of, events_of, evidence_of, facts_of, tallies_of
from leavethemeeting.attendance.reading import claims_sql, presence_sql, stored
from leavethemeeting.domain.events import EventType, Interaction, SourceKind
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


def odd(alice: User) -> Story:
    """Plain stays, and beside them everything that makes one less than plain."""
    story = Story(alice)
    ines, omar = story.comes("Ines Inter", "ines@example.org"), story.comes("Omar Other")
    story.stays(ines, "10:00", "10:20")
    story.stays(ines, "10:30", "10:50", "auto_rule:alone")
    story.enters(omar, "10:00", "still-here")
    story.does(ines, story.stays(ines, "10:52", "10:55"), Interaction.CHAT, "10:53", text="Hello")
    zoe, nobody = ClaimFields(name="Zoe"), ClaimFields()
    beside: tuple[tuple[ClaimFields, ClaimFields, dict[str, Any]], ...] = (
        (nobody, nobody, {}),
        (zoe, nobody, {}),
        (zoe, ClaimFields(role="host"), {}),
        (nobody, ClaimFields(name="Zoe", platform_account="zoom:7"), {}),
        (zoe, nobody, {"sent_at": 1}),
        (zoe, nobody, {"detail": Detail(reason="left", final=True)}),
        (zoe, nobody, {"detail": Detail(reason="a reason of its own")}),
    )
    for place, (enter, leave, more) in enumerate(beside):
        hook, ref = (SourceKind.WEBHOOK, "hook"), f"c{place}"
        story.says(*hook, EventType.ENTER, f"in{place}", story.at("10:01"), connection_ref=ref, claim=enter)
        story.says(*hook, EventType.EXIT, f"out{place}", story.at("10:40"), connection_ref=ref, claim=leave, **more)
    story.says(SourceKind.WEBHOOK, "hook", EventType.HEARTBEAT, "beat", story.at("10:05"), connection_ref="c1")
    return story


def test_whatever_stands_beside_it_every_word_of_presence_comes_back(alice: User) -> None:
    story = odd(alice)
    said = [as_event(row) for row in story.events if row.type != EventType.INTERACT]
    story.tell()
    found = evidence_of(story.occurrence.id)
    assert sorted(map(repr, found.in_full())) == sorted(map(repr, said))
    # Hers, and of the webhook's only those that say who at the entrance and nothing but why at the exit.
    assert sorted(stay.ref for one in found.visits for stay in one.stays if stay.source == "hook") == ["c0", "c6"]
    assert sum(len(one.stays) for one in found.visits) == 5


def test_a_hosts_correction_comes_back_with_its_words(alice: User) -> None:
    story = odd(alice)
    words = ClaimFields(name="Zoe", text='{"token":"email:zoe@example.org","note":"asked her"}')
    story.says(
        SourceKind.HOST, f"host:{alice.id}", EventType.CORRECT, "bind", story.at("11:10"), claim=words,
        detail=Detail(value="bind", target="attendee:x"),
    )  # fmt: skip
    story.tell()
    (bound,) = [event for event in events_of(story.occurrence.id) if event.type is EventType.CORRECT]
    assert (bound.hints.attendee, bound.hints.name, bound.target) == ("email:zoe@example.org", "Zoe", "attendee:x")


def test_claims_of_presence_are_found_without_walking_the_chat(alice: User) -> None:
    story, _tab = told(alice)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
        cursor.execute(f"{explain} {claims_sql()}", [stored(story.occurrence.id)])
        plan = " ".join(str(row[-1]) for row in cursor.fetchall())
    assert "attendance_claim_people" in plan
