"""C9: the terms are on this website, and the words they define mean the same in the policy."""

from __future__ import annotations

import re

import pytest
from django.test import Client, override_settings

from leavethemeeting.consent.queries import current_policy, current_terms
from tests.consent.stories import page, words

pytestmark = pytest.mark.django_db


def _defined() -> set[str]:
    section = current_terms().text.partition("## Words\n")[2].partition("\n## ")[0]
    return {word.lower() for word in re.findall(r"\*\*([^*]+)\*\*", section)}


def test_the_policys_link_leads_to_the_terms_here(client: Client) -> None:
    assert '<a href="/terms/">terms</a>' in page(client, "/privacy/")
    assert "Terms" in words(page(client, "/terms/"))


def test_plain_http_is_sent_on_for_good() -> None:
    with override_settings(SECURE_SSL_REDIRECT=True):
        moved = Client().get("/terms/")
    assert (moved.status_code, moved.headers["Location"]) == (301, "https://testserver/terms/")


@pytest.mark.parametrize(
    "word",
    ["service", "provider", "member", "host", "co-host", "attendee", "participant", "viewer", "guest", "meeting", "entrance", "exit", "interactions", "user information", "personal information", "log data", "cookie", "plugin", "children"],
)  # fmt: skip
def test_a_word_of_the_policy_is_defined_in_the_terms(word: str) -> None:
    assert word in current_policy().text.lower()
    assert word in _defined()


def test_no_word_is_defined_for_nothing() -> None:
    used = (current_policy().text + current_terms().text.replace(f"**{'x'}**", "")).lower()
    assert [word for word in _defined() if used.count(word) < 2] == []
