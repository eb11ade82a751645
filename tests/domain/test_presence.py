"""Stories the worked examples do not tell: outages, clocks, lobbies, rosters, windows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from leavethemeeting.domain.events import Event, EventType, Hints, SourceKind
from leavethemeeting.domain.meeting import MeetingFacts, Parameters, Window, WindowRule
from leavethemeeting.domain.timelines import EdgeQuality, Flag, State
from tests.domain.story import (
    BOB,
    PLAN,
    Source,
    bob,
    host_throughout,
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


def checkpoints(times: str, boot: str, *present: str) -> list[Event]:
    """Every 10 s from and until the ``times`` of "10:00-10:10"."""
    start, _, end = times.partition("-")
    source = Source("room", SourceKind.ROOM, Hints())
    return [
        replace(source(EventType.CHECKPOINT, "10:00", boot=boot, present=present), id=f"cp-{at}", at=at, received_at=at)
        for at in range(t(start), t(end) + 1, 10_000)
    ]


def test_checkpoints_prove_life_without_heartbeats() -> None:
    own = room()
    found = told(own.enter("10:00"), checkpoints("10:00-10:40", "a", "c1"), own.exit("10:40"))
    assert spans(bob(found).present) == "10:00-10:40"


def test_an_outage_is_unknown_for_who_does_not_come_back() -> None:
    back = checkpoints("10:30-11:00", "b", "other")
    found = told(room().enter("10:00"), checkpoints("10:00-10:20", "a", "c1"), back)
    assert spans(bob(found).present) == "10:00-10:20"
    assert spans(bob(found).unknown) == "10:20-10:30"
    assert bob(found).flags >= {Flag.OUTAGE, Flag.LEASE_EXPIRED}


def test_who_resumes_after_an_outage_was_there() -> None:
    own = room()
    found = told(
        own.enter("10:00"), checkpoints("10:00-10:20", "a", "c1"),
        own.enter("10:30:20"), checkpoints("10:30-10:50", "b", "c1"), own.exit("10:50", reason="left"),
    )  # fmt: skip
    assert spans(bob(found).present) == "10:00-10:50"
    assert bob(found).unknown_ms == 0


def test_who_comes_back_long_after_an_outage_was_away() -> None:
    own = room()
    found = told(
        own.enter("10:00"), checkpoints("10:00-10:20", "a", "c1"), checkpoints("10:30-10:50", "b", "x"),
        own.enter("10:45"), own.beats("10:45", "10:50"), own.exit("10:50", reason="left"),
    )  # fmt: skip
    assert spans(bob(found).present) == "10:00-10:20 10:45-10:50"
    assert spans(bob(found).unknown) == "10:20-10:30"


def test_an_outage_without_end_is_unknown_to_the_end() -> None:
    found = told(room().enter("10:00"), checkpoints("10:00-10:20", "a", "c1"))
    assert spans(bob(found).unknown) == "10:20-11:00"


def test_a_client_in_the_future_is_cut_and_flagged() -> None:
    own = plugin()
    found = told(own.enter("10:00"), own.beats("10:00", "10:59", received_at="10:30"), as_of=t("10:31"))
    assert Flag.CLOCK_CLAMPED in bob(found).flags
    assert spans(bob(found).present) == "10:00-10:31"


def test_a_small_offset_is_the_network() -> None:
    own = plugin()
    event = own.enter("10:00", sent_at="10:00:00", received_at="10:00:02")
    assert bob(told(event, own.exit("10:30"))).clock_offset_ms == 0


def test_an_exit_without_entrance_credits_nothing() -> None:
    found = told(webhook().exit("10:30"))
    assert bob(found).stays == ()
    assert bob(found).flags == {Flag.ORPHAN_EXIT, Flag.BRIEF}
    assert (bob(found).late_ms, bob(found).first_entrance) == (None, None)


def test_an_exit_with_its_own_entrance_is_a_whole_stay() -> None:
    found = told(webhook().exit("10:30", entered_at="10:10"))
    assert spans(bob(found).present) == "10:10-10:30"


def test_the_body_received_first_is_kept() -> None:
    first = webhook().enter("10:00", id="same")
    forged = replace(first, at=t("09:00"), received_at=t("10:30"))
    found = told(forged, first, webhook().exit("10:40", id="other"))
    assert bob(found).first_entrance == t("10:00")


def test_proofs_of_life_from_the_lobby_do_not_count() -> None:
    own = plugin()
    found = told(
        own(EventType.LOBBY_ENTER, "10:00", "c1"), own.beats("10:00", "10:40"),
        own(EventType.LOBBY_EXIT, "10:10", "c1"), own.exit("10:40", reason="left"),
    )  # fmt: skip
    assert spans(bob(found).present) == "10:10-10:40"
    assert bob(found).lobby_ms == 600_000


def test_inside_the_lease_a_live_attendee_is_present() -> None:
    own = plugin()
    told_so_far = [own.enter("10:00"), own.beats("10:00", "10:20")]
    live = bob(told(told_so_far, as_of=t("10:22")))
    assert (live.state, live.state_since, spans(live.present)) == (State.PRESENT, t("10:00"), "10:00-10:22")
    assert live.last_exit is None
    silent = bob(told(told_so_far, as_of=t("10:22:30") + 1))
    assert (silent.state, spans(silent.present)) == (State.ABSENT, "10:00-10:20")


def test_a_live_window_is_the_part_so_far() -> None:
    found = told(host_throughout()[:1], webhook().enter("10:00"), as_of=t("10:30"))
    assert found.window == Window(t("10:00"), t("10:30"))
    assert row(found).percent == 100.0
    assert Flag.EARLY not in bob(found).flags


def test_a_hosts_plugin_that_dies_leaves_the_rest_unknown() -> None:
    found = told(roster("10:00-10:30", seen=True))
    assert spans(bob(found).present) == "10:00-10:30"
    assert spans(bob(found).unknown) == "10:30-11:00"
    assert bob(found).state is State.ABSENT  # long after the meeting


def test_an_absence_that_was_seen_lasts() -> None:
    found = told(roster("10:00-10:10", seen=True), roster("10:10:30-10:20", seen=False))
    assert spans(bob(found).present) == "10:00-10:10:30"
    assert bob(found).unknown == ()


def test_blind_rosters_do_not_question_a_platform() -> None:
    found = told(webhook().stay("10:00", "10:20"), roster("10:00-10:10", seen=True, complete=False))
    assert bob(found).unknown == ()


def test_a_plugins_exit_cuts_what_a_platform_left_open() -> None:
    found = told(webhook().enter("10:00"), plugin().stay("10:00", "10:30", reason="left"))
    assert spans(bob(found).present) == "10:00-10:30"


def test_a_second_device_of_the_same_source_cuts_nothing() -> None:
    hook = webhook()
    found = told(hook.enter("10:00", "laptop"), hook.stay("10:10", "10:20", "phone"))
    assert spans(bob(found).present) == "10:00-11:00"
    assert bob(found).stays[0].end.quality is EdgeQuality.ASSUMED


def test_a_restarted_meeting_is_one_occurrence() -> None:
    hook = webhook()
    marks = [
        hook(kind, at, hints=Hints())
        for kind, at in (
            (EventType.MEETING_START, "10:00"), (EventType.MEETING_END, "10:20"),
            (EventType.MEETING_START, "10:30"), (EventType.MEETING_END, "10:50"),
        )
    ]  # fmt: skip
    found = told(marks, hook.enter("10:00", "u1"), hook.enter("10:31", "u2"))
    assert found.window == Window(t("10:00"), t("10:50"))
    assert spans(bob(found).present) == "10:00-10:20 10:31-10:50"


def test_a_final_report_within_the_tolerance_disputes_nothing() -> None:
    found = told(report().interval("10:00", "10:59:30", final=True), plugin().stay("10:00", "11:00"))
    assert bob(found).disputed_ms == 0
    assert spans(bob(found).present) == "10:00-11:00"


def test_a_source_that_ends_a_meeting_ends_its_connections() -> None:
    own = room()
    found = told(own.enter("10:00"), own.beats("10:00", "10:49"), own(EventType.MEETING_END, "10:50", hints=Hints()))
    assert spans(bob(found).present) == "10:00-10:50"
    assert bob(found).stays[0].end.reason == "ended"


@pytest.mark.parametrize(
    ("rule", "window"),
    [
        (WindowRule.HELD, "10:05-10:50"),
        (WindowRule.SCHEDULED, "10:00-11:00"),
        (WindowRule.ACTUAL, "09:50-10:50"),
        (WindowRule.CUSTOM, "10:10-10:20"),
    ],
)
def test_the_four_windows(rule: WindowRule, window: str) -> None:
    host = Source("host", SourceKind.WEBHOOK, Hints(attendee="alice", role="host"))
    facts = replace(PLAN, window_rule=rule, custom_window=Window(t("10:10"), t("10:20")))
    end = webhook()(EventType.MEETING_END, "10:50", hints=Hints())
    found = told(host.stay("10:05", "10:50"), webhook().stay("09:50", "10:40"), end, meeting=facts)
    assert spans(((found.window.start, found.window.end),)) == window


def test_an_unplanned_meeting_lasts_from_first_entrance_to_last_evidence() -> None:
    found = told(webhook().stay("10:07", "10:48"), meeting=MeetingFacts())
    assert found.window == Window(t("10:07"), t("10:48"))


def test_without_smoothing_every_gap_stays() -> None:
    hook = webhook()
    found = told(hook.stay("10:00", "10:30"), hook.stay("10:30:01", "11:00"), parameters=Parameters(gap_merge_ms=0))
    assert bob(found).re_entries == 1


def test_a_choice_seen_by_one_source_counts_for_the_edge_of_another() -> None:
    hook = webhook()
    found = told(
        hook.stay("10:00", "10:30:02"), plugin().stay("10:00", "10:30", reason="left"), hook.stay("10:30:20", "11:00")
    )
    assert bob(found).re_entries == 1


def test_speech_and_heartbeats_of_two_people_do_not_mix() -> None:
    ann = replace(BOB, email="ann@example.org", name="Ann")
    found = told(plugin(ann, "ann").beats("10:00", "10:30"), plugin(BOB, "bob").beats("10:30", "11:00"))
    assert [spans(one.present) for one in found.attendees] == ["10:00-10:30", "10:30-11:00"]
