"""Who asks to come into an occurrence, and what a host should know before saying yes.

The same rules as in the room (realtime/doorway.py): a decision that is more than "they wait" is never made for many at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from leavethemeeting.domain.people import normal_email, normal_name
from leavethemeeting.meetings.models import Admission, Attendee, Occurrence, Removal


@dataclass(frozen=True, slots=True)
class Asking:
    """One who waits. ``because`` as in realtime/people.py; ``former``: whom they resemble, or who they were before."""

    attendee: Attendee
    because: str
    former: str

    @property
    def is_plain(self) -> bool:
        return self.because == "waiting_room"


def asking(occurrence: Occurrence) -> list[Asking]:
    """Everybody nobody has decided about, in the order in which they asked. Who was removed does not ask."""
    removals = Removal.objects.filter(occurrence=occurrence, lifted_at=None).order_by("-removed_at")
    removed = [removal.attendee for removal in removals.select_related("attendee")]
    out = {attendee.id for attendee in removed}
    rows = Admission.objects.filter(occurrence=occurrence, admitted=None).exclude(attendee__in=out)
    return [_asking(row, removed) for row in rows.select_related("attendee").order_by("asked_at", "id")]


def _asking(row: Admission, removed: Iterable[Attendee]) -> Asking:
    one = row.attendee
    like = next((other.name for other in removed if _resembles(one, other)), "")
    if like:
        return Asking(one, "like_removed", like)
    return Asking(one, "changed" if row.formerly else "waiting_room", row.formerly)


def _resembles(one: Attendee, other: Attendee) -> bool:
    same_email = bool(one.email) and normal_email(one.email) == normal_email(other.email)
    return same_email or normal_name(one.name) == normal_name(other.name)


def asking_as(occurrence: Occurrence, attendee_id: UUID) -> Asking | None:
    """The attendee, or another row of the same person, who asks; None when nobody has to decide any more."""
    waiting = asking(occurrence)
    shown = Attendee.objects.filter(meeting_id=occurrence.meeting_id, id=attendee_id).first()
    same = [one for one in waiting if one.attendee.id == attendee_id]
    return next(iter(same or [one for one in waiting if shown and _is_same(one.attendee, shown)]), None)


def _is_same(one: Attendee, other: Attendee) -> bool:
    """The board draws them as one row: the same account, or the same verified address."""
    if one.user_id is not None and one.user_id == other.user_id:
        return True
    verified = one.email_verified and other.email_verified and bool(one.email)
    return verified and normal_email(one.email) == normal_email(other.email)
