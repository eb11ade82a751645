"""Laws of the presence rules, for any evidence whatever.

Generated meetings are small and coarse on purpose: few people, few sources and times on a
grid, so that edges meet, overlap and repeat.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from leavethemeeting.domain.attendance import attendance
from leavethemeeting.domain.events import Correction, Event, EventType, ExitReason, Hints, SourceKind
from leavethemeeting.domain.evidence import ALL_SO_FAR
from leavethemeeting.domain.meeting import MINUTE, SECOND, MeetingFacts, Parameters, Resolution, Window, WindowRule
from leavethemeeting.domain.people import Expected
from leavethemeeting.domain.presence import attendee_timeline, timeline
from leavethemeeting.domain.timelines import AttendeeTimeline, Flag
from tests.domain.story import LATER, PLAN, t

# Without explanations of failures, which trace every line and cost more than the tests.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink)
UNION = Parameters(resolution=Resolution.UNION, gap_merge_ms=0, room_bridge_ms=0)
FIXED = replace(PLAN, window_rule=WindowRule.CUSTOM, custom_window=Window(t("10:00"), t("11:00")))
bounded = settings(max_examples=200, deadline=None, phases=PHASES)
few = settings(max_examples=80, deadline=None, phases=PHASES)

SOURCES = {
    "room": SourceKind.ROOM,
    "plugin": SourceKind.PLUGIN,
    "hostplugin": SourceKind.HOST_PLUGIN,
    "hook": SourceKind.WEBHOOK,
    "file": SourceKind.FILE,
    "host": SourceKind.HOST,
}
PEOPLE = (
    Hints(attendee="ann", name="Ann", role="host"),
    Hints(email="bob@example.org", email_verified=True, name="Bob"),
    Hints(email="rob@example.org", email_verified=True, name="Bob"),
    Hints(email="bob@example.org", name="Bob"),
    Hints(name="Ann"),
    Hints(platform_account="zoom:1", name="Cy"),
    Hints(),
)
near = st.integers(0, 359).map(lambda place: _moment(Random(place)))
planned = MeetingFacts(
    scheduled_start=t("10:00"), scheduled_end=t("11:00"), expected=(Expected("ann-key", "Ann", (), "ann"),)
)


def _moment(dice: Random) -> int:
    """From 09:45 to 11:15, on the minute or a little after."""
    return t("09:45") + dice.randrange(90) * MINUTE + dice.choice((0, 0, 5, 20, 40, 50)) * SECOND


def _event(seed: int, kinds: Sequence[EventType]) -> Event:
    """Any event, sensible or not. One number is drawn for all of it: that is ten times faster."""
    dice = Random(seed)
    source = dice.choice(sorted(SOURCES))
    at, until = _moment(dice), dice.choice((None, _moment(dice)))
    return Event(
        source=source,
        source_kind=SOURCES[source],
        id=str(dice.randrange(40)),
        type=dice.choice(kinds),
        at=at,
        received_at=max(at, until or 0) + dice.choice((0, 0, 3 * SECOND, 10 * MINUTE)),
        connection=dice.choice(("c1", "c2", "c3")),
        sent_at=dice.choice((None, None, at, at + 300 * SECOND)),
        until=until,
        entered_at=dice.choice((None, None, _moment(dice))),
        reason=dice.choice(("", *ExitReason, "auto_rule:x")),
        value=dice.choice(("", *Correction)),
        seconds=dice.choice((0, 600, 3000)),
        complete=dice.random() < 0.7,
        snapshot=str(dice.randrange(40)),
        room=dice.choice(("", "", "one")),
        final=dice.random() < 0.3,
        target=dice.choice(("1", "2", ALL_SO_FAR, "email:bob@example.org", "ann-key", "new")),
        boot=dice.choice(("a", "b")),
        present=dice.choice(((), ("c1",), ("c1", "c2"))),
        hints=dice.choice(PEOPLE),
    )


def any_event(kinds: Sequence[EventType] = tuple(EventType)) -> st.SearchStrategy[Event]:
    return st.integers(0, 2**32).map(lambda seed: _event(seed, kinds))


evidence = st.lists(any_event(), max_size=14)


@bounded
@given(evidence, st.data())
def test_order_and_repetition_do_not_matter(events: list[Event], data: st.DataObject) -> None:
    repeated = data.draw(st.lists(st.sampled_from(events), max_size=3)) if events else []
    again = data.draw(st.permutations(events + repeated))
    assert timeline(again, meeting=planned, as_of=LATER) == timeline(events, meeting=planned, as_of=LATER)


def _check_sums(one: AttendeeTimeline, window: Window) -> None:
    length = window.length
    assert 0 <= one.present_ms <= length
    assert one.present_ms + one.unknown_ms <= length or Flag.AGGREGATE in one.flags
    assert sum(ms for _, ms in one.assured) == one.present_ms
    assert one.present_ms == one.raw_ms + one.smoothed_ms + one.corrected_ms
    assert list(one.present) == sorted(one.present)
    assert all(a < b <= c < d for (a, b), (c, d) in zip(one.present, one.present[1:], strict=False))
    if one.present:
        assert (one.late_ms or 0) + one.present_ms + one.gaps_ms + (one.early_ms or 0) == length


@bounded
@given(evidence, st.sampled_from(list(WindowRule)), st.sampled_from((planned, MeetingFacts())), near)
def test_what_is_counted_adds_up(events: list[Event], rule: WindowRule, meeting: MeetingFacts, as_of: int) -> None:
    facts = replace(meeting, window_rule=rule)
    for moment in (as_of, LATER):
        found = timeline(events, meeting=facts, as_of=moment)
        for one in found.attendees:
            _check_sums(one, found.window)
        numbers = attendance(found, meeting=facts)
        assert numbers.peak.count <= len(found.attendees)
        assert all(0 <= row.percent <= row.percent_upper <= 100 for row in numbers.rows)
        assert all(
            0 <= value <= 1 for _, value in (*numbers.retention, *numbers.leave_curve, *numbers.cohort_retention)
        )


# An interval's end is an exit: it may rightly cut what was only inferred.
POSITIVE = (EventType.ENTER, EventType.HEARTBEAT, EventType.INTERACT)


@bounded
@given(st.lists(any_event(POSITIVE), max_size=8), any_event(POSITIVE))
def test_a_positive_claim_never_lowers_presence(events: list[Event], more: Event) -> None:
    """In union mode, before smoothing, in a fixed window, of one person, without exits."""
    told = [replace(one, id=str(place), hints=PEOPLE[1], sent_at=None) for place, one in enumerate(events)]
    added = replace(more, id="more", hints=PEOPLE[1], sent_at=None)
    before = timeline(told, meeting=FIXED, parameters=UNION, as_of=LATER)
    after = timeline([*told, added], meeting=FIXED, parameters=UNION, as_of=LATER)
    assert sum(one.raw_ms for one in after.attendees) >= sum(one.raw_ms for one in before.attendees)


imports = st.lists(any_event((EventType.INTERVAL, EventType.TOTAL, EventType.ENTER, EventType.EXIT)), max_size=5)


def _imported(rows: list[Event], received_at: int) -> list[Event]:
    kind = SourceKind.FILE
    return [
        replace(one, source="import", source_kind=kind, id=f"row-{place}", received_at=received_at, sent_at=None)
        for place, one in enumerate(rows)
    ]


@few
@given(evidence, imports)
def test_importing_again_changes_nothing(events: list[Event], rows: list[Event]) -> None:
    once = [*events, *_imported(rows, t("12:00"))]
    twice = [*once, *_imported(rows, t("13:00"))]
    assert timeline(twice, meeting=planned, as_of=LATER) == timeline(once, meeting=planned, as_of=LATER)


@few
@given(evidence, imports, st.booleans())
def test_retracting_an_import_restores_what_was(events: list[Event], rows: list[Event], at_once: bool) -> None:
    told = _imported(rows, t("12:00"))
    targets = [ALL_SO_FAR] if at_once else [one.id for one in told]
    back = [
        Event("import", SourceKind.FILE, f"back-{target}", EventType.RETRACT, t("13:00"), t("13:00"), target=target)
        for target in targets
    ]
    before = timeline(events, meeting=planned, as_of=LATER)
    assert timeline([*events, *told, *back], meeting=planned, as_of=LATER) == before


@few
@given(evidence, near)
def test_what_arrives_later_does_not_change_what_was_known(events: list[Event], as_of: int) -> None:
    known = [one for one in events if one.received_at <= as_of]
    assert timeline(events, meeting=planned, as_of=as_of) == timeline(known, meeting=planned, as_of=as_of)


@few
@given(evidence, near)
def test_one_attendee_alone_is_as_in_the_whole(events: list[Event], as_of: int) -> None:
    whole = timeline(events, meeting=planned, as_of=as_of)
    for one in whole.attendees:
        alone = attendee_timeline(events, person=one.person, whole=whole, meeting=planned, as_of=as_of)
        assert alone == one
