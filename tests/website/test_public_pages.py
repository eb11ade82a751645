"""What anybody may see, without a cookie and without a script."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.robotparser import RobotFileParser

import pytest
from django.db import DatabaseError
from django.test import Client

from leavethemeeting.shared.environment import environment

pytestmark = pytest.mark.django_db


def test_the_landing_page_is_open_and_sets_no_cookie(client: Client) -> None:
    response = client.get("/")
    assert response.status_code == 200
    assert not response.cookies
    for door in ('href="/accounts/signup/"', 'href="/accounts/login/"'):
        assert door in response.content.decode()


def test_every_link_of_the_landing_page_leads_somewhere(client: Client) -> None:
    links = set(re.findall(r'<a[^>]* href="([^"#]+)"', client.get("/").content.decode()))
    pages = {link for link in links if not link.startswith("/static/")}  # pictures have a test of their own
    assert {link: client.get(link).status_code for link in pages} == dict.fromkeys(pages, 200)


def test_a_member_is_led_to_their_meetings(as_alice: Client) -> None:
    assert 'href="/meetings/"' in as_alice.get("/").content.decode()


def test_health_is_the_databases_health(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (client.get("/healthz").status_code, client.get("/healthz").content) == (200, b"ok\n")

    class Gone:
        def cursor(self) -> Any:
            raise DatabaseError("the disk is gone")

    monkeypatch.setattr("leavethemeeting.website.views.connection", Gone())
    assert client.get("/healthz").status_code == 503


def test_search_engines_may_read_the_landing_page_only(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode()
    assert lines == "User-agent: *\nAllow: /$\nDisallow: /\n"
    robots = RobotFileParser()
    robots.parse(lines.splitlines())
    assert not robots.can_fetch("anybot", "/meetings/")


def test_the_security_contact_is_the_operators(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404
    told = replace(environment(), operator_email="security@example.org")
    monkeypatch.setattr("leavethemeeting.website.views.environment", lambda: told)
    fields = dict(line.split(": ", 1) for line in client.get("/.well-known/security.txt").content.decode().splitlines())
    assert fields["Contact"] == "mailto:security@example.org"
    expires = datetime.fromisoformat(fields["Expires"])
    assert timedelta(days=30) < expires - datetime.now(UTC) < timedelta(days=365)


def test_a_form_from_elsewhere_is_told_what_to_do_next() -> None:
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a@example.org", "password": "x"})
    assert response.status_code == 403
    assert "reload the page" in response.content.decode()
