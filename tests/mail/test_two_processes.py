"""Several processes deliver from one outbox."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import UTC, datetime

import pytest
from django.db import connection

from leavethemeeting.mail.delivery import deliver
from leavethemeeting.mail.models import Letter
from tests.mail.servers import Mailbox, smtp_server, write

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_four_postmen_at_one_outbox_deliver_every_letter_exactly_once() -> None:
    for number in range(20):
        write(f"bob{number}@example.org", "Hello", now=NOW)
    mailbox, together, taken = Mailbox(), threading.Barrier(4), []
    with smtp_server(mailbox) as smtp:

        def postman() -> None:
            try:
                together.wait(timeout=20)
                taken.append(deliver(smtp, now=NOW))
            finally:
                connection.close()

        postmen = [threading.Thread(target=postman) for _ in range(4)]
        for thread in postmen:
            thread.start()
        for thread in postmen:
            thread.join(timeout=60)
    arrived = Counter(recipient for recipients in mailbox.recipients for recipient in recipients)
    assert arrived == {f"bob{number}@example.org": 1 for number in range(20)}
    assert (len(taken), sum(taken)) == (4, 20)
    assert set(Letter.objects.values_list("attempts", flat=True)) == {1}
