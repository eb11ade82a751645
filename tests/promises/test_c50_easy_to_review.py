"""C50: reviewing is easy: a list of all changes, each difference in words, and a letter for who asks."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from leavethemeeting.accounts.models import User
from leavethemeeting.consent import posting
from leavethemeeting.consent.kinds import Kind
from leavethemeeting.consent.listeners import on_posted
from leavethemeeting.consent.models import Document, PolicyVersion
from leavethemeeting.consent.queries import current_policy, members_who_want
from leavethemeeting.shared.environment import environment
from tests.consent.stories import page, post_change, words

pytestmark = pytest.mark.django_db


def test_the_list_has_every_version_with_what_it_changed(client: Client) -> None:
    post_change()
    post_change("Third.", material=False)
    html = page(client, "/privacy/versions/")
    assert re.findall(r'href="/privacy/versions/(\d+)/"', html) == ["3", "2", "1"]
    told = words(html)
    assert told.count("One sentence more.") == 2 and "The first version." in told
    assert 'href="/privacy/versions/3/changes/"' in html


def test_the_difference_is_marked_and_said_in_words(client: Client) -> None:
    source = current_policy().source.replace("Cookies are small files.", "Cookies are small text files.").replace("- Nothing is sold, and nothing", "- Nothing")  # fmt: skip
    posting.post_version(
        kind=Document.POLICY, source=source, summary="Text.", material=True, environment=environment(), now=timezone.now()
    )  # fmt: skip
    html = page(client, "/privacy/versions/2/changes/")
    assert re.findall(r"<ins>.*?</span>(.*?)<span", html) == ["text "]
    assert [one.split() for one in re.findall(r"<del>.*?</span>(.*?)<span", html)] == [
        ["is", "sold,", "and", "nothing"]
    ]
    told = words(html)
    assert "[added:] text" in told and "[removed:]" in told and "Changed" in told


def test_the_first_version_has_nothing_to_compare_with(client: Client) -> None:
    assert "This is the first version." in words(page(client, "/privacy/versions/1/changes/"))


def test_who_asked_for_a_letter_is_known_when_a_version_is_posted(as_alice: Client, alice: User, bob: User) -> None:
    as_alice.post("/choices/policy_changes/", {"on": "1"})
    told: list[tuple[PolicyVersion, list[object]]] = []
    stop = on_posted(
        lambda version: told.append((version, [one.user_id for one in members_who_want(Kind.POLICY_CHANGES)]))
    )
    try:
        version = post_change()
    finally:
        stop()
    assert told == [(version, [alice.id])]
