"""The keys of what goes, in the database and beside it: whichever of the two is lost is made anew from the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import partial
from uuid import UUID

from django.db import transaction

from leavethemeeting.accounts.models import User
from leavethemeeting.privacy import journal
from leavethemeeting.privacy.models import Erasure, Gone
from leavethemeeting.shared.moments import now_ms


def note_gone(ordered: Erasure, keys: Mapping[str, Iterable[UUID]]) -> None:
    """In the database; once more changes nothing."""
    rows = [Gone(erasure=ordered, table=table, key=key) for table, found in keys.items() for key in found]
    Gone.objects.bulk_create(rows, batch_size=100, ignore_conflicts=True)


def begin_journal(erasure: UUID) -> None:
    """In the journal, from the database. Once more changes nothing."""
    if journal.has(erasure):
        return
    known = Erasure.objects.get(pk=erasure)
    rows: dict[str, list[UUID]] = defaultdict(list)
    for table, key in known.rows.values_list("table", "key"):
        rows[table].append(key)
    journal.begin(erasure, why=known.why, at=known.ordered_at, rows=rows)


def note_member_gone(user_id: UUID) -> None:
    """For ``shared.departures``: a member goes by another way than an order, as when Meta asks for it.

    Sign-ups that nobody ever used are not noted: the same rule that ends them ends them again.
    """
    used = User.objects.filter(pk=user_id, last_login__isnull=False).exists()
    if not used or Gone.objects.filter(table="accounts_user", key=user_id).exists():
        return
    at = now_ms()
    ended = Erasure.objects.create(why=Erasure.Why.ENDED, ordered_at=at, done_at=at, expected=1, gone=1)
    note_gone(ended, {"accounts_user": [user_id]})
    transaction.on_commit(partial(_tell_journal, ended.pk, at))


def _tell_journal(ended: UUID, at: int) -> None:
    begin_journal(ended)
    journal.finish(ended, at=at)
