"""What the rooms read and write beside the log: the door, chat, commands, boots and checkpoints.

Every function is one job inside the writer's transaction; all of them may be repeated.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from leavethemeeting.domain.people import normal_email, normal_name
from leavethemeeting.realtime.sql.connect import Transaction, uuid_of


@dataclass(frozen=True, slots=True)
class Door:
    """Everything that decides whether somebody may come in, and as what, read in one statement."""

    meeting: UUID
    occurrence: UUID
    attendee: UUID
    user: UUID | None
    name: str
    email: str
    email_verified: bool
    role: str
    is_owner: bool
    is_co_host: bool
    is_moderator: bool
    removed: bool
    asked_at: int | None
    asked_as: tuple[str, str]  # name and e-mail of whom the admission is about; empty before there were such columns
    formerly: str  # the name they were admitted under before they changed it
    admitted: bool | None
    like_removed: str  # the name of somebody removed who has the same name or e-mail; else empty
    title: str
    opened_at: int | None  # None: not open now
    was_open: bool
    ends_at: int | None
    waiting_room: bool
    keeps_chat_text: bool
    counts_only: bool  # no individual is recorded

    @property
    def changed_since_admitted(self) -> bool:
        """They were admitted, and come under another name or e-mail now."""
        return self.admitted is True and not self._is_who_asked

    @property
    def decision(self) -> bool | None:
        """The host's decision about who stands here now. A no stays a no under any name."""
        return None if self.changed_since_admitted else self.admitted

    @property
    def _is_who_asked(self) -> bool:
        name, email = self.asked_as
        same_name = not name or normal_name(name) == normal_name(self.name)
        return same_name and (not name or normal_email(email) == normal_email(self.email))


_DOOR = """
SELECT m.id, o.id, a.id, a.user_id, a.name, a.email, a.email_verified, a.role,
  m.owner_id = a.user_id,
  EXISTS (SELECT 1 FROM meetings_co_host c WHERE c.meeting_id = m.id AND c.user_id = a.user_id),
  EXISTS (SELECT 1 FROM meetings_handover h
          WHERE h.occurrence_id = o.id AND h.attendee_id = a.id AND h.taken_back_at IS NULL),
  EXISTS (SELECT 1 FROM meetings_removal r
          WHERE r.occurrence_id = o.id AND r.attendee_id = a.id AND r.lifted_at IS NULL),
  d.asked_at, COALESCE(d.name, ''), COALESCE(d.email, ''), COALESCE(d.formerly, ''), d.admitted, m.title,
  (SELECT p.opened_at FROM meetings_opening p WHERE p.occurrence_id = o.id AND p.closed_at IS NULL),
  EXISTS (SELECT 1 FROM meetings_opening p WHERE p.occurrence_id = o.id),
  o.scheduled_end_at, m.waiting_room, m.keeps_chat_text AND NOT o.counts_only,
  o.counts_only
FROM meetings_attendee a
JOIN meetings_meeting m ON m.id = a.meeting_id
JOIN meetings_occurrence o ON o.meeting_id = m.id
LEFT JOIN meetings_admission d ON d.occurrence_id = o.id AND d.attendee_id = a.id
WHERE a.id = %s AND o.id = %s
"""


def door(tx: Transaction, *, occurrence: UUID, attendee: UUID) -> Door | None:
    """What the rows say about ``attendee`` at the door of ``occurrence``; ``None`` when it is not their meeting."""
    rows = tx.rows(_DOOR, [attendee, occurrence])
    if not rows:
        return None
    row = rows[0]
    return Door(
        meeting=uuid_of(row[0]), occurrence=uuid_of(row[1]), attendee=uuid_of(row[2]),
        user=None if row[3] is None else uuid_of(row[3]), name=row[4], email=row[5], email_verified=bool(row[6]),
        role=row[7], is_owner=bool(row[8]), is_co_host=bool(row[9]), is_moderator=bool(row[10]), removed=bool(row[11]),
        asked_at=row[12], asked_as=(row[13], row[14]), formerly=row[15],
        admitted=None if row[16] is None else bool(row[16]),
        like_removed=_like_removed(tx, occurrence=occurrence, attendee=attendee, name=row[4], email=row[5]),
        title=row[17], opened_at=row[18], was_open=bool(row[19]), ends_at=row[20], waiting_room=bool(row[21]),
        keeps_chat_text=bool(row[22]), counts_only=bool(row[23]),
    )  # fmt: skip


def _like_removed(tx: Transaction, *, occurrence: UUID, attendee: UUID, name: str, email: str) -> str:
    """The name of another attendee, removed from this occurrence, with the same name or e-mail as this one."""
    rows = tx.rows(
        "SELECT a.name, a.email FROM meetings_removal r JOIN meetings_attendee a ON a.id = r.attendee_id "
        "WHERE r.occurrence_id = %s AND r.lifted_at IS NULL AND r.attendee_id <> %s ORDER BY r.removed_at DESC",
        [occurrence, attendee],
    )
    for removed, address in rows:
        if normal_name(removed) == normal_name(name) or (email and normal_email(address) == normal_email(email)):
            return str(removed)
    return ""


# ---- chat -------------------------------------------------------------------------------------

_CHAT = """
SELECT e.id, a.id, a.name, c.text, e.at
FROM attendance_event e
JOIN attendance_claim c ON c.meeting_id = e.meeting_id AND c.source_ref = e.source_ref AND c.event_id = e.id
JOIN meetings_attendee a ON a.id = c.attendee_id
WHERE e.occurrence_id = %s AND e.source_kind = 'room' AND e.type = 'interact' AND c.text <> ''
ORDER BY e.position DESC LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Said:
    """One line of chat whose text is kept."""

    id: str
    attendee: str
    name: str
    text: str
    at: int


def chat_so_far(tx: Transaction, *, occurrence: UUID, limit: int) -> list[Said]:
    """The latest ``limit`` lines, oldest first: what a room that starts again gives to newcomers."""
    rows = tx.rows(_CHAT, [occurrence, limit])
    return [Said(row[0], str(uuid_of(row[1])), row[2], row[3], row[4]) for row in reversed(rows)]


# ---- the web app's commands -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Waiting:
    """A command that is not done yet, with what is needed to do it."""

    id: int
    occurrence: UUID
    kind: str
    attendee: UUID | None
    value: str
    by: UUID | None


def waiting_commands(tx: Transaction) -> list[Waiting]:
    """Commands not done yet, in the order in which they were given."""
    rows = tx.rows(
        "SELECT id, occurrence_id, kind, attendee_id, value, given_by_id FROM room_command "
        "WHERE done_at IS NULL ORDER BY id LIMIT 200"
    )
    return [
        Waiting(
            row[0], uuid_of(row[1]), row[2], None if row[3] is None else uuid_of(row[3]), row[4],
            None if row[5] is None else uuid_of(row[5]),
        )
        for row in rows
    ]  # fmt: skip


def command_done(tx: Transaction, *, command: int, now: int) -> None:
    tx.execute("UPDATE room_command SET done_at = %s WHERE id = %s AND done_at IS NULL", [now, command])


def open_occurrences(tx: Transaction) -> set[UUID]:
    """Every occurrence that is open now."""
    return {uuid_of(row[0]) for row in tx.rows("SELECT occurrence_id FROM meetings_opening WHERE closed_at IS NULL")}


# ---- boots and checkpoints --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LastSign:
    """A boot's last checkpoint of one occurrence: who was there, and each one's last proof of life."""

    boot: UUID
    occurrence: UUID
    meeting: UUID
    at: int
    proofs: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Orphan:
    """A connection of the room that entered and never left; or that ``waited`` and neither came in nor gave up."""

    meeting: UUID
    occurrence: UUID
    source_ref: str
    connection: str
    last_event_at: int
    waited: bool = False


def start_boot(tx: Transaction, *, boot: UUID, now: int) -> None:
    tx.execute("INSERT INTO room_boot (id, started_at) VALUES (%s, %s) ON CONFLICT DO NOTHING", [boot, now])


def stop_boot(tx: Transaction, *, boot: UUID, now: int) -> None:
    """The boot has left nothing to do for its successor; what it kept for that is dropped."""
    tx.execute("UPDATE room_boot SET stopped_at = %s WHERE id = %s AND stopped_at IS NULL", [now, boot])
    tx.execute("DELETE FROM room_checkpoint WHERE boot_id = %s", [boot])


def dead_boots(tx: Transaction, *, but: UUID) -> list[tuple[UUID, int]]:
    """Boots that did not stop in order, oldest first, each with its start."""
    rows = tx.rows(
        "SELECT id, started_at FROM room_boot WHERE stopped_at IS NULL AND id <> %s ORDER BY started_at", [but]
    )
    return [(uuid_of(row[0]), row[1]) for row in rows]


def keep_checkpoint(tx: Transaction, *, boot: UUID, occurrence: UUID, at: int, proofs: Mapping[str, int]) -> None:
    """The room's proof of life: who is connected, each with the last moment they were heard."""
    value = "%s::jsonb" if tx.vendor == "postgresql" else "%s"
    tx.execute(
        f"INSERT INTO room_checkpoint (boot_id, occurrence_id, at, connections) VALUES (%s, %s, %s, {value}) "  # noqa: S608 -- only the cast differs
        "ON CONFLICT (boot_id, occurrence_id) DO UPDATE SET at = excluded.at, connections = excluded.connections",
        [boot, occurrence, at, json.dumps([[ref, proof] for ref, proof in proofs.items()])],
    )


def forget_checkpoints(tx: Transaction, *, boot: UUID, but: Sequence[UUID]) -> None:
    """Checkpoints of rooms that have emptied; those of the occurrences ``but`` stay."""
    places = ", ".join(["%s"] * len(but))
    spared = f" AND occurrence_id NOT IN ({places})" if but else ""
    tx.execute(f"DELETE FROM room_checkpoint WHERE boot_id = %s{spared}", [boot, *but])  # noqa: S608 -- placeholders only


def last_signs(tx: Transaction, *, boot: UUID) -> list[LastSign]:
    rows = tx.rows(
        "SELECT k.occurrence_id, o.meeting_id, k.at, k.connections FROM room_checkpoint k "
        "JOIN meetings_occurrence o ON o.id = k.occurrence_id WHERE k.boot_id = %s",
        [boot],
    )
    signs = []
    for row in rows:
        entries = json.loads(row[3]) if isinstance(row[3], str) else row[3]
        signs.append(LastSign(boot, uuid_of(row[0]), uuid_of(row[1]), row[2], {ref: proof for ref, proof in entries}))  # noqa: C416 -- pairs from JSON are lists
    return signs


_ORPHANS = """
SELECT e.meeting_id, e.occurrence_id, e.source_ref, e.connection_ref,
  (SELECT MAX(COALESCE(l.until, l.at)) FROM attendance_event l
   WHERE l.occurrence_id = e.occurrence_id AND l.meeting_id = e.meeting_id
     AND l.source_ref = e.source_ref AND l.connection_ref = e.connection_ref),
  e.type
FROM attendance_event e
WHERE e.type IN ('enter', 'lobby_enter') AND e.source_kind = 'room' AND e.occurrence_id IN (
    SELECT p.occurrence_id FROM meetings_opening p WHERE p.closed_at IS NULL OR p.closed_at >= %s)
  AND NOT EXISTS (
    SELECT 1 FROM attendance_event x
    WHERE x.meeting_id = e.meeting_id AND x.source_ref = e.source_ref
      AND x.id = CASE e.type WHEN 'enter' THEN 'exit-' ELSE 'lobby-exit-' END || e.connection_ref)
"""


def orphans(tx: Transaction, *, since: int) -> list[Orphan]:
    """Connections that a dead boot left open in occurrences that were open at ``since`` or later."""
    rows = tx.rows(_ORPHANS, [since])
    return [Orphan(uuid_of(row[0]), uuid_of(row[1]), row[2], row[3], row[4], row[5] != "enter") for row in rows]
