"""Letters, for who may read them."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from leavethemeeting.mail.access import may_read
from leavethemeeting.mail.models import Letter
from leavethemeeting.shared.environment import environment


class State(StrEnum):
    """What became of a letter. ``KEPT``: there is no mail server, so it waits to be read here."""

    SENT = "sent"
    FAILED = "failed"
    WAITING = "waiting"
    KEPT = "kept"


def state_of(letter: Letter) -> State:
    """Computed from the row and from whether a mail server is set."""
    if letter.sent_at:
        return State.SENT
    if letter.given_up_at:
        return State.FAILED
    return State.WAITING if environment().smtp else State.KEPT


def readable_letters(request: HttpRequest) -> QuerySet[Letter]:
    """All letters, newest first, without their bodies. Raises Http404 for who may not read the outbox."""
    if not may_read(request):
        raise Http404
    return Letter.objects.defer("text", "html").order_by("-written_at", "-id")


def readable_letter(request: HttpRequest, letter_id: UUID) -> Letter:
    """One letter. Raises Http404 where there is none or the reader may not."""
    letter = readable_letters(request).defer(None).filter(pk=letter_id).first()
    if letter is None:
        raise Http404
    return letter
