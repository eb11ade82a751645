"""C51: a change holds when it is posted; members are asked at their next page, and what is new waits for them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from leavethemeeting.accounts.models import User
from leavethemeeting.consent.asking import acceptance_needed
from leavethemeeting.consent.models import Acceptance
from leavethemeeting.consent.queries import current_policy, has_accepted
from tests.consent.stories import SENTENCE, page, post_change, words

pytestmark = pytest.mark.django_db


def test_it_holds_from_the_moment_of_posting() -> None:
    moment = datetime(2031, 5, 6, 10, tzinfo=UTC)
    version = post_change(now=moment)
    assert (current_policy(), current_policy().published_at) == (version, moment)


def test_somebody_signed_in_before_sees_it_at_the_next_page_and_keeps_what_they_accepted(
    as_alice: Client, alice: User
) -> None:
    page(as_alice, "/meetings/")
    before = set(Acceptance.objects.filter(user=alice).values_list("pk", "version_id", "accepted_at"))
    post_change()
    asked = as_alice.get("/meetings/", follow=True)
    assert asked.redirect_chain[0][0].startswith("/privacy/accept/")
    assert SENTENCE in words(asked.content.decode())
    assert before == set(Acceptance.objects.filter(user=alice).values_list("pk", "version_id", "accepted_at"))


def test_until_then_nothing_is_taken_from_a_plugin_and_nothing_counts_as_accepted(alice: User) -> None:
    post_change()
    waits = acceptance_needed(alice.id)
    assert waits is not None and waits.status_code == 428
    assert not has_accepted(alice.id)


def test_the_page_offers_the_ways_out(as_alice: Client) -> None:
    post_change()
    html = page(as_alice, "/privacy/accept/")
    assert 'action="/accounts/logout/"' in html
    assert "If you do not accept" in html


def test_who_never_accepted_anything_is_asked_with_the_short_form(as_alice: Client, alice: User) -> None:
    Acceptance.objects.filter(user=alice).delete()
    asked = words(as_alice.get("/meetings/", follow=True).content.decode())
    assert "Privacy policy, version 1" in asked and "Terms, version 1" in asked
    assert "A host sees only their own meetings" in asked
