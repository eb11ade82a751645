"""Packed evidence is the log's evidence, whatever happens to the log, and never outlives it."""

from __future__ import annotations

import itertools
import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from django.db import connection, transaction
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance import packs
from leavethemeeting.attendance.actions import correct, take_back
from leavethemeeting.attendance.claiming import verify_claims
from leavethemeeting.attendance.erasing import erase_people
from leavethemeeting.attendance.forgetting import forget_expired, forget_meeting
from leavethemeeting.attendance.models import Claim, Event, Pack
from leavethemeeting.attendance.payloads import ClaimFields, Detail, NewEvent, new_event
from leavethemeeting.attendance.queries import corrections_of, evidence_of, facts_of, last_position
from leavethemeeting.attendance.reading import Known
from leavethemeeting.domain import events as kernel
from leavethemeeting.domain.events import Correction, EventType, Interaction, SourceKind
from leavethemeeting.domain.presence import timeline
from leavethemeeting.meetings.models import Attendee, Occurrence, Opening
from leavethemeeting.realtime.scribe import Scribe
from tests.realtime.logside import database_under_test
from tests.reports.story import Story

LATER = 2**42  # long after any story
MINUTE = 60_000


@pytest.fixture(autouse=True)
def small_packs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packs, "MANY", 4)


def told(host: User) -> Story:
    story = Story(host)
    story.opens()
    for number in range(3):
        who = story.comes(f"Guest {number}", f"g{number}@example.org")
        story.stays(who, "10:00", f"10:{20 + number}")
    story.tell()
    return story


def body(occurrence_id: UUID) -> bytes:
    return bytes(Pack.objects.get(pk=occurrence_id).body)


def from_the_log(occurrence_id: UUID) -> Known:
    """What is known without any pack; the pack stays as it is."""
    with pytest.MonkeyPatch.context() as without:
        without.setattr(packs, "find", lambda _occurrence: packs.Packed(None, 0, None, 0))
        without.setattr(packs, "keep", lambda *_one, **_other: None)
        return evidence_of(occurrence_id)


# ---- the same, whatever happens -----------------------------------------------------------------

THOROUGH = 20 if os.environ.get("SOAK") else 1
PEOPLE, CONNECTIONS = 4, 2
step = st.one_of(
    st.tuples(st.just("write"), st.lists(st.integers(0, 63), min_size=1, max_size=12)),
    st.tuples(st.sampled_from(("read", "include", "exclude", "bind", "undo")), st.integers(0, PEOPLE - 1)),
    st.tuples(st.sampled_from(("erase", "verify", "mention")), st.integers(0, PEOPLE - 1)),
)


@dataclass
class World:
    """One occurrence that anything may happen to."""

    host: User
    scribe: Scribe
    story: Story = field(init=False)
    people: list[Attendee] = field(init=False)
    erased: set[int] = field(default_factory=set)
    count: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.story = Story(self.host)
        self.story.opens()
        self.people = [
            self.story.comes(f"Person {n}", f"zyx{n}{self.story.meeting.id.hex}@example.org") for n in range(PEOPLE)
        ]

    @property
    def occurrence(self) -> Occurrence:
        return self.story.occurrence

    def event(self, number: int) -> NewEvent:
        """One of sixty-four: who, from which connection, what; every eighth has an id that another one has too."""
        person, rest = self.people[number % PEOPLE], number // PEOPLE
        ref, what = f"c{number % PEOPLE}{rest % CONNECTIONS}", rest // CONNECTIONS
        at = self.story.at("10:00") + (rest % CONNECTIONS) * 20 * MINUTE
        common: dict[str, Any] = {"connection_ref": ref, "received_at": at + 30 * MINUTE}
        source, kind = f"room:{person.id.hex}", SourceKind.ROOM
        if what >= 6:
            source, kind = "key:hook", SourceKind.WEBHOOK
        says = ClaimFields(attendee_id=person.id, name=person.name, email=person.email)
        variants: list[tuple[str, EventType, dict[str, Any]]] = [
            ("enter", EventType.ENTER, {"at": at, "claim": says}),
            ("exit", EventType.EXIT, {"at": at + 10 * MINUTE, "detail": Detail(reason="left")}),
            ("enter", EventType.ENTER, {"at": at + 1, "claim": says}),  # another body under the same id
            ("beat", EventType.HEARTBEAT, {"at": at, "until": at + 15 * MINUTE}),
            ("said", EventType.INTERACT, {"at": at, "detail": Detail(interaction=Interaction.CHAT), "claim": ClaimFields(text="hi")}),
            ("wait", EventType.LOBBY_ENTER, {"at": at - MINUTE, "claim": says}),
            ("in", EventType.ENTER, {"at": at, "claim": ClaimFields(name=person.name, email=person.email)}),
            ("out", EventType.EXIT, {"at": at + 12 * MINUTE, "detail": Detail(reason="transport")}),
        ]  # fmt: skip
        name, type_, more = variants[what]
        return new_event(
            meeting_id=self.story.meeting.id, occurrence_id=self.occurrence.id, source_ref=source, source_kind=kind,
            id=f"{name}-{ref}", type=type_, **common, **more,
        )  # fmt: skip

    def do(self, what: str, which: Any) -> None:
        if what == "write":
            self.scribe.insert([[self.event(number) for number in which]])
        elif what == "read":
            evidence_of(self.occurrence.id)
        else:
            getattr(self, what)(which)

    def _correct(self, what: Correction, which: int, **more: Any) -> None:
        key = f"attendee:{self.people[which].id}"
        correct(
            occurrence=self.occurrence, actor=self.host, attendee_key=key, what=what,
            now=self.story.at("12:00") + next(self.count), **more,
        )  # fmt: skip

    def include(self, which: int) -> None:
        self._correct(Correction.INCLUDE, which, at=self.story.at("10:30"), until=self.story.at("10:50"))

    def exclude(self, which: int) -> None:
        self._correct(Correction.EXCLUDE, which, at=self.story.at("10:02"), until=self.story.at("10:05"))

    def bind(self, which: int) -> None:
        self._correct(Correction.BIND, which, token=f"email:{self.people[which].email}", note="asked")

    def mention(self, which: int) -> None:
        other = (which + 1) % PEOPLE
        self._correct(Correction.BIND, other, token=f"name:{which}", note=f"wrote from {self.people[which].email}")

    def undo(self, which: int) -> None:
        made = [one for one in corrections_of(self.occurrence.id) if one.undone_at is None]
        if made:
            chosen = UUID(hex=made[which % len(made)].event.id)
            take_back(
                occurrence=self.occurrence, actor=self.host, correction=chosen,
                now=self.story.at("12:00") + next(self.count),
            )  # fmt: skip

    def erase(self, which: int) -> None:
        erase_people([self.people[which].id], [self.people[which].email])
        self.erased.add(which)

    def verify(self, which: int) -> None:
        verify_claims(self.host.pk, self.people[which].email)

    def check(self) -> None:
        """Read as anybody would, and without packs: the same events, the same timeline, nothing erased."""
        read, log = evidence_of(self.occurrence.id), from_the_log(self.occurrence.id)
        assert by_key(read) == by_key(log)
        facts = facts_of(self.occurrence)
        short, full = (
            timeline(one.events, visits=one.visits, meeting=facts, as_of=LATER)
            for one in (read, Known(log.in_full(), []))
        )
        assert short == full
        packed = Pack.objects.filter(pk=self.occurrence.id).first()
        for which in self.erased:
            email = self.people[which].email
            # A webhook or a host may tell of them again under their address: then the log holds it too.
            if packed and not Claim.objects.filter(Q(email=email) | Q(text__contains=email)).exists():
                assert email.encode() not in bytes(packed.body)


def by_key(known: Known) -> dict[tuple[str, str], kernel.Event]:
    return {(event.source, event.id): event for event in known.in_full()}


@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(600)
@settings(max_examples=12 * THOROUGH, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(step, min_size=2, max_size=10))
def test_whatever_happens_to_the_log_a_pack_and_the_log_say_the_same(alice: User, steps: list[tuple[str, Any]]) -> None:
    scribe = Scribe(database_under_test())
    try:
        world = World(alice, scribe)
        for what, which in steps:
            world.do(what, which)
            world.check()
    finally:
        scribe.close()


# ---- made, used, made again ---------------------------------------------------------------------


@pytest.mark.django_db
def test_a_long_log_is_packed_by_who_read_it_and_a_short_one_is_not(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = told(alice)
    monkeypatch.setattr(packs, "MANY", 7)
    evidence_of(story.occurrence.id)
    assert not Pack.objects.exists()
    monkeypatch.setattr(packs, "MANY", 6)
    evidence_of(story.occurrence.id)
    assert Pack.objects.get().position == last_position(story.occurrence.id)


@pytest.mark.django_db
def test_a_pack_is_read_instead_of_the_rows_and_later_rows_beside_it(alice: User) -> None:
    story = told(alice)
    evidence_of(story.occurrence.id)
    Event.objects.filter(occurrence_id=story.occurrence.id).delete()  # only to see where it comes from
    assert len(evidence_of(story.occurrence.id).in_full()) == 6 + 2  # with opening and closing
    late = story.comes("Late Guest")
    story.stays(late, "10:40", "10:50")
    story.tell()
    assert len(evidence_of(story.occurrence.id).in_full()) == 8 + 2


@pytest.mark.django_db
def test_after_many_more_rows_it_is_packed_anew(alice: User) -> None:
    story = told(alice)
    evidence_of(story.occurrence.id)
    for number in range(2):
        story.stays(story.comes(f"Late {number}"), "10:40", "10:50")
    story.tell()
    evidence_of(story.occurrence.id)
    assert Pack.objects.get().position == last_position(story.occurrence.id)


@pytest.mark.django_db
def test_what_another_version_packed_is_not_read(alice: User) -> None:
    story = told(alice)
    evidence_of(story.occurrence.id)
    for foreign in (b"\xc1", msgspec.msgpack.encode((0, ([], []))), msgspec.msgpack.encode((1, "other"))):
        Pack.objects.update(body=foreign)
        assert len(evidence_of(story.occurrence.id).in_full()) == 8
        assert body(story.occurrence.id) != foreign


# ---- gone with what it was made from ------------------------------------------------------------


@pytest.mark.django_db
def test_whoever_read_the_log_before_an_erasure_cannot_keep_it_after(alice: User) -> None:
    story = told(alice)
    for has_pack in (False, True):
        if has_pack:
            evidence_of(story.occurrence.id)
        found, read = packs.find(story.occurrence.id), from_the_log(story.occurrence.id)
        erase_people([], [f"g{int(has_pack)}@example.org"])
        packs.keep(story.occurrence.id, read, found=found)
        assert body(story.occurrence.id) == b""


@pytest.mark.django_db(transaction=True)
def test_nor_while_the_erasure_is_still_being_committed(alice: User) -> None:
    story = told(alice)
    found, read = packs.find(story.occurrence.id), from_the_log(story.occurrence.id)

    def keep() -> None:
        packs.keep(story.occurrence.id, read, found=found)
        connection.close()

    reader = threading.Thread(target=keep)
    with transaction.atomic():
        erase_people([], ["g0@example.org"])
        reader.start()
        time.sleep(0.3)
    reader.join()
    assert body(story.occurrence.id) == b""


@pytest.mark.django_db
def test_an_address_shown_to_be_theirs_counts_in_the_next_report(alice: User) -> None:
    story = told(alice)
    evidence_of(story.occurrence.id)
    verify_claims(alice.pk, "G1@example.org")
    verified = {one.hints.email for one in evidence_of(story.occurrence.id).visits if one.hints.email_verified}
    assert verified == {"g1@example.org"}


def _deleted(story: Story) -> None:
    forget_meeting(story.meeting.id)


def _over(story: Story) -> None:
    Opening.objects.update(closed_at=story.at("11:00"))
    forget_expired(now=datetime.fromtimestamp(story.at("11:00") / 1000, UTC) + timedelta(days=400))


def _left_behind(story: Story) -> None:
    """Somebody read the log before the meeting was deleted, and packed it after."""
    Event.objects.all().delete()
    Claim.objects.all().delete()
    Occurrence.objects.all().delete()
    forget_expired(now=datetime.now(UTC))


@pytest.mark.django_db
@pytest.mark.parametrize("end", [_deleted, _over, _left_behind])
def test_a_pack_goes_with_its_occurrence(alice: User, end: Callable[[Story], None]) -> None:
    story = told(alice)
    evidence_of(story.occurrence.id)
    assert b"g0@example.org" in body(story.occurrence.id)
    end(story)
    assert not Pack.objects.exists()
