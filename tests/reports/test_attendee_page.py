"""One attendee of one occurrence: every edge with its source."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.payloads import ClaimFields
from leavethemeeting.attendance.queries import slug_of
from leavethemeeting.domain.events import EventType, Interaction, SourceKind
from leavethemeeting.meetings.actions.sharing import share_profile
from leavethemeeting.meetings.models import Attendee
from leavethemeeting.shared.moments import now_ms
from tests.reports.story import Story
from tests.reports.test_occurrence_page import words


@pytest.fixture
def story(alice: User) -> Story:
    told = Story(alice)
    told.opens()
    return told


@pytest.fixture
def attendee(story: Story, bob: User) -> Attendee:
    return story.comes("Bob Baker", user=bob)


def page(client: Client, story: Story, attendee: Attendee) -> str:
    url = reverse("reports:attendee", args=[story.occurrence.id, slug_of(f"attendee:{attendee.id}")])
    response = client.get(url)
    assert response.status_code == 200
    return words(response.content.decode())


def test_each_stay_says_who_said_so_when_it_was_heard_and_how_it_came(
    story: Story, attendee: Attendee, as_alice: Client
) -> None:
    story.stays(attendee, "10:02", "10:30", "auto_rule:host_left")
    story.tell()
    text = page(as_alice, story, attendee)
    assert "10:02:00 said at the time; from the built-in room; heard at 10:02:00" in text
    assert "10:30:00 left by the rule “host left” said at the time; from the built-in room; heard at 10:30:00" in text
    assert "reason auto_rule:host_left" in text


def test_their_own_lines_are_there_and_nobody_elses(story: Story, attendee: Attendee, as_alice: Client) -> None:
    other = story.comes("Carl Cole")
    story.does(attendee, story.stays(attendee, "10:00", "11:00"), Interaction.CHAT, "10:05", text="Good morning")
    story.does(other, story.stays(other, "10:00", "11:00"), Interaction.CHAT, "10:06", text="Secret of Carl")
    story.tell()
    text = page(as_alice, story, attendee)
    assert "10:05:00 chat Good morning" in text
    assert "Secret of Carl" not in text


def test_what_is_shared_of_a_member_is_there_and_no_secret(
    story: Story, attendee: Attendee, bob: User, as_alice: Client
) -> None:
    story.stays(attendee, "10:00", "11:00")
    story.tell()
    share_profile(attendee=attendee, user=bob, now=now_ms())
    text = page(as_alice, story, attendee)
    assert "E-mail bob@example.org verified" in text
    assert "Time zone UTC" in text
    assert "Signs in with password" in text
    assert bob.password not in text


def test_an_attendee_known_by_address_only_is_found_without_it_in_the_address_bar(
    story: Story, as_alice: Client
) -> None:
    story.says(
        SourceKind.WEBHOOK, "key:w", EventType.ENTER, "w-enter-1", story.at("10:05"), connection_ref="c1",
        claim=ClaimFields(name="Walt Weber", email="walt@example.org", email_verified=True),
    )  # fmt: skip
    story.tell()
    html = as_alice.get(reverse("reports:occurrence", args=[story.occurrence.id])).content.decode()
    url = reverse("reports:attendee", args=[story.occurrence.id, slug_of("email:walt@example.org")])
    assert f'href="{url}"' in html
    assert "walt" not in url
    assert as_alice.get(url).status_code == 200


def test_somebody_who_was_not_there_is_a_404(story: Story, as_alice: Client) -> None:
    assert as_alice.get(reverse("reports:attendee", args=[story.occurrence.id, "0" * 16])).status_code == 404


def test_it_is_for_hosts_only(story: Story, attendee: Attendee, as_bob: Client, as_charlie: Client) -> None:
    story.stays(attendee, "10:00", "11:00")
    story.tell()
    url = reverse("reports:attendee", args=[story.occurrence.id, slug_of(f"attendee:{attendee.id}")])
    assert (as_bob.get(url).status_code, as_charlie.get(url).status_code) == (404, 404)
