"""C1, the letter: who asks for the plugin gets exactly one, with a working link, and is put on no list."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from leavethemeeting.consent.models import Consent
from leavethemeeting.mail.composing import Because, send
from leavethemeeting.mail.delivery import deliver
from leavethemeeting.mail.guard import Unasked, typed_now
from leavethemeeting.mail.mailings import send_news, write_due
from leavethemeeting.mail.models import Letter
from leavethemeeting.mail.previews import _samples
from tests.mail.servers import Mailbox, smtp_server
from tests.mail.subscribers import NOW, path_in

pytestmark = pytest.mark.django_db
VISITOR = "visitor@example.org"


def ask(now: datetime = NOW) -> None:
    typed_now(VISITOR)
    send(_samples["plugin_link"](), kind="plugin_link", recipient=VISITOR, now=now, because=Because.TYPED)


def arrived() -> Mailbox:
    mailbox = Mailbox()
    with smtp_server(mailbox) as smtp:
        deliver(smtp, now=NOW)
        deliver(smtp, now=NOW)
    return mailbox


def test_one_request_is_one_letter() -> None:
    ask()
    assert arrived().recipients == [[VISITOR]]


def test_the_address_is_on_no_list_afterwards() -> None:
    ask()
    assert not Consent.objects.filter(email=VISITOR).exists()
    send_news(subject="News", paragraphs=("p",), now=NOW)
    write_due(now=NOW)
    assert Letter.objects.count() == 1


def test_nobody_can_use_the_address_a_second_time() -> None:
    ask()
    for because in Because:
        with pytest.raises(Unasked):
            send(_samples["plugin_link"](), kind="plugin_link", recipient=VISITOR, now=NOW, because=because)


def test_without_the_box_the_link_is_direct_and_no_picture_reports_back(client: Client) -> None:
    ask()
    (letter,) = arrived().letters
    assert path_in(letter, "/l/c/") == path_in(letter, "/l/o/") == ""
    assert path_in(letter, "/plugin/") != ""
