"""What a member shares with the hosts of a meeting by entering it: their profile, as it is at that moment."""

from __future__ import annotations

from uuid import UUID

from leavethemeeting.accesslog.actions import forget_looks_at
from leavethemeeting.accounts.devices import ways_in
from leavethemeeting.accounts.models import Picture, User
from leavethemeeting.meetings.actions.erasing import attendees_of
from leavethemeeting.meetings.models import Attendee, SharedProfile


def share_profile(*, attendee: Attendee, user: User, now: int) -> None:
    """In place of what was shared the time before; for the entrance's transaction."""
    picture = Picture.objects.filter(user=user).first()
    shared = {
        "shared_at": now,
        "pronouns": user.pronouns,
        "organisation": user.organisation,
        "time_zone": user.time_zone,
        "sign_in_method": user.sign_in_method,
        "ways_in": " ".join(ways_in(user)),
        "date_joined": user.date_joined,
        "last_login": user.last_login,
        "webp": bytes(picture.webp) if picture else None,
    }
    SharedProfile.objects.update_or_create(attendee=attendee, defaults=shared)


def forget_member(user_id: UUID) -> None:
    """For ``shared.departures``: hosts keep name and address, and with the account goes the rest of the profile."""
    forget_looks_at(attendees_of(user_id))
    SharedProfile.objects.filter(attendee__user_id=user_id).delete()
