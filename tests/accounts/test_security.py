"""Second factors: adding, using, losing them; who must have one; what they protect."""

from __future__ import annotations

import re
import time
from dataclasses import replace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from leavethemeeting.accounts.models import User
from leavethemeeting.shared.environment import environment
from tests.accounts.journeys import code_for, everything_stored, is_signed_in, newest_letter, sign_in
from tests.cast import APP_SECRET, PASSWORD

pytestmark = pytest.mark.django_db
AGAIN = "/accounts/again/"
APP = "/accounts/app/add/"
STEP = "/accounts/second-step/"


def code_of(secret: str) -> str:
    """What an app shows."""
    counter = int(time.time()) // 30
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def secret_on(page: str) -> str:
    found = re.search(r'<code id="totp-key">([A-Z2-7]+)</code>', page)
    assert found
    return found[1]


def say_who(client: Client, password: str = PASSWORD) -> None:
    """Answer the question that comes before something that matters."""
    client.post(AGAIN, {"password": password})


def add_app(client: Client) -> str:
    """Add an authenticator app as a person does; the secret in it."""
    say_who(client)
    secret = secret_on(client.get(APP).content.decode())
    answer = client.post(APP, {"code": code_of(secret)})
    assert answer.headers["Location"] == "/accounts/recovery-codes/"
    return secret


def recovery_codes(client: Client) -> list[str]:
    page = client.get("/accounts/recovery-codes/").content.decode()
    return re.findall(r"<li><code>(\d{8})</code></li>", page)


def test_a_change_of_factors_asks_for_the_password_first(as_alice: Client) -> None:
    for page in (APP, "/accounts/passkeys/add/", "/accounts/recovery-codes/new/", "/accounts/email/"):
        assert as_alice.get(page).headers["Location"].startswith(AGAIN), page
    assert "not your current password" in as_alice.post(AGAIN, {"password": "a wrong one indeed"}).content.decode()
    say_who(as_alice)
    assert as_alice.get(APP).status_code == 200


def test_the_answer_holds_for_five_minutes(as_alice: Client) -> None:
    say_who(as_alice)
    session = as_alice.session
    session["account_authentication_methods"][-1]["at"] -= 301
    session.save()
    assert as_alice.get(APP).headers["Location"].startswith(AGAIN)


def test_an_app_is_added_and_from_then_on_asked_for(
    client: Client, alice: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    sign_in(client, "alice@example.org", PASSWORD)
    with django_capture_on_commit_callbacks(execute=True):
        secret = add_app(client)
    assert newest_letter("alice@example.org").kind == "security_changed"
    fresh = Client()
    assert sign_in(fresh, "alice@example.org", PASSWORD).headers["Location"] == STEP
    assert not is_signed_in(fresh)
    assert "did not work" in fresh.post(STEP, {"code": "000000"}).content.decode()
    assert not is_signed_in(fresh)
    assert fresh.post(STEP, {"code": code_of(secret)}).headers["Location"] == "/meetings/"
    assert is_signed_in(fresh)


def test_a_code_of_the_app_works_once(client: Client, alice: User) -> None:
    sign_in(client, "alice@example.org", PASSWORD)
    secret = add_app(client)
    code = code_of(secret)
    for browser, answer in ((Client(), 302), (Client(), 200)):
        sign_in(browser, "alice@example.org", PASSWORD)
        assert browser.post(STEP, {"code": code}).status_code == answer


def test_guessing_codes_of_the_app_is_slowed_down(client: Client, provider: User) -> None:
    sign_in(client, "paula@example.org", PASSWORD)
    for _ in range(5):
        client.post(STEP, {"code": "000000"})
    assert "Wait five minutes" in client.post(STEP, {"code": code_of(APP_SECRET)}).content.decode()


def test_recovery_codes_are_shown_once_and_work_once(client: Client, alice: User) -> None:
    sign_in(client, "alice@example.org", PASSWORD)
    add_app(client)
    codes = recovery_codes(client)
    assert len(set(codes)) == 10
    assert recovery_codes(client) == []
    for browser, answer in ((Client(), 302), (Client(), 200)):
        sign_in(browser, "alice@example.org", PASSWORD)
        assert browser.post(STEP, {"code": codes[0]}).status_code == answer


def test_new_recovery_codes_replace_the_old_ones(client: Client, alice: User) -> None:
    sign_in(client, "alice@example.org", PASSWORD)
    add_app(client)
    old = recovery_codes(client)
    assert client.post("/accounts/recovery-codes/new/").headers["Location"] == "/accounts/recovery-codes/"
    new = recovery_codes(client)
    assert len(new) == 10 and not set(old) & set(new)
    fresh = Client()
    sign_in(fresh, "alice@example.org", PASSWORD)
    assert fresh.post(STEP, {"code": old[0]}).status_code == 200
    assert fresh.post(STEP, {"code": new[0]}).status_code == 302


def test_a_new_password_does_not_lead_around_the_app(client: Client, provider: User) -> None:
    """ASVS 6.4.3."""
    reset, new = "/accounts/password/reset/", "nine yellow bicycles"
    client.post(reset, {"email": "paula@example.org"})
    client.post(f"{reset}confirm/", {"code": code_for("paula@example.org")})
    client.post(f"{reset}complete/", {"password1": new, "password2": new})
    assert not is_signed_in(client)
    assert sign_in(client, "paula@example.org", new).headers["Location"] == STEP
    assert not is_signed_in(client)


def test_a_code_by_mail_does_not_lead_around_the_app(client: Client, provider: User) -> None:
    client.post("/accounts/code/", {"email": "paula@example.org"})
    answer = client.post("/accounts/code/confirm/", {"code": code_for("paula@example.org")})
    assert answer.headers["Location"].startswith(STEP)
    assert not is_signed_in(client)


def test_no_secret_of_a_factor_is_stored_in_the_clear(client: Client, alice: User) -> None:
    sign_in(client, "alice@example.org", PASSWORD)
    secret = add_app(client)
    codes = recovery_codes(client)
    kept = everything_stored()
    assert secret not in kept
    assert not [code for code in codes if code in kept]


def test_removing_the_last_factor_removes_the_recovery_codes(client: Client, alice: User) -> None:
    sign_in(client, "alice@example.org", PASSWORD)
    add_app(client)
    assert client.get("/accounts/app/remove/").status_code == 200
    assert client.post("/accounts/app/remove/").headers["Location"] == "/accounts/factors/"
    assert not Authenticator.objects.filter(user=alice).exists()


def test_the_security_page_shows_what_is_there_and_no_secret(client: Client, alice: User) -> None:
    sign_in(client, "alice@example.org", PASSWORD)
    assert "None yet" in client.get("/security/").content.decode()
    secret = add_app(client)
    codes = recovery_codes(client)
    page = client.get("/security/").content.decode()
    assert "10 codes are left" in page and "Remove the app" in page
    assert not [hidden for hidden in (secret, *codes) if hidden in page]


def test_a_provider_without_a_factor_reaches_nothing_of_the_providers_pages(
    as_provider: Client, provider: User
) -> None:
    pages = ("/outbox/", "/outbox/previews/")
    assert [as_provider.get(page).status_code for page in pages] == [200, 200]
    Authenticator.objects.filter(user=provider).delete()
    for page in pages:
        assert as_provider.get(page).headers["Location"] == "/security/", page
    page = as_provider.get("/security/").content.decode()
    assert "A password is not enough for you" in page
    say_who(as_provider)
    secret = secret_on(as_provider.get(APP).content.decode())
    as_provider.post(APP, {"code": code_of(secret)})
    assert as_provider.get("/outbox/").status_code == 200


@pytest.fixture
def hosts_need_factors(monkeypatch: pytest.MonkeyPatch) -> None:
    strict = replace(environment(), hosts_need_second_factor=True)
    for module in ("gate", "second_factor"):
        monkeypatch.setattr(f"leavethemeeting.accounts.{module}.environment", lambda: strict)


def test_hosts_need_a_factor_where_the_provider_says_so(hosts_need_factors: None, client: Client, alice: User) -> None:
    sign_in(client, "alice@example.org", PASSWORD)
    assert client.get("/meetings/").status_code == 200
    assert client.get("/meetings/plan/").headers["Location"] == "/security/"
    assert client.get("/attendees/").headers["Location"] == "/security/"
    add_app(client)
    assert client.get("/meetings/plan/").status_code == 200


def test_hosts_need_none_where_nobody_asks_for_it(as_alice: Client) -> None:
    assert as_alice.get("/meetings/plan/").status_code == 200


def test_nothing_of_allauths_own_pages_is_left(client: Client, alice: User) -> None:
    sign_in(client, "alice@example.org", PASSWORD)
    add_app(client)
    for page in (
        APP, "/accounts/passkeys/add/", "/accounts/recovery-codes/", "/accounts/recovery-codes/new/", AGAIN,
        "/accounts/again/code/", "/accounts/app/remove/", "/accounts/email/", "/accounts/password/change/",
    ):  # fmt: skip
        answer = client.get(page, follow=True)
        assert answer.status_code == 200, page
        assert "base.html" in [template.name for template in answer.templates], page
        assert "element" not in str(answer.templates), page
