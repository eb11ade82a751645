"""What a paired plugin sends is about its own member, whatever it says; and it is heard no longer than it may be."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from allauth.idp.oidc.models import Token
from django.utils import timezone

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.calls import Call, confirm
from leavethemeeting.attendance.models import Claim, Credential, Event
from leavethemeeting.domain.permissions import Relation
from leavethemeeting.meetings.models import Attendee, CoHost, Meeting, Opening, Removal
from tests.attendance.plugin_stories import pair
from tests.realtime.logside import T0, open_meeting, served

pytestmark = pytest.mark.django_db(transaction=True)
ENTER = {
    "type": "enter",
    "id": "e-1",
    "at": T0 + 1000,
    "connection": "c1",
    "name": "Somebody Else",
    "email": "else@example.org",
    "role": "host",
}
SAID = {"type": "interact", "id": "i-1", "at": T0 + 2000, "connection": "c1", "interaction": "chat", "text": "hello"}


def send(token: str, *events: dict[str, Any], sent_at: int = T0 + 60_000) -> list[str] | int:
    """The results, or the status of an answer without any."""

    async def run() -> list[str] | int:
        async with served() as here:
            headers = {"Authorization": f"Bearer {token}"}
            answer = await here.http.post(
                "/api/v1/events", json={"sent_at": sent_at, "events": events}, headers=headers
            )
            results = answer.json().get("results")
            return [one["code"] or one["status"] for one in results] if results else answer.status_code

    return asyncio.run(run())


def of_plugin(user: User, meeting: Meeting, relation: Relation = Relation.STRANGER, *, roster: bool = False) -> str:
    meeting.place, meeting.outside_url = Meeting.Place.LINK, "https://meet.google.com/abc-defg-hij"
    meeting.save()
    plugin = Token.objects.filter(user=user).first() or pair(user).token
    call = Call(meeting, relation, known=False)
    return confirm(call=call, user=user, plugin=plugin, roster=roster, at=T0, now=T0)[1]


def test_it_speaks_of_its_member_only(alice: User, bob: User) -> None:
    occurrence = open_meeting(alice)
    token = of_plugin(bob, occurrence.meeting)
    assert send(token, ENTER, SAID) == ["accepted", "accepted"]
    entered, said = Claim.objects.order_by("event_id")
    attendee = Attendee.objects.get(user=bob)
    assert (entered.attendee_id, entered.name, entered.email, entered.role) == (
        attendee.id,
        "Bob Baker",
        bob.email,
        "participant",
    )
    assert (said.attendee_id, said.text, said.name) == (attendee.id, "hello", "")
    made = Credential.objects.get()
    assert set(Event.objects.values_list("source_ref", flat=True)) == {f"key:{made.source_id}"}
    assert send(token, {"type": "roster", "id": "r", "at": T0, "complete": True, "people": []}) == ["not_allowed"]
    Attendee.objects.update(name="Bob B.")
    assert send(of_plugin(bob, occurrence.meeting), ENTER, SAID) == ["duplicate", "duplicate"]


def _unpair(bob: User, _meeting: Meeting) -> None:
    Token.objects.all().delete()


def _ends(bob: User, _meeting: Meeting) -> None:
    User.objects.filter(pk=bob.pk).update(ends_at=timezone.now())


def _switched_off(bob: User, _meeting: Meeting) -> None:
    User.objects.filter(pk=bob.pk).update(is_active=False)


def _erased(bob: User, _meeting: Meeting) -> None:
    Attendee.objects.filter(user=bob).delete()


def _a_day_later(_bob: User, _meeting: Meeting) -> None:
    Credential.objects.update(expires_at=T0)


@pytest.mark.parametrize("end", [_unpair, _ends, _switched_off, _erased, _a_day_later])
def test_it_is_heard_no_longer_than_it_may_be(alice: User, bob: User, end: Callable[[User, Meeting], None]) -> None:
    meeting = open_meeting(alice).meeting
    token = of_plugin(bob, meeting)
    end(bob, meeting)
    assert send(token, ENTER) == 401
    assert not Event.objects.exists()


def test_a_co_host_who_is_none_any_more_reads_out_no_list(alice: User, bob: User) -> None:
    meeting = open_meeting(alice).meeting
    co_host = CoHost.objects.create(meeting=meeting, user=bob, added_at=timezone.now())
    token = of_plugin(bob, meeting, Relation.CO_HOST, roster=True)
    roster = {"type": "roster", "id": "r", "at": T0 + 5, "complete": True, "people": [{"name": "Cy"}]}
    assert send(token, roster) == ["accepted"]
    co_host.delete()
    assert send(token, {**roster, "id": "r2"}) == 401


def test_whom_a_host_removed_is_heard_of_the_time_before(alice: User, bob: User) -> None:
    occurrence = open_meeting(alice)
    token = of_plugin(bob, occurrence.meeting)
    Removal.objects.create(occurrence=occurrence, attendee=Attendee.objects.get(), removed_at=T0 + 5_000)
    late = {**ENTER, "id": "e-2", "connection": "c2", "at": T0 + 6_000}
    assert send(token, ENTER, late) == ["accepted", "not_allowed"]
    Removal.objects.update(lifted_at=T0 + 7_000)
    assert send(token, late) == ["accepted"]


def test_a_wrong_clock_leads_to_the_date_that_was_meant(alice: User, bob: User) -> None:
    """Eleven days ahead: by its own clock the event would be of no date at all, and too far in the future."""
    occurrence = open_meeting(alice, closed_at=T0 + 3_600_000)
    token, ahead = of_plugin(bob, occurrence.meeting), 11 * 86_400_000
    assert send(token, {**ENTER, "at": T0 + 1000 + ahead}, sent_at=T0 + 60_000 + ahead) == ["accepted"]
    assert Opening.objects.count() == 1
