"""Three meetings that ended: evidence written through the same door as real evidence.

The behaviour is drawn from a fixed seed, so that every demonstration and every picture of it
shows the same people doing the same.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid5
from zoneinfo import ZoneInfo

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.payloads import ClaimFields, Detail, NewEvent, new_event
from leavethemeeting.domain.events import EventType, ExitReason, Interaction, SourceKind
from leavethemeeting.domain.schedule import Repeat, rule_of
from leavethemeeting.meetings.models import Attendee, Meeting, Occurrence, Opening
from leavethemeeting.project.demo.cast import Invented
from leavethemeeting.shared.moments import from_datetime

MINUTE = 60_000
OPENED_EARLY = 5 * MINUTE
CHAT = (
    "Good morning from a rainy place", "Could you share the link again?", "That number surprised me", "Agreed",
    "Can we come back to the second point?", "I have to run at half past, sorry", "Very clear, thank you", "+1",
)  # fmt: skip
EMOJI = ("👍", "👏", "❤️", "😂", "😮", "🎉")
ZONE = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True, slots=True)
class Plan:
    """A meeting that took place ``days_ago`` at ``hour``; ``outage`` = minutes when the server was away."""

    title: str
    description: str
    days_ago: int
    hour: int
    minutes: int
    people: slice
    viewers: bool = False
    weekly: bool = False
    outage: tuple[int, int] | None = None


PLANS = (
    Plan(
        "Quarterly town hall", "Results, plans, and your questions at the end.", 8, 10, 60, slice(0, 40), viewers=True
    ),
    Plan("Design review", "Every week: what changed, what is open.", 3, 14, 45, slice(0, 12), weekly=True),
    Plan("Onboarding workshop", "Bring your first questions.", 1, 9, 90, slice(12, 27), outage=(38, 42)),
)


class Teller:
    """Writes what one attendee did in one occurrence as events of the room."""

    def __init__(self, occurrence: Occurrence, attendee: Attendee, role: str) -> None:
        self.occurrence, self.attendee, self.role = occurrence, attendee, role
        self.source = f"room:{uuid5(attendee.id, 'tab').hex}"
        self.told = 0

    def _event(
        self, type: EventType, id: str, connection: str, at: int, until: int | None = None, **more: object
    ) -> NewEvent:
        detail = Detail(**{key: value for key, value in more.items() if key != "claim"})  # type: ignore[arg-type]  # -- keys are Detail's
        claim = more.get("claim")
        return new_event(
            meeting_id=self.occurrence.meeting_id, occurrence_id=self.occurrence.id, source_ref=self.source,
            source_kind=SourceKind.ROOM, id=id, type=type, at=at, received_at=at, connection_ref=connection, until=until,
            detail=detail, claim=claim if isinstance(claim, ClaimFields) else None,
        )  # fmt: skip

    def enter(self, connection: str, at: int) -> NewEvent:
        claim = ClaimFields(
            attendee_id=self.attendee.id, name=self.attendee.name, email=self.attendee.email,
            email_verified=self.attendee.email_verified, role=self.role,
        )  # fmt: skip
        return self._event(EventType.ENTER, f"enter-{connection}", connection, at, claim=claim)

    def exit(self, connection: str, at: int, reason: str) -> NewEvent:
        return self._event(EventType.EXIT, f"exit-{connection}", connection, at, reason=reason)

    def did(
        self,
        connection: str,
        at: int,
        interaction: Interaction,
        *,
        until: int | None = None,
        value: str = "",
        text: str = "",
    ) -> NewEvent:
        self.told += 1
        claim = ClaimFields(attendee_id=self.attendee.id, text=text) if text else None
        return self._event(
            EventType.INTERACT, f"{self.told}-{connection}", connection, at, until,
            interaction=str(interaction), value=value, claim=claim,
        )  # fmt: skip


def _stays(
    plan: Plan, person: Invented | None, dice: random.Random, start: int, end: int
) -> list[tuple[int, int, str]]:
    """When somebody was there and why they left: the host throughout, others as their number has it."""
    if person is None:
        return [(start - 4 * MINUTE, end, ExitReason.ENDED)]
    entered = start + round(dice.gauss(0.5, 2.5) * MINUTE)
    if person.number % 9 == 0:
        entered = start + dice.randint(7, 18) * MINUTE
    entered = max(entered, start - OPENED_EARLY + person.number * 1000)  # nobody is in before the host opens
    left, why = end, ExitReason.ENDED
    if person.number % 4 == 0:
        left, why = start + round((plan.minutes * 0.62 + dice.gauss(0, 2)) * MINUTE), ExitReason.LEFT
    if person.number % 11 == 0:
        left, why = start + dice.randint(10, 30) * MINUTE, ExitReason.LOST
    if person.number % 7 == 0:
        pause = entered + dice.randint(8, 16) * MINUTE
        back = pause + (12_000 if person.number % 2 else dice.randint(3, 6) * MINUTE)
        return [(entered, pause, ExitReason.CLOSED), (back, max(left, back + MINUTE), why)]
    return [(entered, max(left, entered + MINUTE), why)]


def _deeds(
    teller: Teller, connection: str, dice: random.Random, began: int, ended: int, speaks: bool
) -> Iterator[NewEvent]:
    """What somebody did between ``began`` and ``ended``: more for those who may speak."""

    def moment() -> int:
        return dice.randint(began, max(began, ended - 1000))

    for _ in range(dice.choice((0, 0, 1, 1, 2, 3))):
        yield teller.did(connection, moment(), Interaction.CHAT, text=dice.choice(CHAT))
    for _ in range(dice.choice((0, 1, 1, 2))):
        yield teller.did(connection, moment(), Interaction.REACTION, value=dice.choice(EMOJI))
    if dice.random() < 0.3:
        up = moment()
        yield teller.did(connection, up, Interaction.HAND_UP)
        yield teller.did(connection, min(ended, up + 40_000), Interaction.HAND_DOWN)
    if not speaks:
        return
    yield teller.did(connection, began + 2_000, Interaction.MIC_ON)
    yield teller.did(connection, began + 4_000, Interaction.CAMERA_ON)
    for _ in range(dice.randint(1, 6)):
        at = moment()
        yield teller.did(connection, at, Interaction.SPEAKING, until=min(ended, at + dice.randint(4, 70) * 1000))


def _outage(occurrence: Occurrence, start: int, plan: Plan, connections: Sequence[str]) -> Iterator[NewEvent]:
    if plan.outage is None:
        return
    at, until = (start + minutes * MINUTE for minutes in plan.outage)
    yield new_event(
        meeting_id=occurrence.meeting_id, occurrence_id=occurrence.id, source_ref="room:boot:demonstration",
        source_kind=SourceKind.ROOM, id=f"outage-{occurrence.id.hex}", type=EventType.CHECKPOINT, at=at, until=until,
        received_at=until, detail=Detail(boot="demonstration", present=tuple(connections)),
    )  # fmt: skip


def _one(
    teller: Teller, plan: Plan, person: Invented | None, dice: random.Random, start: int, end: int
) -> Iterator[tuple[str, NewEvent]]:
    """All of one attendee, cut at the outage: (connection open at the outage or "", event)."""
    speaks = person is None or (not plan.viewers and person.number % 3 == 0)
    away = None if plan.outage is None else tuple(start + minutes * MINUTE for minutes in plan.outage)
    for number, (began, ended, why) in enumerate(_stays(plan, person, dice, start, end)):
        pieces = [(began, ended, str(why))]
        if away and began < away[0] < ended:
            pieces = [(began, away[0], str(ExitReason.LOST))]
            if ended > away[1] + MINUTE:
                pieces.append((away[1] + dice.randint(2, 9) * 1000, ended, str(why)))
        for piece, (opened, closed, reason) in enumerate(pieces):
            connection = uuid5(teller.attendee.id, f"{number}/{piece}").hex
            lost_with_server = connection if away and closed == away[0] else ""
            yield lost_with_server, teller.enter(connection, opened)
            for event in _deeds(teller, connection, dice, opened, closed, speaks):
                yield "", event
            yield "", teller.exit(connection, closed, reason)


def _attendee(meeting: Meeting, person: Invented, role: str, at: int) -> Attendee:
    return Attendee(
        id=uuid5(meeting.id, person.email),
        meeting=meeting,
        name=person.name,
        email=person.email,
        role=role,
        first_came_at=at,
    )


def _held(plan: Plan, host: User, starts: datetime) -> Occurrence:
    """The meeting as planned, opened five minutes early and closed on time by its host."""
    meeting = Meeting.objects.create(
        owner=host, title=plan.title, description=plan.description, starts_at=starts,
        ends_at=starts + timedelta(minutes=plan.minutes), time_zone="Europe/Berlin", repeats=rule_of(Repeat(1, (starts.weekday(),), 8, None), ZONE) if plan.weekly else "",
        newcomers_are=Meeting.Role.VIEWER if plan.viewers else Meeting.Role.PARTICIPANT,
    )  # fmt: skip
    start = from_datetime(starts)
    end, opened = start + plan.minutes * MINUTE, start - OPENED_EARLY
    occurrence = Occurrence.objects.create(
        meeting=meeting, scheduled_start_at=start, scheduled_end_at=end, first_opened_at=opened
    )
    Opening.objects.create(
        occurrence=occurrence, opened_at=opened, opened_by=host, closed_at=end, closed_by=host, close_reason="host"
    )
    return occurrence


def _came(
    occurrence: Occurrence, host: User, people: Sequence[Invented], start: int
) -> list[tuple[Invented | None, Teller]]:
    """The host and ``people`` as attendees, each with who tells what they did."""
    meeting = occurrence.meeting
    role = str(meeting.newcomers_are)
    own = Attendee(
        id=uuid5(meeting.id, host.email), meeting=meeting, user=host, name=host.name, email=host.email,
        email_verified=True, first_came_at=start - OPENED_EARLY,
    )  # fmt: skip
    came = [(person, _attendee(meeting, person, role, start - OPENED_EARLY)) for person in people]
    Attendee.objects.bulk_create([own, *(attendee for _person, attendee in came)])
    return [
        (None, Teller(occurrence, own, "host")),
        *((person, Teller(occurrence, attendee, role)) for person, attendee in came),
    ]


def tell(plan: Plan, host: User, people: list[Invented], today: datetime, seed: int) -> list[NewEvent]:
    """Make the meeting, its occurrence and its attendees; give its evidence in order of time."""
    dice = random.Random(seed)  # noqa: S311 -- the same invented behaviour every time, nothing secret
    day = today.astimezone(ZONE) - timedelta(days=plan.days_ago)
    starts = day.replace(hour=plan.hour, minute=0, second=0, microsecond=0)
    start, end = from_datetime(starts), from_datetime(starts) + plan.minutes * MINUTE
    occurrence = _held(plan, host, starts)
    events: list[NewEvent] = []
    open_at_outage: list[str] = []
    for person, teller in _came(occurrence, host, people[plan.people], start):
        for connection, event in _one(teller, plan, person, dice, start, end):
            events.append(event)
            if connection:
                open_at_outage.append(connection)
    events += _outage(occurrence, start, plan, open_at_outage)
    return sorted(events, key=lambda event: event.at)
