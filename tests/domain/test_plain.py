"""The fast lane for plain stays changes nothing but the time it takes."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from leavethemeeting.domain.attendance import attendance
from leavethemeeting.domain.events import Event, EventType, ExitReason, Hints
from leavethemeeting.domain.evidence import ALL_SO_FAR
from leavethemeeting.domain.meeting import MINUTE, SECOND, MeetingFacts, Parameters, WindowRule
from leavethemeeting.domain.people import Expected
from leavethemeeting.domain.plain import PLAIN_KINDS, PlainStay, Visits, lone_stays, sorted_out
from leavethemeeting.domain.presence import timeline
from leavethemeeting.domain.visitors import told_apart
from tests.domain.story import LATER, PLAN, t
from tests.domain.test_properties import PEOPLE, any_event, bounded, near, planned

HURRIED = Parameters(gap_merge_ms=0, room_bridge_ms=0, min_presence_ms=5 * MINUTE, late_grace_ms=0)
# Beside the people of the general tests: members, who are known twice, and words that meet theirs.
WORDS = (
    *PEOPLE,
    Hints(attendee="dee", email="dee@example.org", email_verified=True, name="Dee"),
    Hints(attendee="dee", name="Dee", role="viewer"),
    Hints(attendee="eve", email="bob@example.org", name="Eve"),
    Hints(attendee="fay", email="Robert@Example.org ", email_verified=True, name="  Fay   Fox"),
    Hints(attendee="gus", platform_account="zoom:1", name="Gus", role="participant"),
    Hints(email="dee@example.org", name="dee (Guest)"),
)
ALIASES = replace(
    planned, expected=(*planned.expected, Expected("rob", "Rob", ("rob@example.org", "robert@example.org")))
)
BOUND = MeetingFacts(
    hosts=frozenset({"attendee:dee"}),
    binds=(("name:ann", "attendee:dee"), ("guest:room:c0", "attendee:eve"), ("email:bob@example.org", "attendee:fay")),
)
# Evidence that meets the plain stays: their sources, connections, people and ids.
SOURCES = ("room", "hook", "file")


def _stay(seed: int, place: int) -> tuple[Hints, PlainStay]:
    dice = Random(seed)
    source = dice.randrange(3)
    start = t("09:45") + dice.randrange(90) * MINUTE + dice.choice((0, 0, 5, 20, 40)) * SECOND
    end = start + dice.choice((1, 20 * SECOND, 5 * MINUTE, 20 * MINUTE, 60 * MINUTE))
    reason = dice.choice(("", *ExitReason, "auto_rule:x"))
    told = (start + dice.choice((0, 0, 10 * MINUTE)), end + dice.choice((0, 0, 10 * MINUTE)))
    names = (f"c{place}", f"p{place}-in", f"p{place}-out", reason)
    return dice.choice(WORDS), PlainStay(start, end, SOURCES[source], PLAIN_KINDS[source], *names, *told)


def _visits(stays: list[tuple[Hints, PlainStay]]) -> list[Visits]:
    found: dict[Hints, Visits] = {}
    for hints, stay in stays:
        found.setdefault(hints, Visits(hints, [])).stays.append(stay)
    return list(found.values())


plain_visits = st.lists(st.integers(0, 2**32), max_size=8).map(
    lambda seeds: _visits([_stay(seed, place) for place, seed in enumerate(seeds)])
)
facts = st.builds(
    lambda meeting, rule: replace(meeting, window_rule=rule),
    st.sampled_from(
        (planned, ALIASES, BOUND, PLAN, MeetingFacts(), MeetingFacts(hosts=frozenset({"email:bob@example.org"})))
    ),
    st.sampled_from(list(WindowRule)),
)
moments = st.one_of(near, st.just(LATER))
rules = st.sampled_from((Parameters(), HURRIED))


def _in_full(visits: list[Visits]) -> list[Event]:
    return [event for one in visits for event in one.events()]


def _alike(visits: list[Visits], events: list[Event], meeting: MeetingFacts, rule: Parameters, as_of: int) -> None:
    short = timeline(events, visits=visits, meeting=meeting, parameters=rule, as_of=as_of)
    told = timeline([*events, *_in_full(visits)], meeting=meeting, parameters=rule, as_of=as_of)
    assert short == told
    assert short.tokens == told.tokens
    numbers = [attendance(one, meeting=meeting, parameters=rule) for one in (short, told)]
    assert numbers[0] == numbers[1]


@bounded
@given(plain_visits, facts, rules, moments)
def test_stays_in_short_give_the_very_timeline_of_their_events(
    visits: list[Visits], meeting: MeetingFacts, rule: Parameters, as_of: int
) -> None:
    _alike(visits, [], meeting, rule, as_of)


@bounded
@given(plain_visits, st.lists(any_event(), max_size=6), facts, rules, moments)
def test_stays_in_short_beside_any_other_evidence_too(
    visits: list[Visits], events: list[Event], meeting: MeetingFacts, rule: Parameters, as_of: int
) -> None:
    targets = {"1": "p0-in", "2": "p1-out"}
    met = [
        replace(one, target=targets.get(one.target, one.target)) if one.type is EventType.RETRACT else one
        for one in events
    ]
    _alike(visits, met, meeting, rule, as_of)


def _bobs(*spans: tuple[str, str]) -> Visits:
    hints = Hints(email="bob@example.org", email_verified=True, name="Bob")
    stays = [
        PlainStay(t(a), t(b), "room", PLAIN_KINDS[0], f"c{n}", f"in{n}", f"out{n}", "left", t(a), t(b))
        for n, (a, b) in enumerate(spans)
    ]
    return Visits(hints, stays)


def _lane_of(visits: Visits, *events: Event) -> list[PlainStay] | None:
    plain, told = sorted_out([visits], events, LATER)
    (person,) = timeline(told, visits=plain, meeting=PLAN, as_of=LATER).attendees
    each = {(stay.source, stay.ref): Visits(one.hints, [stay]) for one in plain for stay in one.stays}
    return lone_stays(person.person, each, Parameters())


def test_stays_apart_are_measured_as_they_stand() -> None:
    visits = _bobs(("10:30", "11:00"), ("10:00", "10:20"))
    later, earlier = visits.stays
    assert _lane_of(visits) == [earlier, later]


def test_a_gap_that_may_be_smoothed_goes_by_the_general_rules() -> None:
    assert _lane_of(_bobs(("10:00", "10:20"), ("10:20:30", "11:00"))) is None


def test_two_connections_at_once_go_by_the_general_rules() -> None:
    assert _lane_of(_bobs(("10:00", "10:40"), ("10:30", "11:00"))) is None


def _visitors(visits: Visits, *others: Hints, meeting: MeetingFacts = PLAN) -> list[str]:
    found, rest = told_apart([visits], others, expected=meeting.expected, binds=meeting.binds, parameters=Parameters())
    assert [*(one.visits for one in found), *rest] == [visits]
    return [one.person.key for one in found]


def test_who_shares_nothing_with_anybody_is_told_apart_without_weighing() -> None:
    stays = _bobs(("10:00", "10:20"), ("10:30", "11:00"))
    assert _visitors(stays) == ["email:bob@example.org"]
    assert _visitors(stays, Hints(attendee="ann", name="Bob"), Hints(platform_account="zoom:1")) == [
        "email:bob@example.org"
    ]


def test_whose_token_or_name_is_mentioned_elsewhere_is_weighed() -> None:
    stays = _bobs(("10:00", "10:20"))
    assert _visitors(stays, Hints(email="Bob@example.org")) == []
    assert _visitors(stays, Hints(name="bob")) == []
    assert _visitors(stays, meeting=BOUND) == []
    assert _visitors(stays, meeting=MeetingFacts(binds=(("guest:room:c0", "attendee:ann"),))) == []
    assert (
        _visitors(stays, meeting=MeetingFacts(expected=(Expected("b", "", ("b@example.org", "bob@example.org")),)))
        == []
    )


def test_one_word_more_about_a_connection_and_it_is_told_in_full() -> None:
    visits = _bobs(("10:00", "10:20"))
    more = replace(visits.events()[0], id="more", type=EventType.INTERACT)
    back = replace(more, connection="", type=EventType.RETRACT, target=ALL_SO_FAR)
    for one in (more, back):
        plain, told = sorted_out([visits], [one], LATER)
        assert not plain
        assert told == [one, *visits.events()]
