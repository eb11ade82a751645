"""Every letter there is, through a real mail server: once, in two bodies, with working links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from django.urls import resolve

from leavethemeeting.mail import previews
from leavethemeeting.mail.composing import Because, send
from leavethemeeting.mail.delivery import deliver
from leavethemeeting.mail.guard import prove, typed_now
from leavethemeeting.mail.lists import LISTS
from leavethemeeting.mail.models import Letter
from leavethemeeting.shared.environment import environment
from tests.mail.servers import Mailbox, smtp_server
from tests.mail.subscribers import agree, html_of, text_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
ADDRESS = re.compile(r"https?://[^\s\"'<>]+")


def ours(body: str) -> Iterator[str]:
    """The paths of our own pages that a letter names."""
    for found in ADDRESS.findall(body):
        parts = urlsplit(found)
        if f"{parts.scheme}://{parts.netloc}" == environment().public_origin:
            yield parts.path or "/"


@pytest.mark.parametrize("kind", previews.kinds())
def test_it_arrives_once_multipart_with_its_headers_and_with_links_that_lead_somewhere(kind: str) -> None:
    recipient, content = "reader@example.org", previews._samples[kind]()
    typed_now(recipient)
    prove(Because.SUBSCRIBED, lambda reader: True)
    because = Because.SUBSCRIBED if kind in LISTS else Because.TYPED
    send(content, kind=kind, recipient=recipient, now=NOW, because=because)
    mailbox = Mailbox()
    with smtp_server(mailbox) as smtp:
        deliver(smtp, now=NOW)
        deliver(smtp, now=NOW)
    assert mailbox.recipients == [[recipient]]
    (arrived,) = mailbox.letters
    assert arrived.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in arrived.iter_parts()] == ["text/plain", "text/html"]
    assert arrived["Subject"] == content.subject and arrived["To"] == recipient
    assert bool(arrived["List-Unsubscribe"]) is bool(arrived["List-Unsubscribe-Post"]) is (kind in LISTS)
    text, html = text_of(arrived), html_of(arrived)
    for paragraph in content.paragraphs:
        assert paragraph.split("\n")[0] in text.replace("\r\n", "\n")
    assert content.code in text and content.code in html
    assert set(ours(text)) == set(ours(html)) and set(ours(html)) >= {"/"}
    for path in set(ours(html)):
        resolve(path)  # raises where no page of ours has this address


def test_consent_to_be_measured_changes_three_letters_and_no_other() -> None:
    agree_address = "reader@example.org"
    from leavethemeeting.consent.kinds import Kind

    agree(Kind.MAIL_MEASUREMENT, agree_address)
    prove(Because.SUBSCRIBED, lambda reader: True)
    for kind in previews.kinds():
        typed_now(agree_address)
        because = Because.SUBSCRIBED if kind in LISTS else Because.TYPED
        send(previews._samples[kind](), kind=kind, recipient=agree_address, now=NOW, because=because)
    with_pixel = {letter.kind for letter in Letter.objects.all() if "<img" in letter.html}
    over_us = {letter.kind for letter in Letter.objects.all() if "/l/c/" in letter.html + letter.text}
    assert with_pixel == over_us == {"plugin_link", "policy_changed", "news"}
