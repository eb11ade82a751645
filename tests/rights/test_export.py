"""A copy holds everything that the data map exports about a person, and nothing else: each canary is in, or is out, by the map."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import models
from django.http import StreamingHttpResponse
from django.test import Client
from django.utils import timezone

from leavethemeeting.accounts.actions import delete_member
from leavethemeeting.accounts.models import User
from leavethemeeting.mail.models import Letter
from leavethemeeting.privacy.people import member
from leavethemeeting.project.schedule import DUTIES
from leavethemeeting.rights import exports
from leavethemeeting.rights.archive import SCHEMA
from leavethemeeting.rights.exports import ask, make_due, take
from leavethemeeting.rights.forgetting import KEPT_DAYS, TAKEN_FOR, forget_old_exports
from leavethemeeting.rights.models import Export, ExportPart
from leavethemeeting.rights.rows import reaches, told_about
from leavethemeeting.shared.departures import forget_address
from leavethemeeting.shared.personal_data import data_map
from tests.cast import PASSWORD, make_member, signed_in
from tests.privacy.canaries import EMAIL, as_guest, as_member
from tests.rights.browsers import proven
from tests.walls.world import build

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/your-data/export/"

#: Exported by the map and in nobody's copy, because no row of it leads to a person.
BESIDE = {"shared_cache": "counted tries: keys are digests, gone within a day"}


def asked_again(client: Client) -> Client:
    """They have just typed their password."""
    client.post("/accounts/again/", {"password": PASSWORD})
    return client


def made(user_id: UUID) -> Export:
    person = member(user_id)
    assert person is not None
    export = ask(person=person, now=timezone.now())
    assert make_due(now=timezone.now()) == 1
    return Export.objects.get(pk=export.pk)


def opened(export: Export) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(exports.parts_of(export))))


def data(archive: zipfile.ZipFile) -> dict[str, list[dict[str, Any]]]:
    told = json.loads(archive.read("data.json"))
    assert told["schema"] == SCHEMA
    tables: dict[str, list[dict[str, Any]]] = told["tables"]
    return tables


# ---- what is in it ---------------------------------------------------------------------------


def planted(user: User) -> dict[tuple[str, str], str]:
    """A word of its own in every text of every row about Bob, written under the models, by table and column."""
    words: dict[tuple[str, str], str] = {}
    person = member(user.pk)
    assert person is not None
    kept = {told.table.name for told in told_about(person)}
    for model in apps.get_models():
        table = model._meta.db_table
        for field in model._meta.concrete_fields:
            if table in kept and is_free_text(field):
                words[table, field.column] = f"canary-{table}-{field.column}"[: field.max_length or 60]
    return words


#: Texts by which rows are found, or which the database itself refuses to change.
FIXED = {
    "email", "recipient", "address", "child_email", "source_ref", "id", "event_id", "connection_ref", "token_sha256",
    "call_sha256", "time_zone", "repeats", "kind", "role", "state", "outcome", "place", "admits", "newcomers_are", "type",
    "detail", "author", "relation", "what", "reason", "subject_kind", "request_id", "channel", "source_kind", "ways_in",
    "sign_in_method", "session_key", "provider", "attendee_key", "code", "maker", "close_reason", "because", "text_sha256",
    "digest", "browser_sha256", "feature", "method", "result", "judged", "why", "consent",
}  # fmt: skip


def is_free_text(field: models.Field[Any, Any]) -> bool:
    plain = isinstance(field, models.CharField | models.TextField) and not isinstance(field, models.EmailField)
    return plain and not field.unique and not field.primary_key and not field.choices and field.column not in FIXED


def test_every_exported_canary_is_in_and_no_other(alice: User, bob: User, charlie: User) -> None:
    build(alice=alice, bob=bob, charlie=charlie)
    words = planted(bob)
    by_model = {model._meta.db_table: model for model in apps.get_models()}
    for (table, column), word in words.items():
        by_model[table]._default_manager.update(**{column: word})
    archive = opened(made(bob.pk))
    text = archive.read("data.json").decode()
    exported = {key for key in words if data_map()[key[0]].columns[key[1]].exported}
    assert len(exported) > 15 and len(exported) < len(words)
    missing = [words[key] for key in exported if words[key] not in text]
    assert not missing
    leaked = [words[key] for key in words.keys() - exported if f'"{words[key]}"' in text]
    assert not leaked


def test_nothing_of_anybody_else_is_in_it(alice: User, bob: User, charlie: User) -> None:
    build(alice=alice, bob=bob, charlie=charlie)
    as_guest(alice, make_member("Paula Provider", "paula@example.org", is_provider=True))
    archive = opened(made(bob.pk))
    everything = b"".join(archive.read(name) for name in archive.namelist())
    for foreign in (EMAIL, "zyxcanary", charlie.email, "helen@example.org", alice.email, bob.password):
        assert (
            foreign.encode() not in everything.lower() if foreign.islower() else foreign.encode() not in everything
        ), foreign


def test_every_table_that_exports_anything_is_reached(alice: User) -> None:
    """By somebody who has used everything: where the map says exported, some row of a story is in some copy."""
    person_tables = {
        table.name for table in data_map().values() if any(column.exported for column in table.columns.values())
    }
    person = member(alice.pk)
    assert person is not None
    unreached = {name for name in person_tables if not reaches(person, data_map()[name])} - set(BESIDE)
    assert not unreached


def test_the_copy_equals_the_database_row_by_row(alice: User, provider: User) -> None:
    child = as_member(alice, provider)
    person = member(child.pk)
    assert person is not None
    tables = data(opened(made(child.pk)))
    assert {"accounts_user", "meetings_attendee", "attendance_event", "attendance_claim", "meetings_meeting"} <= set(
        tables
    )
    for told in told_about(person):
        fields = (("meeting",) if told.beside else ()) + told.fields
        stored = [dict(zip(fields, row, strict=True)) for row in told.rows()]
        if told.table.name in ("rights_export", "mail_letter"):  # written by the making itself
            continue
        got = [
            {key: value for key, value in row.items() if not str(value).startswith("files/")}
            for row in tables[told.table.name]
        ]
        wanted = [
            {key: plain(value) for key, value in row.items() if not isinstance(value, bytes | memoryview)}
            for row in stored
        ]
        assert sorted(map(repr, got)) == sorted(map(repr, wanted)), told.table.name
    (user,) = tables["accounts_user"]
    assert user["email"] == EMAIL and "password" not in user and "id" not in user


def plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def test_the_csv_files_and_the_page_tell_the_same(alice: User, bob: User, charlie: User) -> None:
    build(alice=alice, bob=bob, charlie=charlie)
    archive = opened(made(bob.pk))
    tables, page = data(archive), archive.read("index.html").decode()
    for name, rows in tables.items():
        lines = list(csv.DictReader(io.StringIO(archive.read(f"csv/{name}.csv").decode(), newline="")))
        assert len(lines) == len(rows)
        for line, row in zip(lines, rows, strict=True):
            assert set(line) == set(row)
            assert [line[key] for key, value in row.items() if isinstance(value, str)] == [
                value for value in row.values() if isinstance(value, str)
            ]
        assert f"csv/{name}.csv" in page
    assert "a secret of the meeting" in page and "Alice&#x27;s meeting" in page
    assert not re.findall(r'(?:src|href)="(?!csv/|#)[^"]*"', page)  # it opens nothing elsewhere
    assert archive.read("files/accounts_picture-1.webp") == b"RIFF"
    assert archive.testzip() is None


def test_the_member_reads_their_words_and_who_looked(alice: User, bob: User, charlie: User) -> None:

    world = build(alice=alice, bob=bob, charlie=charlie)
    signed_in(alice).get(world.url("reports:occurrence"))
    tables = data(opened(made(bob.pk)))
    assert "a secret of the meeting" in {row["text"] for row in tables["attendance_claim"]}
    assert "report" in {row["what"] for row in tables["accesslog_look"]}
    assert "I stayed on" in "".join(row["text"] for row in tables["website_case_message"])


# ---- how it is had ---------------------------------------------------------------------------


def test_a_member_is_asked_who_they_are_waits_and_takes_it_once(bob: User, as_bob: Client) -> None:
    refused = as_bob.post(PAGE)
    assert refused.status_code == 302 and "/again/" in refused["Location"]
    assert not Export.objects.exists()
    asked_again(as_bob)
    assert as_bob.post(PAGE)["Location"] == PAGE
    assert "It is being made" in as_bob.get(PAGE).content.decode()
    duty = next(duty for duty in DUTIES if duty.do is make_due)
    duty.do(now=timezone.now())
    page = as_bob.get(PAGE).content.decode()
    assert "It is ready" in page
    export = Export.objects.get()
    assert Letter.objects.filter(recipient=bob.email, kind="export_ready").exists()
    answer = as_bob.post(f"{PAGE}{export.pk}/")
    assert isinstance(answer, StreamingHttpResponse)
    body = answer.getvalue()
    assert len(body) == int(answer["Content-Length"]) == export.size
    assert zipfile.ZipFile(io.BytesIO(body)).testzip() is None
    assert as_bob.post(f"{PAGE}{export.pk}/").status_code == 404


def test_the_file_too_is_given_after_the_question_only(bob: User, as_bob: Client) -> None:
    export = made(bob.pk)
    answer = as_bob.post(f"{PAGE}{export.pk}/")
    assert answer.status_code == 302 and "/again/" in answer["Location"]
    assert Export.objects.get().state == Export.State.READY


def test_it_is_nobody_elses(bob: User, as_charlie: Client) -> None:
    export = made(bob.pk)
    assert asked_again(as_charlie).post(f"{PAGE}{export.pk}/").status_code == 404
    assert Export.objects.get().state == Export.State.READY
    assert Client().post(f"{PAGE}{export.pk}/").status_code == 302


def test_a_guest_takes_a_copy_of_what_is_under_the_address(alice: User, provider: User) -> None:
    as_guest(alice, provider)
    browser = proven(EMAIL)
    browser.post(PAGE)
    make_due(now=timezone.now())
    export = Export.objects.get()
    answer = browser.post(f"{PAGE}{export.pk}/")
    assert isinstance(answer, StreamingHttpResponse)
    tables = data(zipfile.ZipFile(io.BytesIO(answer.getvalue())))
    assert "zyxcanary said this in the chat" in {row["text"] for row in tables["attendance_claim"]}
    assert {"website_case", "meetings_attendee", "consent_acceptance", "accesslog_look"} <= set(tables)


def test_asking_twice_makes_one_and_a_new_one_replaces_what_was_ready(bob: User) -> None:
    person = member(bob.pk)
    assert person is not None
    assert ask(person=person, now=timezone.now()) == ask(person=person, now=timezone.now())
    make_due(now=timezone.now())
    first = Export.objects.get()
    second = ask(person=person, now=timezone.now())
    assert list(Export.objects.all()) == [second] and second != first
    assert not ExportPart.objects.exists()


# ---- how it ends, and how it survives --------------------------------------------------------


def test_it_is_deleted_when_its_days_are_over_and_an_hour_after_it_was_taken(bob: User) -> None:
    export = made(bob.pk)
    assert export.ready_at and export.expires_at == export.ready_at + timedelta(days=KEPT_DAYS)
    forget_old_exports(now=export.expires_at - timedelta(seconds=1))
    assert ExportPart.objects.exists()
    person = member(bob.pk)
    assert person is not None
    assert take(person=person, export_id=export.pk, now=export.expires_at) is None
    forget_old_exports(now=export.expires_at)
    assert not ExportPart.objects.exists()
    Export.objects.all().delete()
    second = made(bob.pk)
    now = timezone.now()
    assert take(person=person, export_id=second.pk, now=now)
    forget_old_exports(now=now + TAKEN_FOR - timedelta(seconds=1))
    assert ExportPart.objects.exists()
    forget_old_exports(now=now + TAKEN_FOR)
    assert not ExportPart.objects.exists()


def test_it_goes_with_the_member_and_with_the_address(bob: User, alice: User, provider: User) -> None:
    made(bob.pk)
    delete_member(user=bob)
    assert not Export.objects.exists() and not ExportPart.objects.exists()
    as_guest(alice, provider)
    proven(EMAIL).post(PAGE)
    make_due(now=timezone.now())
    assert ExportPart.objects.exists()
    forget_address(EMAIL)
    assert not Export.objects.exists() and not ExportPart.objects.exists()


def test_a_maker_that_died_is_replaced_and_one_that_comes_back_lets_go(
    bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = member(bob.pk)
    assert person is not None
    export = ask(person=person, now=timezone.now())

    def dies(*_arguments: object, **_named: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(exports, "write_archive", dies)
        make_due(now=timezone.now())
    late = Export.objects.get(pk=export.pk)
    assert late.state == Export.State.MAKING
    assert make_due(now=timezone.now()) == 0  # it may live still
    assert make_due(now=timezone.now() + exports.SILENT + timedelta(seconds=1)) == 1
    with pytest.raises(exports.LetGo):
        exports._beat(late, done=1)
    assert zipfile.ZipFile(io.BytesIO(b"".join(exports.parts_of(Export.objects.get())))).testzip() is None


def test_what_cannot_be_made_is_given_up_after_three_tries(
    bob: User, as_bob: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = member(bob.pk)
    assert person is not None
    ask(person=person, now=timezone.now())

    def fails(*_arguments: object, **_named: object) -> int:
        raise OSError("the disk is full")

    monkeypatch.setattr(exports, "write_archive", fails)
    now = timezone.now()
    for _try in range(3):
        with pytest.raises(OSError, match="disk"):
            make_due(now=now)
        now = timezone.now() + exports.SILENT + timedelta(seconds=1)
    make_due(now=now)
    assert Export.objects.get().state == Export.State.FAILED
    assert "could not be made" in as_bob.get(PAGE).content.decode()
