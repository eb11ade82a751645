"""C2: anybody reads the policy, without an account, a cookie or a script."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from leavethemeeting.consent.filling import HEADINGS
from leavethemeeting.consent.rendering import anchor_of
from tests.consent.stories import page

pytestmark = pytest.mark.django_db
PUBLIC = ("/privacy/", "/privacy/versions/", "/privacy/versions/1/", "/privacy/versions/1/changes/", "/privacy/versions/1.md", "/privacy/changes.atom", "/terms/", "/cookies/")  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_a_visitor_reads_it_and_no_cookie_is_set(client: Client, address: str) -> None:
    assert page(client, address)
    assert not client.cookies


def test_every_public_page_leads_to_it(client: Client) -> None:
    for address in ("/", "/accounts/login/", "/cookies/", "/terms/"):
        assert '<a href="/privacy/"' in page(client, address)


@pytest.mark.parametrize("heading", HEADINGS)
def test_each_of_the_twelve_headings_is_an_anchor_that_the_contents_lead_to(client: Client, heading: str) -> None:
    html = page(client, "/privacy/")
    assert f'<h2 id="{anchor_of(heading)}">' in html
    assert f'href="#{anchor_of(heading)}"' in html


def test_the_short_form_stands_first_in_ten_lines(client: Client) -> None:
    html = page(client, "/privacy/")
    short = html.partition('id="in-short"')[2].partition("</section>")[0]
    assert short.count("<li>") == 10
    assert html.index('id="in-short"') < html.index('id="information-collection-and-use"')


def test_every_clause_is_an_anchor_on_the_page(client: Client) -> None:
    found = set(re.findall(r'id="(c\d+)"', page(client, "/privacy/")))
    assert found == {f"c{number}" for number in range(1, 53)}


def test_it_reads_without_a_script(client: Client) -> None:
    assert "<noscript" not in page(client, "/privacy/")
    assert re.findall(r"<script(?![^>]* src=)", page(client, "/privacy/")) == []
