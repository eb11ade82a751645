"""Rows of the log as the kernel's events: the statements and the columns in one place.

Rows come as tuples, without model instances: a report of ten thousand attendees reads fifty
thousand of them before it shows its first word.
"""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from django.db import connection, models

from leavethemeeting.attendance.models import PRESENCE_TYPES
from leavethemeeting.domain.events import Event, EventType, ExitReason, Hints, SourceKind
from leavethemeeting.domain.plain import PLAIN_KINDS, PlainStay

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
_PLAIN = {kind.value: kind for kind in PLAIN_KINDS}
#: The commonest details of an exit, as they are written, need no decoding.
_REASONS = {"": ""} | {f'{{"reason":"{reason.value}"}}': reason.value for reason in ExitReason}
_TYPES = {kind.value: kind for kind in EventType}
_KINDS = {kind.value: kind for kind in SourceKind}
read_detail = msgspec.json.Decoder(dict[str, Any]).decode


class Known(NamedTuple):
    """The evidence of presence in one occurrence; ``stays`` are short for two events each."""

    events: list[Event]
    stays: list[PlainStay]

    def in_full(self) -> list[Event]:
        return [*self.events, *(event for stay in self.stays for event in stay.events())]


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


def known_from(rows: list[tuple[Any, ...]]) -> Known:
    """All presence rows of an occurrence: connections of a plain entrance and exit in short, others in full."""
    by_connection: dict[tuple[str, str], list[tuple[Any, ...]]] = {}
    for row in rows:
        key = (row[0], row[6])
        several = by_connection.get(key)
        if several is None:
            by_connection[key] = [row]
        else:
            several.append(row)
    known = Known([], [])
    people: dict[tuple[Any, ...], Hints] = {}
    for several in by_connection.values():
        stay = _plain(several[0], several[1], people) if len(several) == 2 else None
        if stay is None:
            known.events.extend([event_from(row) for row in several])
        else:
            known.stays.append(stay)
    return known


def _plain(one: tuple[Any, ...], other: tuple[Any, ...], people: dict[tuple[Any, ...], Hints]) -> PlainStay | None:
    """The two rows of a connection as a plain stay, if that is what they are; ``people`` are the hints made before."""
    entrance, leaving = (one, other) if one[3] == "enter" else (other, one)
    (source, kind, entrance_id, name, start, told_at, reference, sent_at, until, detail, *said) = entrance
    (_, kind_too, exit_id, name_too, end, closed_at, _, sent_too, until_too, detail_too, *_, said_too) = leaving
    if not (name == "enter" and name_too == "exit" and kind in _PLAIN and kind == kind_too and reference):
        return None
    if detail or said_too is not None or start >= end:
        return None
    if not (sent_at is None and sent_too is None and until is None and until_too is None):
        return None
    reason = _REASONS.get(detail_too)
    if reason is None:
        more = read_detail(detail_too)
        if more.keys() != {"reason"}:
            return None
        reason = more["reason"]
    hints = _NOBODY
    if said[-1] is not None:
        key = tuple(said[:-1])
        hints = people.get(key) or people.setdefault(key, _hints(name, *said))
    return PlainStay(
        start, end, source, _PLAIN[kind], reference, entrance_id, exit_id, reason, told_at, closed_at, hints
    )


def _hints(
    name_of_type: str, attendee: Any, email: str, verified: Any, account: str, name: str, role: str, text: str
) -> Hints:
    if name_of_type == EventType.CORRECT.value:
        return Hints(attendee=Words.of(text).token, name=name, role=role)
    return Hints(str(UUID(str(attendee))) if attendee else "", email, bool(verified), account, name, role)


def stored(key: UUID) -> Any:
    """``key`` as this database keeps it: a uuid, or 32 hexadecimal digits."""
    return models.UUIDField().get_db_prep_value(key, connection)
