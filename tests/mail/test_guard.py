"""Nobody gets a letter that nobody asked for."""

from __future__ import annotations

import ast
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.mail import EmailMessage, send_mail
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django.fixtures import Settings

from leavethemeeting.accounts.actions import delete_member
from leavethemeeting.accounts.models import User
from leavethemeeting.mail import guard
from leavethemeeting.mail.composing import Because, Content, send
from leavethemeeting.mail.guard import Reader, Unasked, last_letter_to, prove, typed_now
from leavethemeeting.mail.models import Letter

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
PACKAGE = Path(guard.__file__).parents[1]
CONTENT = Content(subject="Hello", paragraphs=("Come in.",))
STRANGER = "nobody.asked@example.org"


def letter(recipient: str, because: Because, user: User | None = None) -> Letter:
    return send(
        CONTENT, kind="k", recipient=recipient, now=NOW, because=because, user_id=user.pk if user is not None else None
    )


@pytest.mark.parametrize("because", list(Because))
def test_a_stranger_gets_no_letter_whatever_reason_is_given(
    because: Because, alice: User, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(Unasked) as refusal:
        letter(STRANGER, because)
    assert not Letter.objects.exists()
    assert f"its reason is '{because}'" in caplog.text
    assert STRANGER not in caplog.text + str(refusal.value)


def test_a_member_is_written_to_at_a_verified_address_only(alice: User, bob: User) -> None:
    letter("Alice@example.org", Because.MEMBER)
    letter("alice@example.org", Because.MEMBER, alice)
    with pytest.raises(Unasked):  # Bob's letter would go to Alice
        letter("alice@example.org", Because.MEMBER, bob)
    bob.emailaddress_set.update(verified=False)
    with pytest.raises(Unasked):
        letter("bob@example.org", Because.MEMBER, bob)
    alice.is_active = False
    alice.save()
    with pytest.raises(Unasked):
        letter("alice@example.org", Because.MEMBER)
    assert Letter.objects.count() == 2


def test_a_case_is_answered_when_its_slice_says_that_it_is_open() -> None:
    guard._checks.pop(Because.CASE, None)
    with pytest.raises(Unasked, match="registered"):
        letter("bob@example.org", Because.CASE)
    prove(Because.CASE, lambda reader: reader == Reader("bob@example.org", kind="k"))
    letter("bob@example.org", Because.CASE)
    with pytest.raises(Unasked):
        letter(STRANGER, Because.CASE)


def test_what_was_typed_is_good_for_one_letter_to_that_address() -> None:
    typed_now(" Bob@Example.org ")
    with pytest.raises(Unasked):
        letter(STRANGER, Because.TYPED)
    letter("bob@example.org", Because.TYPED)
    with pytest.raises(Unasked):
        letter("bob@example.org", Because.TYPED)


def test_who_was_a_member_a_moment_ago_gets_one_last_letter(alice: User) -> None:
    with pytest.raises(Unasked):
        last_letter_to(Reader(STRANGER))
    last_letter_to(Reader(alice.email, alice.pk))
    delete_member(user=alice)
    letter("alice@example.org", Because.MEMBER)
    with pytest.raises(Unasked):
        letter("alice@example.org", Because.MEMBER)


def test_nobody_can_register_that_everything_was_typed() -> None:
    with pytest.raises(ValueError, match="typed_now"):
        prove(Because.TYPED, lambda _: True)


def _says_typed(request: HttpRequest) -> HttpResponse:
    typed_now("bob@example.org")
    return HttpResponse()


def _writes(request: HttpRequest) -> HttpResponse:
    letter("bob@example.org", Because.TYPED)
    return HttpResponse()


def _answers(request: HttpRequest) -> HttpResponse:
    _says_typed(request)
    return _writes(request)


urlpatterns = [path("typed/", _says_typed), path("write/", _writes), path("answer/", _answers)]


@pytest.mark.urls(__name__)
def test_what_was_typed_ends_with_its_request(client: Client) -> None:
    client.post("/answer/")
    assert Letter.objects.count() == 1
    client.post("/typed/")
    with pytest.raises(Unasked):
        client.post("/write/")
    typed_now("bob@example.org")
    with pytest.raises(Unasked):  # what stood there before the request is no reason either
        client.post("/write/")


def test_djangos_own_way_of_mailing_needs_a_reason_as_well(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "leavethemeeting.mail.backend.OutboxBackend"
    with pytest.raises(Unasked, match="X-Letter-Because"):
        send_mail("Hello", "text", None, ["bob@example.org"])
    with pytest.raises(Unasked):
        EmailMessage("Hello", "text", to=[STRANGER], headers={"X-Letter-Because": "member"}).send()
    with pytest.raises(Unasked, match="X-Letter-Because"):
        EmailMessage("Hello", "text", to=[STRANGER], headers={"X-Letter-Because": "i like them"}).send()
    assert not Letter.objects.exists()


def calls(name: str) -> set[str]:
    """The modules of the package that call ``name``."""
    found = set()
    for module in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text())):
            called = node.func if isinstance(node, ast.Call) else None
            if getattr(called, "id", getattr(called, "attr", "")) == name:
                found.add(str(module.relative_to(PACKAGE)))
    return found


def test_only_what_reads_a_form_says_that_somebody_typed() -> None:
    readers = {"accounts/adapter.py"}
    others = {module for module in calls("typed_now") - readers if not Path(module).stem.endswith(("views", "forms"))}
    assert others == set()


def test_every_letter_goes_through_the_guard() -> None:
    """No module makes a row of the outbox but ``post``, which asks the guard, and none speaks SMTP but the door."""
    writers = set()
    for module in PACKAGE.rglob("*.py"):
        if re.search(r"\bLetter(\.objects\.(bulk_)?create|)\(", module.read_text()):
            writers.add(str(module.relative_to(PACKAGE)))
    assert writers == {"mail/actions.py", "mail/models.py"}
    speakers = {
        str(module.relative_to(PACKAGE)) for module in PACKAGE.rglob("*.py") if "import smtplib" in module.read_text()
    }
    assert speakers == {"shared/outgoing.py"}


def test_without_the_guard_the_stranger_would_have_been_written_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests above can fail: with the check taken out, the letter is written."""
    monkeypatch.setattr("leavethemeeting.mail.actions.ensure_asked_for", lambda **_: None)
    assert letter(STRANGER, Because.MEMBER).recipient == STRANGER
