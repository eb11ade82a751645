"""After a material change members are asked, at a page they open; everything else goes on."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from leavethemeeting.accounts.models import User
from leavethemeeting.consent.actions import accept_current
from leavethemeeting.consent.asking import acceptance_needed
from leavethemeeting.consent.kinds import Channel
from leavethemeeting.consent.models import Acceptance, Document
from leavethemeeting.consent.queries import awaiting, guest_has_accepted, has_accepted, members_waiting
from tests.consent.stories import SENTENCE, page, post_change, words

pytestmark = pytest.mark.django_db


def accept(client: Client, *, to: str = "/meetings/") -> str:
    """Press the button of the question; where it leads."""
    html = page(client, f"/privacy/accept/?next={to}")
    versions = html.partition('name="versions" value="')[2].partition('"')[0]
    return str(client.post("/privacy/accept/", {"versions": versions, "next": to}).headers["Location"])


def test_a_signed_in_member_is_led_to_the_difference_and_back(as_alice: Client, alice: User) -> None:
    assert page(as_alice, "/meetings/")
    post_change()
    asked = as_alice.get("/meetings/?page=1")
    assert asked.headers["Location"] == "/privacy/accept/?next=%2Fmeetings%2F%3Fpage%3D1"
    told = words(page(as_alice, asked.headers["Location"]))
    assert SENTENCE in told
    assert "Different from version 1, which you accepted" in told
    assert accept(as_alice, to="/meetings/") == "/meetings/"
    assert page(as_alice, "/meetings/")
    assert has_accepted(alice.id)


def test_a_change_that_is_not_material_asks_nobody(as_alice: Client) -> None:
    post_change(material=False)
    assert page(as_alice, "/meetings/")


def test_a_later_spelling_change_does_not_hide_the_material_one_before(as_alice: Client, alice: User) -> None:
    post_change()
    post_change("A comma more.", material=False)
    assert as_alice.get("/meetings/").status_code == 302
    accept(as_alice)
    assert Acceptance.objects.filter(user=alice, version__kind="policy").latest("accepted_at").version.number == 3


def test_the_terms_are_asked_for_as_well(as_alice: Client, alice: User) -> None:
    post_change(kind=Document.TERMS)
    assert [version.kind for version in awaiting(alice.id)] == ["terms"]
    assert "/privacy/accept/" in as_alice.get("/meetings/").headers["Location"]


@pytest.mark.parametrize(
    "address", ["/privacy/", "/privacy/versions/", "/terms/", "/cookies/", "/choices/", "/", "/accounts/logout/", "/privacy/accept/"]
)  # fmt: skip
def test_reading_choosing_and_leaving_stay_open(as_alice: Client, address: str) -> None:
    post_change()
    assert page(as_alice, address)


def test_signing_out_is_always_possible(as_alice: Client) -> None:
    post_change()
    assert as_alice.post("/accounts/logout/").status_code == 302
    assert as_alice.get("/meetings/").headers["Location"].startswith("/accounts/login/")


def test_what_a_script_fetches_is_not_interrupted(as_alice: Client) -> None:
    post_change()
    fetched = {"Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}
    assert as_alice.get("/meetings/", headers=fetched).status_code == 200
    assert as_alice.get("/meetings/", headers={"Accept": "application/json"}).status_code == 200


def test_a_version_posted_while_the_question_is_open_is_not_accepted_unseen(as_alice: Client, alice: User) -> None:
    post_change()
    versions = page(as_alice, "/privacy/accept/").partition('name="versions" value="')[2].partition('"')[0]
    post_change("And something else.")
    late = as_alice.post("/privacy/accept/", {"versions": versions})
    assert late.status_code == 409
    assert "And something else." in words(late.content.decode())
    assert not has_accepted(alice.id)


def test_the_way_back_never_leads_to_another_site(as_alice: Client) -> None:
    post_change()
    assert accept(as_alice, to="https://evil.example/") == "/"


def test_a_program_is_told_where_to_read_and_accept(alice: User) -> None:
    assert acceptance_needed(alice.id) is None
    post_change()
    told = acceptance_needed(alice.id)
    assert told is not None
    assert (told.status_code, told.headers["Content-Type"]) == (428, "application/problem+json")
    body = json.loads(told.content)
    assert body["accept_url"].endswith("/privacy/accept/")
    assert body["versions"] == {"policy": 2}


def test_what_was_accepted_before_stays_on_record(alice: User) -> None:
    post_change()
    accept_current(user_id=alice.id, channel=Channel.ASKED_AGAIN, now=timezone.now())
    rows = Acceptance.objects.filter(user=alice, version__kind="policy").order_by("version__number")
    assert [(row.version.number, row.channel) for row in rows] == [(1, "sign_up"), (2, "asked_again")]


def test_the_first_acceptance_of_a_version_counts(alice: User) -> None:
    before = Acceptance.objects.filter(user=alice).values_list("pk", "accepted_at", "channel")
    kept = sorted(before)
    accept_current(user_id=alice.id, channel=Channel.PLUGIN, now=timezone.now())
    assert sorted(before.all()) == kept


def test_the_provider_sees_how_many_have_yet_to_accept(alice: User, bob: User) -> None:
    post_change()
    assert members_waiting(Document.POLICY) == 2
    accept_current(user_id=bob.id, channel=Channel.ASKED_AGAIN, now=timezone.now())
    assert members_waiting(Document.POLICY) == 1


def test_a_guest_is_known_by_the_address_they_wrote() -> None:
    accept_current(email="Dora@Example.org", channel=Channel.DOOR, now=timezone.now())
    assert guest_has_accepted("dora@example.org")
    post_change()
    assert not guest_has_accepted("dora@example.org")


def test_asking_costs_every_page_one_query(as_alice: Client) -> None:
    with CaptureQueriesContext(connection) as seen:
        page(as_alice, "/profile/")
    assert len([query for query in seen.captured_queries if "consent_" in query["sql"]]) == 1
