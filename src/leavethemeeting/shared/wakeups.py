"""The in-process door bell: a writer rings, whoever waits in this process looks at the tables.

Nothing is carried but a topic and a reference, because a bell may be missed and the
tables may not. Between processes the same topics travel by PostgreSQL NOTIFY (``notify``).
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable

from django.db import connection, transaction

log = logging.getLogger(__name__)
_listeners: dict[str, list[Callable[[str], None]]] = defaultdict(list)

COMMANDS = "ltm_commands"  # reference: occurrence id
EVENTS = "ltm_events"  # reference: occurrence id
ACCESS = "ltm_access"  # reference: what was revoked, "user:<id>", "session:<key>", "attendee:<id>"
LETTERS = "ltm_letters"  # reference: ""
EXPORTS = "ltm_exports"  # reference: ""


def listen(topic: str, listener: Callable[[str], None]) -> Callable[[], None]:
    """Call ``listener(reference)`` at every ring, from the ringing thread. Returns how to stop."""
    _listeners[topic].append(listener)
    return lambda: _listeners[topic].remove(listener)


def ring(topic: str, reference: str = "") -> None:
    """Ring now, in this process only."""
    for listener in tuple(_listeners[topic]):
        try:
            listener(reference)
        except Exception:
            log.exception("a listener of %s failed", topic)


def ring_on_commit(topic: str, reference: str = "") -> None:
    """Ring here and, on PostgreSQL, in every other process, once the transaction has committed."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # NOTIFY is delivered by the database at commit
            cursor.execute("SELECT pg_notify(%s, %s)", [topic, reference])
    transaction.on_commit(lambda: ring(topic, reference))
