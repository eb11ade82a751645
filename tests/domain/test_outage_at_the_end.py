"""A room's server goes down and comes back, and then the meeting ends: who came back was shown out, who did not was not."""

from __future__ import annotations

from leavethemeeting.domain.events import Event, EventType, Hints, SourceKind
from leavethemeeting.domain.meeting import MeetingFacts
from leavethemeeting.domain.presence import timeline

T = 1_795_372_500_000


def said(
    source: str, id: str, type: EventType, at: int, connection: str = "", present: tuple[str, ...] = (), boot: str = ""
) -> Event:
    hints = Hints(attendee=source, name=source)
    return Event(
        source,
        SourceKind.ROOM,
        id,
        type,
        T + at,
        T + at,
        connection=connection,
        present=present,
        boot=boot,
        hints=hints,
    )


def test_somebody_an_outage_silenced_is_unknown_after_it_and_not_present_until_the_end() -> None:
    events = [
        said("carol", "enter", EventType.ENTER, 1_000, "c"),
        said("carol", "up", EventType.CHECKPOINT, 1_000, present=("c",), boot="first"),
        said("carol", "down", EventType.CHECKPOINT, 5_000, present=("c",), boot="first"),
        said("carol", "back", EventType.CHECKPOINT, 11_000, boot="second"),
        said("openings", "start", EventType.MEETING_START, 0),
        said("openings", "end", EventType.MEETING_END, 20_000),
    ]
    (carol,) = timeline(events, meeting=MeetingFacts(), as_of=T + 60_000).attendees
    assert [stay.span for stay in carol.stays] == [(T + 1_000, T + 5_000)]
    assert carol.unknown_ms == 15_000
