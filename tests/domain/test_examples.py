"""The worked examples of docs/developer/presence.md, one test each, under their names.

Every expected column is asserted: intervals, present, raw, percent, and what else it says.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from leavethemeeting.domain.curves import Loss, Peak, value_at
from leavethemeeting.domain.engagement import Counters, engagement
from leavethemeeting.domain.events import Event, EventType, Hints, SourceKind
from leavethemeeting.domain.meeting import Parameters, Resolution, Window
from leavethemeeting.domain.people import DoubtKind, Expected
from leavethemeeting.domain.timelines import Assurance, EdgeQuality, Flag, State
from tests.domain.story import (
    HOST,
    PLAN,
    Source,
    bob,
    host_throughout,
    measured,
    numbers,
    plugin,
    report,
    room,
    roster,
    row,
    spans,
    t,
    told,
    webhook,
)  # fmt: skip


def test_e1_entrance_and_exit_inside_the_hour() -> None:
    found = told(host_throughout(), webhook().stay("10:02", "10:58"))
    assert found.window == Window(t("10:00"), t("11:00"))
    assert numbers(found) == ("10:02-10:58", 3360, 3360, 93.3)
    assert (bob(found).late_ms, bob(found).early_ms) == (120_000, 120_000)
    assert bob(found).flags == frozenset()


def test_e2_a_long_gap() -> None:
    hook = webhook()
    found = told(host_throughout(), hook.stay("10:00", "10:20"), hook.stay("10:30", "11:00", "c2"))
    assert numbers(found) == ("10:00-10:20 10:30-11:00", 3000, 3000, 83.3)
    assert (bob(found).gaps_ms, bob(found).re_entries) == (600_000, 1)


def test_e3_two_devices_count_once() -> None:
    hook = webhook()
    found = told(host_throughout(), hook.stay("10:00", "10:40", "laptop"), hook.stay("10:30", "11:00", "phone"))
    assert numbers(found) == ("10:00-11:00", 3600, 3600, 100.0)
    assert (bob(found).max_devices, bob(found).re_entries) == (2, 0)


def test_e4_a_short_transient_gap_is_smoothed() -> None:
    hook = webhook()
    found = told(host_throughout(), hook.stay("10:00", "10:30:00"), hook.stay("10:30:20", "11:00"))
    assert numbers(found) == ("10:00-11:00", 3600, 3580, 100.0)
    assert (bob(found).smoothed_ms, bob(found).re_entries) == (20_000, 0)


def test_e5_a_chosen_exit_is_not_smoothed() -> None:
    hook = webhook()
    found = told(
        host_throughout(), hook.enter("10:00"), hook.exit("10:30", reason="left"), hook.stay("10:30:20", "11:00")
    )
    assert numbers(found) == ("10:00-10:30 10:30:20-11:00", 3580, 3580, 99.4)
    assert (bob(found).re_entries, bob(found).smoothed_ms) == (1, 0)


def _silent_plugin() -> list[Event]:
    own = plugin()
    return [own.enter("10:00"), own.beats("10:00", "10:24:30")]


def test_e6_silence_ends_at_the_last_evidence() -> None:
    found = told(host_throughout(), _silent_plugin())
    assert numbers(found) == ("10:00-10:24:30", 1470, 1470, 40.8)
    assert bob(found).stays[0].end.quality is EdgeQuality.LEASE_EXPIRED
    assert spans(bob(found).unknown) == "10:24:30-10:27"
    assert row(found).percent_upper == 45.0
    assert Flag.LEASE_EXPIRED in bob(found).flags
    assert bob(found).assured == ((Assurance.SELF_REPORTED, 1_470_000),)


def test_e7_a_platforms_exit_ends_the_uncertainty() -> None:
    found = told(host_throughout(), _silent_plugin(), webhook().stay("10:00", "10:26"))
    assert numbers(found) == ("10:00-10:26", 1560, 1560, 43.3)
    end = bob(found).stays[0].end
    assert (end.quality, end.source_kind) == (EdgeQuality.EXPLICIT, SourceKind.WEBHOOK)
    assert bob(found).unknown_ms == 0
    assert bob(found).assured == ((Assurance.CORROBORATED, 1_470_000), (Assurance.PLATFORM, 90_000))


def _no_exit() -> list[Event]:
    hook = webhook()
    return [*host_throughout(), hook.enter("10:05"), hook(EventType.MEETING_END, "11:00", hints=Hints())]


def test_e8a_an_exit_that_never_arrives_is_assumed() -> None:
    found = told(_no_exit())
    assert numbers(found) == ("10:05-11:00", 3300, 3300, 91.7)
    assert bob(found).stays[0].end.quality is EdgeQuality.ASSUMED
    assert bob(found).assured == ((Assurance.INFERRED, 3_300_000),)


def test_e8b_three_complete_rosters_cut_what_was_assumed() -> None:
    rosters = roster("10:39:30", seen=True) + roster("10:40-10:41", seen=False)
    found = told(_no_exit(), rosters)
    assert numbers(found) == ("10:05-10:40", 2100, 2100, 58.3)
    assert bob(found).stays[0].end.quality is EdgeQuality.OBSERVED


def test_e8b_two_rosters_are_not_enough_when_seen_again() -> None:
    rosters = roster("10:39:30", seen=True) + roster("10:40-10:40:30", seen=False) + roster("10:41", seen=True)
    assert numbers(told(_no_exit(), rosters)) == ("10:05-11:00", 3300, 3300, 91.7)


def test_e9_an_exit_closes_its_own_connection_only() -> None:
    hook = webhook()
    arrived = [
        hook.enter("10:00", "s1"), hook.enter("10:43:16", "s2"), hook.exit("10:43:48", "s1"), hook.exit("11:00", "s2")
    ]  # fmt: skip
    assert numbers(told(host_throughout(), arrived)) == ("10:00-11:00", 3600, 3600, 100.0)
    live = told(host_throughout(), arrived, as_of=t("10:45"))
    assert bob(live).state is State.PRESENT


def test_e10_a_retried_exit_changes_nothing() -> None:
    hook = webhook()
    retry = hook.exit("10:20", "s1", received_at="10:25")
    found = told(host_throughout(), hook.stay("10:00", "10:20", "s1"), retry, hook.stay("10:21", "11:00", "s2"))
    assert numbers(found) == ("10:00-10:20 10:21-11:00", 3540, 3540, 98.3)
    assert bob(found).flags == frozenset()


def test_e11_a_wrong_clock_is_set_right() -> None:
    own = plugin()
    found = told(
        host_throughout(),
        own.enter("10:07:00", sent_at="10:07:10", received_at="10:02:10"),
        own.exit("11:04:00", sent_at="11:04:00", received_at="10:59:00"),
    )
    assert numbers(found) == ("10:02-10:59", 3420, 3420, 95.0)
    assert bob(found).clock_offset_ms == -300_000
    assert Flag.CLOCK_OFFSET in bob(found).flags


def test_e12_buffered_proofs_of_life_heal_the_past() -> None:
    own = plugin()
    beats = [
        own.beats("10:00", "10:20"),
        own.beats("10:20:30", "10:35", received_at="10:35:05"),
        own.beats("10:35:30", "11:00"),
    ]
    live = told(host_throughout(), beats[0], beats[1], as_of=t("10:25"))
    assert bob(live).present_ms == 1_200_000
    found = told(host_throughout(), beats)
    assert numbers(found) == ("10:00-11:00", 3600, 3600, 100.0)


def test_e13_waiting_in_the_lobby_is_not_presence() -> None:
    hook = webhook()
    found = told(
        host_throughout(),
        hook(EventType.LOBBY_ENTER, "09:55", "c1"),
        hook(EventType.LOBBY_EXIT, "10:06:30", "c1"),
        hook.stay("10:06:30", "11:00"),
    )
    assert numbers(found) == ("10:06:30-11:00", 3210, 3210, 89.2)
    assert (bob(found).lobby_ms, bob(found).lobby_in_window_ms) == (690_000, 390_000)
    assert bob(found).flags == {Flag.LATE}


@pytest.mark.parametrize("reason", ["", "left"])
def test_e14_a_walk_to_a_breakout_room_is_bridged(reason: str) -> None:
    hook = webhook()
    found = told(
        host_throughout(), hook.enter("10:00"), hook.exit("10:20:00", reason=reason),
        hook.enter("10:20:08", "b1", room="one"), hook.exit("10:40", "b1", reason=reason),
        hook.stay("10:40:12", "11:00"),
    )  # fmt: skip
    assert numbers(found) == ("10:00-11:00", 3600, 3580, 100.0)
    assert bob(found).rooms == (("", 2_388_000), ("one", 1_192_000))
    assert bob(found).bridged_ms == 20_000


def test_e14_a_walk_of_45_seconds_is_bridged_too() -> None:
    hook = webhook()
    found = told(
        host_throughout(), hook.stay("10:00", "10:20"), hook.enter("10:20:45", "b1", room="one"),
        hook.exit("11:00", "b1"),
    )  # fmt: skip
    assert numbers(found) == ("10:00-11:00", 3600, 3555, 100.0)
    assert bob(found).bridged_ms == 45_000


def test_e15_time_outside_the_window_is_told_apart() -> None:
    found = told(host_throughout(), webhook().stay("09:50", "11:10"))
    assert numbers(found) == ("10:00-11:00", 3600, 3600, 100.0)
    assert bob(found).outside_ms == 1_200_000
    assert (bob(found).first_entrance, bob(found).last_exit) == (t("09:50"), t("11:10"))


def test_e16_the_window_follows_the_host() -> None:
    hook = webhook()
    ann = Hints(attendee="ann", name="Ann")
    found = told(
        webhook(HOST, "host").stay("10:10", "10:55", "host"), hook(EventType.MEETING_END, "10:55", hints=Hints()),
        hook.stay("10:00", "10:55", "ann", hints=ann), hook.stay("10:10", "10:50"),
    )  # fmt: skip
    assert found.window.length == 2_700_000
    assert numbers(found, "attendee:ann") == ("10:10-10:55", 2700, 2700, 100.0)
    assert numbers(found) == ("10:10-10:50", 2400, 2400, 88.9)
    assert bob(found).early_ms == 300_000
    assert Flag.EARLY not in bob(found).flags


def test_e17_two_people_of_one_name_stay_two_guests() -> None:
    plan = replace(
        PLAN,
        expected=(
            Expected("email:jo1@example.org", "Jo Blogs", ("jo1@example.org",)),
            Expected("email:jo2@example.org", "Jo Blogs", ("jo2@example.org",)),
        ),
    )
    hook = webhook(Hints(name="Jo Blogs"))
    found = told(host_throughout(), hook.stay("10:00", "11:00", "1"), hook.stay("10:05", "10:50", "2"), meeting=plan)
    assert numbers(found, "guest:hook:1") == ("10:00-11:00", 3600, 3600, 100.0)
    assert numbers(found, "guest:hook:2") == ("10:05-10:50", 2700, 2700, 75.0)
    assert [(d.kind, d.key, d.candidates) for d in found.review] == [
        (DoubtKind.SAME_NAME, key, ("email:jo1@example.org", "email:jo2@example.org"))
        for key in ("guest:hook:1", "guest:hook:2")
    ]


def _total() -> Event:
    return report()(EventType.TOTAL, "10:01", "r1", until="10:59", seconds=3360)


def test_e18_a_total_that_differs_is_flagged() -> None:
    own = plugin()
    found = told(host_throughout(), own.stay("10:01", "10:30"), own.stay("10:35", "10:59"), _total())
    assert numbers(found) == ("10:01-10:30 10:35-10:59", 3180, 3180, 88.3)
    assert (bob(found).total_ms, bob(found).present_ms) == (3_360_000, 3_360_000 - 180_000)
    assert bob(found).flags == {Flag.CONFLICT}


def test_e18_a_total_alone_counts_as_an_aggregate() -> None:
    found = told(host_throughout(), _total())
    assert numbers(found) == ("10:01-10:59", 3360, 3360, 93.3)
    assert bob(found).envelope_ms == 3_480_000
    assert bob(found).flags == {Flag.AGGREGATE}
    assert bob(found).assured == ((Assurance.INFERRED, 3_360_000),)


def _final_and_beats() -> list[Event]:
    return [
        *host_throughout(),
        report().interval("10:00", "10:31", final=True, received_at="12:00"),
        plugin().beats("10:00", "11:00"),
    ]


def test_e19_a_final_report_decides() -> None:
    found = told(_final_and_beats())
    assert numbers(found) == ("10:00-10:31", 1860, 1860, 51.7)
    assert bob(found).disputed_ms == 1_740_000
    assert bob(found).flags == {Flag.DISPUTED, Flag.EARLY}
    assert bob(found).unknown_ms == 0


def test_e19_in_union_mode_every_claim_counts() -> None:
    found = told(_final_and_beats(), parameters=Parameters(resolution=Resolution.UNION))
    assert numbers(found) == ("10:00-11:00", 3600, 3600, 100.0)
    assert bob(found).disputed_ms == 0


def test_e20_not_seen_is_not_absent() -> None:
    found = told(
        host_throughout(),
        roster("10:00-10:09:30", seen=True),
        roster("10:10-10:29:30", seen=False, complete=False),
        roster("10:30-11:00", seen=True),
    )
    assert numbers(found) == ("10:00-10:10 10:30-11:00", 2400, 2400, 66.7)
    assert (bob(found).unknown_ms, row(found).percent_upper, bob(found).re_entries) == (1_200_000, 100.0, 0)
    assert bob(found).assured == ((Assurance.HOST_OBSERVED, 2_400_000),)


def test_e21_a_leave_rule_is_a_choice() -> None:
    own = room()
    found = told(
        host_throughout(),
        own.enter("10:00"), own.beats("10:00", "10:47:30"),
        own.exit("10:47:30", reason="auto_rule:alone_after_others"),
        own.enter("10:47:50", "c2"), own.beats("10:47:50", "11:00", "c2"), own.exit("11:00", "c2", reason="left"),
    )  # fmt: skip
    assert numbers(found) == ("10:00-10:47:30 10:47:50-11:00", 3580, 3580, 99.4)
    assert bob(found).smoothed_ms == 0


def test_m1_curves_of_three() -> None:
    hook = Source("hook", SourceKind.WEBHOOK, Hints())
    stays = {"a": ("10:00", "11:00"), "b": ("10:10", "10:40"), "c": ("10:20", "11:00")}
    found = measured(told(*(hook.stay(*stay, key, hints=Hints(attendee=key)) for key, stay in stays.items())))
    assert found.peak == Peak(3, t("10:20"), 1_200_000)
    assert round(found.average, 4) == 2.1667
    assert value_at(found.concurrency, t("10:40")) == 2
    assert round(100 * (value_at(found.retention, t("10:45")) or 0), 1) == 66.7
    assert round(100 * (value_at(found.leave_curve, t("10:45")) or 0), 1) == 33.3
    assert found.biggest_loss == Loss(t("10:40"), 1, 1 / 3)


def test_m2_engagement() -> None:
    talk = {
        "a": Counters(talk_ms=600_000, messages=4, hands=1, reactions=2, polls=2),
        "b": Counters(talk_ms=300_000, messages=8, polls=1),
    }
    with_polls = engagement(talk, polls=2)
    assert [(e.bbb, e.score) for e in with_polls.values()] == [(9.0, 9.0), (4.0, 4.0)]
    without = engagement(talk, polls=0)
    assert [(e.bbb, e.score) for e in without.values()] == [(7.0, 8.75), (3.0, 3.75)]
