"""My attendees: everyone from all meetings of one host, each once, and nobody else's."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

from django.db import connection
from django.http import StreamingHttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leavethemeeting.accounts.models import User
from leavethemeeting.meetings.models import CoHost
from leavethemeeting.shared.moments import from_datetime, now_ms
from tests.reports.story import Story
from tests.reports.test_occurrence_page import running, words


def names(client: Client, **query: str) -> list[str]:
    html = client.get(reverse("reports:people"), query).content.decode()
    return re.findall(r'<a class="row-link"[^>]*><bdi>([^<]*)', html)


def link_to(client: Client, name: str) -> str:
    html = client.get(reverse("reports:people")).content.decode()
    (url,) = re.findall(rf'<a class="row-link" href="([^"]+)"><bdi>{name}<', html)
    return str(url)


def two_meetings(alice: User, bob: User) -> tuple[Story, Story]:
    """Bob is in both; a Jo is in each, and they are two."""
    first, second = Story(alice, title="Planning"), Story(alice, title="Review", day=date(2026, 3, 12))
    for story in (first, second):
        story.opens()
        story.stays(story.comes("Bob Baker", user=bob), "10:00", "10:45")
        story.stays(story.comes("Jo Blogs"), "10:00", "11:00")
        story.tell()
    return first, second


def test_the_same_member_is_one_person_and_the_same_name_is_not(alice: User, bob: User, as_alice: Client) -> None:
    two_meetings(alice, bob)
    assert names(as_alice, sort="name") == ["Bob Baker", "Jo Blogs", "Jo Blogs"]
    text = words(as_alice.get(reverse("reports:people")).content.decode())
    assert "Bob Baker bob@example.org member 2 times 2 meetings 10 March 2026, 09:00 12 March 2026, 09:00" in text


def test_a_verified_address_joins_a_guest_to_a_member(alice: User, bob: User, as_alice: Client) -> None:
    story = Story(alice)
    story.opens()
    story.stays(story.comes("Bob Baker", user=bob), "10:00", "10:45")
    guest = story.comes("Bobby", "bob@example.org")
    guest.email_verified = True
    guest.save()
    story.tell()
    assert names(as_alice) == ["Bob Baker"]


def test_somebody_who_registered_and_has_not_come_is_there_already(alice: User, as_alice: Client) -> None:
    Story(alice).comes("Rita Registered", "rita@example.org")
    text = words(as_alice.get(reverse("reports:people")).content.decode())
    assert "Rita Registered rita@example.org · not verified guest not yet" in text


def test_whoever_is_in_a_meeting_now_comes_first_and_it_says_in_which(alice: User, bob: User, as_alice: Client) -> None:
    two_meetings(alice, bob)
    story, tab = running(alice, 5)
    story.meeting.title = "Standing"
    story.meeting.save()
    story.tell()
    assert from_datetime(story.meeting.planned_at) <= now_ms()
    assert tab
    text = words(as_alice.get(reverse("reports:people")).content.decode())
    assert "Bob Baker in Standing now guest once" in text
    assert names(as_alice)[0] == "Bob Baker"


def test_a_persons_page_has_all_their_meetings_with_this_host(alice: User, bob: User, as_alice: Client) -> None:
    two_meetings(alice, bob)
    text = words(as_alice.get(link_to(as_alice, "Bob Baker")).content.decode())
    assert "Review 12 March 2026, 10:00–11:00, Europe/Berlin (CET) 10:00:00 10:45:00 left 45 min 00 s 75.0 %" in text
    assert text.index("Review 12 March") < text.index("Planning 10 March")
    assert "Jo Blogs" not in text


def test_the_list_says_when_their_meetings_began_and_does_not_call_it_their_entrance(
    alice: User, bob: User, as_alice: Client
) -> None:
    two_meetings(alice, bob)
    heads = words(as_alice.get(reverse("reports:people")).content.decode())
    assert "First meeting" in heads and "Last meeting" in heads and "seen" not in heads
    person = words(as_alice.get(link_to(as_alice, "Bob Baker")).content.decode())
    assert "First meeting 10 March 2026" in person and "Last meeting 12 March 2026" in person


class TestAnotherHost:
    def test_never_sees_what_happened_elsewhere(
        self, alice: User, bob: User, charlie: User, as_alice: Client, as_charlie: Client
    ) -> None:
        two_meetings(alice, bob)
        own = Story(charlie, title="Charlies own")
        own.opens()
        own.stays(own.comes("Bob Baker", user=bob), "10:10", "10:20")
        own.tell()
        assert names(as_charlie) == ["Bob Baker"]
        text = words(as_charlie.get(link_to(as_charlie, "Bob Baker")).content.decode())
        assert "Charlies own" in text
        assert "Planning" not in text
        assert "Charlies own" not in words(as_alice.get(link_to(as_alice, "Bob Baker")).content.decode())

    def test_gets_a_404_for_somebody_elses_attendee(
        self, alice: User, bob: User, as_alice: Client, as_charlie: Client
    ) -> None:
        two_meetings(alice, bob)
        url = link_to(as_alice, "Bob Baker")
        assert as_charlie.get(url).status_code == 404

    def test_a_co_host_sees_the_attendees_of_that_meeting(
        self, alice: User, bob: User, charlie: User, as_charlie: Client
    ) -> None:
        first, _second = two_meetings(alice, bob)
        CoHost.objects.create(meeting=first.meeting, user=charlie, added_at=first.meeting.planned_at)
        text = words(as_charlie.get(link_to(as_charlie, "Bob Baker")).content.decode())
        assert "Planning" in text
        assert "Review" not in text


def test_it_finds_by_name_and_address_and_can_be_taken_along(alice: User, bob: User, as_alice: Client) -> None:
    two_meetings(alice, bob)
    assert names(as_alice, q="jo") == ["Jo Blogs", "Jo Blogs"]
    assert names(as_alice, q="BOB@") == ["Bob Baker"]
    response = as_alice.get(reverse("reports:people_csv"))
    assert isinstance(response, StreamingHttpResponse)
    body = response.getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body, newline="")))
    assert [(row["name"], row["times_came"], row["meetings"]) for row in rows] == [
        ("Bob Baker", "2", "2"), ("Jo Blogs", "1", "1"), ("Jo Blogs", "1", "1"),
    ]  # fmt: skip


def test_a_host_without_attendees_is_told_how_to_get_some(as_alice: Client) -> None:
    assert "Nobody has come yet" in words(as_alice.get(reverse("reports:people")).content.decode())


def test_more_people_are_no_more_queries(alice: User, as_alice: Client) -> None:
    counted = []
    story = Story(alice)
    story.opens()
    as_alice.get(reverse("reports:people"))  # that she used it is noted once
    for number in range(3):
        story.stays(story.comes(f"Guest {number}"), "10:00", "10:30")
        story.tell()
        if number in (0, 2):
            with CaptureQueriesContext(connection) as queries:
                as_alice.get(reverse("reports:people"))
            counted.append(len(queries))
    assert counted[0] == counted[1]
