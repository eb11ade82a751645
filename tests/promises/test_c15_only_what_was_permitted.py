"""C15: linking reaches as far as the person permits, and never beyond what we ask for."""

from __future__ import annotations

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.utils import timezone

from leavethemeeting.accounts.social.links import erase_by_network
from leavethemeeting.accounts.social.networks import configured
from leavethemeeting.accounts.social.profiles import ASKED, TooMuchGranted, permissions
from leavethemeeting.project.social import FACEBOOK_SCOPES, GOOGLE_SCOPES
from tests.accounts.social.conftest import facebook, google, meta, openid_provider
from tests.accounts.social.networks import FacebookSide, GoogleSide, finish, query, sent_to

__all__ = ["facebook", "google", "meta", "openid_provider"]
pytestmark = pytest.mark.django_db


def test_what_we_ask_for_is_the_list_in_settings_code_and_request(
    client: Client, google: GoogleSide, facebook: FacebookSide
) -> None:
    assert set(GOOGLE_SCOPES) == ASKED["google"] == {"openid", "profile", "email"}
    assert set(FACEBOOK_SCOPES) == ASKED["facebook"] == {"public_profile", "email"}
    assert configured() == ["google", "facebook"]
    for network in configured():
        asked = query(sent_to(client, network))["scope"].replace(",", " ").split()
        assert set(asked) == ASKED[network]


@pytest.mark.parametrize(
    ("network", "beyond"),
    [
        ("google", "https://www.googleapis.com/auth/contacts.readonly"),
        ("google", "https://www.googleapis.com/auth/contacts.other.readonly"),
        ("google", "https://www.googleapis.com/auth/userinfo.address"),
        ("facebook", "user_friends"),
        ("facebook", "publish_to_groups"),
    ],
)
def test_a_grant_beyond_it_is_refused(network: str, beyond: str) -> None:
    with pytest.raises(TooMuchGranted):
        permissions(network, [*ASKED[network], beyond])


def test_google_may_name_them_by_their_long_addresses() -> None:
    long = "https://www.googleapis.com/auth/userinfo."
    told = permissions("google", ["openid", f"{long}email", f"{long}profile"])
    assert told == {"granted": ["email", "openid", "profile"], "declined": []}


def test_what_was_declined_is_noted_and_not_asked_for_again_by_itself(client: Client, facebook: FacebookSide) -> None:
    facebook.come(client, "20000000000001", email=False)
    finish(client, email="felix@example.org")
    assert SocialAccount.objects.get().extra_data["declined"] == ["email"]
    assert "auth_type" not in query(sent_to(Client(), "facebook"))


def test_taking_it_back_at_facebook_erases_it_here(client: Client, facebook: FacebookSide) -> None:
    facebook.come(client, "20000000000001")
    finish(client, email="felix@example.org")
    erase_by_network(uid="20000000000001", asked_at=None, now=timezone.now())
    assert not SocialAccount.objects.exists()
