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
from leavethemeeting.domain.plain import PLAIN_KINDS, PlainStay, Visits

# What a connection's two rows are paired and compared by stands first (``plain_stays``).
_EVENT = (
    "e.source_ref, e.connection_ref, e.type, e.source_kind, e.sent_at, e.until, e.detail, e.at, e.id, e.received_at"
)
_CLAIM = "CAST(c.attendee_id AS text), c.email, c.email_verified, c.platform_account, c.name, c.role, c.text"
_COLUMNS = f"{_EVENT}, {_CLAIM}"
_JOINED = (
    "attendance_event e {hint}LEFT JOIN attendance_claim c "
    "ON c.meeting_id = e.meeting_id AND c.source_ref = e.source_ref AND c.event_id = e.id "
)
# The types are written out, not bound: only so does a database see that the partial index covers them.
_OF_PRESENCE = f"WHERE e.occurrence_id = %s AND e.type IN ({', '.join(repr(name) for name in PRESENCE_TYPES)})"
_PRESENCE_SQL = f"SELECT {_EVENT} FROM attendance_event e {{hint}}{_OF_PRESENCE}"  # noqa: S608 -- constants of this file and of models.py only
_HOSTS_SQL = f"SELECT {_COLUMNS} FROM {_JOINED}{_OF_PRESENCE} AND e.source_kind = 'host'"  # noqa: S608 -- constants only
_SINCE_SQL = f"SELECT {_COLUMNS} FROM {_JOINED}{_OF_PRESENCE} AND e.position > %s"  # noqa: S608 -- constants only
# An interaction has a claim only for its words, so claims without words are those of presence.
_CLAIMS_SQL = (
    f"SELECT c.source_ref, c.connection_ref, c.event_id, {_CLAIM} FROM attendance_claim c {{hint}}"  # noqa: S608 -- constants only
    "WHERE c.occurrence_id = %s AND c.text = ''"
)
INTERACTIONS_SQL = f"SELECT {_COLUMNS} FROM {_JOINED.format(hint='')}WHERE e.occurrence_id = %s AND e.type = 'interact'"  # noqa: S608 -- constants only
#: The whole log of an occurrence in order of commit; the position stands before the columns.
LOG_SQL = (
    f"SELECT e.position, {_COLUMNS} FROM {_JOINED.format(hint='')}"  # noqa: S608 -- constants of this file only
    "WHERE e.occurrence_id = %s ORDER BY e.position"
)
TALLIES_SQL = (
    "SELECT source_ref, connection_ref, kind, count, milliseconds FROM attendance_tally WHERE occurrence_id = %s"
)
Row = tuple[Any, ...]
_NOBODY = Hints()
_NO_CLAIM = (None,) * 7
_NO_WORDS: Row = (None, None, None)  # no claim on a connection
_SEVERAL: Row = (None, None, "")  # more than one: none of them is all that was said
#: Of the two rows of a plain stay what is alike in all of them: type, kind, sent_at, until, detail of an entrance …
_ENTRANCES = {("enter", kind.value, None, None, ""): kind for kind in PLAIN_KINDS}
#: … and type, kind, sent_at, until of an exit.
_EXITS = {kind: ("exit", kind.value, None, None) for kind in PLAIN_KINDS}
#: The commonest details of an exit, as they are written, need no decoding.
_REASONS = {"": ""} | {f'{{"reason":"{reason.value}"}}': reason.value for reason in ExitReason}
_TYPES = {kind.value: kind for kind in EventType}
_KINDS = {kind.value: kind for kind in SourceKind}
read_detail = msgspec.json.Decoder(dict[str, Any]).decode


class Known(NamedTuple):
    """The evidence of presence in one occurrence; ``visits`` are short for two events a stay."""

    events: list[Event]
    visits: list[Visits]

    def in_full(self) -> list[Event]:
        return [*self.events, *(event for one in self.visits for event in one.events())]


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
    return _PRESENCE_SQL.format(hint=_hint("attendance_event_presence"))


def claims_sql() -> str:
    """Who the presence rows of one occurrence are about (one parameter): source, connection and event id, then
    a claim's columns. Read after the rows: a claim is written with its event, so none is missed."""
    return _CLAIMS_SQL.format(hint=_hint("attendance_claim_people"))


def hosts_sql() -> str:
    """The hosts' corrections in one occurrence with their words (one parameter)."""
    return _HOSTS_SQL.format(hint=_hint("attendance_event_presence"))


def since_sql() -> str:
    """Rows of presence after a position, with their claims (two parameters), without walking those before."""
    return _SINCE_SQL.format(hint=_hint("attendance_event_follow"))


def _hint(index: str) -> str:
    return f"INDEXED BY {index} " if connection.vendor == "sqlite" else ""


def event_from(row: Row) -> Event:
    """One row of an event's and a claim's columns as the kernel's event."""
    (source, reference, name, kind, sent_at, until, detail, at, event_id, received_at,
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


def events_from(rows: list[Row], claims: list[Row], words: list[Row]) -> list[Event]:
    """Rows of presence told in full; ``claims`` as of ``claims_sql``, ``words`` as of ``hosts_sql``."""
    sources = {row[0] for row in rows}
    said = {(row[0], row[2]): row[3:] for row in claims if row[0] in sources}
    said |= {(row[0], row[8]): row[10:] for row in words if row[-1] is not None}
    return [event_from((*row, *said.get((row[0], row[8]), _NO_CLAIM))) for row in rows]


def plain_visits(rows: list[Row], claims: list[Row]) -> tuple[list[Visits], list[Row]]:
    """The connections of which a plain entrance and exit is all there is, in short; and all the other rows."""
    by_connection: dict[Row, list[Row]] = {}
    for row in rows:
        key = row[:2]
        several = by_connection.get(key)
        if several is None:
            by_connection[key] = [row]
        else:
            several.append(row)
    said: dict[Row, Row] = {}
    for row in claims:
        key = row[:2]
        said[key] = _SEVERAL if key in said else row
    visits: dict[Row, Visits] = {}  # by the words said
    others = []
    for key, several in by_connection.items():
        claim = said.get(key, _NO_WORDS)
        stay = _plain(several[0], several[1], claim[2]) if len(several) == 2 else None
        if stay is None:
            others.extend(several)
            continue
        words = claim[3:]
        alike = visits.get(words)
        if alike is None:
            hints = _hints("enter", *words) if words else _NOBODY
            alike = visits[words] = Visits(hints, [])
        alike.stays.append(stay)
    return list(visits.values()), others


def _plain(one: Row, other: Row, claimant: str | None) -> PlainStay | None:
    """The two rows of a connection as a plain stay, if that is what they are.

    ``claimant``: the event that the connection's only claim came with; ``None`` if there is no claim.
    """
    entrance, leaving = (one, other) if one[2] == "enter" else (other, one)
    kind = _ENTRANCES.get(entrance[2:7])
    if kind is None or leaving[2:6] != _EXITS[kind]:
        return None
    source, reference, _, _, _, _, _, start, entrance_id, told_at = entrance
    _, _, _, _, _, _, detail, end, exit_id, closed_at = leaving
    reason = _REASONS.get(detail)
    if reason is None:
        reason = _only_reason(detail)
    if reason is None or start >= end or not reference:
        return None
    if claimant is not None and claimant != entrance_id:  # the exit says something too
        return None
    return PlainStay(start, end, source, kind, reference, entrance_id, exit_id, reason, told_at, closed_at)


def _only_reason(detail: str) -> str | None:
    """The reason of an exit of which nothing else is told in detail."""
    more = read_detail(detail)
    reason: str | None = more["reason"] if more.keys() == {"reason"} else None
    return reason


def _hints(
    name_of_type: str, attendee: str | None, email: str, verified: Any, account: str, name: str, role: str, text: str
) -> Hints:
    if name_of_type == EventType.CORRECT.value:
        return Hints(attendee=Words.of(text).token, name=name, role=role)
    return Hints(_with_dashes(attendee) if attendee else "", email, bool(verified), account, name, role)


def _with_dashes(key: str) -> str:
    """A UUID's text, also where the database keeps nothing but its 32 digits."""
    return key if len(key) == 36 else f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"


def stored(key: UUID) -> Any:
    """``key`` as this database keeps it: a uuid, or 32 hexadecimal digits."""
    return models.UUIDField().get_db_prep_value(key, connection)
