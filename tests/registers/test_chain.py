"""The register cannot be changed; and if somebody takes the database's guards away, it shows."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from leavethemeeting.accounts.models import User
from leavethemeeting.project import register_checks
from leavethemeeting.registers.chain import FIRST, append, broken, kept_head
from leavethemeeting.registers.kinds import Kind, Register
from leavethemeeting.registers.models import Entry
from leavethemeeting.shared.environment import environment
from leavethemeeting.shared.examination import State
from tests.registers.stories import NOW, approved, laid_down, received

pytestmark = pytest.mark.django_db


def some_entries(by: User) -> None:
    key = received(by)
    laid_down(key, by, by)
    approved(key, by)


def without_guards() -> None:
    """What only the database's owner can do."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP TRIGGER registers_entry_stays ON registers_entry")
        else:
            cursor.execute("DROP TRIGGER registers_entry_unchanged")
            cursor.execute("DROP TRIGGER registers_entry_undeleted")


def test_the_database_refuses_to_change_or_delete_an_entry(provider: User) -> None:
    some_entries(provider)
    for attempt in (
        lambda: Entry.objects.filter(position=1).update(body="{}"),
        lambda: Entry.objects.filter(position=3).delete(),
        lambda: Entry.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="never"), transaction.atomic():
            attempt()
    assert Entry.objects.count() == 3 and broken() == ""


def test_each_entry_holds_the_digest_of_the_one_before(provider: User) -> None:
    some_entries(provider)
    entries = list(Entry.objects.order_by("position"))
    assert [one.position for one in entries] == [1, 2, 3]
    assert [one.previous for one in entries] == [FIRST, entries[0].digest, entries[1].digest]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda: Entry.objects.filter(position=2).update(body="{}"), "entry 2 was changed"),
        (lambda: Entry.objects.filter(position=2).update(at=NOW.replace(year=2025)), "entry 2 was changed"),
        (lambda: Entry.objects.filter(position=2).update(by_id=uuid4()), "entry 2 was changed"),
        (lambda: Entry.objects.filter(position=2).delete(), "entry 2 is missing"),
        (lambda: Entry.objects.filter(position=3).delete(), "entries after 2 are missing; 3 were written"),
    ],
)
def test_what_was_done_past_the_guards_shows(change: object, said: str, provider: User) -> None:
    some_entries(provider)
    last = Entry.objects.get(position=3)
    without_guards()
    assert callable(change)
    change()
    assert broken((3, last.digest)) == said


def test_a_forged_end_shows_by_the_head_that_was_kept(provider: User) -> None:
    """Whoever computes the hashes anew still meets the one that was kept elsewhere."""
    some_entries(provider)
    head = Entry.objects.get(position=3)
    without_guards()
    head_digest = head.digest
    head.delete()
    append(
        register=Register.DISCLOSURE,
        subject_id=head.subject_id,
        kind=Kind.REFUSED,
        body={"reason": "x"},
        by=None,
        now=NOW,
    )
    assert broken() == ""
    assert broken((3, head_digest)) == "entry 3 is not the one that was written"


@pytest.mark.django_db(transaction=True)
def test_the_head_is_kept_beside_the_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from leavethemeeting.registers import chain

    seen = replace(environment(), data_dir=tmp_path)
    monkeypatch.setattr(chain, "environment", lambda: seen)
    try:
        entry = append(
            register=Register.INCIDENT, subject_id=uuid4(), kind=Kind.NOTE, body={"text": "ä"}, by=None, now=NOW
        )
        assert kept_head(tmp_path) == (1, entry.digest)
        assert register_checks.chain_of(seen).state is State.GOOD
        (tmp_path / chain.HEAD).write_text('{"position": 2, "digest": "x"}')
        told = register_checks.chain_of(seen)
        assert told.state is State.BROKEN and "entries after 1 are missing" in told.text
    finally:
        _empty()


def _empty() -> None:
    """This test committed; what follows in the run meets an empty table with its guards."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE registers_entry DISABLE TRIGGER registers_entry_stays")
            cursor.execute("DELETE FROM registers_entry")
            cursor.execute("ALTER TABLE registers_entry ENABLE TRIGGER registers_entry_stays")
        else:
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'registers_entry_undeleted'")
            made = cursor.fetchone()[0]
            cursor.execute("DROP TRIGGER registers_entry_undeleted")
            cursor.execute("DELETE FROM registers_entry")
            cursor.execute(made)
