"""Nobody hears what is not for them: one meeting in which everything happens, and each socket held to the table."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, get_args

import pytest

from leavethemeeting.accounts.models import User
from leavethemeeting.meetings.models import Admission, Attendee, CoHost
from leavethemeeting.realtime import messages as wire
from leavethemeeting.shared.moments import now_ms, to_datetime
from tests.cast import make_member
from tests.room.story import Run, Running, Tab, come_in, knock, open_meeting

DOOR = {"denied"}
WAITING = DOOR | {"in_waiting_room", "closed"}
INSIDE = DOOR | {
    "closed", "welcome", "person", "person_left", "chat", "reaction", "talking", "signal", "asked_to_mute", "ack", "refused",
}  # fmt: skip
MAY_HEAR = {
    "at the door": DOOR,
    "waiting": WAITING,
    "viewer": INSIDE | {"you_may"},
    "participant": INSIDE | {"you_may"},
    "moderator": INSIDE | {"you_may", "waiting"},
    "co-host": INSIDE | {"you_may", "waiting"},
    "host": INSIDE | {"waiting"},
}


def _heard_as(tab: Tab, inside: str) -> list[tuple[str, dict[str, Any]]]:
    """Every message with what its reader was at that moment; ``inside`` is what they came in as."""
    now, found = "at the door", []
    for message in tab.heard:
        if message["type"] == "in_waiting_room":
            now = "waiting"
        elif message["type"] == "welcome":
            now = inside
        elif message["type"] == "you_may":
            now = "moderator" if message["moderates"] else message["role"]
        found.append((now, message))
    return found


@dataclass
class Cast:
    """Everybody's tab, and what they come in as."""

    tabs: dict[str, tuple[Tab, str]]

    def __getitem__(self, name: str) -> Tab:
        return self.tabs[name][0]


@pytest.fixture
def cast(server: Running, run: Run, host: User) -> Cast:
    """Alice hosts, Carla with her; Mo, Bob and Victor are let in already; Wendy, Will and Wes wait; Charlie is elsewhere."""
    run.meeting.waiting_room = True
    run.meeting.save()
    carla = make_member("Carla Coe", "carla@example.org")
    CoHost.objects.create(meeting=run.meeting, user=carla, added_at=to_datetime(now_ms()))
    inside: dict[str, tuple[Attendee, str]] = {
        "alice": (run.attendee("Alice Archer", user=host), "host"),
        "carla": (run.attendee("Carla Coe", user=carla), "co-host"),
        "mo": (run.attendee("Mo Moran", user=make_member("Mo Moran", "mo@example.org")), "participant"),
        "bob": (run.attendee("Bob Baker", user=make_member("Bob Baker", "bob@example.org")), "participant"),
        "victor": (run.attendee("Victor Vale", role="viewer"), "viewer"),
    }
    for attendee, _relation in inside.values():
        Admission.objects.create(occurrence=run.occurrence, attendee=attendee, asked_at=1, admitted=True)
    tabs = {name: (come_in(server, run, attendee), relation) for name, (attendee, relation) in inside.items()}
    for name in ("Wendy West", "Will Wood", "Wes Wang"):
        waiting = knock(server, run, run.attendee(name))
        waiting.hear("in_waiting_room")
        tabs[name.split()[0].lower()] = (waiting, "participant")
    charlies = open_meeting(make_member("Charlie Cook", "charlie@example.org"))
    stranger = Tab(server)
    stranger.say("hello", ticket=run.ticket(charlies.attendee("Charlie Cook")))
    tabs["charlie"] = (stranger, "nobody")
    return Cast(tabs)


def _take_part(cast: Cast) -> None:
    """What attendees do, what they may not, and what they say to each other alone."""
    bob, victor, alice = cast["bob"], cast["victor"], cast["alice"]
    bob.ask("chat", text="good morning")
    bob.ask("reaction", emoji="🎉")
    bob.ask("hand", up=True)
    bob.ask("media", source="mic", on=True)
    bob.say("talking", on=True)
    bob.say("signal", to=alice.ref, data={"for": "alice only"})
    alice.hear("signal")
    assert victor.ask("media", source="mic", on=True)["type"] == "refused"
    assert victor.ask("admit", attendee="anybody", yes=True)["type"] == "refused"


def _moderate(server: Running, run: Run, cast: Cast) -> None:
    """Everything that hosts do, but the end."""
    alice, carla, mo = cast["alice"], cast["carla"], cast["mo"]

    def key(name: str) -> str:
        return str(run.attendees[name].id)

    carla.ask("ask_mute", attendee=key("Bob Baker"))
    alice.ask("lower_hand", attendee=key("Bob Baker"))
    for role in ("viewer", "participant"):
        alice.ask("set_role", attendee=key("Bob Baker"), role=role)
    for role in ("participant", "viewer"):
        alice.ask("set_role", attendee=key("Victor Vale"), role=role)
    alice.ask("hand_over", attendee=key("Mo Moran"))
    mo.hear("waiting")  # from now on, and not before
    assert mo.ask("admit", attendee=key("Wendy West"), yes=True)["type"] == "ack"
    cast["wendy"].hear("welcome")
    assert mo.ask("admit", attendee=key("Will Wood"), yes=False)["type"] == "ack"
    carla.ask("chat", text="welcome, Wendy")
    cast["wendy"].hear("chat")
    assert carla.ask("remove", attendee=key("Wendy West"))["type"] == "ack"
    old = cast["bob"]
    again = come_in(server, run, run.attendees["Bob Baker"], resumes=old.ref)
    cast.tabs["bob, back"] = (again, "participant")


def test_nobody_hears_a_message_that_the_table_does_not_give_them(server: Running, run: Run, cast: Cast) -> None:
    _take_part(cast)
    _moderate(server, run, cast)
    assert cast["mo"].ask("end_for_all")["type"] == "ack"
    for tab, _relation in cast.tabs.values():
        tab.closed_with()
    seen: set[tuple[str, str]] = set()
    for name, (tab, inside) in cast.tabs.items():
        for relation, message in _heard_as(tab, inside):
            assert message["type"] in MAY_HEAR[relation], (name, relation, message)
            seen.add((relation, message["type"]))
            text = json.dumps(message)
            assert "@" not in text and "example.org" not in text, (name, message)
            if message["type"] == "welcome" and relation in ("viewer", "participant"):
                assert message["waiting"] == [], name
    assert {kind for _relation, kind in seen} == {str(one.__struct_config__.tag) for one in get_args(wire.Down)}
    assert {relation for relation, _kind in seen} == set(MAY_HEAR)
    assert ("moderator", "waiting") in seen and ("viewer", "you_may") in seen and ("waiting", "closed") in seen


def test_what_is_for_one_is_heard_by_one(server: Running, run: Run, cast: Cast) -> None:
    _take_part(cast)
    _moderate(server, run, cast)
    cast["alice"].ask("end_for_all")
    for tab, _relation in cast.tabs.values():
        tab.closed_with()

    def hearers(type: str) -> set[str]:
        return {name for name, (tab, _) in cast.tabs.items() if any(one["type"] == type for one in tab.heard)}

    assert hearers("signal") == {"alice"} and hearers("asked_to_mute") == {"bob"}
    assert hearers("you_may") == {"bob", "victor", "mo"}
    assert hearers("waiting") == {"alice", "carla", "mo"}
    assert [message["type"] for message in cast["charlie"].heard] == ["denied"]
    assert [message["type"] for message in cast["will"].heard] == ["in_waiting_room", "denied"]
    assert [message["type"] for message in cast["wes"].heard] == ["in_waiting_room", "closed"]
