"""Hosts let in, send away, change roles, hand over and end; nobody else can."""

from __future__ import annotations

import pytest

from leavethemeeting.accounts.models import User
from leavethemeeting.domain.permissions import Relation
from leavethemeeting.meetings.actions import hosting, opening
from leavethemeeting.meetings.models import Admission, Attendee, CoHost, Handover, Opening, Removal
from leavethemeeting.room.actions import command, lift_removal
from leavethemeeting.room.models import Command
from leavethemeeting.shared.moments import now_ms, to_datetime
from leavethemeeting.shared.wakeups import ACCESS, ring
from tests.cast import make_member
from tests.room.story import Run, Running, Tab, come_in, knock, wait_until


def _with_waiting_room(run: Run) -> None:
    run.meeting.waiting_room = True
    run.meeting.save()


def test_the_waiting_room_holds_until_a_host_decides(
    server: Running, run: Run, alice_in: Attendee, bob_in: Attendee, victor_in: Attendee
) -> None:
    _with_waiting_room(run)
    with come_in(server, run, alice_in) as alice, knock(server, run, bob_in) as bob:
        assert bob.hear("in_waiting_room")["title"] == "Weekly"
        assert [one["name"] for one in alice.hear("waiting")["waiting"]] == ["Bob Baker"]
        with knock(server, run, victor_in) as victor:
            victor.hear("in_waiting_room")
            assert [one["name"] for one in alice.hear("waiting")["waiting"]] == ["Bob Baker", "Victor Vale"]
            assert alice.ask("admit", attendee=str(bob_in.id), yes=True)["type"] == "ack"
            assert alice.ask("admit", attendee=str(victor_in.id), yes=False)["type"] == "ack"
            bob.welcome = bob.hear("welcome")
            assert victor.hear("denied")["code"] == "not_admitted"
        assert [event.connection_ref for event in run.events("enter")] == [alice.ref, bob.ref]
        decided = Admission.objects.order_by("asked_at").values_list("admitted", "decided_by_id")
        assert list(decided) == [(True, alice_in.user_id), (False, alice_in.user_id)]
    with knock(server, run, victor_in) as victor:
        assert victor.hear("denied")["code"] == "not_admitted"
    with come_in(server, run, bob_in):
        pass  # admitted once is admitted for this occurrence


def test_who_waits_hears_nothing_of_the_room_and_can_do_nothing_in_it(
    server: Running, run: Run, alice_in: Attendee, bob_in: Attendee
) -> None:
    _with_waiting_room(run)
    with come_in(server, run, alice_in) as alice, knock(server, run, bob_in) as bob:
        bob.hear("in_waiting_room")
        bob.say("chat", text="let me in")
        bob.say("signal", to=alice.ref, data={"candidate": ""})
        bob.say("admit", attendee=str(bob_in.id), yes=True)
        alice.ask("chat", text="secret")
        alice.ask("admit", attendee=str(bob_in.id), yes=True)
        bob.hear("welcome")
        before = [message["type"] for message in bob.heard[: bob.heard.index(bob.heard[-1])]]
        assert before == ["in_waiting_room"]
        alice.settle()
        assert "signal" not in [message["type"] for message in alice.heard]
        assert run.interactions() == ["chat"]


def test_who_gives_up_waiting_is_off_the_list(server: Running, run: Run, alice_in: Attendee, bob_in: Attendee) -> None:
    _with_waiting_room(run)
    with come_in(server, run, alice_in) as alice:
        with knock(server, run, bob_in) as bob:
            bob.hear("in_waiting_room")
            alice.hear("waiting")
        assert alice.hear("waiting")["waiting"] == []
    wait_until(lambda: bool(run.events("lobby_exit")))
    others = [event.type for event in run.events() if event.connection_ref != alice.ref]
    assert others == ["lobby_enter", "lobby_exit"]


def test_who_is_removed_goes_with_all_tabs_and_stays_out_until_it_is_lifted(
    server: Running, run: Run, alice_in: Attendee, bob_in: Attendee, host: User
) -> None:
    with (
        come_in(server, run, alice_in) as alice,
        come_in(server, run, bob_in, tab="tab-1") as first,
        come_in(server, run, bob_in, tab="tab-2") as second,
    ):
        assert alice.ask("remove", attendee=str(bob_in.id))["type"] == "ack"
        for tab in (first, second):
            assert tab.hear("denied")["code"] == "removed"
            assert tab.closed_with() == 1008
            assert run.reason_of(tab.ref) == "removed"
        assert alice.hear("person_left")["reason"] == "removed"
        assert Removal.objects.get().removed_by == host
        assert knock(server, run, bob_in).hear("denied")["code"] == "removed"
        lift_removal(occurrence=run.occurrence, attendee=bob_in, actor=host, now=now_ms())
        with come_in(server, run, bob_in):
            alice.hear("person")


def test_a_role_changed_by_the_host_holds_at_once_and_later(
    server: Running, run: Run, alice_in: Attendee, bob_in: Attendee
) -> None:
    with come_in(server, run, alice_in) as alice, come_in(server, run, bob_in) as bob:
        assert bob.ask("media", source="mic", on=True)["type"] == "ack"
        assert alice.ask("set_role", attendee=str(bob_in.id), role="viewer")["type"] == "ack"
        rights = bob.hear("you_may")
        assert (rights["role"], rights["media"]["maySend"]) == ("viewer", [])
        assert bob.ask("media", source="camera", on=True)["code"] == "not_allowed"
        assert bob.ask("media", source="mic", on=False)["type"] == "ack"
        alice.ask("set_role", attendee=str(bob_in.id), role="participant")
        assert bob.hear("you_may")["media"]["maySend"] == ["mic", "camera", "screen"]
        assert alice.ask("set_role", attendee=str(alice_in.id), role="viewer")["code"] == "not_allowed"
    alice_in.refresh_from_db()
    bob_in.refresh_from_db()
    assert (alice_in.role, bob_in.role) == ("participant", "participant")


def test_a_hand_can_be_lowered_and_a_microphone_asked_for(
    server: Running, run: Run, alice_in: Attendee, bob_in: Attendee
) -> None:
    with come_in(server, run, alice_in) as alice, come_in(server, run, bob_in) as bob:
        bob.ask("hand", up=True)
        alice.ask("ask_mute", attendee=str(bob_in.id))
        assert bob.hear("asked_to_mute")["by"] == "Alice Archer"
        bob.forget()
        alice.ask("lower_hand", attendee=str(bob_in.id))
        assert bob.hear("person")["person"]["hand_since"] is None
        nobody = str(run.occurrence.id)
        for kind in ("ask_mute", "lower_hand", "remove", "hand_over"):
            assert alice.ask(kind, attendee=nobody)["code"] == "no_such_attendee"
        assert alice.ask("admit", attendee="nobody", yes=True)["code"] == "no_such_attendee"


def test_the_host_hands_over_and_the_new_moderator_ends_it_for_all(
    server: Running, run: Run, alice_in: Attendee, victor_in: Attendee, bob_in: Attendee
) -> None:
    with come_in(server, run, victor_in) as victor, come_in(server, run, bob_in) as bob:
        with come_in(server, run, alice_in) as alice:
            assert alice.ask("hand_over", attendee=str(victor_in.id))["type"] == "ack"
            rights = victor.hear("you_may")
            assert rights["moderates"] and rights["role"] == "participant" and rights["media"]["maySend"]
            assert victor.ask("remove", attendee=str(alice_in.id))["code"] == "not_allowed"
            assert victor.ask("remove", attendee=str(victor_in.id))["code"] == "not_allowed"
            alice.ask("leave")
        assert Handover.objects.get().attendee == victor_in
        assert victor.ask("end_for_all")["type"] == "ack"
        for tab in (victor, bob):
            assert "Victor Vale" in tab.hear("closed")["message"]
            tab.closed_with()
            assert run.reason_of(tab.ref) == "ended"
        closed = Opening.objects.get()
        assert closed.close_reason == "ended_for_all" and closed.closed_at is not None
        assert knock(server, run, bob_in).hear("denied")["code"] == "closed"


# ---- the same from the web app ------------------------------------------------------------------


def test_closing_on_the_website_closes_the_room(
    server: Running, run: Run, alice_in: Attendee, bob_in: Attendee, host: User
) -> None:
    _with_waiting_room(run)
    with come_in(server, run, alice_in) as alice, knock(server, run, bob_in) as bob:
        bob.hear("in_waiting_room")
        opening.close_occurrence(
            occurrence=run.occurrence, actor=host, reason=opening.CloseReason.HOST, now=now_ms()
        )  # fmt: skip
        assert alice.hear("closed")["reason"] == "closed"
        assert bob.hear("closed")
        assert run.reason_of(alice.ref) == "ended"
    opening.reopen_occurrence(occurrence=run.occurrence, actor=host, now=now_ms())
    with come_in(server, run, alice_in):
        pass


def test_commands_of_the_website_are_done_in_the_room_and_marked(
    server: Running, run: Run, alice_in: Attendee, bob_in: Attendee, victor_in: Attendee, host: User
) -> None:
    _with_waiting_room(run)

    def order(kind: Command.Kind, attendee: Attendee, value: str = "") -> None:
        command(occurrence=run.occurrence, kind=kind, attendee=attendee, actor=host, now=now_ms(), value=value)

    with come_in(server, run, alice_in) as alice, knock(server, run, bob_in) as bob:
        bob.hear("in_waiting_room")
        order(Command.Kind.ADMIT, bob_in)
        bob.welcome = bob.hear("welcome")
        order(Command.Kind.ROLE, bob_in, "viewer")
        assert bob.hear("you_may")["role"] == "viewer"
        order(Command.Kind.ASK_MUTE, bob_in)
        bob.hear("asked_to_mute")
        order(Command.Kind.REMOVE, bob_in)
        assert bob.hear("denied")["code"] == "removed"
        assert run.reason_of(bob.ref) == "removed"
        with knock(server, run, victor_in) as victor:
            victor.hear("in_waiting_room")
            order(Command.Kind.REFUSE, victor_in)
            assert victor.hear("denied")["code"] == "not_admitted"
        wait_until(lambda: not Command.objects.filter(done_at=None).exists())
        alice.settle()


def test_becoming_and_ceasing_to_be_a_co_host_is_felt_in_the_room(
    server: Running, run: Run, bob_in: Attendee, host: User
) -> None:
    with come_in(server, run, bob_in) as bob:
        added = hosting.add_co_host(meeting=run.meeting, actor=host, email="bob@example.org", now=to_datetime(now_ms()))
        assert bob.hear("you_may")["moderates"] is True
        hosting.remove_co_host(meeting=run.meeting, actor=host, co_host_id=added.id)
        assert bob.hear("you_may")["moderates"] is False
        assert bob.ask("end_for_all")["code"] == "not_allowed"
        assert not run.events("exit"), "he stays, as the attendee that he was before"


@pytest.mark.parametrize("kind", ["user", "session", "attendee", "meeting"])
def test_revoked_access_closes_its_sockets_and_no_others(
    server: Running, run: Run, alice_in: Attendee, bob_in: Attendee, kind: str
) -> None:
    with (
        come_in(server, run, alice_in, session="a" * 32) as alice,
        come_in(server, run, bob_in, session="b" * 32) as bob,
    ):
        named = {"user": bob_in.user_id, "session": "b" * 32, "attendee": bob_in.id, "meeting": run.meeting.id}[kind]
        ring(ACCESS, f"{kind}:{named}")
        assert bob.hear("denied", seconds=5)["code"] == "signed_out"
        assert run.reason_of(bob.ref) == {"attendee": "removed", "meeting": "ended"}.get(kind, "closed")
        if kind == "meeting":
            assert alice.hear("denied", seconds=5)["code"] == "signed_out"
        else:
            alice.settle()


# ---- the wall: who may say what ------------------------------------------------------------------

EVERYONE = {"chat", "reaction", "hand", "away", "leave"}
SENDS = {"media", "speaking"}
MODERATES = {"admit", "set_role", "ask_mute", "lower_hand", "remove", "end_for_all", "hand_over"}
ALLOWED = {
    Relation.VIEWER: EVERYONE,
    Relation.PARTICIPANT: EVERYONE | SENDS,
    Relation.MODERATOR: EVERYONE | SENDS | MODERATES,
    Relation.CO_HOST: EVERYONE | SENDS | MODERATES,
    Relation.HOST: EVERYONE | SENDS | MODERATES,
}
#: What each may ever hear; moderators hear the waiting room, nobody else does.
NEVER_HEARD = {
    Relation.VIEWER: {"waiting"}, Relation.PARTICIPANT: {"waiting"},
    Relation.MODERATOR: set[str](), Relation.CO_HOST: set[str](), Relation.HOST: set[str](),
}  # fmt: skip


def _as(relation: Relation, run: Run, host: User) -> Attendee:
    if relation is Relation.HOST:
        return run.attendee("Alice Archer", user=host)
    member = make_member("Bob Baker", "bob@example.org")
    attendee = run.attendee("Bob Baker", user=member, role="viewer" if relation is Relation.VIEWER else "participant")
    if relation is Relation.CO_HOST:
        CoHost.objects.create(meeting=run.meeting, user=member, added_at=to_datetime(now_ms()))
    if relation is Relation.MODERATOR:
        Handover.objects.create(occurrence=run.occurrence, attendee=attendee, handed_at=now_ms())
    return attendee


def _say_everything(actor: Tab, target: str, waiting: str) -> dict[str, str]:
    """Each message once, those that end things last; which were done."""
    messages: list[tuple[str, dict[str, object]]] = [
        ("chat", {"text": "hi"}), ("reaction", {"emoji": "👍"}), ("hand", {"up": True}), ("away", {"on": True}),
        ("media", {"source": "mic", "on": True}), ("speaking", {"milliseconds": 500}),
        ("ask_mute", {"attendee": target}), ("lower_hand", {"attendee": target}),
        ("set_role", {"attendee": target, "role": "viewer"}), ("admit", {"attendee": waiting, "yes": True}),
        ("remove", {"attendee": waiting}), ("hand_over", {"attendee": target}),
    ]  # fmt: skip
    return {kind: actor.ask(kind, **fields)["type"] for kind, fields in messages}


@pytest.mark.parametrize("relation", list(ALLOWED))
def test_every_relation_may_do_exactly_what_the_table_says(
    server: Running, run: Run, host: User, relation: Relation
) -> None:
    _with_waiting_room(run)
    target, waiting = run.attendee("Tina Target"), run.attendee("Will Waiting")
    attendee = _as(relation, run, host)
    for somebody in (target, attendee):
        Admission.objects.create(occurrence=run.occurrence, attendee=somebody, asked_at=1, admitted=True)
    with (
        come_in(server, run, target) as tina,
        come_in(server, run, attendee) as actor,
        knock(server, run, waiting) as will,
    ):
        will.hear("in_waiting_room")
        done = _say_everything(actor, str(target.id), str(waiting.id))
        done["end_for_all"] = actor.ask("end_for_all")["type"]
        ended = done["end_for_all"] == "ack"
        done["leave"] = "ack" if ended else actor.ask("leave")["type"]  # nobody is left in a room that has ended
        assert {kind for kind, answer in done.items() if answer == "ack"} == ALLOWED[relation]
        assert not {message["type"] for message in actor.heard} & NEVER_HEARD[relation]
        actor.closed_with()
        tina.closed_with() if ended else tina.settle()
