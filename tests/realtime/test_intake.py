"""``POST /api/v1/events`` as a sending program sees it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from django.utils import timezone

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance import models
from leavethemeeting.consent.actions import accept_current
from leavethemeeting.consent.kinds import Channel
from leavethemeeting.consent.models import Document
from leavethemeeting.consent.posting import post_version
from leavethemeeting.consent.queries import current_policy
from leavethemeeting.domain.events import SourceKind
from leavethemeeting.meetings.models import Occurrence
from leavethemeeting.shared.environment import environment
from leavethemeeting.shared.ids import new_id, token_sha256
from tests.realtime.logside import T0, Served, credential, open_meeting, served, with_the_orm

pytestmark = pytest.mark.django_db(transaction=True)

ENTER = {"type": "enter", "id": "e-1", "at": T0 + 1000, "connection": "c1", "name": "Bob Baker"}


@pytest.fixture
def occurrence(alice: User) -> Occurrence:
    return open_meeting(alice)


def tell(story: Callable[[Served], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        async with served() as here:
            return await story(here)

    return asyncio.run(run())


async def post(here: Served, token: str, *events: dict[str, Any], **more: Any) -> httpx.Response:
    body = {"sent_at": T0 + 2000, "events": list(events), **more}
    return await here.http.post("/api/v1/events", json=body, headers={"Authorization": f"Bearer {token}"})


def send(token: str, *events: dict[str, Any]) -> list[tuple[str, str]]:
    """``(id, status or code)`` of each event."""

    async def story(here: Served) -> list[tuple[str, str]]:
        answer = await post(here, token, *events)
        assert answer.status_code == 200, answer.text
        return [(result["id"], result["code"] or result["status"]) for result in answer.json()["results"]]

    told: list[tuple[str, str]] = tell(story)
    return told


def test_an_accepted_event_is_in_the_log_with_its_sender_and_its_claim(occurrence: Occurrence) -> None:
    token = credential(occurrence)
    assert send(token, ENTER) == [("e-1", "accepted")]

    row = models.Event.objects.get()
    key = models.Credential.objects.get()
    assert (row.meeting_id, row.occurrence_id) == (occurrence.meeting_id, occurrence.id)
    assert (row.source_ref, row.source_kind) == (f"key:{key.id}", "webhook")
    assert (row.at, row.sent_at, row.connection_ref) == (T0 + 1000, T0 + 2000, "c1")
    assert models.Claim.objects.get().name == "Bob Baker"
    assert key.last_used_day is not None


def test_sending_again_is_a_duplicate_and_another_body_a_conflict(occurrence: Occurrence) -> None:
    token = credential(occurrence)
    assert send(token, ENTER) == [("e-1", "accepted")]
    assert send(token, ENTER, {**ENTER, "connection": "c2"}) == [("e-1", "duplicate"), ("e-1", "conflict")]
    assert models.Event.objects.count() == 1


def test_a_plugin_waits_until_its_member_accepts_a_changed_policy_and_a_platform_does_not(
    occurrence: Occurrence, alice: User
) -> None:
    plugin, platform = credential(occurrence, kind=SourceKind.HOST_PLUGIN), credential(occurrence, token="ltm_platform")
    models.Credential.objects.update(made_by=alice)
    new = current_policy().source + "\nOne sentence more.\n"
    post_version(
        kind=Document.POLICY, source=new, summary="One sentence more", material=True, environment=environment(), now=timezone.now()
    )  # fmt: skip

    async def story(here: Served) -> list[httpx.Response]:
        return [await post(here, plugin, ENTER), await post(here, platform, ENTER)]

    refused, taken = tell(story)
    assert (refused.status_code, refused.headers["content-type"]) == (428, "application/problem+json")
    assert "/privacy/accept/" in refused.headers["link"]
    assert taken.status_code == 200
    assert models.Event.objects.count() == 1

    accept_current(user_id=alice.pk, channel=Channel.ASKED_AGAIN, now=timezone.now())
    assert send(plugin, ENTER) == [("e-1", "accepted")]


def test_a_roster_becomes_a_header_without_names_and_one_row_per_person(occurrence: Occurrence) -> None:
    token = credential(occurrence, kind=SourceKind.HOST_PLUGIN)
    people = [{"name": "Bob"}, {"name": "Cy", "connection": "c9", "role": "host"}]
    roster = {"type": "roster", "id": "r1", "at": T0 + 5, "complete": True, "people": people}
    assert send(token, roster) == [("r1", "accepted")]
    assert send(token, roster) == [("r1", "duplicate")]
    assert send(token, {**roster, "people": people[:1]}) == [("r1", "conflict")]

    rows = list(models.Event.objects.order_by("position").values_list("id", "type", "connection_ref", "detail"))
    assert [row[:2] for row in rows] == [("r1", "roster"), ("r1/1", "seen"), ("r1/2", "seen")]
    assert rows[2][2] == "c9" and rows[1][2].startswith("seen-")
    assert json.loads(rows[1][3]) == {"snapshot": "r1"}
    assert not any(name in json.dumps(rows) for name in ("Bob", "Cy"))
    assert list(models.Claim.objects.order_by("event_id").values_list("name", "role")) == [("Bob", ""), ("Cy", "host")]


def test_the_same_name_in_two_snapshots_is_the_same_connection(occurrence: Occurrence) -> None:
    token = credential(occurrence)
    send(token, *({"type": "roster", "id": f"r{n}", "at": T0 + n, "complete": True, "people": [{"name": " Bob  B."}]}
                  for n in (1, 2)))  # fmt: skip
    references = models.Event.objects.filter(type="seen").values_list("connection_ref", flat=True)
    assert len(references) == 2 and len(set(references)) == 1


def test_moments_out_of_bounds_are_refused_one_by_one(occurrence: Occurrence) -> None:
    token = credential(occurrence)
    outcomes = send(
        token,
        {**ENTER, "id": "seconds", "at": T0 // 1000},
        {**ENTER, "id": "future", "at": T0 + 2 * 86_400_000},
        {"type": "heartbeat", "id": "backwards", "at": T0 + 10, "until": T0 + 9, "connection": "c1"},
        {**ENTER, "id": "fine"},
    )
    assert outcomes == [
        ("seconds", "too_old"), ("future", "too_new"), ("backwards", "bad_span"), ("fine", "accepted"),
    ]  # fmt: skip


def test_an_event_is_placed_where_the_meeting_was_open(alice: User) -> None:
    hour = 3_600_000
    first = open_meeting(alice, opened_at=T0 - 30 * hour, closed_at=T0 - 29 * hour)
    second = Occurrence.objects.create(meeting=first.meeting, first_opened_at=T0)
    second.openings.create(opened_at=T0)
    elsewhere = open_meeting(alice)
    token = credential(first)
    outcomes = send(
        token,
        {**ENTER, "id": "during", "at": T0 - 29 * hour - 1},
        {**ENTER, "id": "after", "at": T0 - 28 * hour},
        {**ENTER, "id": "between", "at": T0 - 20 * hour},
        {**ENTER, "id": "before", "at": T0 - hour},
        {**ENTER, "id": "named", "at": T0, "occurrence": str(first.id)},
        {**ENTER, "id": "foreign", "at": T0, "occurrence": str(elsewhere.id)},
        {**ENTER, "id": "unknown", "at": T0, "occurrence": str(new_id())},
    )
    assert dict(outcomes) == {
        "during": "accepted", "after": "accepted", "between": "no_occurrence", "before": "accepted",
        "named": "accepted", "foreign": "no_occurrence", "unknown": "no_occurrence",
    }  # fmt: skip
    placed = dict(models.Event.objects.values_list("id", "occurrence_id"))
    assert placed == {"during": first.id, "after": first.id, "before": second.id, "named": first.id}


def test_a_meeting_opened_a_moment_ago_is_known_at_once(alice: User) -> None:
    occurrence = open_meeting(alice, opened_at=T0 - 90_000_000, closed_at=T0 - 80_000_000)
    token = credential(occurrence)

    async def story(here: Served) -> list[str]:
        codes = [(await post(here, token, ENTER)).json()["results"][0]["code"]]
        await with_the_orm(lambda: occurrence.openings.create(opened_at=T0))
        codes.append((await post(here, token, ENTER)).json()["results"][0]["code"])
        return codes

    assert tell(story) == ["no_occurrence", ""]


@pytest.mark.parametrize("bad", [
    {"type": "nonsense", "id": "bad", "at": T0},
    {**ENTER, "id": "bad", "wallet": 1},
    {**ENTER, "id": "bad", "name": "x" * 201},
    {**ENTER, "id": "bad", "name": "nul \0 here"},
    {**ENTER, "id": "bad", "email": "not an address"},
    {**ENTER, "id": "bad", "at": 1.5},
    {"type": "exit", "id": "bad", "at": T0, "connection": "c1", "reason": "bored"},
    {"id": "bad"},
])  # fmt: skip
def test_one_malformed_event_is_refused_alone(occurrence: Occurrence, bad: dict[str, Any]) -> None:
    token = credential(occurrence)
    assert send(token, ENTER, bad, {**ENTER, "id": "e-2"}) == [
        ("e-1", "accepted"), ("bad", "malformed"), ("e-2", "accepted"),
    ]  # fmt: skip


def test_names_lose_what_cannot_be_seen(occurrence: Occurrence) -> None:
    token = credential(occurrence)
    send(token, {**ENTER, "name": "  Bob\t\u202eevil\u200b \x07 Baker\n"})
    assert models.Claim.objects.get().name == "Bob evil Baker"


def test_chat_text_is_kept_only_where_the_host_keeps_it(occurrence: Occurrence) -> None:
    chat = {"type": "interact", "id": "t1", "at": T0, "connection": "c1", "interaction": "chat", "text": "hello"}
    token = credential(occurrence)
    send(token, chat)
    occurrence.meeting.keeps_chat_text = False
    occurrence.meeting.save()
    send(token, {**chat, "id": "t2"})
    assert list(models.Claim.objects.values_list("event_id", "text")) == [("t1", "hello")]
    assert models.Tally.objects.get().count == 2


def test_each_kind_of_credential_may_send_its_own_types(occurrence: Occurrence) -> None:
    """Who may what: the whole table."""
    connection = {"connection": "c1"}
    events: list[dict[str, Any]] = [
        {"type": "enter", **connection}, {"type": "exit", **connection},
        {"type": "heartbeat", "until": T0 + 9, **connection}, {"type": "interact", "interaction": "chat", **connection},
        {"type": "interval", "until": T0 + 9, **connection}, {"type": "lobby_enter", **connection},
        {"type": "lobby_exit", **connection}, {"type": "room", **connection},
        {"type": "roster", "complete": True, "people": []}, {"type": "meeting_start"}, {"type": "meeting_end"},
    ]  # fmt: skip
    allowed = {}
    for kind in set(SourceKind) - {
        SourceKind.PLUGIN
    }:  # which is made for a member only: tests/attendance/test_calls.py
        token = credential(occurrence, kind=kind, token=f"ltm_{kind}")
        outcomes = send(token, *({**event, "id": event["type"], "at": T0} for event in events))
        allowed[kind.value] = " ".join(name for name, code in outcomes if code == "accepted")
        assert {code for _, code in outcomes} <= {"accepted", "not_allowed"}
    everything = "enter exit heartbeat interact interval lobby_enter lobby_exit room roster meeting_start meeting_end"
    assert allowed == {
        "webhook": everything,
        "host_plugin": everything.replace("interval ", ""),
        "room": "", "file": "", "host": "",
    }  # fmt: skip


def test_only_a_platform_vouches_for_an_address(occurrence: Occurrence) -> None:
    for kind in (SourceKind.WEBHOOK, SourceKind.HOST_PLUGIN):
        token = credential(occurrence, kind=kind, token=f"ltm_{kind}")
        send(token, {**ENTER, "id": f"by-{kind}", "email": "bob@example.org", "email_verified": True})
    assert dict(models.Claim.objects.values_list("event_id", "email_verified")) == {
        "by-webhook": True, "by-host_plugin": False,
    }  # fmt: skip


def test_without_a_good_token_nothing_is_taken(occurrence: Occurrence) -> None:
    good = credential(occurrence)
    credential(occurrence, token="ltm_over", expires_at=T0 - 1)
    credential(occurrence, token="ltm_revoked")
    models.Credential.objects.filter(token_sha256=token_sha256("ltm_revoked")).update(revoked_at=T0)

    async def story(here: Served) -> list[tuple[int, str]]:
        answers = [
            await post(here, token, ENTER) for token in ("ltm_unknown", "ltm_over", "ltm_revoked", "x", good[4:])
        ]
        answers.append(await here.http.post("/api/v1/events", json={}))
        return [(answer.status_code, answer.headers["content-type"]) for answer in answers]

    assert tell(story) == [(401, "application/problem+json")] * 6
    assert not models.Event.objects.exists()


def test_a_revoked_token_is_refused_within_the_time_it_is_remembered(occurrence: Occurrence) -> None:
    token = credential(occurrence)

    async def story(here: Served) -> list[int]:
        statuses = [(await post(here, token, ENTER)).status_code]
        await with_the_orm(lambda: models.Credential.objects.update(revoked_at=T0))
        async with asyncio.timeout(5):
            while (status := (await post(here, token, ENTER)).status_code) == 200:
                await asyncio.sleep(0.2)
        return [*statuses, status]

    assert tell(story) == [200, 401]


def test_a_request_that_cannot_be_taken_says_why(occurrence: Occurrence) -> None:
    token = credential(occurrence)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    async def story(here: Served) -> dict[str, tuple[int, str]]:
        async def ask(body: bytes, **more: str) -> tuple[int, str]:
            answer = await here.http.post("/api/v1/events", content=body, headers={**headers, **more})
            assert answer.headers["cache-control"] == "no-store"
            assert answer.headers["x-content-type-options"] == "nosniff"
            return answer.status_code, answer.json()["detail"]

        return {
            "broken": await ask(b'{"sent_at": 1, "events": [}'),
            "utf8": await ask(b"\xff"),
            "envelope": await ask(b'{"sent_at": 1, "events": [], "more": 1}'),
            "large": await ask(b" " * 1_048_577),
            "type": await ask(b"{}", **{"Content-Type": "text/plain"}),
            "charset": await ask(b"{}", **{"Content-Type": "application/json; charset=latin-1"}),
            "many": await ask(json.dumps({"sent_at": 1, "events": [ENTER] * 501}).encode()),
        }

    told = tell(story)
    assert {name: status for name, (status, _) in told.items()} == {
        "broken": 400, "utf8": 400, "envelope": 400, "large": 413, "type": 415, "charset": 415, "many": 400,
    }  # fmt: skip
    assert "byte 26" in told["broken"][1]


def test_a_full_queue_turns_away_and_says_when_to_come_back(
    occurrence: Occurrence, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leavethemeeting.realtime.writer.MOST_QUEUED", 1)
    token = credential(occurrence)

    async def story(here: Served) -> tuple[int, str]:
        answer = await post(here, token, ENTER, {**ENTER, "id": "e-2"})
        return answer.status_code, answer.headers["retry-after"]

    assert tell(story) == (503, "1")
    assert not models.Event.objects.exists()


def test_other_methods_and_addresses_are_told_so() -> None:
    async def story(here: Served) -> list[int]:
        return [
            (await here.http.get("/api/v1/events")).status_code,
            (await here.http.post("/api/v1/openapi.json")).status_code,
            (await here.http.get("/realtime/nothing")).status_code,
            (await here.http.get("/realtime/dashboard")).status_code,
        ]

    assert tell(story) == [405, 405, 404, 405]
