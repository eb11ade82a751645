"""An older backup came back: whoever was erased after it was made is erased again, before the service answers anybody.

The journal beside the database says who; this compares the two, and does what the database does not know of. It
works in the other direction as well: what only the database knows is written into the journal.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.db import transaction

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance import erasing
from leavethemeeting.attendance.models import Tombstone
from leavethemeeting.privacy import journal
from leavethemeeting.privacy.carrying_out import carry_out
from leavethemeeting.privacy.journal import Told
from leavethemeeting.privacy.models import Erasure, Order
from leavethemeeting.privacy.people import Person, behind
from leavethemeeting.privacy.recording import begin_journal, note_gone


@dataclass(frozen=True, slots=True)
class Standing:
    """How journal and database agree."""

    listed: int
    missing: tuple[UUID, ...]  # in the journal, and not carried out in this database
    unwritten: tuple[UUID, ...]  # carried out in this database, and not in the journal
    running: int

    def in_words(self) -> str:
        """For the doctor."""
        if self.missing:
            return (
                f"{len(self.missing)} of {self.listed} not carried out in this database, as after an older backup: "
                "`leavethemeeting serve` does it before it answers anybody, `leavethemeeting erasures` at once"
            )
        if self.unwritten:
            return f"{len(self.unwritten)} missing in {journal.folder()}; the next start writes them there"
        return f"{self.listed} on the list in {journal.folder()}" + (
            f", {self.running} on their way" if self.running else ""
        )


def standing(data_dir: Path | None = None) -> Standing:
    """Compares the two; changes nothing. ``data_dir``: of another environment than this process's."""
    place = data_dir / journal.FOLDER if data_dir else journal.folder()
    listed = {erasure: journal.is_finished(erasure, place) for erasure in journal.listed(place)}
    known = dict(Erasure.objects.values_list("pk", "done_at"))
    missing = [one for one, finished in listed.items() if one not in known or (finished and known[one] is None)]
    unwritten = [one for one, done in known.items() if done is not None and not listed.get(one)]
    running = sum(done is None for done in known.values())
    return Standing(len(listed.keys() | known.keys()), tuple(sorted(missing)), tuple(sorted(unwritten)), running)


def replay() -> int:
    """Bring the two together. How many erasures were carried out again."""
    now = standing()
    for erasure in now.missing:
        told = journal.read(erasure)
        if told is not None:
            again(told)
    for erasure in now.unwritten:
        _write(erasure)
    return len(now.missing)


def let_go() -> None:
    """Nobody carries anything out just now: what a killed server had begun is free for whoever comes next."""
    Erasure.objects.filter(done_at__isnull=True).update(held_until=0)


def again(told: Told) -> None:
    """One erasure, in a database from before it."""
    erasure, _made = Erasure.objects.get_or_create(
        pk=told.id, defaults={"why": told.why, "ordered_at": told.at, "expected": len(told.events)}
    )
    with transaction.atomic():
        note_gone(erasure, {table: sorted(keys) for table, keys in told.rows.items()})
    for chunk in erasing.in_chunks(sorted(told.events), erasing.chunk_size()):
        erasing.erase_events(chunk, at=told.at)
    people = behind(told.rows)
    ids = [person.user_id for person in people if person.user_id]
    User.objects.filter(pk__in=ids).update(ends_at=None)  # the last letter was sent when they went
    Order.objects.update_or_create(erasure=erasure, defaults=_order_for(people))
    Erasure.objects.filter(pk=erasure.pk).update(done_at=None, held_until=0)
    carry_out(erasure.pk)


def _order_for(people: list[Person]) -> dict[str, object]:
    """All of them are one person. The first that is a member is the account; there is at most one."""
    return {
        "user_id": next((person.user_id for person in people if person.user_id), None),
        "attendee_ids": sorted({str(one) for person in people for one in person.attendee_ids}),
        "emails": sorted({email for person in people for email in person.emails}),
        "case_id": None,
    }


def _write(erasure: UUID) -> None:
    """What the journal lacks: the folder was lost, or a crash came between the two."""
    known = Erasure.objects.get(pk=erasure)
    if not journal.has(erasure):
        begin_journal(erasure)
        buried = Tombstone.objects.filter(erased_at=known.ordered_at).values_list("meeting_id", "source_ref", "id")
        for some in erasing.in_chunks(list(buried), 5_000):
            journal.add_events(erasure, some)
    journal.finish(erasure, at=known.done_at or known.ordered_at)
