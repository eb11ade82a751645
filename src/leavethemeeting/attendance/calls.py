"""A call that a plugin is in: which planned meeting it belongs to, and the credential under which the plugin reports.

The plugin knows a call by its address and asks with the hash of it. Whoever has the address of a call could
enter it as well, so it opens as much here as a join link does: the meeting's title and its host's
name, for the member to decide. Only then is anything stored. What an attendee's plugin sends is about that
member and nobody else, whatever it says (``realtime.sorting``).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from allauth.idp.oidc.models import Token
from django.db import transaction
from django.http import Http404

from leavethemeeting.accounts.models import User
from leavethemeeting.accounts.pairing.plugins import ends_at, name_of
from leavethemeeting.attendance.credentials import LONGEST_LABEL, TOKEN_PREFIX
from leavethemeeting.attendance.models import Credential
from leavethemeeting.domain.events import SourceKind
from leavethemeeting.domain.permissions import Deed, Relation, may
from leavethemeeting.domain.schedule import OPENS_BEFORE, Span
from leavethemeeting.meetings.actions.entering import NotAdmitted, enter_as_member
from leavethemeeting.meetings.actions.opening import open_occurrence
from leavethemeeting.meetings.dates import dates_of
from leavethemeeting.meetings.models import Attendee, Meeting, Opening, Removal
from leavethemeeting.meetings.queries import current_opening, relation_of
from leavethemeeting.shared.ids import new_id, token_sha256
from leavethemeeting.shared.moments import from_datetime, to_datetime
from leavethemeeting.shared.wakeups import ACCESS, ring_on_commit

AROUND = timedelta(hours=2)  # as the intake places evidence
RENEWED_MS = 24 * 3_600_000
OLDEST_MS = 14 * 24 * 3_600_000  # of a call that a plugin asks about later, because it was offline
AHEAD_MS = 24 * 3_600_000  # a clock may be wrong
OPENS_WITHIN_MS = 2 * 3_600_000


@dataclass(frozen=True, slots=True)
class Call:
    """The meeting that a call belongs to, and what the member is to it. ``known``: they have come to it before."""

    meeting: Meeting
    relation: Relation
    known: bool

    @property
    def hosts(self) -> bool:
        return may(self.relation, Deed.MANAGE_SOURCES)


def call_of(*, user: User, sha256: str, at: int, now: int) -> Call:
    """The meeting to which the call that ran at ``at`` belongs. Raises Http404.

    Of several under one address a meeting that the member hosts comes first, then one they have come to before, then
    the one whose date is nearest. Somebody new is told only where there is no doubt.
    """
    moment = min(max(at, now - OLDEST_MS), now + AHEAD_MS)
    there = [
        (_rank(relation), away, index, Call(meeting, relation, relation is not Relation.STRANGER))
        for index, meeting in enumerate(
            Meeting.objects.select_related("owner").filter(call_sha256=sha256, minors_attend=False)[:50]
        )
        for away in [_away(meeting, to_datetime(moment))]
        for relation in [relation_of(user, meeting)]
        if away is not None and not _removed(user, meeting)
    ]
    if not there:
        raise Http404("call")
    rank, *_, call = min(there, key=lambda one: one[:3])
    if rank == _RANK_OF_NEWCOMERS and len(there) > 1:
        raise Http404("call")
    return call


_RANK_OF_NEWCOMERS = 2


def _rank(relation: Relation) -> int:
    if may(relation, Deed.MANAGE_SOURCES):
        return 0
    return _RANK_OF_NEWCOMERS if relation is Relation.STRANGER else 1


def _away(meeting: Meeting, moment: datetime) -> timedelta | None:
    """How far the meeting's nearest date begins from ``moment``; None where it does not run then."""
    if meeting.starts_at is None:
        return AROUND
    running = [span.start for span in dates_of(meeting) if _runs(span, moment)]
    running += [to_datetime(one.opened_at) for one in _openings(meeting) if _open(one, moment)]
    return min((abs(start - moment) for start in running), default=None)


def _runs(span: Span, moment: datetime) -> bool:
    return span.start - OPENS_BEFORE <= moment < span.over_at + AROUND


def _openings(meeting: Meeting) -> Iterable[Opening]:
    return Opening.objects.filter(occurrence__meeting=meeting).order_by("-opened_at")[:20]


def _open(opening: Opening, moment: datetime) -> bool:
    closed = opening.closed_at is None or moment < to_datetime(opening.closed_at) + AROUND
    return to_datetime(opening.opened_at) - AROUND <= moment and closed


def _removed(user: User, meeting: Meeting) -> bool:
    """From the date that is open now."""
    opening = current_opening(meeting)
    kept_out = Removal.objects.filter(attendee__user=user, attendee__meeting=meeting, lifted_at__isnull=True)
    return opening is not None and kept_out.filter(occurrence_id=opening.occurrence_id).exists()


@transaction.atomic
def confirm(*, call: Call, user: User, plugin: Token, roster: bool, at: int, now: int) -> tuple[Credential, str]:
    """The member has seen whose meeting it is, and says yes: a credential and its token, for a day at most.

    It makes them an attendee, as the join page does. A host's yes opens the date that is due, as their button does.
    ``roster``: for the list of participants, hosts only. Raises Http404.
    """
    meeting, attendee = call.meeting, None
    if roster:
        if not call.hosts:
            raise Http404("roster")
    else:
        attendee = _attendee(call, user, at=at, now=now)
    if call.hosts and now - at < OPENS_WITHIN_MS and current_opening(meeting) is None:
        open_occurrence(meeting=meeting, actor=user, now=now)
    kind = SourceKind.HOST_PLUGIN if roster else SourceKind.PLUGIN
    return _renewed(meeting=meeting, user=user, plugin=plugin, kind=kind, attendee=attendee, now=now)


def _attendee(call: Call, user: User, *, at: int, now: int) -> Attendee:
    """Whoever was in the call when its door stood open; one who is known may report of it later as well."""
    try:
        return enter_as_member(meeting=call.meeting, user=user, now=now, at=min(at, now))
    except NotAdmitted:
        known = Attendee.objects.filter(meeting=call.meeting, user=user).first()
        if known is None:
            raise Http404("call") from None
        return known


def _renewed(
    *, meeting: Meeting, user: User, plugin: Token, kind: SourceKind, attendee: Attendee | None, now: int
) -> tuple[Credential, str]:
    """One row for each plugin and meeting; all of a member's in a meeting are one source."""
    User.objects.select_for_update().get(pk=user.pk)  # two plugins at once must not become two sources
    own = Credential.objects.filter(meeting=meeting, made_by=user, source_kind=kind.value, source_id__isnull=False)
    token = TOKEN_PREFIX + secrets.token_urlsafe(32)
    values = {
        "attendee": attendee, "revoked_at": None, "token_sha256": token_sha256(token), "label": name_of(plugin)[:LONGEST_LABEL],
        "expires_at": min(now + RENEWED_MS, from_datetime(ends_at(plugin))),
    }  # fmt: skip
    source: UUID | None = own.values_list("source_id", flat=True).first()
    found, made = Credential.objects.update_or_create(
        meeting=meeting, made_by=user, source_kind=kind.value, plugin=plugin, source_id__isnull=False, defaults=values,
        create_defaults={**values, "meeting": meeting, "made_by": user, "source_kind": kind.value, "plugin": plugin,
                         "made_at": now, "source_id": source or new_id()},
    )  # fmt: skip
    if not made:
        ring_on_commit(ACCESS, f"credential:{found.id}")
    return found, token
