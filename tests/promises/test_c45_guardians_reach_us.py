"""C45: a parent or guardian reaches the provider without an account; a case is opened, and a receipt comes."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from leavethemeeting.mail.delivery import deliver
from leavethemeeting.website.models import Case
from tests.mail.servers import Mailbox, smtp_server
from tests.website.visitors import Visitor, letters_to, text_of

pytestmark = pytest.mark.django_db
GINA = "gina@example.org"


def test_the_form_is_linked_from_every_public_page() -> None:
    for page in ("/", "/contact/", "/plugin/"):
        assert 'href="/guardian/"' in Visitor().get(page).content.decode()


def test_a_guardian_without_account_and_cookies_opens_a_case_and_gets_a_receipt() -> None:
    told = {
        "relation": "guardian",
        "email": GINA,
        "child_name": "Kestrel",
        "text": "Kestrel is 12 and was in a meeting.",
    }
    page = Visitor().send("/guardian/", told)["Location"]
    code = re.search(r"(?m)^\s*(\d{6})\s*$", letters_to(GINA)[0].text)
    assert code and not Case.objects.filter(state=Case.State.OPEN).exists()
    done = Visitor().send(page, {"code": code[1]})["Location"]
    case = Case.objects.get(kind=Case.Kind.GUARDIAN, state=Case.State.OPEN)
    assert case.reference in text_of(Visitor().get(done))
    assert (case.guardian.child_name, case.guardian.relation) == ("Kestrel", "guardian")
    mailbox = Mailbox()
    with smtp_server(mailbox) as smtp:
        deliver(smtp, now=timezone.now())
    assert [case.reference in str(letter["Subject"]) for letter in mailbox.letters] == [False, True]
    assert "Kestrel" not in b"".join(mailbox.raw).decode()
