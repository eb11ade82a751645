"""C52: questions reach the provider without an account, the answer arrives by mail, and the matter does not stay for ever."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from leavethemeeting.accounts.models import User
from leavethemeeting.mail.delivery import deliver
from leavethemeeting.project.schedule import DUTIES
from leavethemeeting.website import cases
from leavethemeeting.website.jobs import delete_old_cases
from leavethemeeting.website.models import Case, CaseMessage
from tests.mail.servers import Mailbox, smtp_server
from tests.website.visitors import Visitor, letters_to, path_in, text_of

pytestmark = pytest.mark.django_db
DORA = "dora@example.org"


def asked() -> Case:
    done = Visitor().send("/contact/", {"name": "Dora", "email": DORA, "text": "What do you know about me?"})
    case = Case.objects.get()
    assert case.reference in text_of(Visitor().get(done["Location"]))
    return case


def test_the_answer_arrives_and_can_be_answered_without_account_and_cookies(provider: User) -> None:
    case, mailbox = asked(), Mailbox()
    cases.answer(case=case, text="Your name and this message.", by=provider.id, now=timezone.now())
    with smtp_server(mailbox) as smtp:
        assert deliver(smtp, now=timezone.now()) == 2
    body = mailbox.letters[1].get_body(("plain",))
    assert mailbox.recipients == [[DORA], [DORA]] and body is not None
    assert "Your name and this message." in body.get_content()
    link = path_in(letters_to(DORA)[1])
    assert link in body.get_content()
    Visitor().send(link, {"text": "Then forget me."})
    assert "Then forget me." in text_of(Visitor().get(link))
    assert Case.objects.get().state == Case.State.OPEN


def test_a_name_is_not_needed() -> None:
    assert Visitor().send("/contact/", {"name": "", "email": DORA, "text": "Hello"}).status_code == 302


def test_what_was_written_is_deleted_a_year_after_the_matter_is_closed() -> None:
    case, now = asked(), timezone.now()
    cases.close(case=case, now=now)
    duty = next(duty for duty in DUTIES if duty.do is delete_old_cases)
    duty.do(now=now + timedelta(days=364))
    assert CaseMessage.objects.exists()
    duty.do(now=now + timedelta(days=366))
    assert not Case.objects.exists() and not CaseMessage.objects.exists()
