"""What members change about themselves, and which pages exist at all."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import get_resolver

from leavethemeeting.accounts.models import User

pytestmark = pytest.mark.django_db


def test_a_member_chooses_name_and_time_zone(as_alice: Client, alice: User) -> None:
    assert as_alice.post("/profile/", {"name": "Alice A.", "time_zone": "Europe/Berlin"}).status_code == 302
    alice.refresh_from_db()
    assert (alice.name, alice.time_zone) == ("Alice A.", "Europe/Berlin")
    assert '<option value="Europe/Berlin" selected>' in as_alice.get("/profile/").content.decode()


def test_nothing_else_can_be_changed_from_the_profile(as_alice: Client, alice: User) -> None:
    smuggled = {"is_provider": "1", "email": "eve@example.org", "is_active": "0", "age_ok_at": ""}
    as_alice.post("/profile/", {"name": "Alice", "time_zone": "UTC", **smuggled})
    alice.refresh_from_db()
    assert (alice.is_provider, alice.email, alice.is_active) == (False, "alice@example.org", True)


@pytest.mark.parametrize("answers", [{"name": "", "time_zone": "UTC"}, {"name": "A", "time_zone": "Mars/Olympus"}])
def test_nonsense_is_not_saved(as_alice: Client, alice: User, answers: dict[str, str]) -> None:
    assert as_alice.post("/profile/", answers).status_code == 422
    alice.refresh_from_db()
    assert (alice.name, alice.time_zone) == ("Alice Archer", "UTC")


def test_a_members_name_hides_and_turns_nothing_as_little_as_a_guests(as_alice: Client, alice: User) -> None:
    as_alice.post("/profile/", {"name": "Alice\u202e \u200b  A.\nsaid", "time_zone": "UTC"})
    alice.refresh_from_db()
    assert alice.name == "Alice A. said"
    assert as_alice.post("/profile/", {"name": "\u202e\u200b", "time_zone": "UTC"}).status_code == 422


def test_the_profile_is_for_members(client: Client) -> None:
    assert client.get("/profile/").headers["Location"] == "/accounts/login/?next=/profile/"


def test_only_the_pages_we_use_are_served(client: Client, as_alice: Client) -> None:
    served = sorted(name for name in get_resolver().reverse_dict if str(name).startswith(("account_", "mfa_")))
    assert served == [
        "account_change_password",
        "account_complete_password_reset",
        "account_confirm_login_code",
        "account_confirm_password_reset_code",
        "account_email",
        "account_email_verification_sent",
        "account_inactive",
        "account_login",
        "account_logout",
        "account_password_reset_completed",
        "account_reauthenticate",
        "account_request_login_code",
        "account_reset_password",
        "account_set_password",
        "account_signup",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_authenticate",
        "mfa_deactivate_totp",
        "mfa_edit_webauthn",
        "mfa_generate_recovery_codes",
        "mfa_index",
        "mfa_list_webauthn",
        "mfa_login_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_remove_webauthn",
        "mfa_view_recovery_codes",
    ]
    for gone in (
        "password/reset/key/1-x/",
        "phone/verify/",
        "2fa/",
        "2fa/recovery-codes/download/",
        "sessions/",
        "trust/",
    ):
        assert client.get(f"/accounts/{gone}").status_code == 404
    for ours in ("factors/", "passkeys/"):
        assert as_alice.get(f"/accounts/{ours}").headers["Location"] == "/security/"


def test_every_page_at_the_door_looks_like_ours(client: Client, as_alice: Client) -> None:
    pages = ["signup/", "login/", "inactive/", "password/reset/", "password/reset/done/"]
    for browser, paths in ((client, pages), (as_alice, ["logout/", "password/change/"])):
        for path in paths:
            page = browser.get(f"/accounts/{path}")
            assert (path, page.status_code, "site-header" in page.content.decode()) == (path, 200, True)
            assert "placeholder" not in page.content.decode()
