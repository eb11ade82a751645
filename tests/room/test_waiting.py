"""Time in the waiting room is evidence of waiting and never of presence (presence.md, rule 3 and example E13)."""

from __future__ import annotations

import signal
import time

import pytest

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.queries import timeline_of
from leavethemeeting.domain.timelines import AttendeeTimeline
from leavethemeeting.live.queries import snapshot_of
from leavethemeeting.meetings.actions import opening
from leavethemeeting.meetings.models import Attendee
from leavethemeeting.room.actions import command
from leavethemeeting.room.models import Checkpoint, Command
from leavethemeeting.room.queries import occupied
from leavethemeeting.shared.moments import now_ms, to_datetime
from tests.room.lives import server_process
from tests.room.story import Run, Running, come_in, knock, wait_until

WAITED_S = 0.6


@pytest.fixture
def run(run: Run) -> Run:
    """Alice's meeting has a waiting room."""
    run.meeting.waiting_room = True
    run.meeting.save()
    return run


def _told(run: Run, whose: Attendee) -> AttendeeTimeline:
    found = timeline_of(run.occurrence, as_of=now_ms())
    return next(one for one in found.attendees if one.key == f"attendee:{whose.id}")


def _waits(run: Run) -> list[tuple[str, str]]:
    return [(event.type, event.id) for event in run.events() if event.type.startswith("lobby")]


def _until_over(run: Run, waits: int = 1) -> None:
    wait_until(lambda: len(run.events("lobby_exit")) == waits)


def test_who_is_admitted_waited_first_and_enters_at_the_admission(
    server: Running, run: Run, alice_in: Attendee, bob_in: Attendee
) -> None:
    with come_in(server, run, alice_in) as alice, knock(server, run, bob_in) as bob:
        bob.hear("in_waiting_room")
        began = now_ms()
        time.sleep(WAITED_S)
        admitted = now_ms()
        alice.ask("admit", attendee=str(bob_in.id), yes=True)
        bob.welcome = bob.hear("welcome")
        assert _waits(run) == [("lobby_enter", f"lobby-enter-{bob.ref}"), ("lobby_exit", f"lobby-exit-{bob.ref}")]
        entered, waited = run.events("enter")[-1], run.events("lobby_enter")[0]
        assert (waited.source_ref, waited.connection_ref) == (entered.source_ref, entered.connection_ref)
        claim = run.claim_of(waited)
        assert claim is not None and (claim.attendee_id, claim.name) == (bob_in.id, "Bob Baker")
        time.sleep(0.2)
    run.exit_of(bob.ref)
    found = _told(run, bob_in)
    assert found.lobby_ms >= WAITED_S * 1000 and found.first_entrance is not None
    assert admitted <= found.first_entrance <= run.events("enter")[-1].at
    assert began < admitted and found.present[0][0] >= admitted
    assert found.present_ms >= 200 and found.lobby_ms + found.present_ms <= now_ms() - waited.at


def test_who_is_refused_has_waited_and_was_never_there(
    server: Running, run: Run, alice_in: Attendee, bob_in: Attendee
) -> None:
    with come_in(server, run, alice_in) as alice, knock(server, run, bob_in) as bob:
        bob.hear("in_waiting_room")
        time.sleep(WAITED_S)
        alice.ask("admit", attendee=str(bob_in.id), yes=False)
        bob.hear("denied")
        _until_over(run)
    found = _told(run, bob_in)
    assert WAITED_S * 1000 <= found.lobby_ms < (WAITED_S + 5) * 1000
    assert (found.present_ms, found.first_entrance) == (0, None)


@pytest.mark.parametrize("how", ["closes the page", "loses the network"])
def test_who_gives_up_has_waited_until_last_heard(
    server: Running, run: Run, alice_in: Attendee, bob_in: Attendee, how: str
) -> None:
    with come_in(server, run, alice_in) as alice:
        bob = knock(server, run, bob_in)
        bob.hear("in_waiting_room")
        time.sleep(WAITED_S)
        bob.socket.close(1001) if how == "closes the page" else bob.vanish()
        _until_over(run)
        gone = now_ms()
        alice.settle()
    began, ended = run.events("lobby_enter")[0], run.events("lobby_exit")[0]
    assert began.at <= ended.at <= gone
    found = _told(run, bob_in)
    assert found.lobby_ms == ended.at - began.at and found.present_ms == 0
    if how == "closes the page":
        assert found.lobby_ms >= WAITED_S * 1000


@pytest.mark.parametrize("how", ["removed", "closed"])
def test_waiting_ends_with_a_removal_and_with_the_meeting(
    server: Running, run: Run, alice_in: Attendee, bob_in: Attendee, host: User, how: str
) -> None:
    with come_in(server, run, alice_in), knock(server, run, bob_in) as bob:
        bob.hear("in_waiting_room")
        if how == "removed":
            command(
                occurrence=run.occurrence, kind=Command.Kind.REMOVE, attendee=bob_in, actor=host, now=now_ms()
            )  # fmt: skip
        else:
            opening.close_occurrence(
                occurrence=run.occurrence, actor=host, reason=opening.CloseReason.HOST, now=now_ms()
            )  # fmt: skip
        _until_over(run)
        bob.closed_with()
    assert len(run.events("lobby_exit")) == 1 and _told(run, bob_in).present_ms == 0


def test_two_tabs_that_wait_are_two_connections_and_one_wait(
    server: Running, run: Run, alice_in: Attendee, bob_in: Attendee
) -> None:
    with (
        come_in(server, run, alice_in) as alice,
        knock(server, run, bob_in, tab="tab-1") as first,
        knock(server, run, bob_in, tab="tab-2") as second,
    ):
        first.hear("in_waiting_room"), second.hear("in_waiting_room")
        time.sleep(WAITED_S)
        alice.ask("admit", attendee=str(bob_in.id), yes=True)
        for tab in (first, second):
            tab.welcome = tab.hear("welcome")
        _until_over(run, waits=2)
        assert {event.connection_ref for event in run.events("lobby_enter")} == {first.ref, second.ref}
        longest = now_ms() - run.events("lobby_enter")[0].at
    assert WAITED_S * 1000 <= _told(run, bob_in).lobby_ms <= longest


def test_who_resumes_skips_the_waiting_room_they_were_let_through(
    server: Running, run: Run, alice_in: Attendee, bob_in: Attendee
) -> None:
    with come_in(server, run, alice_in) as alice, knock(server, run, bob_in) as bob:
        bob.hear("in_waiting_room")
        alice.ask("admit", attendee=str(bob_in.id), yes=True)
        bob.welcome = bob.hear("welcome")
        with come_in(server, run, bob_in, resumes=bob.ref) as again:
            assert again.ref == bob.ref
    assert len(_waits(run)) == 2


def test_a_browser_cannot_name_something_like_the_end_of_a_wait(
    server: Running, run: Run, alice_in: Attendee, bob_in: Attendee
) -> None:
    with come_in(server, run, alice_in) as alice:
        assert alice.ask("chat", id=f"lobby-exit-{alice.ref}", text="trap")["code"] == "malformed"


@pytest.mark.parametrize("checkpoint", [True, False], ids=["after a checkpoint", "before the first checkpoint"])
def test_a_killed_servers_successor_ends_the_waiting_too(run: Run, bob_in: Attendee, checkpoint: bool) -> None:
    with server_process(run) as (server, process):
        knock(server, run, bob_in).hear("in_waiting_room")  # nobody is in: he waits for his host
        began = run.events("lobby_enter")[0]
        if checkpoint:
            wait_until(Checkpoint.objects.exists, seconds=15)
            assert not occupied(run.occurrence.id, now=to_datetime(now_ms()))  # who waits is not in the room
        process.send_signal(signal.SIGKILL)
        process.wait()
        killed = now_ms()
    for _ in range(2):  # the second time there is nothing left to do
        with server_process(run):
            wait_until(lambda: len(run.events("lobby_exit")) == 1)
    (ended,) = run.events("lobby_exit")
    assert (ended.connection_ref, ended.source_ref) == (began.connection_ref, began.source_ref)
    assert began.at <= ended.at <= killed and (ended.at > began.at or not checkpoint)
    assert [event.type for event in run.events()] == ["lobby_enter", "lobby_exit"]  # no room was out: nobody was in it
    assert _told(run, bob_in).present_ms == 0


def test_the_dashboard_shows_who_waits_and_no_longer(
    server: Running, run: Run, alice_in: Attendee, bob_in: Attendee
) -> None:
    def waits() -> list[bool]:
        rows = snapshot_of(run.occurrence).rows.values()
        return [row.state == "waiting" for row in rows if row.name == "Bob Baker"]

    with come_in(server, run, alice_in) as alice, knock(server, run, bob_in) as bob:
        bob.hear("in_waiting_room")
        assert waits() == [True]
        alice.ask("admit", attendee=str(bob_in.id), yes=True)
        bob.hear("welcome")
        assert waits() == [False]
