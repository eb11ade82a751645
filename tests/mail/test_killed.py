"""The process that delivers is killed in the middle: no letter is lost, and nobody reads one twice.

Between the mail server's "taken" and the row's update nobody can know both: SMTP has no transaction over
two machines. So delivery is at least once, and a letter keeps its Message-ID at every attempt; mail stores
keep one of two messages with the same one. These tests show both halves.
"""

from __future__ import annotations

import signal
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from leavethemeeting.mail.delivery import LEASE, deliver
from leavethemeeting.mail.models import Letter
from tests.mail.postman import postman
from tests.mail.servers import Mailbox, smtp_server, write

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(240)]
LETTERS = 40


def message_ids(mailbox: Mailbox) -> list[str]:
    return [str(letter["Message-ID"]) for letter in mailbox.letters]


def wait_for(mailbox: Mailbox, count: int) -> None:
    until = time.monotonic() + 60
    while len(mailbox.letters) < count:
        assert time.monotonic() < until, f"{len(mailbox.letters)} of {count} letters arrived"
        time.sleep(0.002)


def test_a_postman_killed_three_times_loses_nothing_and_doubles_at_most_what_was_in_its_hand() -> None:
    now = datetime.now(UTC)
    letters = {f"<{write(f'reader{number}@example.org', now=now).id}@localhost>" for number in range(LETTERS)}
    mailbox, kills = Mailbox(), 3
    with smtp_server(mailbox) as smtp:
        for kill in range(kills):
            with postman(smtp) as process:
                wait_for(mailbox, len(mailbox.letters) + 7 + kill)
                process.send_signal(signal.SIGKILL)
                assert process.wait(timeout=30) == -signal.SIGKILL
        assert Letter.objects.filter(sent_at__isnull=True).exists()  # it was killed in the middle
        deliver(smtp, now=datetime.now(UTC) + LEASE)
    arrived = Counter(message_ids(mailbox))
    assert set(arrived) == letters  # none lost
    assert sum(arrived.values()) - LETTERS <= kills  # only what a dying process had just handed over
    assert not Letter.objects.filter(sent_at__isnull=True).exists()


def nobody() -> None:
    """Nobody is killed."""


class Kept(Mailbox):
    """A mailbox that kills whoever delivers, after taking the letter and before the sender can know."""

    def __init__(self) -> None:
        super().__init__()
        self.kill: Callable[[], object] = nobody

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 -- aiosmtpd's name
        taken = await super().handle_DATA(server, session, envelope)
        self.kill()
        return taken

    def read_by_its_owner(self) -> dict[str, bytes]:
        """One message for each Message-ID, as mail stores keep them."""
        return dict(zip(message_ids(self), self.raw, strict=True))


def test_killed_between_the_servers_yes_and_our_note_the_letter_comes_twice_as_one_message() -> None:
    letter, mailbox = write(now=datetime.now(UTC)), Kept()
    with smtp_server(mailbox) as smtp:
        with postman(smtp) as process:
            mailbox.kill = process.kill
            assert process.wait(timeout=60) == -signal.SIGKILL
        mailbox.kill = nobody
        letter.refresh_from_db()
        assert (letter.sent_at, letter.attempts) == (None, 1)
        assert deliver(smtp, now=datetime.now(UTC)) == 0  # another process leaves it alone while it may be in a hand
        assert deliver(smtp, now=datetime.now(UTC) + LEASE) == 1
        assert deliver(smtp, now=datetime.now(UTC) + 2 * LEASE) == 0
    assert len(mailbox.raw) == 2  # at least once: we could not know
    assert mailbox.raw[0] == mailbox.raw[1]  # byte for byte, so that any store can tell
    assert len(mailbox.read_by_its_owner()) == 1  # and once for who reads


class Slow(Kept):
    """Kills before it has the letter."""

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.kill()
        return await super().handle_RCPT(server, session, envelope, address, options)


def test_killed_before_the_server_has_the_letter_it_comes_once() -> None:
    write(now=datetime.now(UTC))
    mailbox = Slow()
    with smtp_server(mailbox) as smtp:
        with postman(smtp) as process:
            mailbox.kill = process.kill
            assert process.wait(timeout=60) == -signal.SIGKILL
        mailbox.kill = nobody
        assert deliver(smtp, now=datetime.now(UTC) + LEASE) == 1
    assert len(mailbox.letters) == 1
