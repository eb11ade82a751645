"""Who may come in: credentials of the intake, what a member is to a meeting, when a meeting was open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from leavethemeeting.attendance.payloads import ClaimFields
from leavethemeeting.domain.events import SourceKind
from leavethemeeting.domain.permissions import Relation
from leavethemeeting.realtime.sql.connect import Transaction, uuid_of


@dataclass(frozen=True, slots=True)
class Credential:
    """One row of ``attendance_credential`` that may still be used or not, and what its meeting keeps."""

    id: UUID
    meeting_id: UUID
    source_kind: str
    expires_at: int
    revoked_at: int | None
    last_used_day: str  # ISO, empty: never
    keeps_chat_text: bool
    awaits_acceptance: bool  # a plugin's, whose member has yet to accept a material change of policy or terms
    source_id: UUID | None = None  # of a member's paired plugin: what its events stand under
    stands: bool = True  # the plugin is still paired, its member still there, and an attendee or a host of the meeting
    about: ClaimFields | None = None  # whom an attendee's plugin reports of, whatever it says
    removed: tuple[tuple[UUID, int], ...] = ()  # from these occurrences, since when


@dataclass(frozen=True, slots=True)
class Stretch:
    """One opening of an occurrence, milliseconds UTC; ``closed_at`` is None while it is open."""

    occurrence_id: UUID
    opened_at: int
    closed_at: int | None


#: ``awaited``: material versions that the credential's maker has not accepted, nor a later one (consent.queries.awaiting).
_CREDENTIAL = """
SELECT c.id, c.meeting_id, c.source_kind, c.expires_at, c.revoked_at, c.last_used_day, m.keeps_chat_text,
  (SELECT COUNT(*) FROM consent_policy_version v WHERE v.material AND c.made_by_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM consent_acceptance a JOIN consent_policy_version w ON w.id = a.version_id
    WHERE a.user_id = c.made_by_id AND w.kind = v.kind AND w.number >= v.number)) AS awaited,
  c.source_id, a.id, a.name, a.email, a.email_verified, a.role,
  t.id IS NOT NULL AND u.id IS NOT NULL AND u.is_active AND u.ends_at IS NULL AS paired,
  m.owner_id = c.made_by_id OR EXISTS (
    SELECT 1 FROM meetings_co_host h WHERE h.meeting_id = m.id AND h.user_id = c.made_by_id) AS hosts
FROM attendance_credential c JOIN meetings_meeting m ON m.id = c.meeting_id
LEFT JOIN meetings_attendee a ON a.id = c.attendee_id AND a.user_id = c.made_by_id
LEFT JOIN allauth_idp_oidc_token t ON t.id = c.plugin_id AND t.user_id = c.made_by_id
LEFT JOIN accounts_user u ON u.id = c.made_by_id
WHERE c.token_sha256 = %s"""
_PLUGINS = frozenset({SourceKind.PLUGIN, SourceKind.HOST_PLUGIN})


def credential_by_hash(transaction: Transaction, sha256: str) -> Credential | None:
    rows = transaction.rows(_CREDENTIAL, (sha256,))
    if not rows:
        return None
    key, meeting, kind, expires_at, revoked_at, day, keeps, awaited, source, *person, paired, hosts = rows[0]
    about = _about(person, hosts=bool(hosts)) if kind == SourceKind.PLUGIN else None
    belongs = about is not None if kind == SourceKind.PLUGIN else bool(hosts)
    return Credential(
        uuid_of(key), uuid_of(meeting), kind, expires_at, revoked_at, str(day) if day else "", bool(keeps),
        awaits_acceptance=bool(awaited) and kind in _PLUGINS, source_id=uuid_of(source) if source else None,
        stands=(bool(paired) and belongs) if source else kind != SourceKind.PLUGIN, about=about,
        removed=_removals_of(transaction, about.attendee_id) if about and about.attendee_id else (),
    )  # fmt: skip


def _about(person: Sequence[Any], *, hosts: bool) -> ClaimFields | None:
    attendee, name, email, verified, role = person
    if attendee is None:
        return None
    role = "host" if hosts else role
    return ClaimFields(attendee_id=uuid_of(attendee), name=name, email=email, email_verified=bool(verified), role=role)


def _removals_of(transaction: Transaction, attendee: UUID) -> tuple[tuple[UUID, int], ...]:
    rows = transaction.rows(
        "SELECT occurrence_id, removed_at FROM meetings_removal WHERE attendee_id = %s AND lifted_at IS NULL",
        (attendee,),
    )
    return tuple((uuid_of(occurrence), removed_at) for occurrence, removed_at in rows)


def note_use(transaction: Transaction, credential: UUID, day: date) -> None:
    """Only the day is kept, and only the last."""
    transaction.execute("UPDATE attendance_credential SET last_used_day = %s WHERE id = %s", (day, credential))


def stretches_of(transaction: Transaction, meeting: UUID) -> list[Stretch]:
    """Every opening of every occurrence of ``meeting``, the latest first. Nobody tells of individuals where none is recorded."""
    rows = transaction.rows(
        "SELECT o.occurrence_id, o.opened_at, o.closed_at FROM meetings_opening o "
        "JOIN meetings_occurrence r ON r.id = o.occurrence_id WHERE r.meeting_id = %s AND NOT r.counts_only ORDER BY o.opened_at DESC",
        (meeting,),
    )
    return [Stretch(uuid_of(occurrence), opened_at, closed_at) for occurrence, opened_at, closed_at in rows]


def hosting_relation(transaction: Transaction, *, user: UUID, meeting: UUID, occurrence: UUID) -> Relation:
    """HOST or CO_HOST of the meeting that ``occurrence`` belongs to; STRANGER otherwise."""
    rows = transaction.rows(
        "SELECT m.owner_id, (SELECT COUNT(*) FROM meetings_co_host c WHERE c.meeting_id = m.id AND c.user_id = u.id) "
        "FROM meetings_meeting m JOIN meetings_occurrence o ON o.meeting_id = m.id "
        "JOIN accounts_user u ON u.id = %s AND u.is_active "
        "WHERE m.id = %s AND o.id = %s",
        (user, meeting, occurrence),
    )
    if not rows:
        return Relation.STRANGER
    owner, co_hosts = rows[0]
    if uuid_of(owner) == user:
        return Relation.HOST
    return Relation.CO_HOST if co_hosts else Relation.STRANGER
