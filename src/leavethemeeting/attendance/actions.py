"""A host corrects the record: new evidence beside the old, never instead of it, and never for good.

Corrections go into the same log as everything else, under the source ``host:<user id>``, and
are replayed last. Taking one back is one more event.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.models import Claim, Event
from leavethemeeting.attendance.payloads import ClaimFields, Detail, NewEvent, new_event
from leavethemeeting.attendance.positions import take_positions
from leavethemeeting.attendance.queries import HOST_SOURCE, Corrected, corrections_of
from leavethemeeting.attendance.reading import Words
from leavethemeeting.domain.events import Correction, EventType, SourceKind
from leavethemeeting.domain.permissions import Deed, may
from leavethemeeting.meetings.models import Occurrence
from leavethemeeting.meetings.queries import relation_of
from leavethemeeting.shared.ids import new_id
from leavethemeeting.shared.wakeups import EVENTS, ring_on_commit

LONGEST_NOTE = 500
LONGEST_SPAN_MS = 24 * 3_600_000


class CorrectionRefused(Exception):
    """The correction cannot be made. ``code``: not_allowed, backwards, too_long, future, same_person, no_such, undone."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def correct(
    *,
    occurrence: Occurrence,
    actor: User,
    attendee_key: str,
    what: Correction,
    at: int | None = None,
    until: int | None = None,
    token: str = "",
    note: str = "",
    now: int,
) -> UUID:
    """Include or exclude ``[at, until)`` for an attendee, or bind ``token`` to them; returns the event's id.

    Milliseconds UTC. Raises CorrectionRefused.
    """
    _may_correct(actor, occurrence)
    if what is Correction.BIND:
        if not token or token == attendee_key:
            raise CorrectionRefused("same_person")
        span: tuple[int, int | None] = (now, None)
    else:
        span = _checked_span(at, until, now)
    key = new_id()
    event = new_event(
        meeting_id=occurrence.meeting_id,
        occurrence_id=occurrence.id,
        source_ref=f"{HOST_SOURCE}{actor.id}",
        source_kind=SourceKind.HOST,
        id=key.hex,
        type=EventType.CORRECT,
        at=span[0],
        until=span[1],
        received_at=now,
        detail=Detail(value=what.value, target=attendee_key),
        claim=_claim(Words(token=token, note=note[:LONGEST_NOTE]), about=attendee_key),
    )
    _append(event)
    return key


def take_back(*, occurrence: Occurrence, actor: User, correction: UUID, now: int) -> Corrected:
    """Undo a correction by any host of the meeting; returns what was undone. Raises CorrectionRefused."""
    _may_correct(actor, occurrence)
    with transaction.atomic():
        made = next((one for one in corrections_of(occurrence.id) if one.event.id == correction.hex), None)
        if made is None:
            raise CorrectionRefused("no_such")
        if made.undone_at is not None:
            raise CorrectionRefused("undone")
        own = made.event.source == f"{HOST_SOURCE}{actor.id}"
        event = new_event(
            meeting_id=occurrence.meeting_id,
            occurrence_id=occurrence.id,
            source_ref=made.event.source,  # a retraction reaches only its own source
            source_kind=SourceKind.HOST,
            id=f"undo-{correction.hex}",  # the same correction is undone once, whoever is faster
            type=EventType.RETRACT,
            at=now,
            received_at=now,
            detail=Detail(target=made.event.id),
            claim=None if own else _claim(Words(by=str(actor.id)), about=made.event.target),
        )
        _append(event)
    return made


def _may_correct(actor: User, occurrence: Occurrence) -> None:
    if not may(relation_of(actor, occurrence.meeting), Deed.CORRECT):
        raise CorrectionRefused("not_allowed")


def _checked_span(at: int | None, until: int | None, now: int) -> tuple[int, int]:
    if at is None or until is None or until <= at:
        raise CorrectionRefused("backwards")
    if until > now:
        raise CorrectionRefused("future")
    if until - at > LONGEST_SPAN_MS:
        raise CorrectionRefused("too_long")
    return at, until


def _claim(words: Words, *, about: str) -> ClaimFields:
    """The words, findable by erasure: the person's id or address stands beside them."""
    kind, _, value = about.partition(":")
    text = words.as_text()
    if kind == "attendee":
        return ClaimFields(attendee_id=UUID(value), text=text)
    return ClaimFields(email=value if kind == "email" else "", text=text)


def _append(event: NewEvent) -> None:
    """Write one event and its claim in commit order, and wake whoever follows."""
    with transaction.atomic():
        position = take_positions(1)[0]
        columns = {name: getattr(event, name) for name in _EVENT_COLUMNS}
        Event.objects.create(position=position, **columns)
        if event.claim is not None:
            said = {name: getattr(event.claim, name) for name in _CLAIM_COLUMNS}
            Claim.objects.create(
                meeting_id=event.meeting_id,
                source_ref=event.source_ref,
                event_id=event.id,
                occurrence_id=event.occurrence_id,
                **said,
            )
        ring_on_commit(EVENTS, str(event.occurrence_id))


_EVENT_COLUMNS = (
    "meeting_id", "occurrence_id", "source_ref", "source_kind", "id", "type", "connection_ref", "at", "until",
    "sent_at", "received_at", "detail", "digest",
)  # fmt: skip
_CLAIM_COLUMNS = ClaimFields.__struct_fields__
