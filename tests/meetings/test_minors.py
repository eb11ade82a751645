"""Minors may attend: nobody's name, address or identifier is asked for or kept, whoever tells of it; the report has numbers only.

Watched failing: with claims written for everybody in ``realtime/evidence.py`` the member's name stood in the record;
without ``NOT r.counts_only`` in ``realtime/sql/access.py`` a plugin's list did.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from django.test import Client

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.credentials import make_credential
from leavethemeeting.attendance.forgetting import forget_seats
from leavethemeeting.attendance.models import Claim, Event
from leavethemeeting.domain.events import SourceKind
from leavethemeeting.meetings.actions.opening import CloseReason, close_occurrence
from leavethemeeting.meetings.actions.planning import change_plan
from leavethemeeting.meetings.forms import PlanForm
from leavethemeeting.meetings.models import Attendee, Meeting, Occurrence
from leavethemeeting.shared.moments import now_ms
from tests.attendance.plugin_stories import outside, pair
from tests.cast import make_member, signed_in
from tests.meetings.stories import make_meeting, opened, plan_fields
from tests.privacy.canaries import tables_with
from tests.room.story import Run, Tab, serving

pytestmark = pytest.mark.django_db(transaction=True)
CHILD = "Kimberley Zyxcanary"


def school(host: User) -> tuple[Meeting, Occurrence]:
    meeting = make_meeting(host, title="Year seven", minors_attend=True)
    return meeting, opened(meeting)


def seat_of(browser: Client, meeting: Meeting) -> Attendee:
    assert browser.post(f"/m/{meeting.code}/enter/").status_code == 302
    return Attendee.objects.get(pk=browser.session["attendees"][str(meeting.id)])


def test_the_host_ticks_it_and_everybody_reads_it(alice: User, client: Client) -> None:
    as_alice = signed_in(alice)
    as_alice.post("/meetings/plan/", plan_fields(title="Year seven", when="any", minors_attend="on"))
    meeting = Meeting.objects.get(title="Year seven")
    assert meeting.minors_attend and "None are recorded" in as_alice.get(f"/meetings/{meeting.id}/").content.decode()
    opened(meeting)
    door = client.get(f"/m/{meeting.code}/").content.decode()
    assert "Numbers only: no individual is recorded." in door
    assert "Date of birth" not in door and 'name="email"' not in door and 'name="name"' not in door


def test_at_the_door_there_is_a_number_and_nothing_else(alice: User, bob: User) -> None:
    meeting, _occurrence = school(alice)
    guest, member = Client(), signed_in(bob)
    first, second = seat_of(guest, meeting), seat_of(member, meeting)
    assert [(one.name, one.email, one.user_id) for one in (first, second)] == [
        ("Attendee 1", "", None),
        ("Attendee 2", "", None),
    ]
    assert seat_of(guest, meeting) == first, "the same browser keeps its seat"
    assert guest.post(f"/m/{meeting.code}/guest/", {"name": CHILD, "email": "kim@example.org"}).status_code == 302
    assert tables_with("zyxcanary", "kim@example.org") == set()
    host = signed_in(alice)
    host.post(f"/m/{meeting.code}/enter/")
    assert Attendee.objects.get(meeting=meeting, user=alice).name == alice.name, "its host is somebody"


def test_the_room_records_numbers_and_the_report_tells_them(alice: User) -> None:
    meeting, occurrence = school(alice)
    child = make_member(CHILD, "kim@example.org")
    seat = seat_of(signed_in(child), meeting)
    run = Run(meeting, occurrence)
    with serving() as server, Tab(server) as tab:
        tab.say("hello", ticket=run.ticket(seat))
        tab.welcome = tab.hear("welcome")
        assert tab.ask("chat", text=f"{CHILD} was here")["type"] == "ack"
    run.exit_of(tab.ref)
    assert {event.type for event in Event.objects.all()} >= {"enter", "exit", "interact"}
    assert Claim.objects.count() == 0
    close_occurrence(occurrence=occurrence, actor=alice, reason=CloseReason.HOST, now=now_ms())
    host = signed_in(alice)
    report = host.get(f"/reports/{occurrence.id}/").content.decode()
    assert "Numbers only." in report and "At most 1 at once" in report
    assert CHILD not in report and "Attendee 1" not in report and 'id="attendees"' not in report
    for file in ("attendance", "stays", "interactions"):
        assert host.get(f"/reports/{occurrence.id}/{file}.csv").status_code == 404
    held = tables_with("zyxcanary") - {"accounts_user"}
    assert held == set(), "nothing but the member's own account holds the name"


def test_the_seats_go_when_the_meeting_is_closed(alice: User) -> None:
    meeting, occurrence = school(alice)
    seat_of(Client(), meeting)
    now = datetime.now(UTC)
    assert forget_seats(now=now) == 0
    close_occurrence(occurrence=occurrence, actor=alice, reason=CloseReason.HOST, now=now_ms())
    assert forget_seats(now=now) == 0, "somebody may still be on the way out"
    assert forget_seats(now=now + timedelta(minutes=2)) == 1
    assert not Attendee.objects.exists()


def test_no_program_and_no_plugin_tells_of_individuals(alice: User) -> None:
    meeting, _occurrence = school(alice)
    _made, token = make_credential(
        meeting=meeting, actor=alice, label="bridge", kind=SourceKind.HOST_PLUGIN, days=30, now=now_ms()
    )
    person = {"name": CHILD, "email": "kim@example.org"}
    list_of_people = {"type": "roster", "id": "r-1", "at": now_ms(), "complete": True, "people": [person]}
    with serving() as server:
        answer = httpx.post(
            f"{server.environment.public_url}/api/v1/events", json={"sent_at": now_ms(), "events": [list_of_people]},
            headers={"Authorization": f"Bearer {token}"},
        )  # fmt: skip
    assert [one["code"] for one in answer.json()["results"]] == ["no_occurrence"], answer.text
    assert tables_with("zyxcanary") == set()


def test_a_plugin_does_not_find_such_a_call(alice: User, bob: User) -> None:
    meeting = outside(alice, minors_attend=True)
    plugin = pair(bob)
    assert plugin.call(confirmed=True).status_code == 404
    Meeting.objects.filter(pk=meeting.pk).update(minors_attend=False)
    assert plugin.call(confirmed=True).status_code == 200, "it is the switch that hides it"


def test_what_the_door_said_holds_until_the_meeting_is_closed(alice: User) -> None:
    meeting, occurrence = school(alice)
    form = PlanForm(plan_fields(when="any"))
    assert form.is_valid(), form.errors
    change_plan(meeting=meeting, actor=alice, plan=form.plan())
    meeting.refresh_from_db()
    assert meeting.minors_attend
    close_occurrence(occurrence=occurrence, actor=alice, reason=CloseReason.HOST, now=now_ms())
    change_plan(meeting=meeting, actor=alice, plan=form.plan())
    meeting.refresh_from_db()
    assert not meeting.minors_attend and Occurrence.objects.get(pk=occurrence.pk).counts_only
