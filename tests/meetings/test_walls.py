"""Who may what: every address of the slice, tried by everyone. A stranger's answer is always 404."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from leavethemeeting.accounts.models import User
from leavethemeeting.domain.permissions import Deed, Relation
from leavethemeeting.meetings import urls
from leavethemeeting.meetings.actions.hosting import hand_over
from leavethemeeting.meetings.models import CoHost, Meeting, Occurrence
from leavethemeeting.meetings.queries import (
    attendee_relation,
    meeting_for,
    meetings_hosted_by,
    occurrence_for,
    relation_of,
)
from leavethemeeting.shared.moments import now_ms
from tests.cast import signed_in
from tests.meetings.stories import make_attendee, make_meeting, opened, plan_fields

PEOPLE = ("owner", "co_host", "attendee", "stranger", "guest")


@dataclass
class Scene:
    """Alice owns, Dora co-hosts, Bob attends, Charlie is a stranger; and somebody without an account."""

    meeting: Meeting
    occurrence: Occurrence
    co_hosting: CoHost
    browsers: dict[str, Client]


@pytest.fixture
def scene(alice: User, bob: User, charlie: User, provider: User) -> Scene:
    meeting = make_meeting(alice)
    co_hosting = CoHost.objects.create(meeting=meeting, user=provider, added_at=timezone.now())
    make_attendee(meeting, user=bob)
    members = zip(PEOPLE, (alice, provider, bob, charlie), strict=False)
    browsers = {who: signed_in(member) for who, member in members}
    return Scene(meeting, opened(meeting), co_hosting, {**browsers, "guest": Client()})


HOSTS = (True, True, False, False)  # owner, co-host, attendee, stranger: may they?
OWNER = (True, False, False, False)
MATRIX = {
    "meeting": ("GET", HOSTS),
    "edit": ("GET", HOSTS),
    "edit_preview": ("POST", HOSTS),
    "duplicate": ("POST", HOSTS),
    "delete": ("GET", OWNER),
    "open": ("POST", HOSTS),
    "reopen": ("POST", HOSTS),
    "give": ("GET", OWNER),
    "give_back": ("POST", OWNER),
    "co_host_add": ("POST", OWNER),
    "co_host_remove": ("POST", OWNER),
    "newcomers": ("POST", HOSTS),
}
OWN_PAGES = {"list": "GET", "plan": "GET", "plan_preview": "POST"}
PUBLIC = {
    "join": "GET",
    "state": "GET",
    "age": "POST",
    "guest": "POST",
    "enter": "POST",
    "forget": "POST",
    "outside": "GET",
}

#: ``picture`` needs somebody who shared one (tests/walls/test_pages.py, tests/reports/test_shared_profile.py),
#: ``offer`` one that is open (tests/meetings/test_giving.py).
ELSEWHERE = {"picture", "offer"}


def address(scene: Scene, name: str) -> str:
    given = {"meeting_id": scene.meeting.id, "occurrence_id": scene.occurrence.id, "co_host_id": scene.co_hosting.id}
    pattern = next(pattern for pattern in urls.urlpatterns if pattern.name == name)
    wanted = pattern.pattern.converters
    if "code" in wanted:
        return reverse(f"meetings:{name}", args=[scene.meeting.code])
    return reverse(f"meetings:{name}", kwargs={key: given[key] for key in wanted})


def ask(browser: Client, method: str, path: str) -> int:
    return (browser.get(path) if method == "GET" else browser.post(path, plan_fields())).status_code


def test_every_address_stands_in_one_of_the_tables() -> None:
    assert sorted([*MATRIX, *OWN_PAGES, *PUBLIC, *ELSEWHERE]) == sorted(
        str(pattern.name) for pattern in urls.urlpatterns
    )


@pytest.mark.parametrize("name", MATRIX)
def test_who_may_see_and_do_what_with_a_meeting(scene: Scene, name: str) -> None:
    method, allowed = MATRIX[name]
    for who, may in reversed(list(zip(PEOPLE, allowed, strict=False))):
        status = ask(scene.browsers[who], method, address(scene, name))
        assert (who, status in (200, 302)) == (who, may)
        assert may or status == 404


@pytest.mark.parametrize("name", [*MATRIX, *OWN_PAGES])
def test_who_is_not_signed_in_is_led_to_sign_in(scene: Scene, name: str) -> None:
    method = MATRIX[name][0] if name in MATRIX else OWN_PAGES[name]
    path = address(scene, name)
    answer = scene.browsers["guest"].generic(method, path)
    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={path}")


@pytest.mark.parametrize("name", PUBLIC)
def test_the_join_page_is_for_everyone_who_holds_its_link(scene: Scene, name: str) -> None:
    for who in PEOPLE:
        status = ask(scene.browsers[who], PUBLIC[name], address(scene, name))
        assert (who, status in (200, 302)) == (who, True)


@pytest.mark.parametrize("name", [name for name, (method, _allowed) in MATRIX.items() if method == "POST"])
def test_what_changes_something_is_never_done_by_a_link(scene: Scene, name: str) -> None:
    assert scene.browsers["owner"].get(address(scene, name)).status_code == 405


@pytest.mark.parametrize("name", [name for name, method in PUBLIC.items() if method == "POST"])
def test_a_foreign_page_cannot_post_for_somebody(scene: Scene, bob: User, name: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(bob, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert strict.post(address(scene, name)).status_code == 403


class TestRelations:
    def test_come_from_rows(self, scene: Scene, alice: User, bob: User, charlie: User, provider: User) -> None:
        relations = [relation_of(user, scene.meeting) for user in (alice, provider, bob, charlie, None)]
        assert relations == [
            Relation.HOST, Relation.CO_HOST, Relation.PARTICIPANT, Relation.STRANGER, Relation.STRANGER,
        ]  # fmt: skip

    def test_in_an_occurrence_an_open_hand_over_makes_a_moderator(self, scene: Scene, alice: User, bob: User) -> None:
        attendee = scene.meeting.attendees.get(user=bob)
        assert attendee_relation(attendee, scene.occurrence) is Relation.PARTICIPANT
        handover = hand_over(occurrence=scene.occurrence, attendee=attendee, actor=alice, now=now_ms())
        assert attendee_relation(attendee, scene.occurrence) is Relation.MODERATOR
        assert occurrence_for(user=bob, occurrence_id=scene.occurrence.id, deed=Deed.END_FOR_ALL) == scene.occurrence
        handover.taken_back_at = now_ms()
        handover.save()
        assert attendee_relation(attendee, scene.occurrence) is Relation.PARTICIPANT

    def test_a_host_who_attends_is_still_the_host(self, scene: Scene, alice: User) -> None:
        assert attendee_relation(make_attendee(scene.meeting, user=alice), scene.occurrence) is Relation.HOST

    def test_an_attendee_of_another_meeting_is_a_stranger(self, scene: Scene, alice: User) -> None:
        assert attendee_relation(make_attendee(make_meeting(alice)), scene.occurrence) is Relation.STRANGER

    def test_the_provider_is_a_stranger_to_meetings(self, alice: User, provider: User) -> None:
        assert relation_of(provider, make_meeting(alice)) is Relation.STRANGER

    def test_the_door_to_a_row_gives_it_only_to_whom_it_belongs(self, scene: Scene, alice: User, charlie: User) -> None:
        from django.http import Http404

        assert meeting_for(user=alice, meeting_id=scene.meeting.id, deed=Deed.DELETE) == scene.meeting
        assert occurrence_for(user=alice, occurrence_id=scene.occurrence.id, deed=Deed.SEE_REPORT) == scene.occurrence
        for user in (charlie, None):
            with pytest.raises(Http404):
                meeting_for(user=user, meeting_id=scene.meeting.id, deed=Deed.ENTER)
            with pytest.raises(Http404):
                occurrence_for(user=user, occurrence_id=scene.occurrence.id, deed=Deed.ENTER)
            assert not meetings_hosted_by(user).exists()
