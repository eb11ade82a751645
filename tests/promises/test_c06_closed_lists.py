"""C6: uses and recipients are closed lists, and the page names all of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from leavethemeeting.consent import posting
from leavethemeeting.consent.filling import CLAUSES, unmarked_clauses
from leavethemeeting.consent.queries import current_policy
from leavethemeeting.shared.environment import Smtp, Turn, environment
from leavethemeeting.shared.personal_data import cookie_register, data_map
from leavethemeeting.shared.recipients import recipients
from tests.consent.stories import page, words
from tests.promises.reading import tables_of

pytestmark = pytest.mark.django_db

CONNECTED = replace(
    environment(), smtp=Smtp("mail.example.org", 587, "", "", "starttls"), stun_url="stun:stun.example.org:3478",
    turn=Turn("turn:relay.example.org:3478?transport=udp", "secret"),
)  # fmt: skip


def test_a_bare_installation_names_nobody_because_nobody_receives_anything(client: Client) -> None:
    assert recipients(replace(environment(), smtp=None, stun_url="", turn=None)) == []
    assert "nobody outside of it receives anything" in words(page(client, "/privacy/"))


def test_every_recipient_that_the_settings_switch_on_is_named_with_what_it_receives(client: Client) -> None:
    posting.bring_up_to_date(environment=CONNECTED, now=timezone.now())
    rows = tables_of(page(client, "/privacy/"))["Service Providers"]
    assert {row["Who"] for row in rows} == {"mail.example.org", "stun.example.org", "relay.example.org"}
    assert {(row["Who"], row["Why"], row["What they receive"]) for row in rows} == {
        (one.name, one.purpose, one.data) for one in recipients(CONNECTED)
    }


def test_every_stored_field_and_cookie_belongs_to_a_clause_that_the_policy_keeps() -> None:
    kept = {clause for clause in CLAUSES if clause not in unmarked_clauses(current_policy().text)}
    named = {clause for table in data_map().values() for column in table.columns.values() for clause in column.clauses}
    named |= {clause for cookie in cookie_register().values() for clause in cookie.clauses}
    assert named <= kept
