"""The only door to meetings and their occurrences: reads, already permission-filtered.

Somebody else's meeting is a 404 and never a 403, so that nobody learns that it exists. What does not exist is asked for in as
many queries as what is somebody else's: neither must be told from the other by the time it takes (tests/walls).
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from leavethemeeting.accounts.models import User
from leavethemeeting.domain.permissions import Deed, Relation, may, may_to
from leavethemeeting.meetings.models import Attendee, CoHost, Handover, Meeting, Occurrence, Opening, Transfer
from leavethemeeting.shared.moments import from_datetime

Reader = User | AnonymousUser | None
GUESTS_OF_SESSION = "attendees"  # session key: {meeting id: attendee id} of a guest in this browser


def _host_relation(user_id: UUID, meeting: Meeting) -> Relation | None:
    """HOST or CO_HOST, or None when the member neither owns nor co-hosts the meeting."""
    return _hosting(user_id, meeting.id, meeting.owner_id)


def _hosting(user_id: UUID, meeting_id: UUID, owner_id: UUID | None) -> Relation | None:
    if owner_id == user_id:
        return Relation.HOST
    if CoHost.objects.filter(meeting_id=meeting_id, user_id=user_id).exists():
        return Relation.CO_HOST
    return None


def relation_of(user: Reader, meeting: Meeting) -> Relation:
    """What ``user`` is to ``meeting`` as a whole; a hand-over counts for one occurrence only."""
    return _relation(user, meeting.id, meeting.owner_id)


def _relation(user: Reader, meeting_id: UUID, owner_id: UUID | None) -> Relation:
    """``owner_id`` is None for a meeting that does not exist."""
    if not isinstance(user, User):
        return Relation.STRANGER
    hosting = _hosting(user.id, meeting_id, owner_id)
    if hosting is not None:
        return hosting
    role = Attendee.objects.filter(meeting_id=meeting_id, user=user).values_list("role", flat=True).first()
    return Relation(role) if role else Relation.STRANGER


def attendee_relation(attendee: Attendee, occurrence: Occurrence) -> Relation:
    """What ``attendee`` is in ``occurrence``: host, moderator by an open hand-over, or their role."""
    if attendee.meeting_id != occurrence.meeting_id:
        return Relation.STRANGER
    hosting = _host_relation(attendee.user_id, occurrence.meeting) if attendee.user_id else None
    if hosting is not None:
        return hosting
    if Handover.objects.filter(occurrence=occurrence, attendee=attendee, taken_back_at__isnull=True).exists():
        return Relation.MODERATOR
    return Relation(attendee.role)


def meeting_for(*, user: Reader, meeting_id: UUID, deed: Deed) -> Meeting:
    """The meeting, if ``user`` may do ``deed`` with it. Raises Http404 otherwise."""
    meeting = Meeting.objects.select_related("owner").filter(id=meeting_id).first()
    relation = _relation(user, meeting_id, meeting.owner_id if meeting else None)
    if meeting is None or not may(relation, deed):
        raise Http404("meeting")
    return meeting


def _relation_in(user: User, occurrence: Occurrence | None, occurrence_id: UUID) -> Relation:
    """Of somebody who did not come, and of what does not exist, in as many queries."""
    meeting_id = occurrence.meeting_id if occurrence else occurrence_id
    attendee = Attendee.objects.filter(meeting_id=meeting_id, user=user).first()
    if attendee is not None and occurrence is not None:
        return attendee_relation(attendee, occurrence)
    owner_id = occurrence.meeting.owner_id if occurrence else None
    return _hosting(user.id, meeting_id, owner_id) or Relation.STRANGER


def occurrence_for(*, user: Reader, occurrence_id: UUID, deed: Deed) -> Occurrence:
    """The occurrence with its meeting, if ``user`` may do ``deed`` in it. Raises Http404 otherwise."""
    occurrence = Occurrence.objects.select_related("meeting__owner").filter(id=occurrence_id).first()
    relation = _relation_in(user, occurrence, occurrence_id) if isinstance(user, User) else Relation.STRANGER
    if occurrence is None or not may(relation, deed):
        raise Http404("occurrence")
    return occurrence


def insist(user: User, meeting: Meeting, deed: Deed) -> None:
    """Raises Http404 unless ``user`` may do ``deed`` with ``meeting``: what every action asks first."""
    if not may(relation_of(user, meeting), deed):
        raise Http404("meeting")


def insist_in_occurrence(user: User, occurrence: Occurrence, deed: Deed, *, attendee: Attendee) -> None:
    """Raises Http404 unless ``attendee`` belongs to the meeting and ``user`` may do ``deed`` to them in ``occurrence``."""
    theirs = attendee_relation(attendee, occurrence)
    if attendee.meeting_id != occurrence.meeting_id or not may_to(
        _relation_in(user, occurrence, occurrence.id), deed, theirs
    ):
        raise Http404("occurrence")


def meetings_hosted_by(user: Reader) -> QuerySet[Meeting]:
    """Meetings that ``user`` owns or co-hosts, each once."""
    if not isinstance(user, User):
        return Meeting.objects.none()
    co_hosted = CoHost.objects.filter(user=user).values("meeting_id")
    return Meeting.objects.filter(Q(owner=user) | Q(id__in=co_hosted))


def meeting_at(code: str) -> Meeting:
    """The meeting behind a join link; whoever holds the link may see its join page. Raises Http404."""
    meeting = Meeting.objects.select_related("owner").filter(code=code).first()
    if meeting is None:
        raise Http404("meeting")
    return meeting


def hosts_of(meeting: Meeting) -> list[User]:
    """The owner, then the co-hosts in the order in which they were added."""
    co_hosts = meeting.co_hosts.select_related("user").order_by("added_at")
    return [meeting.owner, *(co_host.user for co_host in co_hosts)]


def recorded_people(meeting: Meeting) -> int:
    """How many attendees a deletion would forget."""
    return meeting.attendees.count()


def current_opening(meeting: Meeting) -> Opening | None:
    """The opening that is open now, with its occurrence; the latest, should two dates be open."""
    openings = Opening.objects.filter(occurrence__meeting=meeting, closed_at__isnull=True)
    return openings.select_related("occurrence").order_by("-opened_at").first()


def attendee_of(request: HttpRequest, meeting: Meeting) -> Attendee | None:
    """Who this browser is in ``meeting``: a member by account, a guest (and whoever has but a seat) by the session."""
    if isinstance(request.user, User) and not (
        meeting.minors_attend and _host_relation(request.user.id, meeting) is None
    ):
        return Attendee.objects.filter(meeting=meeting, user=request.user).first()
    remembered = request.session.get(GUESTS_OF_SESSION, {}).get(str(meeting.id))
    if remembered is None:
        return None
    return Attendee.objects.filter(meeting=meeting, id=remembered, user__isnull=True).first()


def _open_offers(now: datetime) -> QuerySet[Transfer]:
    offers = Transfer.objects.filter(ended_at=None, expires_at__gt=from_datetime(now))
    return offers.select_related("meeting__owner", "offered_to")


def open_offer(meeting: Meeting, now: datetime) -> Transfer | None:
    """The offer of this meeting to another owner that waits for an answer."""
    return _open_offers(now).filter(meeting=meeting).first()


def offers_to(user: User, now: datetime) -> QuerySet[Transfer]:
    """Meetings that are offered to ``user``, the latest first."""
    return _open_offers(now).filter(offered_to=user).order_by("-offered_at")


def offer_for(*, user: User, offer_id: UUID, now: datetime) -> Transfer:
    """An open offer that was made to ``user``. Raises Http404 for everybody else, the owner included."""
    found = offers_to(user, now).filter(id=offer_id).first()
    if found is None:
        raise Http404("offer")
    return found
