"""The look that each page of the console notes before it shows anybody."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from leavethemeeting.accesslog.actions import look_at_each
from leavethemeeting.accesslog.kinds import Role, Subject, What


def note_look(request: HttpRequest, subjects: Iterable[tuple[Subject, UUID | None]], what: What, reason: str) -> None:
    """Committed before anything is shown; everybody of ``subjects`` reads it. Nobody found is a look at everybody."""
    look_at_each(
        looker_id=UUID(str(request.user.pk)), role=Role.PROVIDER, subjects=list(subjects) or [(Subject.EVERYBODY, None)],
        what=what, reason=reason, now=timezone.now(),
    )  # fmt: skip


def note_look_at_members(request: HttpRequest, members: Iterable[UUID], what: What, reason: str) -> None:
    """As ``note_look``, at members, in an order that does not depend on how they were found."""
    note_look(request, ((Subject.MEMBER, one) for one in sorted(members)), what, reason)
