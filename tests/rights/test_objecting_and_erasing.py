"""An objection takes effect at once, and can be taken back; a guest's erasure takes everything under the address."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from leavethemeeting.accounts.models import User
from leavethemeeting.consent.models import Consent
from leavethemeeting.logdata.actions import record_sign_in, record_use
from leavethemeeting.logdata.client import Client as Device
from leavethemeeting.logdata.kinds import Feature, Method, Result
from leavethemeeting.logdata.models import Entry
from leavethemeeting.meetings.models import Attendee
from leavethemeeting.privacy.people import find
from leavethemeeting.provider.figures import active
from tests.privacy.canaries import EMAIL, WORDS, as_guest, tables_with
from tests.rights.browsers import proven

PAGE = "/your-data/objections/"


def uses_of(user: User) -> int:
    return Entry.objects.filter(user_id=user.pk, what="use").count()


@pytest.mark.django_db
def test_who_objects_is_not_counted_and_what_was_counted_goes(bob: User, alice: User, as_bob: Client) -> None:
    feature = next(iter(Feature))
    for user in (bob, alice):
        record_use(user_id=user.pk, feature=feature, now=timezone.now())
    as_bob.post(f"{PAGE}not_counted/", {"on": "1"})
    assert uses_of(bob) == 0 and uses_of(alice) == 1
    assert record_use(user_id=bob.pk, feature=feature, now=timezone.now()) is None
    as_bob.get("/meetings/")
    assert uses_of(bob) == 0
    as_bob.post(f"{PAGE}not_counted/", {"on": "0"})
    assert record_use(user_id=bob.pk, feature=feature, now=timezone.now())


@pytest.mark.django_db
def test_who_objects_is_left_out_of_the_providers_figures(bob: User, alice: User, as_bob: Client) -> None:
    now = timezone.now()
    for user in (bob, alice):
        record_sign_in(
            user_id=user.pk, method=Method.CODE, network="", client=Device(), result=Result.DONE, now=now
        )  # fmt: skip
    assert active(now) == 2
    as_bob.post(f"{PAGE}not_counted/", {"on": "1"})
    assert active(now) == 1
    assert Entry.objects.filter(user_id=bob.pk, what="sign_in").exists()  # kept for safety, and counted for nothing


@pytest.mark.django_db
def test_who_objects_is_found_by_the_whole_address_only(bob: User, as_bob: Client) -> None:
    assert [one.user_id for one in find("Baker")] == [bob.pk]
    as_bob.post(f"{PAGE}not_found/", {"on": "1"})
    assert find("Baker") == find("bob@exam") == []
    assert [one.user_id for one in find("Bob@example.org")] == [bob.pk]
    as_bob.post(f"{PAGE}not_found/", {"on": "0"})
    assert [one.user_id for one in find("Baker")] == [bob.pk]


@pytest.mark.django_db
def test_it_is_kept_as_a_consent_is_with_the_sentence_and_both_moments(bob: User, as_bob: Client) -> None:
    for on in ("1", "0"):
        as_bob.post(f"{PAGE}not_found/", {"on": on})
    row = Consent.objects.get(user=bob)
    assert row.text.startswith("I object to being found") and row.channel == "rights"
    assert row.withdrawn_at and row.given_at <= row.withdrawn_at
    assert as_bob.post(f"{PAGE}news/", {"on": "1"}).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_guest_objects_and_is_found_no_more(alice: User, provider: User) -> None:
    as_guest(alice, provider)
    assert find("Kimberley")
    browser = proven(EMAIL)
    browser.post(f"{PAGE}not_found/", {"on": "1"})
    assert not find("Kimberley")
    assert find(EMAIL)
    assert "you object" in browser.get(PAGE).content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_guest_reads_what_goes_and_then_it_goes(alice: User, provider: User, bob: User) -> None:
    _browser, row = as_guest(alice, provider)
    Attendee.objects.create(meeting=row.meeting, user=bob, name=bob.name, email=bob.email, first_came_at=1)
    browser = proven(EMAIL)
    assert "What goes" in browser.get("/your-data/erase/").content.decode()
    assert browser.post("/your-data/erase/").status_code == 422
    assert tables_with(*WORDS)
    gone = browser.post("/your-data/erase/", {"sure": "on"})
    assert gone.status_code == 200 and "It is gone" in gone.content.decode()
    assert tables_with(*WORDS) == set()
    assert Attendee.objects.get().user == bob
    assert browser.get("/your-data/meetings/")["Location"] == "/your-data/"


@pytest.mark.django_db
def test_a_member_is_led_to_the_end_of_the_account(as_bob: Client) -> None:
    assert as_bob.get("/your-data/erase/")["Location"] == "/account/delete/"
