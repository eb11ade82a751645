"""C4: who operates it is named, and the policy covers website and plugin."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from leavethemeeting.consent import posting
from leavethemeeting.shared.environment import environment
from tests.consent.stories import OPERATOR, page, words

pytestmark = pytest.mark.django_db


def test_operator_address_and_both_parts_of_the_service_are_named(client: Client) -> None:
    posting.bring_up_to_date(environment=OPERATOR, now=timezone.now())
    for address in ("/privacy/", "/terms/"):
        told = words(page(client, address))
        assert "Harbour School" in told and environment().public_url in told
        assert "the LeaveTheMeeting plugin that belongs to it" in told
    assert "mailto:privacy@harbour.example" in page(client, "/privacy/")


def test_without_an_operator_the_contact_form_is_the_way_to_reach_us(client: Client) -> None:
    assert '<a href="/contact/">the contact form</a>' in page(client, "/privacy/")


def test_the_plugin_asks_which_versions_hold(client: Client) -> None:
    told = client.get("/privacy/current.json").json()
    assert {kind: (held["version"], held["asks_since"]) for kind, held in told.items()} == {
        "policy": (1, 1),
        "terms": (1, 1),
    }
    for held in told.values():
        assert client.get(held["url"].removeprefix(environment().public_url)).status_code == 200
        assert len(held["sha256"]) == 64
