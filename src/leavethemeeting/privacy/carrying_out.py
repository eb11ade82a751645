"""Carries an erasure out, in steps that may be stopped and done again: chunk by chunk, what ties the rest together last.

First nobody of theirs gets in any more. Then the evidence goes, then what they hosted, and in one last transaction
everything that is little, the order itself included. The keys of events are in the journal before the events go.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from uuid import UUID

from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import F

from leavethemeeting.accesslog.actions import forget_looks_at
from leavethemeeting.accounts.actions import deactivate, delete_member
from leavethemeeting.accounts.ending import end
from leavethemeeting.accounts.models import User
from leavethemeeting.attendance import erasing
from leavethemeeting.attendance.erasing import Key
from leavethemeeting.attendance.forgetting import forget_meeting
from leavethemeeting.logdata.actions import forget_some
from leavethemeeting.meetings.actions.erasing import erase_attendees
from leavethemeeting.meetings.models import Meeting
from leavethemeeting.privacy import journal
from leavethemeeting.privacy.models import Erasure, Order
from leavethemeeting.privacy.people import Person
from leavethemeeting.privacy.recording import begin_journal
from leavethemeeting.privacy.sessions import end_sessions
from leavethemeeting.shared.departures import forget_address
from leavethemeeting.shared.moments import now_ms, to_datetime
from leavethemeeting.shared.wakeups import ACCESS, ring_on_commit
from leavethemeeting.website.cases import close
from leavethemeeting.website.models import Case

HOLD_MS = 60_000  # longer than any step; whoever finds an erasure not held goes on with it
AT_A_TIME = 5_000  # keys that go to the journal's disk together
#: So long chunk follows chunk; then nobody writes for a breath, which is longer than SQLite lets a waiting writer
#: sleep between its first tries. So others wait for a fifth of a second, not for the end.
RUN_S, BREATH_S = 0.1, 0.03
PATIENCE_S = 5.0  # for readers of the write-ahead log


def carry_out(erasure: UUID) -> bool:
    """Go on with it to the end. False where somebody else does so, or where it is done."""
    if not _take(erasure):
        return False
    found = Erasure.objects.get(pk=erasure)
    order = Order.objects.filter(pk=erasure).first()
    begin_journal(erasure)  # it is there, unless a crash came in between
    if order is not None:
        person = Person(order.user_id, tuple(UUID(one) for one in order.attendee_ids), tuple(order.emails))
        whole = found.why != Erasure.Why.ENDED
        _shut_out(person, whole=whole)
        if whole:
            _evidence(found, person)
        _hosted(person)
        _noted(found, person)
        _rest(found, order, person, whole=whole)
    journal.finish(erasure, at=Erasure.objects.get(pk=erasure).done_at or now_ms())
    cache.clear()  # rate limits and spent stamps only; their keys are digests of addresses
    empty_the_log_of_the_database()
    return True


def _take(erasure: UUID) -> bool:
    now = now_ms()
    free = Erasure.objects.filter(pk=erasure, done_at__isnull=True, held_until__lt=now)
    return bool(free.update(held_until=now + HOLD_MS))


def _went(erasure: Erasure, rows: int) -> None:
    """So many rows more are gone; and it is still held."""
    Erasure.objects.filter(pk=erasure.pk).update(gone=F("gone") + rows, held_until=now_ms() + HOLD_MS)


def _shut_out(person: Person, *, whole: bool) -> None:
    """Nothing new comes from them: no sign-in, no room, no plugin; hosts' lists have lost them already."""
    with transaction.atomic():
        user = User.objects.filter(pk=person.user_id, is_active=True).first() if person.user_id else None
        if user is not None:
            deactivate(user=user)
            for meeting in Meeting.objects.filter(owner_id=user.pk).values_list("pk", flat=True):
                ring_on_commit(ACCESS, f"meeting:{meeting}")
        end_sessions(person)
    for some in erasing.in_chunks(person.attendee_ids if whole else (), 100):
        erase_attendees(some)


def _evidence(erasure: Erasure, person: Person) -> None:
    whose = person.attendee_ids, person.emails
    erasing.empty_packs(*whose)
    erasing.forget_tallies(erasing.connections_of(*whose))
    owned = (
        set(Meeting.objects.filter(owner_id=person.user_id).values_list("pk", flat=True)) if person.user_id else set()
    )
    found = [*erasing.exits_of(*whose), *erasing.keys_about(*whose)]
    keys = [key for key in found if key[0] not in owned]  # what they own goes as a whole, and nobody writes there again
    for some in erasing.in_chunks(keys, AT_A_TIME):
        journal.add_events(erasure.pk, some)
        _events(erasure, some)


def _events(erasure: Erasure, keys: Sequence[Key]) -> None:
    began = time.monotonic()
    for chunk in erasing.in_chunks(keys, erasing.chunk_size()):
        with transaction.atomic():
            erasing.erase_events(chunk, at=erasure.ordered_at)
            _went(erasure, len(chunk))
        if time.monotonic() - began > RUN_S:
            time.sleep(BREATH_S)
            began = time.monotonic()


def _hosted(person: Person) -> None:
    """What is recorded in the meetings they own, everybody's; chunk by chunk. The meetings go with the account."""
    owned = Meeting.objects.filter(owner_id=person.user_id) if person.user_id else Meeting.objects.none()
    for meeting in owned.values_list("pk", flat=True):
        forget_meeting(meeting)


def _noted(erasure: Erasure, person: Person) -> None:
    while person.user_id and (gone := forget_some(person.user_id)):
        _went(erasure, gone)
        time.sleep(BREATH_S)


@transaction.atomic
def _rest(erasure: Erasure, order: Order, person: Person, *, whole: bool) -> None:
    """All that is left, or nothing."""
    now = to_datetime(erasure.ordered_at + 1)  # kept in whole milliseconds, and the end of an account is not
    if whole:
        erasing.erase_people(person.attendee_ids, person.emails, at=erasure.ordered_at)
        erase_attendees(person.attendee_ids)
        forget_looks_at(person.attendee_ids)
    user = User.objects.filter(pk=person.user_id).first() if person.user_id else None
    if user is not None:
        if not whole and user.ends_at is not None and user.ends_at <= now:
            User.objects.filter(pk=user.pk).update(is_active=True)  # the last letter goes to members only
            end(user=user, now=now)
        else:
            delete_member(user=user)
    if whole:
        for email in person.emails:
            forget_address(email)
    end_sessions(person)
    case = Case.objects.filter(pk=order.case_id).first() if order.case_id else None
    if case is not None:  # it went along where it stood under the same address
        close(case=case, now=to_datetime(now_ms()))
    order.delete()
    Erasure.objects.filter(pk=erasure.pk).update(done_at=now_ms(), gone=F("expected"), held_until=0)


def empty_the_log_of_the_database() -> None:
    """SQLite overwrites deleted rows (``secure_delete``), and its write-ahead log is emptied here.

    Readers hold it back for a moment; whatever is left after our patience is overwritten by the next checkpoint.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    until = time.monotonic() + PATIENCE_S
    while True:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy = cursor.fetchone()[0]
        if not busy or time.monotonic() > until:
            return
        time.sleep(0.05)
