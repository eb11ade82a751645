"""A host opens a page with people on it: noted for those people before it is shown, once an hour."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from leavethemeeting.accesslog.actions import look_as_host
from leavethemeeting.accesslog.kinds import What
from leavethemeeting.accounts.models import User
from leavethemeeting.meetings.models import Meeting, Occurrence


def sees_occurrence(host: User, occurrence: Occurrence, what: What) -> None:
    """A page or file of everybody in one occurrence, whichever of them it shows first."""
    look_as_host(
        looker_id=host.pk, what=what, reason=_because(occurrence.meeting), now=timezone.now(), occurrence_id=occurrence.id
    )  # fmt: skip


def sees_people(host: User, meeting: Meeting, what: What, attendee_ids: Collection[UUID]) -> None:
    """A page of these attendees of one meeting."""
    look_as_host(
        looker_id=host.pk, what=what, reason=_because(meeting), now=timezone.now(), attendee_ids=attendee_ids
    )  # fmt: skip


def sees_known(host: User, what: What, attendee_ids: Collection[UUID]) -> None:
    """A page of these attendees of all meetings of a host."""
    look_as_host(
        looker_id=host.pk, what=what, reason=_("They host a meeting you came to."), now=timezone.now(),
        attendee_ids=attendee_ids,
    )  # fmt: skip


def _because(meeting: Meeting) -> str:
    return _("They host “%(title)s”.") % {"title": meeting.title}
