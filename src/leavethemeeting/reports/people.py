"""My attendees: everyone from all meetings of one host, the same person once.

Who is the same across meetings: a member by account, anybody by a verified e-mail address.
Names never join people here: two meetings may each have their own Jo.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from leavethemeeting.attendance.models import Claim
from leavethemeeting.attendance.queries import facts_of, slug_of
from leavethemeeting.domain.events import Hints
from leavethemeeting.domain.identity import identify
from leavethemeeting.domain.people import Claimant, ClaimantRef, normal_email, normal_name
from leavethemeeting.domain.presence import timeline
from leavethemeeting.domain.timelines import State
from leavethemeeting.meetings.models import Attendee, Meeting, Occurrence
from leavethemeeting.meetings.queries import Reader, meetings_hosted_by
from leavethemeeting.reports.cells import plain
from leavethemeeting.reports.queries import events_now

_DOOR = "door"  # claimants that came through a join page; others: the source that named them


@dataclass(slots=True)
class Known:
    """One person as this host knows them. Moments are milliseconds UTC."""

    slug: str
    key: str
    name: str
    email: str
    email_verified: bool
    standing: str
    attendees: list[UUID] = field(default_factory=list)
    sources: list[ClaimantRef] = field(default_factory=list)
    meetings: set[UUID] = field(default_factory=set)
    occurrences: set[UUID] = field(default_factory=set)
    first_at: int = 0  # when the first occurrence they came to was opened; before that, when they gave their name
    last_at: int = 0  # the same of the last one
    present_in: str = ""  # the title of the meeting they are in now


@dataclass(frozen=True, slots=True)
class _Trace:
    """What one claimant adds to a person."""

    meeting: UUID
    name: str
    email: str
    verified: bool
    account: str
    member: UUID | None
    attendee: UUID | None
    at: int
    occurrences: frozenset[UUID]


def people_of(user: Reader, *, now: int) -> list[Known]:
    """Everyone else who was, or registered to be, in a meeting that ``user`` owns or co-hosts."""
    meetings = {meeting.id: meeting for meeting in meetings_hosted_by(user)}
    traces = _traces(meetings, user.pk if user else None)
    known = _together(traces, _opened(meetings))
    _mark_present(known, meetings, now)
    return known


def person_of(user: Reader, slug: str, *, now: int) -> Known:
    """One of them. Raises Http404, also for somebody else's attendee."""
    for one in people_of(user, now=now):
        if one.slug == slug:
            return one
    raise Http404("person")


def occurrences_of(person: Known) -> list[Occurrence]:
    """The occurrences with this host in which there is evidence of them, newest first."""
    found = Occurrence.objects.filter(id__in=person.occurrences).select_related("meeting__owner")
    return list(found.order_by("-first_opened_at", "id"))


def found(people: Iterable[Known], text: str) -> list[Known]:
    """Those whose name or address contains ``text``."""
    name, email = normal_name(text), normal_email(text)
    return [
        one
        for one in people
        if not text or (name and name in normal_name(one.name)) or (email and email in one.email.casefold())
    ]


SORTS: dict[str, Callable[[Known], tuple[Any, ...]]] = {
    "name": lambda one: (normal_name(one.name), one.slug),
    "meetings": lambda one: (len(one.occurrences), one.slug),
    "first": lambda one: (one.first_at, one.slug),
    "last": lambda one: (one.last_at, one.slug),
}


def sorted_by(people: Iterable[Known], wanted: str) -> list[Known]:
    """``wanted`` is a key of ``SORTS``, with ``-`` for the other way round; those present now come first by default."""
    key = SORTS.get(wanted.removeprefix("-"))
    if key is None:
        return sorted(people, key=lambda one: (not one.present_in, -one.last_at, normal_name(one.name), one.slug))
    return sorted(people, key=key, reverse=wanted.startswith("-"))


def _traces(meetings: Mapping[UUID, Meeting], me: UUID | None) -> dict[ClaimantRef, _Trace]:
    """Everyone at our door, and everyone whom another source named."""
    came: dict[UUID, set[UUID]] = defaultdict(set)
    outside: dict[ClaimantRef, set[UUID]] = defaultdict(set)
    words: dict[ClaimantRef, tuple[UUID, str, str, bool, str]] = {}
    # One statement: a claim names somebody once per connection, so these are few beside the events.
    claims = Claim.objects.filter(meeting_id__in=list(meetings)).exclude(attendee_id=None, name="", email="")
    for meeting, source, reference, attendee, occurrence, name, email, verified, account in claims.values_list(
        "meeting_id",
        "source_ref",
        "connection_ref",
        "attendee_id",
        "occurrence_id",
        "name",
        "email",
        "email_verified",
        "platform_account",
    ).distinct():
        if not reference:
            continue
        if attendee is not None:
            came[attendee].add(occurrence)
        else:
            ref = (f"{meeting}:{source}", reference)
            outside[ref].add(occurrence)
            words[ref] = (meeting, name, email, verified, account)
    traces = {
        ref: _Trace(meeting, name, email, verified, account, None, None, 0, frozenset(outside[ref]))
        for ref, (meeting, name, email, verified, account) in words.items()
    }
    rows = Attendee.objects.filter(meeting_id__in=list(meetings)).exclude(user_id__in=[me] if me else [])
    for key, meeting, name, email, verified, member, at in rows.values_list(
        "id", "meeting_id", "name", "email", "email_verified", "user_id", "first_came_at"
    ):
        traces[_DOOR, str(key)] = _Trace(
            meeting, name, email, verified, "", member, key, at, frozenset(came.get(key, ()))
        )
    return traces


def _opened(meetings: Mapping[UUID, Meeting]) -> dict[UUID, int]:
    rows = Occurrence.objects.filter(meeting_id__in=list(meetings))
    return dict(rows.values_list("id", "first_opened_at"))


def _together(traces: Mapping[ClaimantRef, _Trace], opened: Mapping[UUID, int]) -> list[Known]:
    """One ``Known`` a person, by the kernel's rules, told what makes people the same here."""
    claimants = [Claimant(source, ref, _hints(trace)) for (source, ref), trace in traces.items()]
    return [
        _known(person.key, person.claimants, [traces[ref] for ref in person.claimants], opened)
        for person in identify(claimants).people
    ]


def _hints(trace: _Trace) -> Hints:
    who = f"member:{trace.member}" if trace.member else str(trace.attendee or "")
    joins = trace.verified and bool(trace.email)
    # A guest's verified address joins meetings; without one their attendee id keeps them to this meeting.
    return Hints(
        attendee="" if joins and not trace.member else who,
        email=trace.email if joins else "",
        email_verified=joins,
        platform_account=trace.account,
    )


def _known(key: str, claimants: tuple[ClaimantRef, ...], traces: list[_Trace], opened: Mapping[UUID, int]) -> Known:
    occurrences = {occurrence for trace in traces for occurrence in trace.occurrences}
    moments = [opened[one] for one in occurrences if one in opened] or [trace.at for trace in traces]
    # A member's own name before a guest's; then as of the last shared meeting.
    latest = sorted(
        traces, key=lambda t: (t.member is not None, max([opened.get(o, 0) for o in t.occurrences] or [t.at]))
    )
    address = next((t for t in reversed(latest) if t.email and t.verified), None)
    address = address or next((t for t in reversed(latest) if t.email), None)
    return Known(
        slug=slug_of(key),
        key=key,
        name=plain(next((t.name for t in reversed(latest) if t.name), "")) or _("Unnamed guest"),
        email=plain(address.email) if address else "",
        email_verified=bool(address and address.verified),
        standing=_standing(traces),
        attendees=[trace.attendee for trace in traces if trace.attendee],
        sources=[ref for ref in claimants if ref[0] != _DOOR],
        meetings={trace.meeting for trace in traces},
        occurrences=occurrences,
        first_at=min(moments),
        last_at=max(moments),
    )


def _standing(traces: list[_Trace]) -> str:
    if any(trace.member for trace in traces):
        return "member"
    return "guest" if any(trace.attendee for trace in traces) else "outside"


def _mark_present(known: list[Known], meetings: Mapping[UUID, Meeting], now: int) -> None:
    """Who is in a running occurrence at this moment, by its timeline."""
    open_now = Occurrence.objects.filter(meeting_id__in=list(meetings), openings__closed_at__isnull=True)
    by_token = {f"attendee:{attendee}": one for one in known for attendee in one.attendees}
    by_source = {ref: one for one in known for ref in one.sources}
    for occurrence in open_now.select_related("meeting__owner").distinct():
        whole = timeline(events_now(occurrence), meeting=facts_of(occurrence), as_of=now)
        for line in whole.attendees:
            if line.state is not State.PRESENT:
                continue
            one = next((by_token[t] for t in (line.key, *line.person.known_by) if t in by_token), None)
            refs = ((f"{occurrence.meeting_id}:{source}", ref) for source, ref in line.person.claimants)
            one = one or next((by_source[ref] for ref in refs if ref in by_source), None)
            if one is not None:
                one.present_in = occurrence.meeting.title
