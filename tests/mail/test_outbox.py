"""Who reads the outbox: the provider, and whoever sits at a machine without a mail server."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from leavethemeeting.accounts.models import User
from leavethemeeting.mail.models import Letter
from leavethemeeting.shared.environment import Smtp, environment
from tests.mail import servers

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
HERE = {"HTTP_HOST": "localhost:8000", "REMOTE_ADDR": "127.0.0.1"}


def write(number: int = 1) -> Letter:
    html = "<style>p{color:red}</style><p>the html of it</p><script>alert(1)</script>"
    return servers.write(f"bob{number}@example.org", f"Letter {number}", now=NOW, text="the text of it", html=html)


def set_up(monkeypatch: pytest.MonkeyPatch, **changes: Any) -> None:
    told = replace(environment(), **changes)
    for module in ("access", "queries", "views"):
        monkeypatch.setattr(f"leavethemeeting.mail.{module}.environment", lambda: told)


def pages(letter: Letter) -> list[str]:
    return ["/outbox/", f"/outbox/{letter.id}/", f"/outbox/{letter.id}/html/"]


@pytest.fixture
def local_run(monkeypatch: pytest.MonkeyPatch) -> None:
    set_up(monkeypatch, local_run=True, smtp=None)


def test_the_provider_reads_every_letter(as_provider: Client) -> None:
    letter = write()
    listing, one, html = (as_provider.get(path) for path in pages(letter))
    assert "Letter 1" in listing.content.decode() and "bob1@example.org" in listing.content.decode()
    assert "Kept here" in listing.content.decode()
    assert "the text of it" in one.content.decode() and "the html of it" not in one.content.decode()
    assert "the html of it" in html.content.decode()


def test_members_and_strangers_are_told_there_is_no_such_page(client: Client, as_alice: Client) -> None:
    letter = write()
    for browser in (client, as_alice):
        assert [browser.get(path, **HERE).status_code for path in pages(letter)] == [404, 404, 404]  # type: ignore[arg-type]  # -- headers as extra


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8123", "127.0.0.1"])
@pytest.mark.usefixtures("local_run")
def test_at_this_machine_without_a_mail_server_anybody_may_read(client: Client, host: str) -> None:
    letter = write()
    answers = [client.get(path, HTTP_HOST=host, REMOTE_ADDR="127.0.0.1").status_code for path in pages(letter)]
    assert answers == [200, 200, 200]


@pytest.mark.parametrize(
    "sign",
    [
        {"REMOTE_ADDR": "192.168.1.5"},
        {"REMOTE_ADDR": ""},
        {"HTTP_HOST": "localhost.evil.example"},
        {"HTTP_HOST": "[::1]"},
        {"HTTP_HOST": "testserver"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_X_REAL_IP": "127.0.0.1"},
        {"HTTP_VIA": "1.1 proxy"},
    ],
)
@pytest.mark.usefixtures("local_run")
def test_any_sign_of_somebody_else_shuts_the_outbox(client: Client, sign: dict[str, str], settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    letter = write()
    assert [client.get(path, **{**HERE, **sign}).status_code for path in pages(letter)] == [404] * 3  # type: ignore[arg-type]  # -- headers as extra


def test_with_a_mail_server_the_outbox_is_the_providers_alone(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    letter = write()
    set_up(monkeypatch, local_run=True, smtp=Smtp("127.0.0.1", 25, "", "", "none"))
    assert [client.get(path, **HERE).status_code for path in pages(letter)] == [404] * 3  # type: ignore[arg-type]  # -- headers as extra


def test_each_letter_says_what_became_of_it(as_provider: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    set_up(monkeypatch, smtp=Smtp("127.0.0.1", 25, "", "", "none"))
    sent, failed, _waiting = write(1), write(2), write(3)
    Letter.objects.filter(pk=sent.pk).update(sent_at=NOW)
    Letter.objects.filter(pk=failed.pk).update(given_up_at=NOW, last_error="550 No such mailbox")
    listing = as_provider.get("/outbox/").content.decode()
    states = re.findall(r"(Sent|Failed|Waiting|Kept here)</span>", listing)
    assert sorted(states) == ["Failed", "Sent", "Waiting"]
    assert "550 No such mailbox" in as_provider.get(f"/outbox/{failed.id}/").content.decode()


def test_a_letters_html_can_do_nothing(as_provider: Client) -> None:
    response = as_provider.get(pages(write())[2])
    policy = response.headers["Content-Security-Policy"]
    assert "sandbox" in policy and "script-src 'none'" in policy and "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy and "connect-src 'none'" in policy and "img-src 'none'" in policy
    frame = as_provider.get(pages(write())[1]).content.decode()
    assert "<iframe" in frame and 'sandbox src="' in frame


def test_the_list_asks_the_database_as_often_for_three_letters_as_for_one(as_provider: Client) -> None:
    counts = []
    for batch in (1, 2):
        for number in range(batch):
            write(number)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            as_provider.get("/outbox/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_an_empty_outbox_says_what_will_be_here(as_provider: Client, provider: User) -> None:
    assert "No letters yet" in as_provider.get("/outbox/").content.decode()


def test_long_outboxes_have_pages(as_provider: Client) -> None:
    for number in range(51):
        Letter.objects.filter(pk=write(number).pk).update(written_at=NOW + timedelta(minutes=number))
    assert "Page 1 of 2" in as_provider.get("/outbox/").content.decode()
    assert "bob0@example.org" in as_provider.get("/outbox/?page=2").content.decode()
