"""Opening, closing and reopening make rows that say when and by whom; a forgotten meeting closes itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from leavethemeeting.accounts.models import User
from leavethemeeting.meetings.actions.hosting import hand_over, take_back
from leavethemeeting.meetings.actions.opening import (
    CannotReopen,
    CloseReason,
    close_occurrence,
    open_occurrence,
    reopen_occurrence,
)
from leavethemeeting.meetings.jobs import close_forgotten
from leavethemeeting.meetings.models import Handover, Meeting, Occurrence, Opening
from leavethemeeting.meetings.queries import current_opening
from leavethemeeting.shared.moments import from_datetime, to_datetime
from leavethemeeting.shared.wakeups import COMMANDS, listen
from tests.meetings.stories import make_attendee, make_meeting, opened

MONDAY = datetime(2030, 5, 6, 8, tzinfo=UTC)
TEN = from_datetime(MONDAY)
MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000


@pytest.fixture
def weekly(alice: User) -> Meeting:
    """Three Mondays, 08:00 to 09:00 UTC."""
    return make_meeting(
        alice, starts_at=MONDAY, ends_at=MONDAY + timedelta(hours=1), repeats="FREQ=WEEKLY;BYDAY=MO;COUNT=3"
    )


@pytest.fixture
def rung() -> Iterator[list[str]]:
    """The references with which the room's bell rang."""
    heard: list[str] = []
    stop = listen(COMMANDS, heard.append)
    yield heard
    stop()


def close(occurrence: Occurrence, *, at: int) -> bool:
    return close_occurrence(occurrence=occurrence, actor=occurrence.meeting.owner, reason=CloseReason.HOST, now=at)


def test_opening_near_a_date_opens_that_date(weekly: Meeting) -> None:
    occurrence = opened(weekly, at=TEN + 7 * DAY - 2 * HOUR)
    assert (occurrence.scheduled_start_at, occurrence.scheduled_end_at) == (TEN + 7 * DAY, TEN + 7 * DAY + HOUR)
    assert occurrence.first_opened_at == TEN + 7 * DAY - 2 * HOUR


@pytest.mark.parametrize("offset", [-2 * HOUR - 1, HOUR, 3 * DAY])
def test_opening_away_from_all_dates_is_unscheduled(weekly: Meeting, offset: int) -> None:
    assert opened(weekly, at=TEN + offset).scheduled_start_at is None


def test_a_meeting_at_any_time_is_always_unscheduled(alice: User) -> None:
    assert opened(make_meeting(alice), at=TEN).scheduled_start_at is None


def test_opening_twice_opens_once(weekly: Meeting) -> None:
    first, second = opened(weekly, at=TEN), opened(weekly, at=TEN + MINUTE)
    assert (first.id, Opening.objects.count()) == (second.id, 1)


def test_the_same_date_opened_again_is_the_same_occurrence(weekly: Meeting) -> None:
    first = opened(weekly, at=TEN)
    close(first, at=TEN + 10 * MINUTE)
    second = opened(weekly, at=TEN + 20 * MINUTE)
    assert second.id == first.id
    assert list(Opening.objects.order_by("opened_at").values_list("opened_at", "closed_at")) == [
        (TEN, TEN + 10 * MINUTE),
        (TEN + 20 * MINUTE, None),
    ]


def test_an_opening_says_who_opened_and_closed_it_and_why(weekly: Meeting, alice: User) -> None:
    assert close(opened(weekly, at=TEN), at=TEN + HOUR)
    opening = Opening.objects.get()
    assert (opening.opened_by, opening.closed_by, opening.closed_at, opening.close_reason) == (
        alice,
        alice,
        TEN + HOUR,
        "host",
    )


def test_closing_what_is_closed_changes_nothing(weekly: Meeting) -> None:
    occurrence = opened(weekly, at=TEN)
    close(occurrence, at=TEN + HOUR)
    assert not close(occurrence, at=TEN + 2 * HOUR)
    assert Opening.objects.get().closed_at == TEN + HOUR


def test_the_room_is_told_at_every_change_and_only_after_the_commit(
    weekly: Meeting, alice: User, rung: list[str], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        occurrence = opened(weekly, at=TEN)
        close(occurrence, at=TEN + HOUR)
        reopen_occurrence(occurrence=occurrence, actor=alice, now=TEN + HOUR + MINUTE)
        assert rung == []
    assert rung == [str(occurrence.id)] * 3


class TestReopening:
    def test_within_a_day_a_closing_by_mistake_is_undone(self, weekly: Meeting, alice: User) -> None:
        occurrence = opened(weekly, at=TEN)
        close(occurrence, at=TEN + HOUR)
        reopen_occurrence(occurrence=occurrence, actor=alice, now=TEN + HOUR + DAY)
        opening = current_opening(weekly)
        assert opening is not None
        assert opening.occurrence_id == occurrence.id

    def test_after_a_day_it_is_too_late(self, weekly: Meeting, alice: User) -> None:
        occurrence = opened(weekly, at=TEN)
        close(occurrence, at=TEN + HOUR)
        with pytest.raises(CannotReopen, match="late"):
            reopen_occurrence(occurrence=occurrence, actor=alice, now=TEN + HOUR + DAY + 1)

    def test_not_while_another_date_is_open(self, weekly: Meeting, alice: User) -> None:
        occurrence = opened(weekly, at=TEN)
        close(occurrence, at=TEN + HOUR)
        opened(weekly, at=TEN + 2 * HOUR)
        with pytest.raises(CannotReopen, match="busy"):
            reopen_occurrence(occurrence=occurrence, actor=alice, now=TEN + 2 * HOUR)

    def test_reopening_what_is_open_changes_nothing(self, weekly: Meeting, alice: User) -> None:
        occurrence = opened(weekly, at=TEN)
        reopen_occurrence(occurrence=occurrence, actor=alice, now=TEN + MINUTE)
        assert Opening.objects.count() == 1


class TestForgotten:
    """A meeting that nobody closed closes by itself, once nobody is in it."""

    @staticmethod
    def after(moment: int, *, occupied: set[UUID] | None = None) -> int:
        return close_forgotten(now=to_datetime(moment), occupied=(occupied or set()).__contains__)

    def test_half_an_hour_after_its_planned_end(self, weekly: Meeting) -> None:
        opened(weekly, at=TEN)
        assert self.after(TEN + HOUR + 30 * MINUTE) == 0
        assert self.after(TEN + HOUR + 30 * MINUTE + 1) == 1
        opening = Opening.objects.get()
        assert (opening.close_reason, opening.closed_by, opening.closed_at) == (
            "forgotten",
            None,
            TEN + HOUR + 30 * MINUTE + 1,
        )

    def test_twelve_hours_after_its_opening_where_no_end_was_planned(self, alice: User) -> None:
        opened(make_meeting(alice), at=TEN)
        assert self.after(TEN + 12 * HOUR) == 0
        assert self.after(TEN + 12 * HOUR + 1) == 1

    def test_but_never_while_somebody_is_connected(self, weekly: Meeting) -> None:
        occurrence = opened(weekly, at=TEN)
        assert self.after(TEN + 20 * HOUR, occupied={occurrence.id}) == 0
        assert current_opening(weekly) is not None

    def test_a_date_opened_again_after_its_end_gets_half_an_hour(self, weekly: Meeting, alice: User) -> None:
        occurrence = opened(weekly, at=TEN)
        close(occurrence, at=TEN + HOUR)
        reopen_occurrence(occurrence=occurrence, actor=alice, now=TEN + 5 * HOUR)
        assert self.after(TEN + 5 * HOUR + 30 * MINUTE) == 0
        assert self.after(TEN + 5 * HOUR + 31 * MINUTE) == 1

    def test_closed_meetings_are_left_alone(self, weekly: Meeting) -> None:
        close(opened(weekly, at=TEN), at=TEN + HOUR)
        assert self.after(TEN + 5 * DAY) == 0


class TestHandingOver:
    def test_is_kept_as_a_row_with_who_and_when(self, weekly: Meeting, alice: User, bob: User) -> None:
        occurrence, attendee = opened(weekly, at=TEN), make_attendee(weekly, user=bob)
        hand_over(occurrence=occurrence, attendee=attendee, actor=alice, now=TEN + MINUTE)
        hand_over(occurrence=occurrence, attendee=attendee, actor=alice, now=TEN + 2 * MINUTE)
        row = Handover.objects.get()
        assert (row.handed_at, row.handed_by, row.taken_back_at) == (TEN + MINUTE, alice, None)

    def test_is_taken_back_and_can_be_given_again(self, weekly: Meeting, alice: User, bob: User) -> None:
        occurrence, attendee = opened(weekly, at=TEN), make_attendee(weekly, user=bob)
        hand_over(occurrence=occurrence, attendee=attendee, actor=alice, now=TEN)
        assert take_back(occurrence=occurrence, attendee=attendee, actor=alice, now=TEN + MINUTE)
        assert not take_back(occurrence=occurrence, attendee=attendee, actor=alice, now=TEN + MINUTE)
        hand_over(occurrence=occurrence, attendee=attendee, actor=alice, now=TEN + HOUR)
        assert Handover.objects.filter(taken_back_at__isnull=True).count() == 1

    def test_whom_it_was_handed_to_may_hand_it_on(self, weekly: Meeting, alice: User, bob: User) -> None:
        occurrence, attendee = opened(weekly, at=TEN), make_attendee(weekly, user=bob)
        hand_over(occurrence=occurrence, attendee=attendee, actor=alice, now=TEN)
        guest = make_attendee(weekly)
        assert hand_over(occurrence=occurrence, attendee=guest, actor=bob, now=TEN).handed_by == bob


def test_an_occurrence_belongs_to_the_owner_of_its_meeting_alone(weekly: Meeting, charlie: User) -> None:
    from django.http import Http404

    occurrence, attendee = opened(weekly, at=TEN), make_attendee(weekly)
    for deed in (
        lambda: open_occurrence(meeting=weekly, actor=charlie, now=TEN),
        lambda: close_occurrence(occurrence=occurrence, actor=charlie, reason=CloseReason.HOST, now=TEN),
        lambda: reopen_occurrence(occurrence=occurrence, actor=charlie, now=TEN),
        lambda: hand_over(occurrence=occurrence, attendee=attendee, actor=charlie, now=TEN),
        lambda: take_back(occurrence=occurrence, attendee=attendee, actor=charlie, now=TEN),
    ):
        with pytest.raises(Http404):
            deed()
