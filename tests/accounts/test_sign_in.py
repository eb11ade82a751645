"""Coming in, going out, and the password's own life."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from leavethemeeting.accounts.actions import deactivate
from leavethemeeting.accounts.models import User
from leavethemeeting.mail.models import Letter
from leavethemeeting.shared.tickets import session_digest
from leavethemeeting.shared.wakeups import ACCESS, listen
from tests.accounts.journeys import code_for, is_signed_in, newest_letter, sign_in
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db
NEW = "nine yellow bicycles"
RESET = "/accounts/password/reset/"


@pytest.fixture
def bells(request: pytest.FixtureRequest) -> list[str]:
    """Whose access has ended, in order."""
    rung: list[str] = []
    request.addfinalizer(listen(ACCESS, rung.append))
    return rung


def test_a_member_signs_in_and_out(client: Client, alice: User) -> None:
    assert sign_in(client, "ALICE@example.org", PASSWORD).headers["Location"] == "/meetings/"
    assert is_signed_in(client)
    assert client.get("/accounts/logout/").status_code == 200
    assert is_signed_in(client)  # a link alone signs nobody out
    assert client.post("/accounts/logout/").headers["Location"] == "/"
    assert not is_signed_in(client)


def test_signing_in_changes_the_sessions_key(client: Client, alice: User) -> None:
    client.get("/accounts/login/")
    session = client.session
    session["planted"] = 1
    session.save()
    planted = session.session_key
    sign_in(client, "alice@example.org", PASSWORD)
    assert client.session.session_key != planted


def test_a_wrong_password_and_an_unknown_address_are_told_the_same(client: Client, alice: User) -> None:
    pages = [
        sign_in(client, email, "not this one at all").content.decode().replace(email, "x")
        for email in ("alice@example.org", "nobody@example.org")
    ]
    strip = [re.sub(r'(csrfmiddlewaretoken" value=)"\w+"', r"\1", page) for page in pages]
    assert strip[0] == strip[1]
    assert "do not belong together" in pages[0]


def test_guessing_is_slowed_down_for_one_address(client: Client, alice: User) -> None:
    for _ in range(5):
        sign_in(client, "alice@example.org", "not this one at all")
    assert "Wait five minutes" in sign_in(client, "alice@example.org", PASSWORD).content.decode()
    assert not is_signed_in(client)


def test_a_new_password_ends_the_wait_that_somebody_elses_guesses_brought(client: Client, alice: User) -> None:
    for _ in range(6):
        sign_in(Client(REMOTE_ADDR="192.0.2.7"), "alice@example.org", "not this one at all")
    client.post(RESET, {"email": "alice@example.org"})
    client.post(f"{RESET}confirm/", {"code": code_for("alice@example.org")})
    client.post(f"{RESET}complete/", {"password1": NEW, "password2": NEW})
    assert sign_in(client, "alice@example.org", NEW).headers["Location"] == "/meetings/"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "http://localhost:9/",
        "https://127.0.0.1/x",
        "javascript:alert(1)",
        "https:evil.example",
    ],
)
def test_next_leads_to_this_service_only(client: Client, alice: User, target: str) -> None:
    assert sign_in(client, "alice@example.org", PASSWORD, to=target).headers["Location"] == "/meetings/"
    assert client.post(f"/accounts/logout/?next={target}").headers["Location"] == "/"


def test_next_leads_on_where_it_is_ours(client: Client, alice: User) -> None:
    assert sign_in(client, "alice@example.org", PASSWORD, to="/profile/").headers["Location"] == "/profile/"


def test_signing_out_closes_what_this_browser_has_open(
    client: Client, alice: User, bells: list[str], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    sign_in(client, "alice@example.org", PASSWORD)
    digest = session_digest(client.session.session_key)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/logout/")
    assert bells == [f"session:{digest}"]


def test_a_new_password_closes_everything_and_signs_other_browsers_out(
    client: Client, alice: User, bells: list[str], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    elsewhere = Client()
    for browser in (client, elsewhere):
        sign_in(browser, "alice@example.org", PASSWORD)
    answers = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/accounts/password/change/", answers).headers["Location"] == "/security/"
    assert bells == [f"user:{alice.pk}"]
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)
    letter = newest_letter("alice@example.org")
    assert letter.kind == "password_changed"
    assert NEW not in letter.text + letter.html
    assert "127.0.0.1" not in letter.text + letter.html


def test_changing_the_password_needs_the_old_one(as_alice: Client, alice: User) -> None:
    answers = {"oldpassword": "not this one at all", "password1": NEW, "password2": NEW}
    assert "not your current password" in as_alice.post("/accounts/password/change/", answers).content.decode()
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)


def test_a_forgotten_password_is_replaced_by_a_code(client: Client, alice: User, bells: list[str]) -> None:
    assert client.post(RESET, {"email": "alice@example.org"}).headers["Location"] == f"{RESET}confirm/"
    code = code_for("alice@example.org")
    assert client.post(f"{RESET}confirm/", {"code": code}).headers["Location"] == f"{RESET}complete/"
    done = client.post(f"{RESET}complete/", {"password1": NEW, "password2": NEW})
    assert done.headers["Location"] == f"{RESET}done/"
    assert client.get(f"{RESET}done/").status_code == 200
    assert sign_in(client, "alice@example.org", NEW).headers["Location"] == "/meetings/"
    assert sign_in(Client(), "alice@example.org", PASSWORD).status_code == 200


def test_the_new_password_page_needs_the_code_first(client: Client, alice: User) -> None:
    client.post(RESET, {"email": "alice@example.org"})
    answers = {"password1": NEW, "password2": NEW}
    assert client.post(f"{RESET}complete/", answers).headers["Location"] == f"{RESET}confirm/"
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)


def test_asking_for_a_new_password_tells_nobody_who_has_an_account(alice: User) -> None:
    told = []
    for email in ("alice@example.org", "nobody@example.org"):
        browser = Client()
        first = browser.post(RESET, {"email": email})
        page = browser.get(first.headers["Location"]).content.decode().replace(email, "x")
        wrong = browser.post(f"{RESET}confirm/", {"code": "BBBB-BBBB"})
        told.append((first.status_code, first.headers["Location"], page.count("<"), wrong.status_code))
    assert told[0] == told[1]
    assert newest_letter("nobody@example.org").kind == "no_account"


def test_letters_to_one_address_are_limited(client: Client, alice: User) -> None:
    answers = [client.post(RESET, {"email": "alice@example.org"}).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]
    assert Letter.objects.filter(recipient="alice@example.org").count() == 5


def test_a_closed_account_stays_out(
    client: Client, alice: User, bells: list[str], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    sign_in(client, "alice@example.org", PASSWORD)
    with django_capture_on_commit_callbacks(execute=True):
        deactivate(user=alice)
    assert bells == [f"user:{alice.pk}"]
    assert not is_signed_in(client)
    fresh = Client()
    assert sign_in(fresh, "alice@example.org", PASSWORD).headers["Location"] == "/accounts/inactive/"
    assert fresh.get("/accounts/inactive/").status_code == 200
    assert not is_signed_in(fresh)


def test_sign_in_forms_from_elsewhere_are_refused(alice: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict, "alice@example.org", PASSWORD).status_code == 403
    assert not is_signed_in(strict)
