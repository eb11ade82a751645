"""Signs of life: silence, checkpoints, a restart in order, and a server that is killed."""

from __future__ import annotations

import signal

import pytest

from leavethemeeting.attendance.payloads import decode_detail
from leavethemeeting.meetings.models import Attendee
from leavethemeeting.realtime import boots
from leavethemeeting.room.models import Boot, Checkpoint
from leavethemeeting.room.queries import occupied
from leavethemeeting.shared.moments import now_ms, to_datetime
from tests.room.lives import Frozen, server_process
from tests.room.story import Run, Running, come_in, knock, serving, wait_until

SEEN_WITHIN_S = 12.0


def test_silence_is_seen_within_twelve_seconds_and_dated_back_to_the_last_proof_of_life(
    server: Running, run: Run, alice_in: Attendee, bob_in: Attendee
) -> None:
    with come_in(server, run, alice_in) as alice:
        bob = Frozen(server, {"type": "hello", "ticket": run.ticket(bob_in)})
        ref = bob.live_until_welcome()
        answered = bob.live_for(2.5)  # from here on: frozen
        left = alice.hear("person_left", seconds=SEEN_WITHIN_S)
        assert left["name"] == "Bob Baker" and left["reason"] == "lost"
        assert now_ms() - answered < SEEN_WITHIN_S * 1000
        exit_ = run.exit_of(ref)
        assert decode_detail(exit_.detail).reason == "lost"
        assert answered - 1_500 <= exit_.at <= answered + 300  # a ping a second; never later than the last proof
        alice.settle()  # she only listened, and her browser answered the pings: still here
        bob.socket.close()


def test_a_restart_in_order_is_announced_and_leaves_nothing_to_clear_up(
    run: Run, alice_in: Attendee, bob_in: Attendee
) -> None:
    with serving() as server:
        alice, bob = come_in(server, run, alice_in), come_in(server, run, bob_in)
        run.meeting.waiting_room = True
        run.meeting.save()
        waiting = knock(server, run, run.attendee("Will Waiting"))
        waiting.hear("in_waiting_room")
    assert waiting.hear("denied")["code"] == "restarting"  # and not "the host did not let you in"
    for tab in (alice, bob):
        denied = tab.hear("denied")
        assert denied["code"] == "restarting" and denied["retry_after_ms"]
        assert tab.closed_with() == 1012
        assert run.reason_of(tab.ref) == "transport"
    assert not Boot.objects.filter(stopped_at=None).exists() and not Checkpoint.objects.exists()
    events = len(run.events())
    with serving():
        assert len(run.events()) == events


def test_an_occupied_room_keeps_a_checkpoint_and_an_empty_one_none(
    run: Run, alice_in: Attendee, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boots, "CHECKPOINT_S", 0.2)
    with serving() as server:
        with come_in(server, run, alice_in) as alice:
            wait_until(Checkpoint.objects.exists)
            first = Checkpoint.objects.get()
            assert first.occurrence == run.occurrence and [ref for ref, _ in first.connections] == [alice.ref]
            assert first.at - 2_000 <= first.connections[0][1] <= first.at
            wait_until(lambda: Checkpoint.objects.get().at > first.at)
            assert occupied(run.occurrence.id, now=to_datetime(now_ms()))
        wait_until(lambda: not Checkpoint.objects.exists())
        assert not occupied(run.occurrence.id, now=to_datetime(now_ms()))


@pytest.mark.parametrize("checkpoint", [True, False], ids=["after a checkpoint", "before the first checkpoint"])
def test_a_killed_server_loses_nothing_and_its_successor_ends_what_it_left_open(
    run: Run, alice_in: Attendee, bob_in: Attendee, checkpoint: bool
) -> None:
    with server_process(run) as (server, process):
        alice, bob = come_in(server, run, alice_in), come_in(server, run, bob_in)
        assert bob.ask("chat", text="acknowledged")["type"] == "ack"
        spoke = now_ms()
        if checkpoint:
            wait_until(Checkpoint.objects.exists, seconds=15)
        alice.ask("leave")
        process.send_signal(signal.SIGKILL)
        process.wait()
        killed = now_ms()
    assert [event.type for event in run.events()] == ["enter", "enter", "interact", "exit"]
    last = Checkpoint.objects.get().at if checkpoint else None
    for _ in range(2):  # the second time there is nothing left to do
        with server_process(run) as (server, _):
            lost = run.exit_of(bob.ref)
            assert decode_detail(lost.detail).reason == "lost" and run.reason_of(alice.ref) == "left"
            assert lost.at <= killed and (spoke - 1_000 <= lost.at)
            (outage,) = run.events("checkpoint")
            assert decode_detail(outage.detail).present == (bob.ref,)
            assert outage.until is not None and outage.at <= killed <= outage.until
            assert last is None or outage.at >= last
            reasons = [decode_detail(event.detail).reason for event in run.events("exit")]
            assert reasons.count("lost") == 1
            if not run.events("enter")[2:]:
                with come_in(server, run, bob_in, resumes=bob.ref) as again:
                    assert again.welcome["chat"][0]["text"] == "acknowledged"
                    assert decode_detail(run.events("enter")[2].detail).target == bob.ref
                    again.ask("leave")
