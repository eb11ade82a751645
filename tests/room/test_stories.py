"""Alice hosts, Bob takes part, Victor watches, Charlie has no business here."""

from __future__ import annotations

import pytest
from websockets.exceptions import InvalidStatus

from leavethemeeting.meetings.models import Attendee
from tests.room.story import Run, Running, Tab, come_in, knock


def test_who_enters_is_in_the_log_and_seen_by_the_others(
    server: Running, run: Run, alice_in: Attendee, bob_in: Attendee
) -> None:
    with come_in(server, run, alice_in) as alice, come_in(server, run, bob_in) as bob:
        told = alice.hear("person")["person"]
        assert (told["name"], told["role"], told["moderates"]) == ("Bob Baker", "participant", False)
        assert [person["name"] for person in bob.welcome["people"]] == ["Alice Archer", "Bob Baker"]
        assert alice.welcome["moderates"] and not bob.welcome["moderates"]
        entrances = run.events("enter")
        assert [event.connection_ref for event in entrances] == [alice.ref, bob.ref]
        claims = [run.claim_of(event) for event in entrances]
        assert [(claim.name, claim.email, claim.email_verified, claim.role) for claim in claims if claim] == [
            ("Alice Archer", "alice@example.org", True, "host"),
            ("Bob Baker", "bob@example.org", True, "participant"),
        ]
        assert all(claim and claim.attendee_id for claim in claims)


def test_every_interaction_is_recorded_once_and_shown_to_everybody(
    server: Running, run: Run, alice_in: Attendee, bob_in: Attendee
) -> None:
    with come_in(server, run, alice_in) as alice, come_in(server, run, bob_in) as bob:
        for message in (
            {"type": "chat", "text": "Good morning"}, {"type": "reaction", "emoji": "👏"}, {"type": "hand", "up": True},
            {"type": "hand", "up": False}, {"type": "media", "source": "mic", "on": True},
            {"type": "media", "source": "camera", "on": True}, {"type": "media", "source": "screen", "on": True},
            {"type": "speaking", "milliseconds": 120}, {"type": "media", "source": "screen", "on": False},
            {"type": "media", "source": "camera", "on": False}, {"type": "media", "source": "mic", "on": False},
            {"type": "away", "on": True}, {"type": "away", "on": False},
        ):  # fmt: skip
            assert bob.ask(**message)["type"] == "ack", message
        assert run.interactions() == [
            "chat", "reaction", "hand_up", "hand_down", "mic_on", "camera_on", "screen_on", "speaking", "screen_off",
            "camera_off", "mic_off", "away", "back",
        ]  # fmt: skip
        assert alice.hear("chat")["line"]["text"] == "Good morning"
        assert alice.hear("reaction")["emoji"] == "👏"
        said = run.events("interact")[0]
        claim = run.claim_of(said)
        assert claim is not None and claim.text == "Good morning" and "Good morning" not in said.detail
        spoke = run.events("interact")[7]
        assert spoke.until is not None and 0 < spoke.until - spoke.at <= 120


def test_the_same_message_sent_twice_happens_once(
    server: Running, run: Run, alice_in: Attendee, bob_in: Attendee
) -> None:
    with come_in(server, run, alice_in) as alice, come_in(server, run, bob_in) as bob:
        for _ in range(2):
            assert bob.ask("chat", id="chat-0001", text="once")["type"] == "ack"
        assert bob.ask("chat", id="chat-0001", text="another")["code"] == "conflict"
        bob.vanish()
        with come_in(server, run, bob_in) as again:  # the acknowledgement was lost: the outbox sends it again
            assert again.ask("chat", id="chat-0001", text="once")["type"] == "ack"
            assert run.interactions() == ["chat"]
            alice.settle()
            assert [message["line"]["text"] for message in alice.heard if message["type"] == "chat"] == ["once"]


def test_an_interaction_cannot_take_the_name_of_an_exit(server: Running, run: Run, bob_in: Attendee) -> None:
    with come_in(server, run, bob_in) as bob:
        assert bob.ask("chat", id=f"exit-{bob.ref}", text="trap")["code"] == "malformed"
        ref = bob.ref
    assert run.reason_of(ref) == "closed"


@pytest.mark.parametrize("reason", ["left", "auto_rule:alone_after_others"])
def test_leaving_is_recorded_with_its_reason_at_once(
    server: Running, run: Run, alice_in: Attendee, bob_in: Attendee, reason: str
) -> None:
    with come_in(server, run, alice_in) as alice, come_in(server, run, bob_in) as bob:
        assert bob.ask("leave", reason=reason)["type"] == "ack"
        assert run.reason_of(bob.ref) == reason
        assert bob.closed_with() == 1000
        left = alice.hear("person_left")
        assert (left["name"], left["reason"]) == ("Bob Baker", reason.partition(":")[0])


def test_a_closed_page_and_a_broken_network_are_told_apart(server: Running, run: Run, bob_in: Attendee) -> None:
    closed = come_in(server, run, bob_in)
    closed.socket.close(1001)
    assert run.reason_of(closed.ref) == "closed"
    broken = come_in(server, run, bob_in)
    broken.vanish()
    assert run.reason_of(broken.ref) == "transport"


def test_two_tabs_of_one_attendee_are_one_person(
    server: Running, run: Run, alice_in: Attendee, bob_in: Attendee
) -> None:
    with (
        come_in(server, run, alice_in) as alice,
        come_in(server, run, bob_in, tab="tab-1") as first,
        come_in(server, run, bob_in, tab="tab-2") as second,
    ):
        alice.hear("person")
        person = alice.hear("person")["person"]
        assert {tab["ref"] for tab in person["connections"]} == {first.ref, second.ref}
        first.ask("leave")
        assert [tab["ref"] for tab in alice.hear("person")["person"]["connections"]] == [second.ref]
        second.ask("leave")
        assert alice.hear("person_left")["attendee"] == str(bob_in.id)


def test_a_tab_that_comes_back_while_its_old_socket_stands_neither_leaves_nor_enters(
    server: Running, run: Run, alice_in: Attendee, bob_in: Attendee
) -> None:
    with come_in(server, run, alice_in) as alice, come_in(server, run, bob_in) as old:
        old.ask("hand", up=True)
        with come_in(server, run, bob_in, resumes=old.ref) as new:
            assert new.ref == old.ref
            assert old.hear("denied")["code"] == "replaced"
            old.closed_with()
            me = next(person for person in new.welcome["people"] if person["attendee"] == str(bob_in.id))
            assert me["hand_since"] is not None
            assert new.ask("chat", text="still here")["type"] == "ack"
            alice.settle()
            assert not [message for message in alice.heard if message["type"] == "person_left"]
            assert not run.events("exit") and len(run.events("enter")) == 2


def test_a_connection_cannot_be_taken_over_from_another_tab_or_by_somebody_else(
    server: Running, run: Run, alice_in: Attendee, bob_in: Attendee
) -> None:
    with (
        come_in(server, run, bob_in) as bob,
        come_in(server, run, bob_in, tab="tab-2", resumes=bob.ref) as other_tab,
        come_in(server, run, alice_in, resumes=bob.ref) as alice,
    ):
        assert len({bob.ref, other_tab.ref, alice.ref}) == 3
        assert bob.ask("chat", text="mine")["type"] == "ack"


def test_the_page_loaded_anew_replaces_the_old_one(server: Running, run: Run, bob_in: Attendee) -> None:
    with come_in(server, run, bob_in) as old, come_in(server, run, bob_in) as new:
        assert old.hear("denied")["code"] == "replaced"
        assert old.ref != new.ref
        assert run.reason_of(old.ref) == "closed"


def test_newcomers_get_the_chat_where_its_text_is_kept(
    server: Running, run: Run, alice_in: Attendee, bob_in: Attendee
) -> None:
    with come_in(server, run, alice_in) as alice:
        alice.ask("chat", text="first")
        alice.ask("chat", text="second")
    with come_in(server, run, bob_in) as bob:  # the room was empty meanwhile: this is read from the log
        assert [(line["name"], line["text"]) for line in bob.welcome["chat"]] == [
            ("Alice Archer", "first"), ("Alice Archer", "second"),
        ]  # fmt: skip


def test_where_chat_is_not_kept_nothing_of_its_text_is_stored_or_given(
    server: Running, run: Run, alice_in: Attendee, bob_in: Attendee
) -> None:
    run.meeting.keeps_chat_text = False
    run.meeting.save()
    with come_in(server, run, alice_in) as alice:
        alice.ask("chat", text="for those who are here")
        with come_in(server, run, bob_in) as bob:
            assert bob.welcome["chat"] == [] and bob.welcome["keeps_chat_text"] is False
    assert run.interactions() == ["chat"]
    assert run.claim_of(run.events("interact")[0]) is None


def test_talking_is_shown_and_not_recorded(server: Running, run: Run, alice_in: Attendee, bob_in: Attendee) -> None:
    with come_in(server, run, alice_in) as alice, come_in(server, run, bob_in) as bob:
        bob.say("talking", on=True)
        assert alice.hear("talking")["connection"] == bob.ref
        assert run.interactions() == []


def test_another_page_cannot_open_the_socket(server: Running) -> None:
    for origin in ("https://evil.example", server.environment.public_url + ".evil.example", "null"):
        with pytest.raises(InvalidStatus):
            Tab(server, origin=origin)


@pytest.mark.parametrize("first", ["nonsense", '{"type": "chat", "id": "chat-0001", "text": "hi"}', "[]"])
def test_whoever_does_not_say_hello_first_is_turned_away(server: Running, first: str) -> None:
    tab = Tab(server)
    tab.socket.send(first)
    assert tab.hear("denied")["code"] == "bad_ticket"
    assert tab.closed_with() == 1008


def test_a_ticket_works_once_and_for_its_own_meeting_only(server: Running, run: Run, bob_in: Attendee) -> None:
    once = run.ticket(bob_in)
    first = Tab(server)
    first.say("hello", ticket=once)
    first.hear("welcome")
    second = Tab(server)
    second.say("hello", ticket=once)
    assert second.hear("denied")["code"] == "bad_ticket"
    bad = (
        run.ticket(bob_in, expires_at=1), run.ticket(bob_in, purpose="dashboard"), run.ticket(bob_in, attendee=None),
        run.ticket(bob_in, meeting=bob_in.id), run.ticket(bob_in, occurrence=bob_in.id), once[:-4] + "AAAA", "",
    )  # fmt: skip
    for ticket in bad:
        tab = Tab(server)
        tab.say("hello", ticket=ticket)
        assert tab.hear("denied")["code"] == "bad_ticket", ticket
    assert len(run.events("enter")) == 1


def test_a_room_that_is_not_open_lets_nobody_in(
    server: Running, run: Run, bob_in: Attendee, alice_in: Attendee
) -> None:
    run.occurrence.openings.update(closed_at=run.occurrence.first_opened_at + 1)
    for attendee in (bob_in, alice_in):
        assert knock(server, run, attendee).hear("denied")["code"] == "closed"
    run.occurrence.openings.all().delete()
    assert knock(server, run, bob_in).hear("denied")["code"] == "not_open"
    assert run.events() == []
