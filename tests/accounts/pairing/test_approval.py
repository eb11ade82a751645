"""The decision: who asks is seen first, a stranger's code is warned of, and no other website can send the form."""

from __future__ import annotations

import pytest
from allauth.idp.oidc.internal.oauthlib import device_codes
from django.core.cache import cache
from django.test import Client

from leavethemeeting.accounts.models import User
from leavethemeeting.accounts.pairing.approval import proof_of
from leavethemeeting.logdata.models import Entry
from tests.accounts.pairing.plugin import Plugin, decides, looks, sure
from tests.cast import signed_in

pytestmark = pytest.mark.django_db
WARNING = "Is it really yours?"


@pytest.fixture
def plugin() -> Plugin:
    made = Plugin()
    made.begin()
    return made


def is_waiting(plugin: Plugin) -> bool:
    return bool(plugin.poll().json()["error"] == "authorization_pending")


def test_the_page_says_who_asks_from_where_when_and_for_what(plugin: Plugin, as_bob: Client) -> None:
    page = looks(sure(as_bob), plugin)
    for told in (plugin.codes["user_code"], "Firefox on Linux", "127.0.0.0/24", "UTC", "when you enter and leave"):
        assert told in page, told
    assert page.index("Deny") < page.index("Pair it")


def test_one_must_have_said_who_one_is(plugin: Plugin, as_bob: Client) -> None:
    assert as_bob.get("/pair/")["Location"].startswith("/accounts/again/")
    assert as_bob.post("/pair/", {"code": plugin.codes["user_code"]})["Location"].startswith("/accounts/again/")
    assert Client().get("/pair/")["Location"].startswith("/accounts/login/")


def test_a_form_from_another_website_does_nothing(plugin: Plugin, bob: User) -> None:
    """allauth's own page would take it."""
    client = sure(signed_in(bob))
    looks(client, plugin)
    client.handler.enforce_csrf_checks = True
    sent = {"code": plugin.codes["user_code"], "decision": "allow"}
    answer = client.post("/pair/", sent, headers={"origin": "https://elsewhere.example"})
    assert answer.status_code == 403
    assert is_waiting(plugin)


def test_a_link_with_the_code_decides_nothing_and_types_nothing(plugin: Plugin, as_bob: Client) -> None:
    """What a stranger could send."""
    page = sure(as_bob).get(f"/pair/?code={plugin.codes['user_code']}").content.decode()
    assert plugin.codes["user_code"] not in page and "Pair it" not in page
    assert "If somebody sent you a code" in page


def test_without_the_browsers_own_proof_there_is_a_warning(plugin: Plugin, as_bob: Client) -> None:
    assert WARNING in looks(sure(as_bob), plugin)
    assert WARNING not in looks(as_bob, plugin, proof=True)


def test_a_proof_holds_for_one_challenge_and_one_code(plugin: Plugin, as_bob: Client) -> None:
    sure(as_bob).get("/pair/")
    challenge = as_bob.session["pairing_challenge"]
    for proof in (
        proof_of("another device code", challenge), proof_of(plugin.codes["device_code"], "another"), "ÿ", "",
    ):  # fmt: skip
        as_bob.get("/pair/")
        told = {"code": plugin.codes["user_code"], "proof": proof}
        cache.delete_many(_limits())
        assert WARNING in as_bob.post("/pair/", told).content.decode()
    stale = {"code": plugin.codes["user_code"], "proof": proof_of(plugin.codes["device_code"], challenge)}
    assert WARNING in as_bob.post("/pair/", stale).content.decode()


def _limits() -> list[str]:
    """The keys under which tries of codes are counted."""
    kept = getattr(cache, "_cache", {})
    return [key.partition(":1:")[2] for key in kept if "device_user_code" in key]


def test_only_what_was_looked_at_can_be_decided(plugin: Plugin, as_bob: Client) -> None:
    sure(as_bob)
    other = Plugin()
    other.begin()
    looks(as_bob, other)
    sent = {"code": plugin.codes["user_code"], "decision": "allow"}
    assert as_bob.post("/pair/", sent).status_code == 410
    assert is_waiting(plugin) and is_waiting(other)


@pytest.mark.parametrize(("decision", "noted"), [("allow", ["paired"]), ("deny", [])])
def test_a_plugin_that_was_paired_is_a_feature_used(
    plugin: Plugin, as_bob: Client, decision: str, noted: list[str]
) -> None:
    decides(sure(as_bob), plugin, decision)
    assert list(Entry.objects.exclude(feature="").values_list("feature", flat=True)) == noted


def test_one_decision_is_all(plugin: Plugin, as_bob: Client) -> None:
    assert "It was not paired" in decides(sure(as_bob), plugin, "deny").content.decode()
    again = as_bob.post("/pair/", {"code": plugin.codes["user_code"], "decision": "allow"})
    assert again.status_code == 410
    assert plugin.poll().json()["error"] == "access_denied"


def test_anything_but_yes_is_no(plugin: Plugin, as_bob: Client) -> None:
    decides(sure(as_bob), plugin, "perhaps")
    assert plugin.poll().json()["error"] == "access_denied"


def test_a_wrong_or_old_code_is_said_so_and_guessing_is_slow(plugin: Plugin, as_bob: Client) -> None:
    sure(as_bob)
    cache.delete(device_codes.cache_device_code_key(plugin.codes["device_code"]))
    assert "No plugin waits with this code" in looks(as_bob, plugin)
    pages = [as_bob.post("/pair/", {"code": "AAAA-BBBB"}).content.decode() for _ in range(6)]
    assert "Wait a minute" in pages[-1]
