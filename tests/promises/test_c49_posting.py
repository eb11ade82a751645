"""C49: we tell of a change by posting the new policy on this page."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from django.test import Client

from leavethemeeting.shared.environment import environment
from tests.consent.stories import SENTENCE, page, post_change, words

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_page_and_the_feed_have_it_at_once(client: Client) -> None:
    version = post_change()
    told = words(page(client, "/privacy/"))
    assert SENTENCE in told and "Version 2." in told
    feed = ElementTree.fromstring(page(client, "/privacy/changes.atom"))
    entries = [
        (one.findtext(f"{ATOM}title"), one.findtext(f"{ATOM}summary"), one.findtext(f"{ATOM}id"))
        for one in feed.iter(f"{ATOM}entry")
    ]
    assert entries[0] == ("Version 2", "One sentence more.", f"urn:uuid:{version.id}")
    assert [title for title, _, _ in entries] == ["Version 2", "Version 1"]


def test_the_feeds_addresses_are_the_installations_own_and_lead_to_the_difference(client: Client) -> None:
    post_change()
    feed = ElementTree.fromstring(page(client, "/privacy/changes.atom"))
    links = [link.attrib["href"] for entry in feed.iter(f"{ATOM}entry") for link in entry.iter(f"{ATOM}link")]
    assert links == [f"{environment().public_url}/privacy/versions/{number}/changes/" for number in (2, 1)]
    assert SENTENCE in words(page(client, links[0].removeprefix(environment().public_url)))


def test_a_feed_reader_finds_it_from_the_page(client: Client) -> None:
    assert 'type="application/atom+xml"' in page(client, "/privacy/")
    assert page(client, "/terms/changes.atom")
