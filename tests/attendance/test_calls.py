"""A plugin asks whose meeting a call is: Bob sees the host's name first, and nothing is stored before he says yes."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pytest

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.models import Credential
from leavethemeeting.consent.models import Document
from leavethemeeting.consent.posting import post_version
from leavethemeeting.consent.queries import current_policy
from leavethemeeting.meetings.actions.hosting import add_co_host
from leavethemeeting.meetings.actions.opening import open_occurrence
from leavethemeeting.meetings.actions.planning import Plan, change_plan
from leavethemeeting.meetings.models import Attendee, Meeting, Opening, Removal, SharedProfile
from leavethemeeting.shared.environment import environment
from leavethemeeting.shared.moments import from_datetime, now_ms
from tests.accounts.journeys import everything_stored
from tests.attendance.plugin_stories import LINK, Paired, outside, pair, sha_of
from tests.cast import signed_in

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def bobs(bob: User) -> Paired:
    return pair(bob)


def test_bob_sees_whose_meeting_it_is_and_what_is_kept_and_nobody_learns_that_he_looked(
    alice: User, bobs: Paired
) -> None:
    meeting = outside(alice, keeps_days=30)
    told = bobs.call().json()
    assert told["credential"] is None
    assert (told["meeting"]["id"], told["meeting"]["title"], told["meeting"]["host"]) == (
        str(meeting.pk), "Weekly review", "Alice Archer",
    )  # fmt: skip
    assert (told["meeting"]["role"], told["meeting"]["known"]) == ("attendee", False)
    assert told["meeting"]["kept"] == "30 days after the meeting." and "Alice Archer" in told["meeting"]["seen_by"]
    assert abs(told["now"] - now_ms()) < 60_000
    assert not Attendee.objects.exists() and not Credential.objects.exists() and not Opening.objects.exists()


def test_after_his_yes_he_is_an_attendee_as_through_the_join_page_with_a_credential_for_a_day(
    alice: User, bob: User, bobs: Paired
) -> None:
    meeting = outside(alice)
    got = bobs.call(confirmed=True).json()["credential"]
    attendee = Attendee.objects.get()
    assert (attendee.meeting, attendee.user, attendee.name, attendee.email_verified) == (meeting, bob, bob.name, True)
    assert SharedProfile.objects.get().attendee == attendee
    made = Credential.objects.get()
    assert (made.attendee, made.plugin, made.source_kind) == (attendee, bobs.token, "plugin")
    assert got["kind"] == "plugin" and got["events_url"].endswith("/api/v1/events")
    assert 0 < got["expires_at"] - now_ms() <= 24 * 3_600_000
    assert got["token"] not in everything_stored() and got["token"].startswith("ltm_")
    assert not Opening.objects.exists()


def test_renewing_and_a_second_plugin_are_the_same_source(alice: User, bob: User, bobs: Paired) -> None:
    outside(alice)
    first, again = (bobs.call(confirmed=True).json()["credential"]["token"] for _ in range(2))
    pair(bob, "ltm_his_phone").call(confirmed=True)
    assert first != again
    assert Credential.objects.count() == 2
    assert Credential.objects.values("source_id").distinct().count() == 1
    bobs.token.delete()
    assert {one.plugin is None for one in Credential.objects.all()} == {True, False}


def test_a_call_of_no_meeting_is_not_there_and_leaves_no_trace(
    alice: User, bobs: Paired, caplog: pytest.LogCaptureFixture
) -> None:
    outside(alice)
    before = everything_stored(limits=False)
    with caplog.at_level(logging.DEBUG):
        answer = bobs.call("https://meet.google.com/xxx-yyyy-zzz", confirmed=True)
    assert answer.status_code == 404
    sha = sha_of("https://meet.google.com/xxx-yyyy-zzz")
    assert sha not in everything_stored() and sha not in caplog.text
    assert everything_stored(limits=False) == before


@pytest.mark.parametrize("away", [-HOUR * 3, HOUR * 5])
def test_a_date_that_does_not_run_has_no_call(alice: User, bobs: Paired, away: timedelta) -> None:
    starts = datetime.now(UTC) + away
    outside(alice, starts_at=starts, ends_at=starts + HOUR / 2)
    assert bobs.call().status_code == 404


def test_a_plugin_that_was_offline_asks_later(alice: User, bobs: Paired) -> None:
    starts = datetime.now(UTC) - timedelta(days=3)
    outside(alice, starts_at=starts, ends_at=starts + HOUR)
    at = from_datetime(starts + HOUR / 2)
    assert bobs.call(confirmed=True).status_code == 404
    assert bobs.call(at=at, confirmed=True).status_code == 200
    assert bobs.call(at=at + 3 * 3_600_000).status_code == 404


def test_of_two_meetings_under_one_address_somebody_new_learns_of_neither(
    alice: User, bob: User, charlie: User, bobs: Paired
) -> None:
    """A room's name can be guessed, and two hosts may use the same."""
    mine, other = outside(alice), outside(charlie, title="Charlie's")
    assert bobs.call().status_code == 404
    Attendee.objects.create(meeting=mine, user=bob, name="Bob", first_came_at=1)
    assert bobs.call().json()["meeting"]["id"] == str(mine.pk)
    assert pair(charlie).call().json()["meeting"]["id"] == str(other.pk)


def test_whom_a_host_removed_asks_in_vain_while_that_date_is_open(alice: User, bob: User, bobs: Paired) -> None:
    meeting = outside(alice)
    bobs.call(confirmed=True)
    occurrence = open_occurrence(meeting=meeting, actor=alice, now=now_ms())
    Removal.objects.create(occurrence=occurrence, attendee=Attendee.objects.get(), removed_at=now_ms())
    assert bobs.call(confirmed=True).status_code == 404


def test_the_list_of_participants_is_for_hosts_and_their_yes_opens_the_date(
    alice: User, bob: User, charlie: User, bobs: Paired
) -> None:
    meeting = outside(alice)
    assert bobs.call(confirmed=True, roster=True).status_code == 404
    assert not Attendee.objects.exists() and not Opening.objects.exists()
    got = pair(alice).call(confirmed=True, roster=True).json()
    assert (got["meeting"]["role"], got["credential"]["kind"]) == ("host", "host_plugin")
    assert Opening.objects.get().opened_by == alice
    add_co_host(meeting=meeting, actor=alice, email=charlie.email, now=datetime.now(UTC))
    assert pair(charlie).call(confirmed=True, roster=True).json()["credential"]["kind"] == "host_plugin"


def test_a_plugins_credential_is_not_among_the_hosts_sources(alice: User, bobs: Paired) -> None:
    meeting = outside(alice)
    bobs.call(confirmed=True)
    client, made = signed_in(alice), Credential.objects.get()
    assert "Firefox on Linux" not in client.get(f"/meetings/{meeting.pk}/sources/").content.decode()
    assert client.post(f"/meetings/{meeting.pk}/sources/{made.pk}/revoke/").status_code == 404


def test_a_changed_policy_waits_for_the_member(alice: User, bobs: Paired) -> None:
    outside(alice)
    post_version(
        kind=Document.POLICY, source=current_policy().source + "\nMore.\n", summary="More", material=True,
        environment=environment(), now=datetime.now(UTC),
    )  # fmt: skip
    answer = bobs.call(confirmed=True)
    assert answer.status_code == 428 and answer.json()["accept_url"].endswith("/privacy/accept/")
    assert not Attendee.objects.exists()


def test_a_changed_link_changes_the_call(alice: User, bobs: Paired) -> None:
    meeting = outside(alice)
    change_plan(meeting=meeting, actor=alice, plan=Plan(title="Weekly review", place=Meeting.Place.ROOM))
    assert bobs.call().status_code == 404


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"null", b"{", b"[" * 2000, b'{"address_sha256":"x"}', b'{"address_sha256":"%s","x":1}' % (b"a" * 64),
     b'{"address_sha256":"%s","at":-1}' % (b"a" * 64), b'{"address_sha256":"%s","at":1e400}' % (b"a" * 64),
     b'{"address_sha256":"\xff"}', b'{"address_sha256":"%s","confirmed":"yes"}' % (b"a" * 64), b" " * 5000],
)  # fmt: skip
def test_nonsense_is_refused(bobs: Paired, body: bytes) -> None:
    assert bobs.says(body).status_code == 400


def test_guessing_is_slow(alice: User, bobs: Paired) -> None:
    codes = {bobs.call(f"https://meet.jit.si/guess{number}").status_code for number in range(62)}
    assert codes == {404, 429}


def test_his_meetings_are_those_he_hosts_and_those_he_came_to(
    alice: User, bob: User, charlie: User, bobs: Paired
) -> None:
    now = datetime.now(UTC)
    weekly = {"repeats": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;COUNT=30", "title": "Daily"}
    daily = outside(alice, **weekly)
    Attendee.objects.create(meeting=daily, user=bob, name="Bob", first_came_at=1)
    own = outside(bob, title="His own", place=Meeting.Place.ROOM, outside_url="", starts_at=now + HOUR, ends_at=None)
    outside(bob, title="Over", starts_at=now - HOUR * 30, ends_at=now - HOUR * 29)
    outside(bob, title="Far", starts_at=now + timedelta(days=20), ends_at=now + timedelta(days=20) + HOUR)
    outside(charlie, title="Not his")
    anytime = outside(bob, title="Any time", starts_at=None, ends_at=None)
    answer = bobs.meetings()
    lines = answer.json()["meetings"]
    assert {line["title"] for line in lines} == {"Daily", "His own", "Any time"}
    days = [line for line in lines if line["title"] == "Daily"]
    assert 14 <= len(days) <= 15 and {(one["series"], one["role"]) for one in days} == {(str(daily.pk), "attendee")}
    assert {one["call_sha256"] for one in days} == {sha_of(LINK)}
    mine = next(line for line in lines if line["title"] == "His own")
    assert (mine["role"], mine["end"], mine["series"], mine["host"]) == ("host", None, "", "Bob Baker")
    assert mine["call_sha256"] == sha_of(f"{environment().public_url}/m/{own.code}/room/")
    assert lines[-1]["id"] == str(anytime.pk) and lines[-1]["start"] is None
    assert bobs.meetings(**{"if-none-match": answer["ETag"]}).status_code == 304
    assert "private" in answer["Cache-Control"]
