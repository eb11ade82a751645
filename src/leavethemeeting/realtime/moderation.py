"""What a host does to others in a running room; from inside over the socket, or by command from the web app.

Each function makes it durable first (one job of the writer), then true in the room, then known.
All may be repeated. ``by`` is the acting member, or None for a guest who was handed the meeting.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from leavethemeeting.domain.permissions import Deed, Relation, may_to
from leavethemeeting.realtime import messages as wire
from leavethemeeting.realtime.deeds import Refusal
from leavethemeeting.realtime.doorway import relation_at
from leavethemeeting.realtime.house import House, Running, Socket
from leavethemeeting.realtime.rooms import MODERATING, Present, Send
from leavethemeeting.realtime.sql import decisions
from leavethemeeting.realtime.sql import rooms as sql


def _nobody() -> Refusal:
    return Refusal("no_such_attendee", _("This person is not in the meeting any more."))


async def do(house: House, running: Running, socket: Socket, message: wire.Up) -> Refusal | None:
    """Do what a moderator asked for over the socket (``Room.judge`` has given leave). None: done."""
    actor = running.room.person_of(socket.connection)
    match message:
        case wire.EndForAll():
            await _close_opening(house, running, by=socket.user)
            socket.line.say(wire.Ack(id=message.id))  # now, because after ``close`` nothing more is said
            ended = _("%(name)s ended the meeting for everybody.") % {"name": actor.name}
            close(house, running, reason="ended_for_all", message=ended)
            return None
        case wire.Admit():
            return await admit(house, running, message.attendee, yes=message.yes, by=socket.user)
        case wire.Remove():
            return await _remove_checked(house, running, socket, actor, message.attendee)
    person = running.room.people.get(getattr(message, "attendee", ""))
    if person is None:
        return _nobody()
    match message:
        case wire.SetRole():
            if not may_to(actor.relation, Deed.CHANGE_ROLE, person.relation):
                return Refusal("not_allowed", _("Somebody who runs the meeting always takes part in it."))
            await set_role(house, running, person.attendee, message.role)
        case wire.AskMute():
            ask_mute(running, person.attendee, by=actor.name)
        case wire.LowerHand():
            running.tell(running.room.lower_hand(person.attendee))
        case wire.HandOver():
            await hand_over(house, running, person, by=socket.user)
    return None


async def admit(house: House, running: Running, attendee: str, *, yes: bool, by: UUID | None) -> Refusal | None:
    """Let somebody in from the waiting room, or send them away."""
    key = _uuid(attendee)
    if key is None:
        return _nobody()
    now = house.now()
    occurrence = running.place.occurrence
    asked = await house.writer.run(
        lambda tx: decisions.decide(tx, occurrence=occurrence, attendee=key, yes=yes, by=by, now=now)
    )
    if not asked:
        return _nobody()
    decided(running, attendee, yes=yes)
    return None


def decided(running: Running, attendee: str, *, yes: bool) -> None:
    """It is durable: whoever of this attendee stands in the waiting room hears it."""
    for waiting in tuple(running.waiting.get(attendee, ())):
        if waiting.decided is not None and not waiting.decided.done():
            waiting.decided.set_result(yes)


async def set_role(house: House, running: Running, attendee: str, role: wire.Role) -> None:
    """Participant or viewer from now on, in this and in later occurrences.

    No event is written: the role stands on the attendee's row and is claimed again at every entrance.
    """
    key, meeting = UUID(attendee), running.place.meeting
    await house.writer.run(lambda tx: decisions.set_role(tx, meeting=meeting, attendee=key, role=role))
    now_is(house, running, attendee, role=role, relation=Relation(role))


async def hand_over(house: House, running: Running, person: Present, *, by: UUID | None) -> None:
    """``person`` may moderate this occurrence, and takes part in it if they only watched."""
    if person.relation in MODERATING:
        return
    key, occurrence, now = UUID(person.attendee), running.place.occurrence, house.now()
    await house.writer.run(lambda tx: decisions.hand_over(tx, occurrence=occurrence, attendee=key, by=by, now=now))
    now_is(house, running, person.attendee, role="participant", relation=Relation.MODERATOR)


def now_is(house: House, running: Running, attendee: str, *, role: wire.Role, relation: Relation) -> None:
    """The rows say so: everybody sees it, and the attendee's own tabs get their new rights."""
    sends, connections = running.room.change(attendee, role=role, relation=relation)
    running.tell(sends)
    for ref in connections:
        person = running.room.person_of(ref)
        yours = wire.YouMay(moderates=person.moderates, role=person.role, media=house.media_for(person, ref))
        told: list[Send] = [Send((ref,), yours)]
        if person.moderates and running.room.waiting:
            told.append(Send((ref,), wire.WaitingAre(waiting=running.room.waiting_line())))
        running.tell(told)


def ask_mute(running: Running, attendee: str, *, by: str) -> None:
    person = running.room.people.get(attendee)
    if person is not None:
        running.tell([Send(tuple(person.tabs), wire.AskedToMute(by=by))])


async def _remove_checked(
    house: House, running: Running, socket: Socket, actor: Present, attendee: str
) -> Refusal | None:
    """Also somebody who is not here just now: on the way in, or back in a minute."""
    key = _uuid(attendee)
    if key is None:
        return _nobody()
    door = await house.writer.run(lambda tx: sql.door(tx, occurrence=running.place.occurrence, attendee=key))
    if door is None:
        return _nobody()
    if not may_to(actor.relation, Deed.REMOVE, relation_at(door)):
        return Refusal("not_allowed", _("Only a host can remove somebody who runs the meeting."))
    await remove(house, running, attendee, by=socket.user)
    return None


async def remove(house: House, running: Running, attendee: str, *, by: UUID | None) -> None:
    """Out with all tabs, and not back into this occurrence until the removal is lifted."""
    key, occurrence, now = UUID(attendee), running.place.occurrence, house.now()
    await house.writer.run(lambda tx: decisions.remove(tx, occurrence=occurrence, attendee=key, by=by, now=now))
    running.removed.add(attendee)
    events = []
    for socket in running.sockets_of(attendee):
        events += house.out(running, socket, reason="removed")
        _show_out(socket)
    for waiting in tuple(running.waiting.get(attendee, ())):
        _show_out(waiting)
        house.stop_waiting(running, waiting)
    house.record_soon(events)


def _show_out(socket: Socket) -> None:
    socket.deny("removed", _("The host removed you from this meeting. You can come back when the host allows it."))


async def _close_opening(house: House, running: Running, *, by: UUID | None) -> None:
    occurrence, now = running.place.occurrence, house.now()
    await house.writer.run(lambda tx: decisions.close_opening(tx, occurrence=occurrence, by=by, now=now))


def close(house: House, running: Running, *, reason: str, message: str) -> None:
    """The occurrence is closed (its row says so): everybody is told and goes, the waiting room too."""
    running.closed = True
    if house.rooms.get(running.place.occurrence) is running:
        del house.rooms[running.place.occurrence]
    events = []
    last_words = wire.Closed(reason=reason, message=message)
    for socket in tuple(running.sockets.values()):
        events += house.out(running, socket, reason="ended")
        socket.line.finish([last_words])
    for group in tuple(running.waiting.values()):
        for socket in tuple(group):
            socket.line.finish([last_words])
            house.stop_waiting(running, socket)
    house.record_soon(events)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
