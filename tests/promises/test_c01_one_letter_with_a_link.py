"""C1: send your e-mail address, and one letter comes with a link to download and test the plugin; the row does not stay."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from leavethemeeting.accounts.models import User
from leavethemeeting.mail.delivery import deliver
from leavethemeeting.project.schedule import DUTIES
from leavethemeeting.website.jobs import delete_old_requests
from leavethemeeting.website.models import PluginLinkRequest
from tests.mail.servers import Mailbox, smtp_server
from tests.website.visitors import Visitor, letters_to, path_in, text_of

pytestmark = pytest.mark.django_db
DORA = "dora@example.org"


def ask(address: str) -> Any:
    """The form and, as a browser does, the page it leads to."""
    sent = Visitor().send("/plugin/link/", {"email": address})
    return sent, Visitor().get(sent["Location"])


def rows_with(text: str) -> dict[str, int]:
    """Tables of the whole database in which ``text`` stands anywhere, and in how many rows."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            hits = sum(text in repr(row) for row in cursor.fetchall())
            if hits:
                found[table] = hits
    return found


def test_exactly_one_letter_arrives_and_its_link_works() -> None:
    ask(DORA)
    mailbox = Mailbox()
    with smtp_server(mailbox) as smtp:
        assert deliver(smtp, now=timezone.now()) == 1
        assert deliver(smtp, now=timezone.now() + timedelta(days=1)) == 0
    assert mailbox.recipients == [[DORA]]
    arrived = mailbox.letters[0].get_body(("plain",))
    link = path_in(letters_to(DORA)[0])
    assert arrived is not None and link in arrived.get_content()
    page = text_of(Visitor().get(link))
    assert "Download" in page and "Try it" in page


def test_asking_again_brings_no_second_letter() -> None:
    for address in (DORA, DORA, DORA.upper()):
        ask(address)
    assert len(letters_to(DORA)) + len(letters_to(DORA.upper())) == 1


def test_the_answer_is_the_same_for_every_address(bob: User) -> None:
    answers = [
        ask(address) for address in (bob.email, "nobody@example.org", bob.email)
    ]  # a member, a stranger, too soon
    assert len({(sent.status_code, sent["Location"], sent.content) for sent, _page in answers}) == 1
    assert len({page.content for _sent, page in answers}) == 1


def test_the_page_says_where_letters_go_when_no_mail_server_is_set() -> None:
    _sent, page = ask(DORA)
    assert "has no mail server yet" in text_of(page)


def test_the_address_is_on_no_other_list() -> None:
    ask(DORA)
    assert rows_with(DORA) == {"website_plugin_link_request": 1, "mail_letter": 1}


def test_the_row_is_gone_after_thirty_days() -> None:
    ask(DORA)
    asked_at = PluginLinkRequest.objects.get().asked_at
    duty = next(duty for duty in DUTIES if duty.do is delete_old_requests)
    duty.do(now=asked_at + timedelta(days=30) - timedelta(seconds=1))
    assert "website_plugin_link_request" in rows_with(DORA)
    duty.do(now=asked_at + timedelta(days=30))
    assert "website_plugin_link_request" not in rows_with(DORA)
