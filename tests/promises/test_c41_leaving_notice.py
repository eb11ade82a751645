"""C41: before a link that somebody typed stands a notice with the target's host, and one can go on from it."""

from __future__ import annotations

import pytest
from django.test import Client

from leavethemeeting.accounts.models import User
from leavethemeeting.meetings.actions.opening import open_occurrence
from leavethemeeting.meetings.models import Meeting
from leavethemeeting.shared.moments import now_ms
from leavethemeeting.shared.offsite import sealed
from tests.promises.crawling import anchors_of
from tests.website.visitors import text_of

pytestmark = pytest.mark.django_db
TYPED = "https://call.example.org/room"


def test_a_host_s_link_is_reached_through_the_notice_only(alice: User) -> None:
    meeting = Meeting.objects.create(owner=alice, title="Elsewhere", place=Meeting.Place.LINK, outside_url=TYPED)
    open_occurrence(meeting=meeting, actor=alice, now=now_ms())
    door = f"/m/{meeting.code}/"
    links = [anchor.href for anchor in anchors_of(door, Client().get(door).content.decode())]
    assert TYPED not in links and f"http://testserver{door}outside/" in links


@pytest.mark.parametrize("notice", ["meeting", "any"])
def test_the_notice_names_the_host_advises_to_read_its_policy_and_can_be_passed(alice: User, notice: str) -> None:
    meeting = Meeting.objects.create(owner=alice, title="Elsewhere", place=Meeting.Place.LINK, outside_url=TYPED)
    open_occurrence(meeting=meeting, actor=alice, now=now_ms())
    address = f"/m/{meeting.code}/outside/" if notice == "meeting" else f"/leaving/?to={sealed(TYPED)}"
    page = Client().get(address)
    told = text_of(page)
    assert "You are leaving for call.example.org" in told and "privacy policy" in told
    assert [anchor.href for anchor in anchors_of("/", page.content.decode()) if anchor.leads_away] == [TYPED]
    assert "Stay here" in told
