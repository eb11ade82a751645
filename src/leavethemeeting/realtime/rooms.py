"""One running room as pure state: no clock, no socket, no database.

The room socket asks ``judge`` whether a message may be done and what must be written first; when
that is durable it calls ``apply``, which changes the state and answers who must be told what.
All moments are milliseconds UTC, given by the caller.

How many fit: media goes from browser to browser, so every sender uploads once for everybody
else. ``senders × (connections − 1)`` is held at ``MAX_LINKS`` (docs/developer/room.md, Numbers);
a room without a sender keeps space for one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from leavethemeeting.domain.permissions import Deed, Relation, may
from leavethemeeting.realtime import messages as wire
from leavethemeeting.realtime.deeds import DEEDS, DESCRIBE, OWN_IDS, Record, Refusal, id_of, only_stops

MAX_SENDERS = 6
MAX_LINKS = 30
CHAT_LINES_KEPT = 200
ALL_SOURCES: list[wire.Source] = ["mic", "camera", "screen"]
MODERATING = frozenset({Relation.MODERATOR, Relation.CO_HOST, Relation.HOST})


@dataclass(frozen=True, slots=True)
class Send:
    """One message to some connections."""

    to: tuple[str, ...]
    message: wire.Down


@dataclass(slots=True)
class Tab:
    """One connection of a person; ``source_ref`` is its source in the log."""

    ref: str
    attendee: str
    source_ref: str
    since: int
    sends: set[wire.Source] = field(default_factory=set)
    talking: bool = False


@dataclass(slots=True)
class Present:
    """A person in the room, with one tab or more."""

    attendee: str
    name: str
    role: wire.Role
    relation: Relation
    since: int
    tabs: dict[str, Tab] = field(default_factory=dict)
    hand_since: int | None = None
    away: bool = False

    @property
    def moderates(self) -> bool:
        return self.relation in MODERATING

    @property
    def may_send(self) -> list[wire.Source]:
        return list(ALL_SOURCES) if may(self.relation, Deed.SEND_MEDIA) else []

    def on_the_wire(self) -> wire.Person:
        return wire.Person(
            attendee=self.attendee, name=self.name, role=self.role, moderates=self.moderates, since=self.since,
            hand_since=self.hand_since, away=self.away,
            connections=[
                wire.Connection(ref=tab.ref, since=tab.since, sends=sorted(tab.sends), talking=tab.talking)
                for tab in self.tabs.values()
            ],
        )  # fmt: skip


@dataclass(slots=True)
class Room:
    """Everybody and everything in one occurrence that is so right now."""

    keeps_chat_text: bool
    people: dict[str, Present] = field(default_factory=dict)
    waiting: dict[str, wire.Waiting] = field(default_factory=dict)
    chat: deque[wire.ChatLine] = field(default_factory=lambda: deque(maxlen=CHAT_LINES_KEPT))
    tabs: dict[str, Tab] = field(default_factory=dict)
    entering: int = 0  # their entrance is being written

    # ---- who is here --------------------------------------------------------------------------

    def person_of(self, ref: str) -> Present:
        """The person behind a connection. Raises KeyError when it is not in the room."""
        return self.people[self.tabs[ref].attendee]

    def everyone(self, *, but: str = "") -> tuple[str, ...]:
        """All connections, without the one named ``but``."""
        return tuple(ref for ref in self.tabs if ref != but)

    def moderators(self) -> tuple[str, ...]:
        return tuple(ref for ref, tab in self.tabs.items() if self.people[tab.attendee].moderates)

    def senders(self) -> int:
        return sum(1 for tab in self.tabs.values() if tab.sends)

    def waiting_line(self) -> list[wire.Waiting]:
        """Everyone in the waiting room, longest first."""
        return sorted(self.waiting.values(), key=lambda waiting: (waiting.since, waiting.attendee))

    def is_full_for(self, relation: Relation) -> bool:
        """Whether one more connection is too much. Those who moderate always get in: they must be able to end it."""
        return relation not in MODERATING and max(1, self.senders()) * (len(self.tabs) + self.entering) > MAX_LINKS

    # ---- coming and going ---------------------------------------------------------------------

    def enter(self, tab: Tab, *, name: str, role: wire.Role, relation: Relation) -> list[Send]:
        """``tab`` is in (its entrance is durable); what the others must be told."""
        person = self.people.get(tab.attendee)
        if person is None:
            person = self.people[tab.attendee] = Present(tab.attendee, name, role, relation, tab.since)
        person.name, person.role, person.relation = name, role, relation
        person.tabs[tab.ref] = self.tabs[tab.ref] = tab
        told = [Send(self.everyone(but=tab.ref), wire.PersonIs(person=person.on_the_wire()))]
        return told + (self.stop_waiting(tab.attendee) if tab.attendee in self.waiting else [])

    def exit(self, ref: str, *, reason: str, now: int) -> list[Send]:
        """The connection is gone; the person with it when it was the last one."""
        tab = self.tabs.pop(ref, None)
        if tab is None:
            return []
        person = self.people[tab.attendee]
        del person.tabs[ref]
        if person.tabs:
            return [self.told(person)]
        del self.people[tab.attendee]
        left = wire.PersonLeft(attendee=person.attendee, name=person.name, reason=reason.partition(":")[0], at=now)
        return [Send(self.everyone(), left)]

    def wait(self, who: wire.Waiting) -> list[Send]:
        self.waiting[who.attendee] = who
        return [Send(self.moderators(), wire.WaitingAre(waiting=self.waiting_line()))]

    def stop_waiting(self, attendee: str) -> list[Send]:
        if self.waiting.pop(attendee, None) is None:
            return []
        return [Send(self.moderators(), wire.WaitingAre(waiting=self.waiting_line()))]

    def change(self, attendee: str, *, role: wire.Role, relation: Relation) -> tuple[list[Send], list[str]]:
        """New rights for somebody who is here: what to tell the others, and which connections are theirs.

        Who may no longer send stops sending; their ``YouMay`` holds a media ticket that the caller makes.
        """
        person = self.people.get(attendee)
        if person is None or (person.role, person.relation) == (role, relation):
            return [], []
        person.role, person.relation = role, relation
        if not person.may_send:
            for tab in person.tabs.values():
                tab.sends.clear()
                tab.talking = False
        return [self.told(person)], list(person.tabs)

    def told(self, person: Present) -> Send:
        return Send(self.everyone(), wire.PersonIs(person=person.on_the_wire()))

    # ---- interactions -------------------------------------------------------------------------

    def judge(self, ref: str, message: wire.Up, now: int) -> Record | Refusal | None:
        """May this be done, and what must be written first? ``None``: allowed and nothing to write.

        Starting to send takes its place here and not in ``apply``, so that two who start at the
        same moment cannot both get the last one; ``give_back`` returns it when the writing fails.
        """
        person, tab = self.person_of(ref), self.tabs[ref]
        deed = DEEDS.get(type(message))
        if deed is None:
            return Refusal("malformed", _("You have said hello already."))
        if not may(person.relation, deed) and not only_stops(message):
            return Refusal("not_allowed", _("Your role in this meeting does not allow that."))
        if id_of(message).startswith(OWN_IDS):
            return Refusal("malformed", _("This message has an identifier that is kept for the service."))
        if (
            isinstance(message, wire.Chat) and "\x00" in message.text
        ):  # PostgreSQL stores no NUL, so neither does SQLite
            return Refusal("malformed", _("This message has a character in it that cannot be kept."))
        changes_nothing = self._is_so_already(person, tab, message)
        if isinstance(message, wire.Media) and message.on and not self._take_place(tab, message.source):
            return Refusal(
                "full_of_senders",
                _(
                    "At most %(limit)d people can send at the same time, and fewer when many watch. Ask somebody to stop."
                )
                % {"limit": MAX_SENDERS},
            )
        return None if changes_nothing else self._record(tab, message, now)

    def _record(self, tab: Tab, message: wire.Up, now: int) -> Record | None:
        described = DESCRIBE.get(type(message))
        if described is None:
            return None
        interaction, value, started = described(message, now)
        started = max(started, tab.since)  # speech measured before the entrance belongs to no stay
        return Record(
            id=id_of(message), connection=tab.ref, interaction=interaction, value=value, at=started,
            until=now if interaction == "speaking" else None,
            text=message.text if isinstance(message, wire.Chat) and self.keeps_chat_text else "",
        )  # fmt: skip

    @staticmethod
    def _is_so_already(person: Present, tab: Tab, message: wire.Up) -> bool:
        """A state declared again (after a resume, in a second tab) is no new interaction."""
        match message:
            case wire.Media():
                return (message.source in tab.sends) == message.on
            case wire.Hand():
                return (person.hand_since is not None) == message.up
            case wire.Away():
                return person.away == message.on
            case _:
                return False

    def _take_place(self, tab: Tab, source: wire.Source) -> bool:
        if not tab.sends:
            senders = self.senders() + 1
            if senders > MAX_SENDERS or senders * (len(self.tabs) - 1) > MAX_LINKS:
                return False
        tab.sends.add(source)
        return True

    def give_back(self, ref: str, message: wire.Up) -> None:
        """The writing of ``message`` failed: what ``judge`` took is free again."""
        if isinstance(message, wire.Media) and message.on and ref in self.tabs:
            self.tabs[ref].sends.discard(message.source)

    def apply(self, ref: str, message: wire.Up, now: int) -> list[Send]:
        """Do what is durable now. Somebody who was removed meanwhile changes nothing any more."""
        if ref not in self.tabs:
            return []
        person, tab = self.person_of(ref), self.tabs[ref]
        match message:
            case wire.Chat():
                line = wire.ChatLine(
                    id=message.id, attendee=person.attendee, name=person.name, text=message.text, at=now
                )
                if self.keeps_chat_text:
                    self.chat.append(line)
                return [Send(self.everyone(), wire.ChatFrom(line=line))]
            case wire.Reaction():
                return [Send(self.everyone(), wire.ReactionFrom(attendee=person.attendee, emoji=message.emoji, at=now))]
            case wire.Talking():
                tab.talking = message.on
                told = wire.TalkingIs(attendee=person.attendee, connection=ref, on=message.on)
                return [Send(self.everyone(but=ref), told)]
            case wire.Hand():
                person.hand_since = (person.hand_since or now) if message.up else None
            case wire.Away():
                person.away = message.on
            case wire.Media() if not message.on:
                tab.sends.discard(message.source)
                tab.talking = tab.talking and message.source != "mic"
            case wire.Media():
                pass  # ``judge`` has taken the place
            case _:
                return []
        return [self.told(person)]

    def lower_hand(self, attendee: str) -> list[Send]:
        person = self.people.get(attendee)
        if person is None or person.hand_since is None:
            return []
        person.hand_since = None
        return [self.told(person)]


def addressed(sends: Iterable[Send]) -> dict[str, list[wire.Down]]:
    """What each connection gets, in order."""
    per_connection: dict[str, list[wire.Down]] = {}
    for send in sends:
        for ref in send.to:
            per_connection.setdefault(ref, []).append(send.message)
    return per_connection
