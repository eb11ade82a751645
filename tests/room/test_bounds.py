"""Limits: how many fit, how fast, how much, and what a viewer's browser may say to another browser."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from websockets.exceptions import ConnectionClosed

from leavethemeeting.meetings.models import Attendee
from leavethemeeting.realtime import line, room_socket
from leavethemeeting.realtime.signals import sends_media
from tests.room.story import Run, Running, Tab, come_in, knock, wait_until

OFFER = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na={}\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na={}\r\n"


def _people(run: Run, many: int) -> list[Attendee]:
    return [run.attendee(f"Person {number}") for number in range(many)]


def test_six_can_send_and_the_seventh_finds_the_room_full(server: Running, run: Run, alice_in: Attendee) -> None:
    tabs = [come_in(server, run, attendee) for attendee in _people(run, 6)]
    assert [tab.ask("media", source="mic", on=True)["type"] for tab in tabs] == ["ack"] * 6
    seventh = knock(server, run, run.attendee("Person 7"))
    denied = seventh.hear("denied")
    assert denied["code"] == "full" and denied["retry_after_ms"] and "six" in denied["message"]
    alice = come_in(server, run, alice_in)  # whoever runs the meeting gets in, and is bound by the same limits
    assert alice.ask("media", source="mic", on=True)["code"] == "full_of_senders"
    tabs[0].ask("leave")
    assert alice.ask("media", source="mic", on=True)["type"] == "ack"
    for tab in (*tabs, alice):
        tab.socket.close()


def test_viewers_count_because_every_sender_uploads_to_them_too(server: Running, run: Run) -> None:
    viewers = [come_in(server, run, run.attendee(f"Viewer {number}", role="viewer")) for number in range(13)]
    people = [come_in(server, run, attendee) for attendee in _people(run, 3)]
    assert people[0].ask("media", source="camera", on=True)["type"] == "ack"  # 1 × 15
    assert people[1].ask("media", source="camera", on=True)["type"] == "ack"  # 2 × 15
    refused = people[2].ask("media", source="camera", on=True)  # 3 × 15
    assert refused["code"] == "full_of_senders" and refused["message"]
    assert people[2].ask("chat", text="I may stay, though")["type"] == "ack"
    assert people[0].ask("media", source="mic", on=True)["type"] == "ack"  # who sends already may send more
    for tab in (*viewers, *people):
        tab.socket.close()


@pytest.mark.parametrize(
    "description",
    [
        OFFER.format("sendrecv", "recvonly"), OFFER.format("recvonly", "sendonly"),
        OFFER.format("recvonly", "x").replace("a=x\r\n", ""),  # without a direction it is sendrecv
        OFFER.format("sendrecv", "sendrecv").replace("\r\n", "\n"), OFFER.format("sendrecv", "inactive").replace("\r\n", "\r"),
        "v=0\r\na=sendrecv\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n",
        OFFER.format("recvonly", "recvonly\r\na=sendrecv"),  # said twice: the worse counts
    ],
)  # fmt: skip
def test_a_description_that_sends_media_is_seen(description: str) -> None:
    assert sends_media({"description": {"type": "offer", "sdp": description}})
    assert sends_media([[["x", {"deep": {"deeper": [description]}}]]])
    assert sends_media({description: 1})


def test_a_description_that_only_receives_passes() -> None:
    assert not sends_media({"description": {"type": "answer", "sdp": OFFER.format("recvonly", "inactive")}})
    assert not sends_media({"candidate": {"candidate": "candidate:1 1 udp 1 10.0.0.1 9 typ host", "sdpMid": "0"}})
    data_only = "v=0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=sctp-port:5000\r\n"
    assert not sends_media({"description": data_only})


def test_a_viewers_offer_to_send_is_not_relayed(
    server: Running, run: Run, alice_in: Attendee, victor_in: Attendee
) -> None:
    with come_in(server, run, alice_in) as alice, come_in(server, run, victor_in) as victor:
        victor.say("signal", to=alice.ref, data={"sdp": OFFER.format("sendrecv", "sendrecv")})
        victor.say("signal", to=alice.ref, data={"sdp": OFFER.format("recvonly", "recvonly")})
        first = alice.hear("signal")
        assert first["sender"] == victor.ref and "recvonly" in first["data"]["sdp"]
        alice.say("signal", to=victor.ref, data={"sdp": OFFER.format("sendrecv", "sendrecv")})
        assert "sendrecv" in victor.hear("signal")["data"]["sdp"]


def test_a_signal_goes_to_one_connection_of_the_same_room_only(
    server: Running, run: Run, alice_in: Attendee, bob_in: Attendee, victor_in: Attendee
) -> None:
    with (
        come_in(server, run, alice_in) as alice,
        come_in(server, run, bob_in) as bob,
        come_in(server, run, victor_in) as victor,
    ):
        bob.say("signal", to=alice.ref, data={"n": 1})
        bob.say("signal", to="nobody", data={"n": 2})
        assert alice.hear("signal")["data"] == {"n": 1}
        victor.settle()
        assert "signal" not in {message["type"] for message in victor.heard}


def test_too_much_chat_is_refused_and_a_flood_is_shown_out(server: Running, run: Run, bob_in: Attendee) -> None:
    with come_in(server, run, bob_in) as bob:
        answers = [bob.ask("chat", text=str(number)) for number in range(12)]
        assert [answer["type"] for answer in answers[:8]] == ["ack"] * 8
        assert answers[-1]["code"] == "too_fast"
        assert bob.ask("hand", up=True)["type"] == "ack"  # other things have a measure of their own
        with suppress(ConnectionClosed):  # a fast service shows a flood out while it still comes
            for number in range(100):
                bob.say("chat", text=str(number))
        denied = bob.hear("denied")
        assert denied["code"] == "too_fast" and denied["retry_after_ms"]
        bob.closed_with()
        assert run.reason_of(bob.ref) == "transport"


MALFORMED = [
    "", "{", "[]", "null", "1", '"chat"', "{}", '{"type": "no_such"}', '{"type": "chat"}', "\x00", "[" * 5_000,
    '{"type": "chat", "id": "chat-0001", "text": ""}', '{"type": "chat", "id": "chat-0001", "text": 5}',
    '{"type": "chat", "id": "short", "text": "x"}', '{"type": "chat", "id": "chat-0001", "text": "x", "surplus": 1}',
    '{"type": "reaction", "id": "chat-0001", "emoji": "💣"}', '{"type": "speaking", "id": "chat-0001", "milliseconds": -5}',
    '{"type": "leave", "id": "chat-0001", "reason": "removed"}', '{"type": "welcome"}',
    '{"type": "hello", "ticket": "x"}', '{"type": "chat", "id": "chat-0001", "text": "' + "x" * 2001 + '"}',
]  # fmt: skip


def test_malformed_messages_are_refused_one_by_one_and_harm_nobody(server: Running, run: Run, bob_in: Attendee) -> None:
    with come_in(server, run, bob_in) as bob:
        for text in MALFORMED:
            bob.socket.send(text)
            refused = bob.hear("refused")
            assert refused["code"] == "malformed", text
            assert refused["id"] in ("", "chat-0001")
        bob.socket.send(b"\x00\xff")
        assert bob.hear("refused")["code"] == "malformed"
        assert bob.ask("chat", text="still here")["type"] == "ack"


def test_a_text_that_no_database_stores_is_refused(server: Running, run: Run, bob_in: Attendee) -> None:
    with come_in(server, run, bob_in) as bob:
        bob.socket.send(json.dumps({"type": "chat", "id": "chat-0001", "text": "a\x00b"}))
        assert bob.hear("refused")["code"] == "malformed"
        assert bob.ask("chat", text="fine")["type"] == "ack"


def test_a_huge_frame_ends_the_connection(server: Running, run: Run, bob_in: Attendee) -> None:
    with come_in(server, run, bob_in) as bob:
        bob.socket.send(json.dumps({"type": "chat", "id": "chat-0001", "text": "x" * 70_000}))
        assert bob.closed_with() in (1009, 1006)
        run.exit_of(bob.ref)


def test_a_slow_reader_is_dropped_and_not_buffered_for_ever(
    server: Running, run: Run, alice_in: Attendee, bob_in: Attendee, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line, "MOST_CHARACTERS", 100_000)
    with come_in(server, run, alice_in) as alice, Tab(server, reads=False) as slow:
        slow.say("hello", ticket=run.ticket(bob_in), resumes="")
        slow.welcome = slow.hear("welcome")
        data = {"filler": "x" * 60_000}
        for _ in range(400):
            alice.say("signal", to=slow.ref, data=data)
            if any(message["type"] == "person_left" for message in alice.heard):
                break
        wait_until(lambda: any(event.connection_ref == slow.ref for event in run.events("exit")), seconds=20)
        assert alice.ask("chat", text="nobody waited")["type"] == "ack"


def test_whoever_says_no_hello_is_turned_away_in_time(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room_socket, "HELLO_S", 0.3)
    with Tab(server) as silent:
        assert silent.hear("denied")["code"] == "bad_ticket"
        assert silent.closed_with() == 1008


def test_many_silent_sockets_lock_nobody_out_and_the_longest_silent_go(
    server: Running, run: Run, bob_in: Attendee, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room_socket, "MOST_SILENT", 5)
    silent = [Tab(server) for _ in range(8)]
    for early in silent[:3]:
        assert early.closed_with() == 1008  # long before their ten seconds are over
    with come_in(server, run, bob_in) as bob:
        bob.settle()
    silent[-1].say("hello", ticket=run.ticket(bob_in), resumes="")  # the latest still have their time
    silent[-1].hear("welcome")
    for tab in silent:
        tab.socket.close()
