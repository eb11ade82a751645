"""Rows of the log as the kernel's events: the statements and the columns in one place.

Rows come as tuples, without model instances: a report of ten thousand attendees reads fifty
thousand of them before it shows its first word.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
from django.db import connection, models

from leavethemeeting.attendance.models import PRESENCE_TYPES
from leavethemeeting.domain.events import Event, EventType, Hints, SourceKind

_COLUMNS = (
    "e.source_ref, e.source_kind, e.id, e.type, e.at, e.received_at, e.connection_ref, e.sent_at, e.until, e.detail, "
    "c.attendee_id, c.email, c.email_verified, c.platform_account, c.name, c.role, c.text"
)
# The types are written out, not bound: only so does a database see that the partial index covers them.
_PRESENCE_SQL = (
    f"SELECT {_COLUMNS} FROM attendance_event e {{hint}}"  # noqa: S608 -- constants of this file and of models.py only
    "LEFT JOIN attendance_claim c ON c.meeting_id = e.meeting_id AND c.source_ref = e.source_ref AND c.event_id = e.id "
    f"WHERE e.occurrence_id = %s AND e.type IN ({', '.join(repr(name) for name in PRESENCE_TYPES)})"
)
INTERACTIONS_SQL = (
    f"SELECT {_COLUMNS} FROM attendance_event e "  # noqa: S608 -- constants of this file only
    "LEFT JOIN attendance_claim c ON c.meeting_id = e.meeting_id AND c.source_ref = e.source_ref AND c.event_id = e.id "
    "WHERE e.occurrence_id = %s AND e.type = 'interact'"
)
#: The whole log of an occurrence in order of commit; the position stands before the columns.
LOG_SQL = (
    f"SELECT e.position, {_COLUMNS} FROM attendance_event e "  # noqa: S608 -- constants of this file only
    "LEFT JOIN attendance_claim c ON c.meeting_id = e.meeting_id AND c.source_ref = e.source_ref AND c.event_id = e.id "
    "WHERE e.occurrence_id = %s ORDER BY e.position"
)
_NOBODY = Hints()
_TYPES = {kind.value: kind for kind in EventType}
_KINDS = {kind.value: kind for kind in SourceKind}
read_detail = msgspec.json.Decoder(dict[str, Any]).decode


class Words(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a host's correction says beside its event, as JSON in the claim's ``text``.

    ``token``: the identity token that a bind takes in; ``note``: why; ``by``: who, where the
    row had to be written under another host's source (undoing a colleague's correction).
    """

    token: str = ""
    note: str = ""
    by: str = ""

    @classmethod
    def of(cls, text: str) -> Words:
        return msgspec.json.decode(text, type=cls) if text else cls()

    def as_text(self) -> str:
        return msgspec.json.encode(self).decode()


def presence_sql() -> str:
    """All presence rows of one occurrence (one parameter). SQLite without statistics must be told which index:
    it would walk a million interactions beside them."""
    hint = "INDEXED BY attendance_event_presence " if connection.vendor == "sqlite" else ""
    return _PRESENCE_SQL.format(hint=hint)


def event_from(row: tuple[Any, ...]) -> Event:
    """One row of ``_COLUMNS`` as the kernel's event."""
    (source, kind, event_id, name, at, received_at, reference, sent_at, until, detail,
     attendee, email, verified, account, person, role, text) = row  # fmt: skip
    hints = _NOBODY if text is None else _hints(name, attendee, email, verified, account, person, role, text)
    if not detail:  # most rows: nothing but columns
        return Event(
            source, _KINDS[kind], event_id, _TYPES[name], at, received_at, reference, sent_at, 0, until, hints=hints
        )
    more = read_detail(detail)
    if "present" in more:
        more["present"] = tuple(more["present"])
    return Event(
        source, _KINDS[kind], event_id, _TYPES[name], at, received_at, reference, sent_at, until=until, hints=hints, **more
    )  # fmt: skip


def _hints(
    name_of_type: str, attendee: Any, email: str, verified: Any, account: str, name: str, role: str, text: str
) -> Hints:
    if name_of_type == EventType.CORRECT.value:
        return Hints(attendee=Words.of(text).token, name=name, role=role)
    return Hints(str(UUID(str(attendee))) if attendee else "", email, bool(verified), account, name, role)


def stored(key: UUID) -> Any:
    """``key`` as this database keeps it: a uuid, or 32 hexadecimal digits."""
    return models.UUIDField().get_db_prep_value(key, connection)
