"""A sign-in ends after some hours without doing anything, and after some days in any case; never in the middle of a meeting."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from leavethemeeting.accounts import session_limits
from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.payloads import new_event
from leavethemeeting.domain.events import EventType, SourceKind
from leavethemeeting.meetings.actions.entering import enter_as_member
from leavethemeeting.meetings.models import Occurrence
from leavethemeeting.room.models import Boot, Checkpoint
from leavethemeeting.shared.environment import EnvironmentMistakes, environment, read_environment
from leavethemeeting.shared.moments import from_datetime
from leavethemeeting.shared.session_limits import DEFAULT, STAFF, SessionLimits
from leavethemeeting.shared.tickets import session_digest
from leavethemeeting.shared.wakeups import ACCESS, listen
from tests.accounts.journeys import is_signed_in, sign_in
from tests.cast import PASSWORD, signed_in
from tests.meetings.stories import make_meeting, opened
from tests.privacy.canaries import was_there
from tests.reports.story import write

pytestmark = pytest.mark.django_db
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


class Clock:
    """What the limits are counted by."""

    def __init__(self) -> None:
        self.at = timezone.now().replace(microsecond=0)

    def now(self) -> datetime:
        return self.at

    def goes(self, span: timedelta) -> None:
        self.at += span


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    told = Clock()
    monkeypatch.setattr(session_limits, "timezone", told)
    return told


def test_without_doing_anything_a_browser_is_signed_out_after_the_limit_and_not_before(
    clock: Clock, as_alice: Client
) -> None:
    clock.goes(DEFAULT.idle - SECOND)
    assert is_signed_in(as_alice)
    clock.goes(DEFAULT.idle - SECOND)  # the page before was a sign of life
    assert is_signed_in(as_alice)
    clock.goes(DEFAULT.idle)
    assert not is_signed_in(as_alice)


def test_whatever_somebody_does_it_ends_after_the_longest_time(clock: Clock, as_alice: Client) -> None:
    for _each in range(int(DEFAULT.whole / (DEFAULT.idle / 2)) - 1):
        clock.goes(DEFAULT.idle / 2)
        assert is_signed_in(as_alice)
    clock.goes(DEFAULT.idle / 2)
    assert not is_signed_in(as_alice)


def test_it_says_so_and_what_is_open_in_that_browser_closes(
    clock: Clock, alice: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    here, rung = Client(), list[str]()
    sign_in(here, "alice@example.org", PASSWORD)
    key = here.session.session_key
    clock.goes(DEFAULT.idle + HOUR)
    stop = listen(ACCESS, rung.append)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            page = here.get("/profile/", follow=True).content.decode()
    finally:
        stop()
    assert "You were signed out" in page and 'name="password"' in page
    assert rung == [f"session:{session_digest(key)}"]
    assert not UserSession.objects.exists()


def test_signing_in_again_begins_both_anew(clock: Clock, alice: User) -> None:
    here = Client()
    sign_in(here, "alice@example.org", PASSWORD)
    clock.goes(DEFAULT.idle)
    assert not is_signed_in(here)
    sign_in(here, "alice@example.org", PASSWORD)
    clock.goes(DEFAULT.idle - SECOND)
    assert is_signed_in(here)


def test_the_providers_staff_are_signed_out_sooner(clock: Clock, as_provider: Client, as_alice: Client) -> None:
    clock.goes(STAFF.idle)
    assert not is_signed_in(as_provider)
    assert is_signed_in(as_alice)


def exits(occurrence: Occurrence, tab: str, *, at: int) -> None:
    """What the realtime app writes when a tab leaves."""
    write([
        new_event(
            meeting_id=occurrence.meeting_id, occurrence_id=occurrence.id, source_ref=f"room:{tab}", id=f"exit-{tab}",
            source_kind=SourceKind.ROOM, connection_ref=tab, received_at=at, type=EventType.EXIT, at=at,
        )
    ])  # fmt: skip


class TestInTheRoom:
    """Bob is in Alice's room and asks nothing of the web app for longer than he might."""

    @pytest.fixture
    def strict(self, monkeypatch: pytest.MonkeyPatch) -> SessionLimits:
        limits = SessionLimits(idle=HOUR, whole=2 * HOUR)
        monkeypatch.setattr(session_limits, "environment", lambda: replace(environment(), sessions=limits))
        return limits

    @pytest.fixture
    def as_bob(self, clock: Clock, strict: SessionLimits, alice: User, bob: User) -> Client:
        meeting = make_meeting(alice)
        occurrence = opened(meeting)
        was_there(occurrence, enter_as_member(meeting=meeting, user=bob, now=from_datetime(clock.at)), "bobs-tab")
        boot = Boot.objects.create(id=uuid4(), started_at=1)
        Checkpoint.objects.create(boot=boot, occurrence=occurrence, at=from_datetime(clock.at), connections=[])
        return signed_in(bob)

    def stays(self, clock: Clock, span: timedelta) -> None:
        clock.goes(span)
        at = from_datetime(clock.at)
        Checkpoint.objects.update(at=at, connections=[["bobs-tab", at]])

    def test_nobody_is_put_out_in_the_middle_of_a_meeting(self, clock: Clock, as_bob: Client) -> None:
        for _each in range(4):
            self.stays(clock, HOUR)
            assert is_signed_in(as_bob)

    def test_having_been_in_a_room_is_a_sign_of_life(self, clock: Clock, as_bob: Client) -> None:
        self.stays(clock, HOUR - SECOND)
        exits(Occurrence.objects.get(), "bobs-tab", at=from_datetime(clock.at))
        Checkpoint.objects.all().delete()
        clock.goes(HOUR - 2 * SECOND)
        assert is_signed_in(as_bob)
        clock.goes(HOUR)
        assert not is_signed_in(as_bob)

    def test_somebody_elses_presence_keeps_nobody_signed_in(self, clock: Clock, as_bob: Client, alice: User) -> None:
        as_alice = signed_in(alice)
        self.stays(clock, HOUR)
        assert not is_signed_in(as_alice)

    def test_a_room_that_fell_silent_keeps_nobody_signed_in(self, clock: Clock, as_bob: Client) -> None:
        self.stays(clock, HOUR)
        clock.goes(5 * HOUR)
        assert not is_signed_in(as_bob)


@pytest.mark.parametrize(
    ("name", "value"), [("SESSION_IDLE_HOURS", "0"), ("SESSION_DAYS", "91"), ("SESSION_DAYS", "x")]
)
def test_limits_that_make_no_sense_are_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(EnvironmentMistakes, match=name):
        read_environment({name: value})


def test_what_is_set_is_what_holds_and_the_page_says_it(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, as_alice: Client
) -> None:
    assert read_environment({}).sessions == DEFAULT
    chosen = read_environment({"SESSION_IDLE_HOURS": "3", "SESSION_DAYS": "5"}).sessions
    monkeypatch.setattr(session_limits, "environment", lambda: replace(environment(), sessions=chosen))
    page = as_alice.get("/devices/").content.decode()
    assert "do nothing for 3 hours" in page and "after 5 days" in page
    clock.goes(3 * HOUR)
    assert not is_signed_in(as_alice)
