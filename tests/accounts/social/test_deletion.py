"""Meta's data deletion callback."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.utils import timezone

from leavethemeeting.accounts.models import User
from leavethemeeting.accounts.social.links import forget_deletion_requests
from leavethemeeting.accounts.social.models import DeletionRequest
from leavethemeeting.mail.models import Letter
from tests.accounts.social.conftest import SECRET
from tests.accounts.social.networks import FacebookSide

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("facebook")]
URL = "/accounts/facebook/data-deletion/"
UID = "20000000000042"


def packed(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def signed(secret: str = SECRET, **told: Any) -> str:
    payload = packed(
        json.dumps({"algorithm": "HMAC-SHA256", "user_id": UID, "issued_at": int(time.time()), **told}).encode()
    )
    return f"{packed(hmac.new(secret.encode(), payload.encode(), hashlib.sha256).digest())}.{payload}"


@pytest.fixture
def linked(alice: User) -> SocialAccount:
    return SocialAccount.objects.create(user=alice, provider="facebook", uid=UID, extra_data={"name": "Ally"})


def test_metas_request_erases_the_link_and_leaves_the_account(linked: SocialAccount, alice: User) -> None:
    meta = Client(enforce_csrf_checks=True)
    answer = meta.post(URL, {"signed_request": signed()}).json()
    assert set(answer) == {"url", "confirmation_code"}
    assert not SocialAccount.objects.exists()
    assert User.objects.filter(pk=alice.pk).exists()
    assert Letter.objects.get(kind="profile_unlinked").recipient == "alice@example.org"
    page = Client().get("/" + answer["url"].split("/", 3)[3])
    assert page.status_code == 200
    said = page.content.decode()
    assert "opens no account here any more" in said
    assert answer["confirmation_code"] in said
    for word in ("alice", "Alice", UID, "Ally"):
        assert word not in said


def test_an_account_that_nothing_else_opens_goes_with_it(linked: SocialAccount, alice: User) -> None:
    alice.set_unusable_password()
    alice.save()
    EmailAddress.objects.filter(user=alice).delete()
    Client().post(URL, {"signed_request": signed()})
    assert not User.objects.filter(pk=alice.pk).exists()
    assert DeletionRequest.objects.get().outcome == "account"


@pytest.mark.parametrize(
    "forged",
    [
        signed("another secret"),
        signed(algorithm="none"),
        signed().replace(".", ""),
        "." + signed().partition(".")[2],
        signed().partition(".")[0] + "." + packed(json.dumps({"algorithm": "HMAC-SHA256", "user_id": "1"}).encode()),
        signed()[:-3],
        "é.é",
        "",
    ],
)
def test_a_forged_request_is_refused_and_changes_nothing(linked: SocialAccount, forged: str) -> None:
    response = Client().post(URL, {"signed_request": forged})
    assert response.status_code == 400
    assert SocialAccount.objects.exists()
    assert not DeletionRequest.objects.exists()


def test_an_unknown_number_is_answered_alike(alice: User) -> None:
    answer = Client().post(URL, {"signed_request": signed(user_id="nobody")}).json()
    assert set(answer) == {"url", "confirmation_code"}
    assert DeletionRequest.objects.get().outcome == "nothing"


def test_a_request_that_comes_again_does_not_touch_a_newer_link(linked: SocialAccount) -> None:
    old = signed(issued_at=int(time.time()) - 3600)
    Client().post(URL, {"signed_request": old})
    assert SocialAccount.objects.exists()


def test_a_google_link_with_the_same_number_stays(alice: User) -> None:
    SocialAccount.objects.create(user=alice, provider="google", uid=UID, extra_data={})
    Client().post(URL, {"signed_request": signed()})
    assert SocialAccount.objects.exists()


def test_a_code_that_was_never_given_shows_nothing() -> None:
    assert Client().get(f"{URL}{'0' * 32}/").status_code == 404


def test_requests_are_forgotten_after_a_year(linked: SocialAccount) -> None:
    Client().post(URL, {"signed_request": signed()})
    made = DeletionRequest.objects.get().made_at
    assert forget_deletion_requests(now=made + timedelta(days=365, seconds=-1)) == 0
    assert forget_deletion_requests(now=made + timedelta(days=365)) == 1
    assert forget_deletion_requests(now=timezone.now()) == 0


def test_without_facebook_there_is_no_such_address(settings: Any, facebook: FacebookSide) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert Client().post(URL, {"signed_request": signed()}).status_code == 404
