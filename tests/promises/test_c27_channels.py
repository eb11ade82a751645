"""C27, the channel: what the provider writes goes to people who wrote first or are members, and by one door."""

from __future__ import annotations

import ast
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from leavethemeeting.accounts.models import User
from leavethemeeting.mail import guard
from leavethemeeting.mail.composing import Because, Content, send
from leavethemeeting.mail.guard import Unasked
from leavethemeeting.mail.models import Letter
from leavethemeeting.meetings.models import Attendee, Meeting

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
PACKAGE = Path(guard.__file__).parents[1]
CONTENT = Content(subject="Hello", paragraphs=("From the provider.",))


@pytest.fixture
def guest(alice: User) -> Attendee:
    """Somebody without an account, whose address Alice's meeting knows."""
    meeting = Meeting.objects.create(owner=alice, title="Alice's")
    return Attendee.objects.create(meeting=meeting, name="Gina Guest", email="gina@example.org", first_came_at=0)


@pytest.mark.parametrize("because", list(Because))
def test_an_attendees_address_is_no_reason_to_write_to_them(because: Because, guest: Attendee) -> None:
    with pytest.raises(Unasked):
        send(CONTENT, kind="k", recipient=guest.email, now=NOW, because=because)
    assert not Letter.objects.exists()


def test_a_member_can_be_written_to(alice: User) -> None:
    send(CONTENT, kind="k", recipient=alice.email, now=NOW, because=Because.MEMBER, user_id=alice.pk)
    assert Letter.objects.get().recipient == "alice@example.org"


def test_no_letter_carries_a_file_of_attendee_data(alice: User) -> None:
    from django.core.mail import EmailMessage

    from leavethemeeting.mail.actions import BadLetter
    from leavethemeeting.mail.backend import OutboxBackend

    message = EmailMessage(
        "Data", "…", to=[alice.email], headers={"X-Letter-Because": "member"},
        attachments=[("attendees.csv", "name,email", "text/csv")],
    )  # fmt: skip
    with pytest.raises(BadLetter):
        OutboxBackend().send_messages([message])


def imports(module: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def test_mail_leaves_through_one_slice_only() -> None:
    """Whoever wants to write uses ``mail.composing``; SMTP and mail services are spoken to in ``mail`` alone."""
    ways = re.compile(r"^(smtplib|anymail|django\.core\.mail)(\.|$)")
    speakers = {
        module.relative_to(PACKAGE).parts[0]
        for module in PACKAGE.rglob("*.py")
        if any(ways.match(name) for name in imports(module))
    }
    assert speakers == {"mail", "shared", "project"}  # the door; the doctor knows what its answers mean
    senders = {
        str(module.relative_to(PACKAGE)) for module in PACKAGE.rglob("*.py") if "MailLine(" in module.read_text()
    }
    assert senders == {"mail/transport.py", "project/doctor.py"}
    doctor = (PACKAGE / "project/doctor.py").read_text()
    assert "sendmail" not in doctor and "send_message" not in doctor
