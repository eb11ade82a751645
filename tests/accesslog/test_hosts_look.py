"""What a host opens is noted for the people on it, before it is shown, once an hour; and they read it."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from leavethemeeting.accesslog.actions import look_as_host
from leavethemeeting.accesslog.kinds import What
from leavethemeeting.accesslog.models import Look
from leavethemeeting.accounts.models import User
from leavethemeeting.meetings.actions.planning import delete_meeting
from tests.walls.world import World, build

pytestmark = pytest.mark.django_db

#: The pages and files of a host on which Bob stands, and what each is noted as.
SHOWN = {
    "live:occurrence": What.DASHBOARD, "reports:occurrence": What.REPORT, "reports:attendee": What.IN_REPORT,
    "reports:attendance_csv": What.REPORT_FILE, "reports:stays_csv": What.REPORT_FILE,
    "reports:interactions_csv": What.REPORT_FILE, "reports:people": What.ATTENDEES, "reports:person": What.IN_ATTENDEES,
    "reports:people_csv": What.ATTENDEES_FILE, "meetings:meeting": What.MEETING, "meetings:picture": What.PICTURE,
    "room:person": What.IN_MEETING, "attendance:corrections": What.CORRECTIONS, "attendance:correct_time": What.CORRECTIONS,
}  # fmt: skip


@pytest.fixture
def world(alice: User, bob: User, charlie: User) -> World:
    return build(alice=alice, bob=bob, charlie=charlie)


def seen_by(client: Client) -> str:
    return client.get("/profile/looks/").content.decode()


@pytest.mark.parametrize("name", SHOWN)
def test_each_page_and_file_is_one_look_that_bob_reads(
    name: str, world: World, as_alice: Client, as_bob: Client, as_charlie: Client
) -> None:
    assert "Alice Archer" not in seen_by(as_bob)
    assert as_alice.get(world.url(name)).status_code == 200
    assert list(Look.objects.values_list("what", "role")) == [(SHOWN[name].value, "host")]
    told = seen_by(as_bob)
    assert "Alice Archer" in told
    assert "They host" in told
    assert "Alice Archer" not in seen_by(as_charlie)


def test_the_ticket_of_the_live_stream_is_a_look_of_the_dashboard(world: World, as_alice: Client) -> None:
    assert as_alice.post(world.url("live:ticket")).status_code == 200
    assert Look.objects.get().what == What.DASHBOARD.value


def test_opened_again_within_the_hour_is_the_same_look(world: World, as_alice: Client, alice: User) -> None:
    for _again in range(3):
        as_alice.get(world.url("live:occurrence"))
        as_alice.post(world.url("live:ticket"))
    first = Look.objects.get()
    again = partial(
        look_as_host, looker_id=alice.pk, what=What.DASHBOARD, reason="again", occurrence_id=world.occurrence.id
    )  # fmt: skip
    assert again(now=first.looked_at + timedelta(minutes=59)) == 0
    assert again(now=first.looked_at + timedelta(minutes=61)) == 1


def test_a_thousand_people_on_a_report_are_one_row_and_on_a_list_a_row_each(world: World, alice: User) -> None:
    look_as_host(
        looker_id=alice.pk, what=What.REPORT, reason="x", now=timezone.now(), occurrence_id=world.occurrence.id
    )
    assert Look.objects.count() == 1
    many = [uuid4() for _ in range(1200)]
    assert (
        look_as_host(looker_id=alice.pk, what=What.ATTENDEES, reason="x", now=timezone.now(), attendee_ids=many) == 1200
    )
    assert look_as_host(looker_id=alice.pk, what=What.ATTENDEES, reason="x", now=timezone.now(), attendee_ids=many) == 0


def test_whoever_may_not_look_leaves_no_look(world: World, as_charlie: Client, as_bob: Client) -> None:
    for name in SHOWN:
        for client in (as_charlie, as_bob):
            client.get(world.url(name))
    assert not Look.objects.exclude(what__in=[What.ATTENDEES.value, What.ATTENDEES_FILE.value]).exists()
    assert not Look.objects.exists()  # nobody stands on the lists of those two either


def test_when_the_look_cannot_be_written_nothing_is_shown(
    world: World, as_alice: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object, **_named: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("leavethemeeting.meetings.looking.look_as_host", broken)
    as_alice.raise_request_exception = False
    for name in SHOWN:
        answer = as_alice.get(world.url(name))
        assert answer.status_code == 500, name
        assert b"bob@example.org" not in answer.content


def test_looks_go_with_the_meeting(world: World, as_alice: Client, alice: User) -> None:
    for name in SHOWN:
        as_alice.get(world.url(name))
    assert Look.objects.count() > 5
    delete_meeting(meeting=world.meeting, actor=alice)
    assert not Look.objects.exists()


def test_hosts_do_not_read_of_their_own_looks(world: World, as_alice: Client) -> None:
    as_alice.get(world.url("reports:occurrence"))
    assert "They host" not in seen_by(as_alice)
