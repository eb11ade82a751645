"""A host lets a program send evidence, and takes that back."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.credentials import (
    DAY_MS,
    MOST_IN_USE,
    TooManySources,
    make_credential,
)
from leavethemeeting.attendance.models import Credential
from leavethemeeting.domain.events import SourceKind
from leavethemeeting.meetings.models import CoHost, Meeting
from leavethemeeting.shared import wakeups
from leavethemeeting.shared.ids import new_id, token_sha256
from leavethemeeting.shared.moments import now_ms, to_datetime

NOW = 1_790_000_000_000
FORM = {"label": "Webinar webhook", "kind": "webhook", "days": "90"}


@pytest.fixture
def meeting(alice: User) -> Meeting:
    return Meeting.objects.create(owner=alice, title="Weekly")


def page(meeting: Meeting) -> str:
    return f"/meetings/{meeting.id}/sources/"


def test_the_token_is_shown_once_and_only_its_hash_is_kept(as_alice: Client, meeting: Meeting) -> None:
    answer = as_alice.post(page(meeting), FORM)
    [token] = set(re.findall(r"ltm_[A-Za-z0-9_-]{43}", answer.content.decode()))

    made = Credential.objects.get()
    assert made.token_sha256 == token_sha256(token)
    assert (made.label, made.source_kind, made.meeting) == ("Webinar webhook", "webhook", meeting)
    assert made.expires_at == made.made_at + 90 * DAY_MS
    assert "no-store" in answer["Cache-Control"]
    assert token not in as_alice.get(page(meeting)).content.decode()


def test_a_revoked_source_stays_in_the_list_and_the_intake_is_told(
    as_alice: Client, alice: User, meeting: Meeting, django_capture_on_commit_callbacks: object
) -> None:
    made, _ = make_credential(meeting=meeting, actor=alice, label="x", kind=SourceKind.WEBHOOK, days=30, now=now_ms())
    rung: list[str] = []
    stop = wakeups.listen(wakeups.ACCESS, rung.append)
    question = as_alice.get(f"{page(meeting)}{made.id}/revoke/")
    assert b"Revoke x?" in question.content
    assert Credential.objects.get().revoked_at is None
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # -- pytest-django's fixture is untyped
        as_alice.post(f"{page(meeting)}{made.id}/revoke/")
    stop()

    assert Credential.objects.get().revoked_at is not None
    assert rung == [f"credential:{made.id}"]
    assert "revoked" in as_alice.get(page(meeting)).content.decode()


@pytest.mark.parametrize("who", ["alice", "co_host", "bob", "charlie", "provider", "nobody"])
def test_only_hosts_of_the_meeting_manage_its_sources(
    meeting: Meeting, as_alice: Client, as_bob: Client, as_charlie: Client, as_provider: Client, bob: User, who: str
) -> None:
    meeting.attendees.create(name="Bob", user=bob, first_came_at=NOW)
    if who == "co_host":
        CoHost.objects.create(meeting=meeting, user=bob, added_at=to_datetime(NOW))
    made = Credential.objects.create(
        meeting=meeting, source_kind="webhook", label="x", token_sha256="0" * 64, made_at=NOW, expires_at=now_ms() * 2
    )
    client = {
        "alice": as_alice, "co_host": as_bob, "bob": as_bob, "charlie": as_charlie, "provider": as_provider,
        "nobody": Client(),
    }[who]  # fmt: skip
    expected = {"alice": 200, "co_host": 200, "nobody": 302}.get(who, 404)

    assert client.get(page(meeting)).status_code == expected
    assert client.post(page(meeting), FORM).status_code == expected
    assert client.get(f"{page(meeting)}{made.id}/revoke/").status_code == expected
    client.post(f"{page(meeting)}{made.id}/revoke/")
    made.refresh_from_db()
    assert (made.revoked_at is not None) == (expected == 200)
    assert Credential.objects.count() == (2 if expected == 200 else 1)


def test_a_source_of_another_meeting_is_not_found(as_charlie: Client, charlie: User, meeting: Meeting) -> None:
    own = Meeting.objects.create(owner=charlie, title="Mine")
    made = Credential.objects.create(
        meeting=meeting, source_kind="webhook", label="x", token_sha256="0" * 64, made_at=NOW, expires_at=NOW * 2
    )
    assert as_charlie.post(f"{page(own)}{made.id}/revoke/").status_code == 404
    assert as_charlie.post(f"{page(own)}{new_id()}/revoke/").status_code == 404


def test_a_mistake_is_told_and_nothing_is_made(as_alice: Client, meeting: Meeting) -> None:
    for change in ({"label": ""}, {"label": "\u200b"}, {"kind": "room"}, {"days": "5000"}):
        answer = as_alice.post(page(meeting), {**FORM, **change})
        assert "Please look at this again" in answer.content.decode(), change
    assert not Credential.objects.exists()


def test_there_is_an_end_to_sources(as_alice: Client, alice: User, meeting: Meeting) -> None:
    for _ in range(MOST_IN_USE):
        make_credential(meeting=meeting, actor=alice, label="x", kind=SourceKind.WEBHOOK, days=30, now=now_ms())
    with pytest.raises(TooManySources):
        make_credential(meeting=meeting, actor=alice, label="x", kind=SourceKind.WEBHOOK, days=30, now=now_ms())
    assert "Revoke one of them first" in as_alice.post(page(meeting), FORM).content.decode()
    Credential.objects.update(revoked_at=NOW)
    assert "ltm_" in as_alice.post(page(meeting), FORM).content.decode()


def test_the_list_costs_the_same_with_one_source_and_with_three(
    as_alice: Client, alice: User, meeting: Meeting
) -> None:
    counts = []
    for more in (1, 2):
        for _ in range(more):
            make_credential(meeting=meeting, actor=alice, label="x", kind=SourceKind.WEBHOOK, days=30, now=now_ms())
        with CaptureQueriesContext(connection) as queries:
            as_alice.get(page(meeting))
        counts.append(len(queries))
    assert counts[0] == counts[1]
