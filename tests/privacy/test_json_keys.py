"""What stands inside of single fields is known key by key: the list fits the models, a world's rows fit the list, and a planted key is found."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from allauth.idp.oidc.models import Token
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.utils import timezone

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.models import Event
from leavethemeeting.consent.models import PolicyVersion
from leavethemeeting.evidence.actions import check_itself
from leavethemeeting.logdata.models import Error
from leavethemeeting.mail.models import Mailing
from leavethemeeting.meetings.models import Meeting
from leavethemeeting.privacy.json_keys import HELD, Held, json_fields, strange, unknown
from leavethemeeting.room.models import Boot, Checkpoint
from tests.accounts.journeys import sign_up
from tests.logdata.browsers import sign_in
from tests.meetings.stories import pass_age
from tests.walls.world import World, build

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def world(alice: User, bob: User, charlie: User) -> World:
    return build(alice=alice, bob=bob, charlie=charlie)


def test_every_field_that_holds_json_is_on_the_list_and_no_other() -> None:
    assert set(HELD) == json_fields()


def test_the_rows_of_a_whole_world_hold_only_known_keys(world: World, alice: User) -> None:
    """With sessions of somebody signed in, signing up, asking for a new code, being asked their age."""
    newcomer, guest = Client(), Client()
    EmailAddress.objects.get_or_create(user=alice, email=alice.email, defaults={"verified": True, "primary": True})
    member = sign_in(alice.email)
    for page in ("/meetings/", "/security/", "/accounts/2fa/totp/activate/", "/invite/", "/profile/"):
        member.get(page, follow=True)
    sign_up(newcomer)
    pass_age(guest, world.meeting)
    guest.post(f"/m/{world.meeting.code}/guest/", {"name": "Gus", "email": "gus@example.org"})
    Client().post("/accounts/password/reset/", {"email": alice.email})
    check_itself(now=NOW)
    assert unknown() == []
    keys = {key for session in map(dict, _sessions()) for key in session}
    assert {"_auth_user_id", "account_authentication_methods", "attendees"} <= keys, "the walk left sessions behind"


def _sessions() -> list[dict[str, Any]]:
    from django.contrib.sessions.models import Session

    return [one.get_decoded() for one in Session.objects.all()]


def session(bob: User) -> None:
    store = SessionStore()
    store["shoe_size"] = 43
    store.save()


def extra_data(bob: User) -> None:
    SocialAccount.objects.create(user=bob, provider="facebook", uid="7", extra_data={"name": "B", "shoe_size": 43})


def signed_in_from(bob: User) -> None:
    UserSession.objects.create(user=bob, session_key=uuid4().hex, ip="192.0.2.1", user_agent="", data={"shoe_size": 43})


def second_factor(bob: User) -> None:
    Authenticator.objects.create(user=bob, type="totp", data={"secret": "x", "shoe_size": 43})


def plugin(bob: User) -> None:
    Token.objects.filter(user=bob).update(data={"name": "A plugin", "last_used_day": "2026-10-03", "shoe_size": 43})


def mailing(bob: User) -> None:
    Mailing.objects.create(kind="news", reference=uuid4().hex, subject="…", content={"shoe_size": 43}, written_at=NOW)


def detail(bob: User) -> None:
    last = Event.objects.order_by("-position").first()
    assert last is not None
    Event.objects.filter(meeting_id=last.meeting_id, source_ref=last.source_ref, id=last.id).update(
        detail=json.dumps({"shoe_size": 43})
    )


def checkpoint(bob: User) -> None:
    boot = Boot.objects.create(id=uuid4(), started_at=1)
    occurrence = Meeting.objects.get(title="Alice's meeting").occurrences.all()[0]
    Checkpoint.objects.create(boot=boot, occurrence=occurrence, at=1, connections=[{"shoe_size": 43}])


def stack(bob: User) -> None:
    Error.objects.create(
        fingerprint="f" * 32, source="server", name="E", stack={"shoe_size": 43}, first_at=NOW, last_at=NOW
    )


def facts(bob: User) -> None:
    PolicyVersion.objects.update(facts=[{"shoe_size": 43}])


PLANTED: dict[Callable[[User], None], str] = {
    session: "django_session.session_data", extra_data: "socialaccount_socialaccount.extra_data",
    signed_in_from: "usersessions_usersession.data", second_factor: "mfa_authenticator.data", plugin: "allauth_idp_oidc_token.data",
    mailing: "mail_mailing.content", detail: "attendance_event.detail", checkpoint: "room_checkpoint.connections",
    stack: "logdata_error.stack", facts: "consent_policy_version.facts",
}  # fmt: skip


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_a_key_that_somebody_adds_is_found_in_a_row(plant: Callable[[User], None], world: World, bob: User) -> None:
    plant(bob)
    (found,) = unknown()
    assert found.endswith(f"stands in {PLANTED[plant]}") and "43" not in found


def test_what_is_odd_is_told_without_its_value() -> None:
    assert list(strange(Held(frozenset({"a"})), {"a": 1, "dora@example.org " + "x" * 99: 2})) == [
        "the key 'dora@example.org xxxxxxxxxxxxxxxxxxxxxxx'"
    ]
    assert list(strange(Held(depth=1), [["deeper"]])) == ["a value that is no list of texts and numbers"]
    assert list(strange(Held(frozenset()), "text")) == ["a value that is no object (str)"]
    assert list(strange(Held(depth=2), [["ref", 5]])) == list(strange(Held(free="names"), {"x": 1})) == []
