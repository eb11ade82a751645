"""A room as pure state: who is told what, and who gets the last place."""

from __future__ import annotations

import pytest

from leavethemeeting.domain.permissions import Relation
from leavethemeeting.realtime import messages as wire
from leavethemeeting.realtime.deeds import DEEDS, DESCRIBE, Record, Refusal
from leavethemeeting.realtime.limits import Bucket
from leavethemeeting.realtime.rooms import MAX_SENDERS, Room, Tab, addressed

NOW = 1_790_000_000_000
ID = "id-000001"


def _enter(room: Room, name: str, *, relation: Relation = Relation.PARTICIPANT, ref: str = "") -> str:
    ref = ref or f"{name}-1"
    role: wire.Role = "viewer" if relation is Relation.VIEWER else "participant"
    room.enter(Tab(ref, name, f"room:{name}", since=NOW), name=name, role=role, relation=relation)
    return ref


def _mic(on: bool = True) -> wire.Media:
    return wire.Media(id=ID, source="mic", on=on)


def test_two_who_start_at_the_same_moment_cannot_both_get_the_last_place() -> None:
    room = Room(keeps_chat_text=True)
    refs = [_enter(room, f"p{number}") for number in range(MAX_SENDERS)]
    for ref in refs[: MAX_SENDERS - 2]:
        assert isinstance(room.judge(ref, _mic(), NOW), Record)
    _enter(room, "host", relation=Relation.HOST)  # seven connections: 5 × 6 is 30, 6 × 6 is too much
    assert isinstance(room.judge(refs[-2], _mic(), NOW), Record)
    refused = room.judge(refs[-1], _mic(), NOW)  # the one before is not written yet, and has its place all the same
    assert isinstance(refused, Refusal) and refused.code == "full_of_senders"
    room.give_back(refs[-2], _mic())  # its writing failed
    assert isinstance(room.judge(refs[-1], _mic(), NOW), Record)


def test_a_state_declared_again_is_no_new_interaction() -> None:
    room = Room(keeps_chat_text=True)
    ref = _enter(room, "bob")
    for message in (_mic(), wire.Hand(id=ID, up=True), wire.Away(id=ID, on=True)):
        assert isinstance(room.judge(ref, message, NOW), Record)
        room.apply(ref, message, NOW)
        assert room.judge(ref, message, NOW) is None


def test_hands_keep_their_order_until_lowered() -> None:
    room = Room(keeps_chat_text=True)
    first, second = _enter(room, "bob"), _enter(room, "victor")
    for ref, at in ((first, NOW), (second, NOW + 5), (first, NOW + 9)):
        room.apply(ref, wire.Hand(id=ID, up=True), at)
    assert [room.people[name].hand_since for name in ("bob", "victor")] == [NOW, NOW + 5]
    assert room.lower_hand("bob") and not room.lower_hand("bob")


def test_who_becomes_a_viewer_stops_sending_and_gives_the_place_back() -> None:
    room = Room(keeps_chat_text=True)
    ref = _enter(room, "bob")
    room.judge(ref, _mic(), NOW)
    told, refs = room.change("bob", role="viewer", relation=Relation.VIEWER)
    assert refs == [ref] and room.senders() == 0 and told
    assert isinstance(room.judge(ref, _mic(), NOW), Refusal)
    assert not isinstance(room.judge(ref, _mic(on=False), NOW), Refusal)
    assert room.change("bob", role="viewer", relation=Relation.VIEWER) == ([], [])


def test_somebody_removed_meanwhile_changes_nothing_any_more() -> None:
    room = Room(keeps_chat_text=True)
    ref = _enter(room, "bob")
    room.exit(ref, reason="removed", now=NOW)
    assert room.apply(ref, wire.Chat(id=ID, text="too late"), NOW) == []
    assert not room.chat and room.exit(ref, reason="closed", now=NOW) == []


def test_only_those_who_may_admit_hear_of_the_waiting_room() -> None:
    room = Room(keeps_chat_text=True)
    host, guest = _enter(room, "alice", relation=Relation.HOST), _enter(room, "bob")
    told = addressed(room.wait(wire.Waiting(attendee="will", name="Will", since=NOW)))
    assert list(told) == [host] and guest not in told


def test_speech_from_before_the_entrance_is_cut() -> None:
    room = Room(keeps_chat_text=True)
    ref = _enter(room, "bob")
    record = room.judge(ref, wire.Speaking(id=ID, milliseconds=60_000), NOW + 1_000)
    assert isinstance(record, Record) and (record.at, record.until) == (NOW, NOW + 1_000)


@pytest.mark.parametrize("keeps", [True, False])
def test_the_words_of_a_chat_stand_in_the_record_only_where_they_are_kept(keeps: bool) -> None:
    room = Room(keeps_chat_text=keeps)
    record = room.judge(_enter(room, "bob"), wire.Chat(id=ID, text="hello"), NOW)
    assert isinstance(record, Record) and record.text == ("hello" if keeps else "") and record.value == ""


def test_every_message_but_hello_needs_a_named_deed() -> None:
    every = set(wire.Up.__args__)
    assert set(DEEDS) == every - {wire.Hello}
    assert set(DESCRIBE) <= set(DEEDS)


def test_a_bucket_gives_its_burst_then_its_rate() -> None:
    bucket = Bucket(per_second=2, burst=3)
    assert [bucket.take(100.0) for _ in range(4)] == [True, True, True, False]
    assert [bucket.take(101.0) for _ in range(3)] == [True, True, False]
    assert bucket.take(200.0)
