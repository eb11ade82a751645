"""Connected plugins: the list, and everything that ends one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.idp.oidc.models import Token
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from leavethemeeting.accounts.actions import delete_member
from leavethemeeting.accounts.models import User
from leavethemeeting.accounts.pairing.plugins import end_idle_plugins, end_plugins, last_used
from leavethemeeting.consent.models import Document
from leavethemeeting.consent.posting import post_version
from leavethemeeting.consent.queries import current_policy
from leavethemeeting.shared.environment import environment
from leavethemeeting.shared.wakeups import ACCESS, listen
from tests.accounts.pairing.plugin import Plugin, paired, sure
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def plugin(as_bob: Client) -> Plugin:
    return paired(as_bob)


def test_the_list_names_it_with_days_and_no_hours(plugin: Plugin, as_bob: Client) -> None:
    page = as_bob.get("/plugins/").content.decode()
    assert "Firefox on Linux" in page and "last used on" in page
    token = Token.objects.get()
    assert token.data == {"name": "Firefox on Linux, a computer", "last_used_day": timezone.now().date().isoformat()}


def test_disconnecting_asks_first_then_closes_what_is_open(
    plugin: Plugin, as_bob: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    page = f"/plugins/{Token.objects.get().pk}/disconnect/"
    assert "Disconnect this plugin?" in as_bob.get(page).content.decode()
    assert plugin.call().status_code == 200
    rung: list[str] = []
    stop = listen(ACCESS, rung.append)
    token = Token.objects.get().pk
    try:
        with django_capture_on_commit_callbacks(execute=True):
            as_bob.post(page)
    finally:
        stop()
    assert rung == [f"plugin:{token}"]
    assert plugin.call().status_code == 401
    assert "No plugin is connected" in as_bob.get("/plugins/").content.decode()


def test_nobody_sees_or_ends_the_plugin_of_another(plugin: Plugin, as_charlie: Client) -> None:
    page = f"/plugins/{Token.objects.get().pk}/disconnect/"
    assert as_charlie.get(page).status_code == as_charlie.post(page).status_code == 404
    assert "Firefox" not in as_charlie.get("/plugins/").content.decode()
    assert plugin.call().status_code == 200


def test_a_plugin_gives_its_token_back_and_learns_nothing_of_others(plugin: Plugin) -> None:
    stranger = Plugin(token="ltm_" + "x" * 43)
    assert stranger.gives_back().status_code == 200
    assert plugin.call().status_code == 200
    assert plugin.gives_back().status_code == 200
    assert plugin.call().status_code == 401


@pytest.mark.parametrize(("choice", "then"), [({}, 200), ({"disconnect_plugins": "on"}, 401)])
def test_a_changed_password_disconnects_them_if_wanted(
    plugin: Plugin, as_bob: Client, choice: dict[str, str], then: int
) -> None:
    new = "two green kites over the bay"
    assert "Disconnect my plugins" in sure(as_bob).get("/accounts/password/change/").content.decode()
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new, **choice}
    assert as_bob.post("/accounts/password/change/", form).status_code == 302
    assert plugin.call().status_code == then


def test_whoever_has_no_plugin_is_not_asked(as_charlie: Client) -> None:
    assert "Disconnect my plugins" not in sure(as_charlie).get("/accounts/password/change/").content.decode()


def test_a_lost_password_disconnects_them(plugin: Plugin, bob: User) -> None:
    from allauth.account.signals import password_reset

    password_reset.send(sender=User, request=None, user=bob)
    assert plugin.call().status_code == 401


def test_thirty_silent_days_end_it(plugin: Plugin) -> None:
    now = timezone.now()
    assert end_idle_plugins(now=now + timedelta(days=29)) == 0
    Token.objects.update(created_at=now - timedelta(days=40))
    assert end_idle_plugins(now=now + timedelta(days=29)) == 0, "it called yesterday, so to say"
    assert end_idle_plugins(now=now + timedelta(days=31)) == 1
    assert plugin.call().status_code == 401


def test_ninety_days_end_it_however_busy(plugin: Plugin) -> None:
    Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert plugin.call().status_code == 401
    assert end_idle_plugins(now=timezone.now()) == 1
    assert not Token.objects.exists()


def test_a_call_notes_the_day_once(plugin: Plugin) -> None:
    token = Token.objects.get()
    Token.objects.update(data={"name": "A plugin", "last_used_day": "2026-01-01"})
    plugin.call()
    token.refresh_from_db()
    assert last_used(token) == timezone.now().date()


def test_a_deleted_member_leaves_no_plugin(plugin: Plugin, bob: User) -> None:
    delete_member(user=bob)
    assert not Token.objects.exists()
    assert plugin.call().status_code == 401


def test_a_member_who_may_not_sign_in_has_no_plugin_either(plugin: Plugin, bob: User) -> None:
    User.objects.filter(pk=bob.pk).update(is_active=False)
    assert plugin.call().status_code == 401


def test_a_changed_policy_stops_it_until_it_is_accepted(plugin: Plugin) -> None:
    post_version(
        kind=Document.POLICY, source=current_policy().source + "\nA new sentence.\n", summary="A sentence",
        material=True, environment=environment(), now=timezone.now(),
    )  # fmt: skip
    answer = plugin.call()
    assert answer.status_code == 428
    assert answer.json()["accept_url"].endswith("/privacy/accept/")


def test_all_end_at_once(as_bob: Client, bob: User) -> None:
    first, second = paired(as_bob), paired(as_bob)
    assert end_plugins(user_id=bob.pk) == 2
    assert {first.call().status_code, second.call().status_code} == {401}


@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer ltm_", "Basic bHRtXw==", "Bearer ltm_" + "x" * 300])
def test_no_other_key_opens_anything(header: str, client: Client) -> None:
    answer = client.get("/api/v1/plugin/", headers={"authorization": header})
    assert answer.status_code == 401 and "invalid_token" in answer["WWW-Authenticate"]
