"""Sources: programs that may send evidence for one meeting, and the tokens they show.

A token is shown once, when it is made; afterwards only its SHA-256 is known. It carries 256
random bits, so a fast hash is enough. Revoking ends it within seconds and keeps its events.
"""

from __future__ import annotations

import secrets
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.models import Credential
from leavethemeeting.domain.events import SourceKind
from leavethemeeting.domain.names import cleaned
from leavethemeeting.domain.permissions import Deed
from leavethemeeting.meetings.models import Meeting
from leavethemeeting.meetings.queries import insist
from leavethemeeting.shared.ids import token_sha256
from leavethemeeting.shared.moments import now_ms
from leavethemeeting.shared.wakeups import ACCESS, ring_on_commit

TOKEN_PREFIX = "ltm_"  # noqa: S105 -- the public part: so that a token left in a repository is found by those who search for such
LONGEST_LABEL = 80
MOST_IN_USE = 20
DAY_MS = 86_400_000
KINDS = (SourceKind.WEBHOOK, SourceKind.HOST_PLUGIN)


class TooManySources(Exception):
    """The meeting has MOST_IN_USE sources in use: one must be revoked first."""


def make_credential(
    *, meeting: Meeting, actor: User, label: str, kind: SourceKind, days: int, now: int
) -> tuple[Credential, str]:
    """A new source and its token, which nobody can read again. ``now`` in milliseconds UTC.

    Raises Http404 when the actor may not, TooManySources, ValueError for a kind or days out of range.
    """
    insist(actor, meeting, Deed.MANAGE_SOURCES)
    if kind not in KINDS or not 1 <= days <= 366:
        raise ValueError(f"no source of kind {kind} for {days} days")
    with transaction.atomic():
        Meeting.objects.select_for_update().get(id=meeting.id)  # two at once must not pass the limit together
        if in_use(meeting, now).count() >= MOST_IN_USE:
            raise TooManySources
        token = TOKEN_PREFIX + secrets.token_urlsafe(32)
        made = Credential.objects.create(
            meeting=meeting, source_kind=kind.value, label=cleaned(label)[:LONGEST_LABEL], made_by=actor, made_at=now,
            expires_at=now + days * DAY_MS, token_sha256=token_sha256(token),
        )  # fmt: skip
    return made, token


def revoke_credential(*, meeting: Meeting, actor: User, credential: UUID, now: int) -> Credential:
    """End a source for good; a second time changes nothing. Raises Http404."""
    insist(actor, meeting, Deed.MANAGE_SOURCES)
    with transaction.atomic():
        found = credential_of(meeting, credential)
        if found.revoked_at is None:
            found.revoked_at = now
            found.save(update_fields=["revoked_at"])
            ring_on_commit(ACCESS, f"credential:{found.id}")
    return found


def credential_of(meeting: Meeting, credential: UUID) -> Credential:
    """One source of the meeting. Raises Http404."""
    found = Credential.objects.filter(meeting=meeting, id=credential, source_id__isnull=True).first()
    if found is None:
        raise Http404("credential")
    return found


def credentials_of(meeting: Meeting) -> QuerySet[Credential]:
    """All sources of the meeting, the newest first, revoked ones included; those of members' paired plugins are not the host's."""
    return (
        Credential.objects.filter(meeting=meeting, source_id__isnull=True)
        .select_related("made_by")
        .order_by("-made_at", "id")
    )


def in_use(meeting: Meeting, now: int) -> QuerySet[Credential]:
    """Those that may send now."""
    return credentials_of(meeting).filter(revoked_at__isnull=True, expires_at__gt=now)


def revoke_all_of(meeting_id: UUID) -> None:
    """For ``shared.departures``: the meeting has another owner, who did not see whom its tokens were given to."""
    for found in Credential.objects.filter(meeting_id=meeting_id, revoked_at=None):
        found.revoked_at = now_ms()
        found.save(update_fields=["revoked_at"])
        ring_on_commit(ACCESS, f"credential:{found.id}")
