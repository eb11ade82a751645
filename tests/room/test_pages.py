"""The room's pages: the shell, the ticket, and the page after leaving."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.models import Claim, Event
from leavethemeeting.attendance.payloads import Detail, encode_detail
from leavethemeeting.meetings.models import Attendee, Meeting, Removal
from leavethemeeting.meetings.page_words import page_words as join_words
from leavethemeeting.room import views
from leavethemeeting.room.page_words import page_words
from leavethemeeting.shared import tickets
from leavethemeeting.shared.environment import environment
from leavethemeeting.shared.moments import now_ms
from tests.cast import signed_in
from tests.room.story import Run, open_meeting

TAB = "tab-0001"
EXIT_AT, EXIT_SHOWN = 1_790_003_480_000, "15:11"  # UTC


@pytest.fixture
def run(alice: User) -> Run:
    return open_meeting(alice)


@pytest.fixture
def bobs(run: Run, bob: User) -> Attendee:
    return run.attendee("Bob Baker", user=bob)


def _url(run: Run, page: str) -> str:
    return f"/m/{run.meeting.code}/{page}/"


def _ask(client: Client, run: Run, **body: Any) -> Any:
    return client.post(_url(run, "ticket"), json.dumps(body), content_type="application/json")


def test_the_shell_tells_the_program_where_everything_is(run: Run, bobs: Attendee, as_bob: Client) -> None:
    page = as_bob.get(_url(run, "room"))
    assert page.status_code == 200 and "no-store" in page["Cache-Control"]
    body = page.content.decode()
    config = json.loads(body.split('id="room-config" type="application/json">')[1].split("</script>")[0])
    assert config["ticketUrl"] == _url(run, "ticket") and config["socketPath"] == "/realtime/room"
    assert config["leftUrl"] == _url(run, "left") and config["occurrence"] == str(run.occurrence.id)
    assert config["name"] == "Bob Baker" and config["csrf"] and config["keptDays"] == 365
    assert "<ltm-room>" in body and "dist/room.js" in body and "<noscript>" in body


def test_the_shell_carries_every_word_of_the_room(run: Run, bobs: Attendee, as_bob: Client) -> None:
    body = as_bob.get(_url(run, "room")).content.decode()
    island = body.split('<script id="room-words" type="application/json">')[1].split("</script>")[0]
    assert json.loads(island) == page_words()


def test_the_join_page_carries_every_word_of_its_script_open_or_not(run: Run, as_bob: Client) -> None:
    for _state in ("open", "closed"):
        body = as_bob.get(_url(run, "").replace("//", "/")).content.decode()
        island = body.split('<script id="join-words" type="application/json">')[1].split("</script>")[0]
        assert json.loads(island) == join_words() and "dist/join.js" in body.split("join-words")[1]
        run.occurrence.openings.update(closed_at=now_ms())


def test_a_title_cannot_break_out_of_the_configuration(run: Run, bobs: Attendee, as_bob: Client) -> None:
    Meeting.objects.filter(id=run.meeting.id).update(title="</script><script>alert(1)</script>")
    assert b"<script>alert" not in as_bob.get(_url(run, "room")).content


def test_whoever_did_not_come_through_the_join_page_is_sent_there(run: Run, as_charlie: Client, client: Client) -> None:
    for stranger in (as_charlie, client):
        for page in ("room", "left"):
            answer = stranger.get(_url(run, page))
            assert (answer.status_code, answer["Location"]) == (302, _url(run, "").replace("//", "/"))
    assert client.get("/m/no-such-code/room/").status_code == 404


def test_a_meeting_that_is_not_open_sends_back_to_its_join_page(run: Run, bobs: Attendee, as_bob: Client) -> None:
    run.occurrence.openings.update(closed_at=now_ms())
    assert as_bob.get(_url(run, "room")).status_code == 302


def test_a_ticket_says_who_stands_there_and_for_which_occurrence(run: Run, bobs: Attendee, bob: User) -> None:
    client = signed_in(bob)
    answer = _ask(client, run, tab=TAB)
    assert answer.status_code == 200
    said = tickets.read(
        answer.json()["ticket"], purpose=tickets.Purpose.ROOM, now=now_ms(), secret_key=environment().secret_key
    )
    assert (said.attendee, said.user, said.occurrence, said.meeting) == (
        bobs.id, bob.id, run.occurrence.id, run.meeting.id,
    )  # fmt: skip
    assert said.tab == TAB and said.session == tickets.session_digest(client.session.session_key)


def test_a_guest_gets_a_ticket_by_the_browser_that_entered(run: Run, client: Client) -> None:
    victor = run.attendee("Victor Vale", role="viewer")
    session = client.session
    session["attendees"] = {str(run.meeting.id): str(victor.id)}
    session.save()
    assert _ask(client, run, tab=TAB).status_code == 200


@pytest.mark.parametrize(
    "body", [b"", b"{}", b'{"tab": "short"}', b'{"tab": "tab 0001"}', b'{"tab": "tab-0001", "x": 1}']
)
def test_a_malformed_wish_is_refused_in_words(run: Run, bobs: Attendee, as_bob: Client, body: bytes) -> None:
    answer = as_bob.post(_url(run, "ticket"), body, content_type="application/json")
    assert answer.status_code == 400 and answer.json()["message"]


def test_without_the_csrf_token_there_is_no_ticket(run: Run, bobs: Attendee, bob: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(bob, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert _ask(strict, run, tab=TAB).status_code == 403
    token = strict.get(_url(run, "room")).context["config"]["csrf"]
    headers = {"X-CSRFToken": token}
    asked = strict.post(_url(run, "ticket"), json.dumps({"tab": TAB}), content_type="application/json", headers=headers)
    assert asked.status_code == 200


def test_a_refusal_has_a_code_for_the_program_and_words_for_the_person(
    run: Run, bobs: Attendee, bob: User, as_charlie: Client
) -> None:
    as_bob = signed_in(bob)
    assert _ask(as_charlie, run, tab=TAB).json()["code"] == "signed_out"
    Removal.objects.create(occurrence=run.occurrence, attendee=bobs, removed_at=now_ms())
    removed = _ask(as_bob, run, tab=TAB)
    assert removed.status_code == 403 and removed.json()["code"] == "removed" and removed.json()["message"]
    Removal.objects.update(lifted_at=now_ms())
    run.occurrence.openings.update(closed_at=now_ms())
    assert _ask(as_bob, run, tab=TAB).json()["code"] == "closed"
    run.occurrence.openings.all().delete()
    Meeting.objects.update(starts_at=timezone.now() + timedelta(days=1), ends_at=timezone.now() + timedelta(days=2))
    assert _ask(as_bob, run, tab=TAB).json()["code"] == "not_open"


def _went(run: Run, attendee: Attendee, reason: str, *, at: int, ref: str = "c1") -> None:
    common = {
        "meeting_id": run.meeting.id, "occurrence_id": run.occurrence.id, "source_ref": "room:x", "source_kind": "room",
        "connection_ref": ref, "at": at, "received_at": at, "digest": "",
    }  # fmt: skip
    position = Event.objects.count() + 1
    Event.objects.create(id=f"enter-{ref}", type="enter", position=position, **common)
    Event.objects.create(
        id=f"exit-{ref}", type="exit", position=position + 1, detail=encode_detail(Detail(reason=reason)), **common
    )
    Claim.objects.create(
        meeting_id=run.meeting.id, source_ref="room:x", event_id=f"enter-{ref}", occurrence_id=run.occurrence.id,
        connection_ref=ref, attendee_id=attendee.id, name=attendee.name,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("left", "You left"), ("removed", "The host removed you"), ("ended", "The meeting ended"),
        ("closed", "You left"), ("lost", "Your connection was lost"), ("auto_rule:alone", "Your leave rule took you out"),
    ],
)  # fmt: skip
def test_the_page_after_leaving_says_when_and_why(
    run: Run, bobs: Attendee, as_bob: Client, reason: str, words: str
) -> None:
    _went(run, bobs, "left", at=1_790_000_000_000, ref="c0")
    _went(run, bobs, reason, at=EXIT_AT)
    page = as_bob.get(_url(run, "left")).content.decode()
    assert words in page and EXIT_SHOWN in page
    assert "Rejoin" in page
    run.occurrence.openings.update(closed_at=now_ms())
    assert "Rejoin" not in as_bob.get(_url(run, "left")).content.decode()


def test_an_exit_that_is_not_written_yet_is_not_replaced_by_an_older_one(
    run: Run, bobs: Attendee, as_bob: Client
) -> None:
    _went(run, bobs, "left", at=EXIT_AT, ref="c0")
    _went(run, bobs, "left", at=EXIT_AT + 60_000, ref="c1")
    Event.objects.filter(id="exit-c1").delete()
    page = as_bob.get(_url(run, "left")).content.decode()
    assert EXIT_SHOWN not in page and "being recorded" in page


def test_the_page_after_leaving_tells_nobody_elses_times(run: Run, bobs: Attendee, as_bob: Client) -> None:
    _went(run, run.attendee("Victor Vale"), "removed", at=EXIT_AT)
    page = as_bob.get(_url(run, "left")).content.decode()
    assert EXIT_SHOWN not in page and "removed" not in page


def test_tickets_have_a_measure_for_each_attendee(
    run: Run, bobs: Attendee, as_bob: Client, as_alice: Client, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    run.attendee("Alice Archer", user=alice)
    now = now_ms() // 60_000 * 60_000  # the minute must not end in the middle
    monkeypatch.setattr(views, "now_ms", lambda: now)
    answers = [_ask(as_bob, run, tab=TAB) for _ in range(views.TICKETS_A_MINUTE + 1)]
    assert [answer.status_code for answer in answers] == [200] * views.TICKETS_A_MINUTE + [429]
    assert answers[-1].json()["code"] == "too_fast" and answers[-1]["Retry-After"] == "60"
    assert "ticket" not in answers[-1].json()
    assert _ask(as_alice, run, tab=TAB).status_code == 200
    monkeypatch.setattr(views, "now_ms", lambda: now + 60_000)
    assert _ask(as_bob, run, tab=TAB).status_code == 200
