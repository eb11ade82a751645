"""C33: Global Privacy Control is taken as a no to measurement, everywhere, and we say so."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from leavethemeeting.consent import browser
from leavethemeeting.consent.queries import current_policy
from tests.consent.stories import choose

pytestmark = pytest.mark.django_db
GPC = {"Sec-GPC": "1"}


def test_the_signal_turns_off_what_was_allowed_before_it_came(client: Client) -> None:
    choose(client, "all")
    seen = browser.choice(client.get("/", headers=GPC).wsgi_request)
    assert (seen.comfort, seen.measurement, seen.signal_honoured) == (True, False, True)


def test_any_other_value_is_no_signal(client: Client) -> None:
    assert not browser.choice(client.get("/", headers={"Sec-GPC": "0"}).wsgi_request).signal


def test_the_page_says_that_the_signal_is_honoured(client: Client, as_alice: Client) -> None:
    assert "Signal honoured" in client.get("/cookies/", headers=GPC).content.decode()
    assert "signal is honoured" in as_alice.get("/choices/", headers=GPC).content.decode()
    assert "Signal honoured" not in client.get("/cookies/").content.decode()


def test_machines_can_look_it_up(client: Client) -> None:
    told = client.get("/.well-known/gpc.json").json()
    assert told["gpc"] is True
    assert date.fromisoformat(told["lastUpdate"]) == current_policy().published_at.date()
