"""*My meetings* and the meeting page show a host everything and nothing of anybody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from leavethemeeting.accounts.models import User
from leavethemeeting.meetings.actions.hosting import add_co_host
from leavethemeeting.meetings.models import CoHost, Meeting
from leavethemeeting.meetings.overview import overview_of, past_of
from tests.meetings.stories import HOUR, ids, make_meeting, make_past, make_scheduled, opened


def fill(owner: User, number: int) -> None:
    """That many of everything the list can show."""
    for _ in range(number):
        make_scheduled(owner, starts_in=timedelta(days=3))
        make_scheduled(owner, starts_in=-timedelta(days=3))
        opened(make_meeting(owner))
        make_past(make_meeting(owner), days_ago=2)


def test_a_new_host_is_led_to_planning(as_alice: Client) -> None:
    page = as_alice.get("/meetings/").content.decode()
    assert "You host no meetings yet" in page
    assert 'href="/meetings/plan/"' in page


def test_each_meeting_stands_where_its_host_looks_for_it(alice: User) -> None:
    soon = make_scheduled(alice, starts_in=timedelta(days=1), title="Soon")
    later = make_scheduled(alice, starts_in=timedelta(days=9), title="Later")
    finished = make_scheduled(alice, starts_in=-timedelta(days=9), title="Over")
    loose = make_meeting(alice, title="Any")
    running = make_meeting(alice, title="Running")
    occurrence = opened(running)
    overview = overview_of(alice, timezone.now())
    assert [planned.meeting for planned in overview.coming_up] == [soon, later]
    assert overview.over == [finished]
    assert overview.any_time == [loose]
    assert [opening.occurrence for opening in overview.open_now] == [occurrence]


def test_a_series_that_is_open_now_shows_its_next_date_as_coming(alice: User) -> None:
    series = make_scheduled(alice, starts_in=timedelta(0), repeats="FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;COUNT=3")
    opened(series)
    coming = overview_of(alice, timezone.now()).coming_up
    assert series.starts_at
    assert [planned.date.start for planned in coming] == [series.starts_at + timedelta(days=1)]


def test_past_occurrences_stand_latest_first_and_without_those_open_now(alice: User) -> None:
    meeting = make_meeting(alice)
    older, newer = make_past(meeting, days_ago=9), make_past(meeting, days_ago=2)
    opened(meeting)
    assert ids(past_of(alice)) == [newer.id, older.id]


def test_times_are_in_the_readers_zone_and_the_page_says_which(as_alice: Client, alice: User) -> None:
    alice.time_zone = "Asia/Kolkata"
    alice.save()
    start = datetime(2040, 1, 2, 10, tzinfo=UTC)
    make_meeting(alice, starts_at=start, ends_at=start + HOUR, time_zone="Europe/Berlin")
    page = as_alice.get("/meetings/").content.decode()
    assert "Mon 2 Jan 2040, 15:30" in page
    assert "Asia/Kolkata" in page


def test_a_co_host_sees_the_meeting_as_their_own(alice: User, bob: User, as_bob: Client) -> None:
    meeting = make_scheduled(alice, starts_in=timedelta(days=1))
    add_co_host(meeting=meeting, actor=alice, email=bob.email, now=timezone.now())
    assert [planned.meeting for planned in overview_of(bob, timezone.now()).coming_up] == [meeting]
    assert "co-hosted" in as_bob.get("/meetings/").content.decode()


def test_charlie_sees_none_of_it(alice: User, charlie: User) -> None:
    fill(alice, 1)
    assert overview_of(charlie, timezone.now()).empty
    assert not past_of(charlie).exists()


def count_queries(browser: Client, path: str) -> int:
    browser.get(path)  # sessions and caches are warm
    with CaptureQueriesContext(connection) as counted:
        assert browser.get(path).status_code == 200
    return len(counted)


def test_the_list_asks_the_database_as_often_for_three_rows_as_for_one(as_alice: Client, alice: User) -> None:
    fill(alice, 1)
    one = count_queries(as_alice, "/meetings/")
    fill(alice, 2)
    assert count_queries(as_alice, "/meetings/") == one


def test_the_meeting_page_asks_as_often_for_three_of_everything_as_for_one(
    as_alice: Client, alice: User, bob: User, charlie: User, provider: User
) -> None:
    meeting = make_scheduled(
        alice, starts_in=timedelta(days=1), repeats="FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;COUNT=9"
    )
    make_past(meeting, days_ago=1)
    CoHost.objects.create(meeting=meeting, user=bob, added_at=timezone.now())
    one = count_queries(as_alice, f"/meetings/{meeting.id}/")
    for days, member in ((3, charlie), (5, provider)):
        make_past(meeting, days_ago=days)
        CoHost.objects.create(meeting=meeting, user=member, added_at=timezone.now())
    assert count_queries(as_alice, f"/meetings/{meeting.id}/") == one


def test_the_join_page_asks_as_often_for_three_co_hosts_as_for_one(
    client: Client, alice: User, bob: User, charlie: User, provider: User
) -> None:
    meeting = make_meeting(alice)
    opened(meeting)
    CoHost.objects.create(meeting=meeting, user=bob, added_at=timezone.now())
    one = count_queries(client, f"/m/{meeting.code}/")
    for member in (charlie, provider):
        CoHost.objects.create(meeting=meeting, user=member, added_at=timezone.now())
    assert count_queries(client, f"/m/{meeting.code}/") == one


class TestMeetingPage:
    def test_shows_the_join_link_in_full(self, as_alice: Client, alice: User) -> None:
        meeting = make_meeting(alice)
        page = as_alice.get(f"/meetings/{meeting.id}/").content.decode()
        assert f'<code id="join-link">http://localhost:8000/m/{meeting.code}/</code>' in page

    def test_opens_closes_and_opens_again(self, as_alice: Client, alice: User) -> None:
        meeting = make_meeting(alice)
        home = f"/meetings/{meeting.id}/"
        page = as_alice.post(f"{home}open/", follow=True).content.decode()
        occurrence = meeting.occurrences.get()
        assert "Close for everyone" in page
        page = as_alice.post(f"{home}occurrences/{occurrence.id}/close/", follow=True).content.decode()
        assert "Open again" in page
        as_alice.post(f"{home}occurrences/{occurrence.id}/reopen/")
        assert list(occurrence.openings.values_list("closed_at", flat=True).filter(closed_at=None)) == [None]
        assert (meeting.occurrences.count(), occurrence.openings.count()) == (1, 2)

    def test_says_which_date_opening_is_for(self, as_alice: Client, alice: User) -> None:
        meeting = make_scheduled(alice, starts_in=timedelta(hours=1))
        assert "Opens the date of" in as_alice.get(f"/meetings/{meeting.id}/").content.decode()
        far = make_scheduled(alice, starts_in=timedelta(days=1))
        assert "No date is near" in as_alice.get(f"/meetings/{far.id}/").content.decode()

    def test_an_old_date_is_not_offered_for_reopening_and_refused_kindly(self, as_alice: Client, alice: User) -> None:
        meeting = make_meeting(alice)
        occurrence = make_past(meeting, days_ago=3)
        assert "Open again" not in as_alice.get(f"/meetings/{meeting.id}/").content.decode()
        page = as_alice.post(
            f"/meetings/{meeting.id}/occurrences/{occurrence.id}/reopen/", follow=True
        ).content.decode()
        assert "more than 24 hours ago" in page

    def test_a_date_of_another_meeting_is_not_found(self, as_alice: Client, alice: User) -> None:
        meeting, other = make_meeting(alice), make_meeting(alice)
        occurrence = opened(other)
        assert as_alice.post(f"/meetings/{meeting.id}/occurrences/{occurrence.id}/close/").status_code == 404
        assert occurrence.openings.get().closed_at is None


class TestCoHosts:
    def add(self, browser: Client, meeting: Meeting, email: str) -> str:
        return browser.post(f"/meetings/{meeting.id}/co-hosts/", {"email": email}, follow=True).content.decode()

    def test_a_member_becomes_a_co_host_by_address_whatever_its_case(
        self, as_alice: Client, alice: User, bob: User
    ) -> None:
        meeting = make_meeting(alice)
        assert "Bob Baker is a co-host now." in self.add(as_alice, meeting, " BOB@example.org ")
        assert CoHost.objects.get().user == bob

    def test_nobody_becomes_a_co_host_twice_nor_the_owner_once(self, as_alice: Client, alice: User, bob: User) -> None:
        meeting = make_meeting(alice)
        self.add(as_alice, meeting, bob.email)
        for email in (bob.email, alice.email):
            assert "hosts the meeting already" in self.add(as_alice, meeting, email)
        assert CoHost.objects.count() == 1

    def test_an_address_that_no_member_verified_is_refused(self, as_alice: Client, alice: User) -> None:
        User.objects.create_user("unverified@example.org", name="Una")
        for email in ("nobody@example.org", "unverified@example.org"):
            assert "No member has verified this address" in self.add(as_alice, make_meeting(alice), email)
        assert not CoHost.objects.exists()

    def test_a_removed_co_host_sees_the_meeting_no_more(
        self, as_alice: Client, as_bob: Client, alice: User, bob: User
    ) -> None:
        meeting = make_meeting(alice)
        co_host = add_co_host(meeting=meeting, actor=alice, email=bob.email, now=timezone.now())
        assert as_bob.get(f"/meetings/{meeting.id}/").status_code == 200
        as_alice.post(f"/meetings/{meeting.id}/co-hosts/{co_host.id}/remove/")
        assert as_bob.get(f"/meetings/{meeting.id}/").status_code == 404
