"""The people of a meeting as its hosts see them: everyone who came through its door, and what each may do now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Lower
from django.http import Http404

from leavethemeeting.domain.permissions import Relation
from leavethemeeting.meetings.models import (
    Admission,
    Attendee,
    CoHost,
    Handover,
    Meeting,
    Occurrence,
    Removal,
    SharedProfile,
)


@dataclass(frozen=True, slots=True)
class Known:
    """One attendee. ``asks`` and ``removed`` are about the occurrence that is open now."""

    attendee: Attendee
    relation: Relation
    asks: bool  # asked to come in, and nobody has decided
    removed: bool


def attendees_of(meeting: Meeting, running: Occurrence | None) -> QuerySet[Attendee]:
    """Everyone, those who ask to come in first, then by name."""
    asking = Admission.objects.filter(occurrence=running, attendee=OuterRef("id"), admitted__isnull=True)
    found = Attendee.objects.filter(meeting=meeting).annotate(asks=Exists(asking))
    return found.order_by("-asks", Lower("name"), "first_came_at", "id")


def shared_by(attendees: Iterable[UUID]) -> SharedProfile | None:
    """What one member shared last with the hosts of these rows' meetings; the picture is not read."""
    return latest(SharedProfile.objects.filter(attendee__in=list(attendees)).defer("webp"))


def latest(shared: Iterable[SharedProfile]) -> SharedProfile | None:
    """What counts of what one member shared: the last; at one moment any, but always the same."""
    return min(shared, key=lambda profile: (-profile.shared_at, profile.attendee_id), default=None)


def shared_in(meetings: Iterable[UUID]) -> dict[UUID, SharedProfile]:
    """By attendee, what members shared last with the hosts of ``meetings``; pictures are not read."""
    found = SharedProfile.objects.filter(attendee__meeting__in=list(meetings)).defer("webp")
    return {profile.attendee_id: profile for profile in found}


def has_picture(profile: SharedProfile) -> bool:
    """Whether a picture was shared with it."""
    return SharedProfile.objects.filter(pk=profile.pk, webp__isnull=False).exists()


def picture_of(meeting: Meeting, attendee_id: UUID) -> bytes:
    """The picture that an attendee of this meeting shared with its hosts, WebP. Raises Http404."""
    found = SharedProfile.objects.filter(attendee__meeting=meeting, attendee=attendee_id, webp__isnull=False).first()
    if found is None:
        raise Http404("picture")
    return bytes(found.webp or b"")


def known(meeting: Meeting, attendees: Sequence[Attendee], running: Occurrence | None) -> list[Known]:
    """``attendees`` (of this meeting) with all that is so about them, in four queries however many they are."""
    ids = [attendee.id for attendee in attendees]
    co_hosts = set(CoHost.objects.filter(meeting=meeting).values_list("user_id", flat=True))
    here = {"occurrence": running, "attendee_id__in": ids}
    moderators = set(Handover.objects.filter(**here, taken_back_at=None).values_list("attendee_id", flat=True))
    removed = set(Removal.objects.filter(**here, lifted_at=None).values_list("attendee_id", flat=True))
    asking = set(Admission.objects.filter(**here, admitted=None).values_list("attendee_id", flat=True))

    def relation(one: Attendee) -> Relation:
        if one.user_id == meeting.owner_id:
            return Relation.HOST
        if one.user_id in co_hosts:
            return Relation.CO_HOST
        return Relation.MODERATOR if one.id in moderators else Relation(one.role)

    return [
        Known(one, relation(one), asks=one.id in asking - removed, removed=one.id in removed) for one in attendees
    ]  # fmt: skip


def known_at(meeting: Meeting, attendee_id: UUID, running: Occurrence | None) -> Known:
    """One of them. Raises Http404 when nobody of this meeting has this id."""
    attendee = Attendee.objects.select_related("user").filter(meeting=meeting, id=attendee_id).first()
    if attendee is None:
        raise Http404("attendee")
    return known(meeting, [attendee], running)[0]
