"""C38: security is not absolute; when it failed, exactly those whom it affects are found, told, and the clock is kept.

Turn red when ``affected._collect`` leaves out a link, a period or a field; when ``telling.write_due`` is not kept going; when ``guard`` lets
a letter of this kind go to an address that waits for none; or when the triggers of migration 0002 are missing.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from leavethemeeting.accounts.models import User
from leavethemeeting.logdata.models import Entry as LogEntry
from leavethemeeting.mail.composing import Because, Content, send
from leavethemeeting.mail.guard import Unasked
from leavethemeeting.mail.models import Letter, Undeliverable
from leavethemeeting.meetings.models import Attendee
from leavethemeeting.project.schedule import DUTIES
from leavethemeeting.registers import telling
from leavethemeeting.registers.incidents import NotNow, incident, write_down
from leavethemeeting.registers.kinds import Kind
from leavethemeeting.registers.models import Affected, Entry
from leavethemeeting.registers.telling import begin_letters, forget_old, progress_of, write_due
from tests.cast import make_member
from tests.meetings.stories import make_meeting
from tests.registers.stories import NOW, marked

pytestmark = pytest.mark.django_db
LEAKED = ("logdata_entry.ip", "logdata_entry.at")


def was_here(user: User, day: int) -> None:
    LogEntry.objects.create(
        user_id=user.pk, at=datetime(2026, 11, day, 12, 0, tzinfo=UTC), what="sign_in", method="password", result="ok", ip="198.51.100.9",
    )  # fmt: skip


def written_to() -> set[str]:
    return set(Letter.objects.filter(kind="incident").values_list("recipient", flat=True))


def test_the_drill(alice: User, bob: User, charlie: User, provider: User) -> None:
    """Log data of 10 to 12 November was seen. Alice signed in on the 9th, Bob on the 10th and 12th, Charlie on the 13th."""
    for user, day in ((alice, 9), (bob, 10), (bob, 12), (charlie, 13)):
        was_here(user, day)
    key = marked(provider, *LEAKED, since=date(2026, 11, 10), until=date(2026, 11, 12))
    assert begin_letters(key=key, by=provider.pk, now=NOW) == 1
    assert write_due(now=NOW) == 1 and write_due(now=NOW) == 0
    letter = Letter.objects.get(kind="incident")
    assert letter.recipient == bob.email and letter.subject == "Your data was in an incident: a backup was copied"
    for told in (
        "Somebody copied a backup.",
        "10 November 2026 – 12 November 2026",
        "Log data: IP address, when",
        "Somebody may write to you.",
        "I2026-1",
    ):
        assert told in letter.text, told
    assert (Entry.objects.get(subject_id=key, kind=Kind.LETTERS).body) == '{"addresses":0,"guests":0,"members":1}'


def test_guests_and_whoever_only_wrote_are_told_too_and_only_by_this_letter(alice: User, provider: User) -> None:
    meeting = make_meeting(alice)
    Attendee.objects.create(meeting=meeting, name="Gina", email="Gina@example.org", first_came_at=1)
    Attendee.objects.create(meeting=meeting, name="Gil", email="", first_came_at=1)
    hello = Content(subject="Hello", paragraphs=("…",))
    key = marked(provider, "meetings_attendee.name")
    for _before_and_after in range(2):
        with pytest.raises(Unasked):
            send(hello, kind="k", recipient="gina@example.org", now=NOW, because=Because.INCIDENT)
        if incident(key).letters is None:  # type: ignore[union-attr]  # -- marked above
            begin_letters(key=key, by=provider.pk, now=NOW)
            write_due(now=NOW)
    assert written_to() == {"gina@example.org"}
    assert (progress_of(key).people, progress_of(key).written, progress_of(key).unreachable) == (2, 1, 1)


def test_an_interruption_doubles_and_forgets_nobody(provider: User, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [make_member(f"Member {number}", f"m{number}@example.org") for number in range(60)]
    key = marked(provider, "accounts_user.name")
    begin_letters(key=key, by=provider.pk, now=NOW)
    one, real, calls = incident(key), telling._write, 0

    def breaks(*args: object) -> UUID | None:
        nonlocal calls
        calls += 1
        if calls == 40:
            raise RuntimeError("the power went")
        return real(*args)  # type: ignore[arg-type]  # -- handed on

    assert one is not None
    monkeypatch.setattr(telling, "_write", breaks)
    with pytest.raises(RuntimeError), transaction.atomic():
        write_due(now=NOW)
    write_due(now=NOW)
    assert written_to() == {one.email for one in people} | {provider.email}
    assert Letter.objects.filter(kind="incident").count() == 61 == progress_of(key).written
    with pytest.raises(NotNow):
        begin_letters(key=key, by=provider.pk, now=NOW)


def test_a_dead_address_is_counted_and_not_written_to(bob: User, provider: User) -> None:
    was_here(bob, 10)
    Undeliverable.objects.create(address=bob.email, since=NOW, said="550 5.1.1")
    key = marked(provider, *LEAKED)
    begin_letters(key=key, by=provider.pk, now=NOW)
    write_due(now=NOW)
    assert written_to() == set() and progress_of(key).unreachable == 1


def test_the_schedule_keeps_the_letters_going() -> None:
    assert {write_due, forget_old} <= {duty.do for duty in DUTIES}


# ---- the clock -------------------------------------------------------------------------------


def test_the_clock_of_the_authority_runs_from_when_it_was_noticed(provider: User) -> None:
    one = incident(marked(provider, *LEAKED))
    assert one is not None
    assert one.due_at - one.noticed_at == timedelta(hours=72)
    assert [one.hours_left(one.noticed_at + timedelta(hours=hours)) for hours in (0, 71, 72, 73)] == [72, 1, 0, -1]


def test_the_staff_are_reminded_once_a_day_before_and_not_when_the_authority_was_told(provider: User) -> None:
    key, other = marked(provider, *LEAKED), marked(provider, *LEAKED)
    write_down(key=other, kind=Kind.AUTHORITY, text="file 12, by mail", by=provider.pk, now=NOW)
    for hours in (1, 46):
        write_due(now=NOW + timedelta(hours=hours))
    assert not Letter.objects.filter(kind="clock_runs").exists()
    for hours in (48, 49, 80):
        write_due(now=NOW + timedelta(hours=hours))
    letter = Letter.objects.get(kind="clock_runs")
    assert letter.recipient == provider.email and incident(key).reference in letter.subject  # type: ignore[union-attr]  # -- marked above


def test_it_is_not_closed_before_the_question_of_the_authority_is_answered(provider: User) -> None:
    key = marked(provider, *LEAKED)
    with pytest.raises(NotNow):
        write_down(key=key, kind=Kind.CLOSED, text="done", by=provider.pk, now=NOW)
    write_down(key=key, kind=Kind.AUTHORITY, text="no risk: the disk was encrypted", by=provider.pk, now=NOW)
    write_down(key=key, kind=Kind.CLOSED, text="done", by=provider.pk, now=NOW)
    assert incident(key).closed_at == NOW  # type: ignore[union-attr]  # -- marked above


# ---- the register ----------------------------------------------------------------------------


def test_notes_are_added_and_never_changed(provider: User) -> None:
    key = marked(provider, *LEAKED)
    for text in ("one", "two"):
        write_down(key=key, kind=Kind.NOTE, text=text, by=provider.pk, now=NOW)
    assert [text for text, _at in incident(key).notes] == ["one", "two"]  # type: ignore[union-attr]  # -- marked above
    for attempt in (
        Entry.objects.filter(subject_id=key).delete,
        lambda: Entry.objects.filter(subject_id=key).update(body="{}"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_it_is_public_only_where_the_provider_says_so(provider: User, client: Client) -> None:
    key = marked(provider, *LEAKED)
    assert "a backup was copied" not in client.get("/transparency/incidents/").content.decode()
    write_down(key=key, kind=Kind.PUBLIC, text="We were careless, and say so.", by=provider.pk, now=NOW)
    page = client.get("/transparency/incidents/").content.decode()
    assert "a backup was copied" in page and "We were careless, and say so." in page


def test_those_affected_go_with_their_person_and_after_ninety_days(bob: User, charlie: User, provider: User) -> None:
    from leavethemeeting.privacy.erasure import erase_member

    for user in (bob, charlie):
        was_here(user, 10)
    key = marked(provider, *LEAKED)
    begin_letters(key=key, by=provider.pk, now=NOW)
    erase_member(user_id=bob.pk, now=NOW)
    assert set(Affected.objects.values_list("user_id", flat=True)) == {charlie.pk}
    assert forget_old(now=NOW + timedelta(days=90)) == 1


def test_the_pages_count_first_and_write_when_told_to(
    bob: User, provider: User, as_provider: Client, as_alice: Client
) -> None:
    was_here(bob, 10)
    told = {
        "title": "a backup was copied", "what": "Somebody copied it.", "noticed_at": "2026-11-20T09:00", "how_found": "A log.",
        "consequences": "Letters.", "measures": "Closed.", "fields_of": LEAKED, "since": "2026-11-10", "until": "2026-11-12",
    }  # fmt: skip
    page = as_provider.post(reverse("registers:incident_new"), {**told, "count": "1"}).content.decode()
    assert "It affects: members 1, guests 0, other addresses 0" in page and not Entry.objects.exists()
    assert as_alice.post(reverse("registers:incident_new"), told).status_code == 404
    where = as_provider.post(reverse("registers:incident_new"), told)["Location"]
    key = Entry.objects.get().subject_id
    assert bob.name not in as_provider.get(where).content.decode()
    as_provider.post(reverse("registers:incident_letters", args=[key]))
    write_due(now=NOW)
    assert written_to() == {bob.email}
    as_provider.post(reverse("registers:incident_write", args=[key]), {"kind": "authority", "text": "told"})
    assert "The question of the authority is answered." in as_provider.get(where).content.decode()
