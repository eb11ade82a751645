"""C23: whoever attends is the host's client, taking part or only watching; each belongs to one host's meeting."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from leavethemeeting.accounts.models import User
from leavethemeeting.meetings.models import Attendee, Meeting
from leavethemeeting.reports.people import people_of
from leavethemeeting.shared.moments import now_ms
from tests.reports.story import Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(alice: User, bob: User) -> Story:
    """Bob takes part in Alice's meeting, and Vera only watches."""
    told = Story(alice)
    told.opens()
    told.stays(told.comes("Bob Baker", user=bob, role="participant"), "10:00", "10:40")
    told.stays(told.comes("Vera Viewer", "vera@example.org", role="viewer"), "10:05", "10:45")
    told.tell()
    return told


@pytest.mark.parametrize(
    ("person", "address", "role"),
    [("Bob Baker", "bob@example.org", "participant"), ("Vera Viewer", "vera@example.org", "viewer")],
)
def test_both_kinds_stand_in_the_hosts_lists_with_all_they_are(
    story: Story, as_alice: Client, person: str, address: str, role: str
) -> None:
    for url in ("/attendees/", f"/reports/{story.occurrence.id}/"):
        text = as_alice.get(url).content.decode()
        assert person in text and address in text, url
    lines = b"".join(as_alice.get(f"/reports/{story.occurrence.id}/attendance.csv?plain=1")).decode().splitlines()
    assert role in next(line for line in lines if person in line)


def test_neither_kind_is_anybody_elses_client(
    story: Story, bob: User, charlie: User, as_charlie: Client, as_bob: Client
) -> None:
    assert people_of(charlie, now=now_ms()) == [] and people_of(bob, now=now_ms()) == []
    for stranger in (as_charlie, as_bob):
        assert "Vera Viewer" not in stranger.get("/attendees/").content.decode()
        assert stranger.get(f"/reports/{story.occurrence.id}/").status_code == 404


def test_the_database_takes_no_attendee_without_a_meeting_and_no_meeting_without_a_host(story: Story) -> None:
    for row, column in ((Attendee.objects.all()[0], "meeting"), (story.meeting, "owner")):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**{column: None})
            connection.check_constraints()
    assert Meeting.objects.get().owner_id == story.host.id


def test_there_are_these_two_kinds_and_no_third() -> None:
    assert set(Meeting.Role.values) == {"participant", "viewer"}
