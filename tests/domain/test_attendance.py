"""A meeting's numbers: rounding, rates, curves, engagement, checks and certificates."""

from __future__ import annotations

from dataclasses import replace

import pytest

from leavethemeeting.domain.attendance import attendance, percentage
from leavethemeeting.domain.certificates import NASBA, NY_CLE, PLAIN, CheckResult, Refusal, certificate, checked
from leavethemeeting.domain.curves import Loss, Peak, value_at
from leavethemeeting.domain.engagement import Counters, Part, engagement
from leavethemeeting.domain.events import Hints
from leavethemeeting.domain.meeting import MeetingFacts
from leavethemeeting.domain.people import Expected
from leavethemeeting.domain.timelines import Flag, Timeline
from tests.domain.story import PLAN, bob, host_throughout, measured, plugin, t, told, webhook

NO_CHECKS = CheckResult(0, 0, (), 0, True)


def crowd(*stays: tuple[str, str], meeting: MeetingFacts = PLAN) -> Timeline:
    """Attendees ``attendee:0``, ``attendee:1`` and so on, each with one stay."""
    hook = webhook()
    return told(
        *(hook.stay(*stay, f"c{i}", hints=Hints(attendee=str(i), name=f"N{i}")) for i, stay in enumerate(stays)),
        meeting=meeting,
    )


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(1, 3, 33.3), (2, 3, 66.7), (1, 2000, 0.1), (19, 40_000, 0.0), (5, 0, 0.0), (1, 1, 100)],
)
def test_percentages_are_rounded_half_up_to_one_decimal(part: int, whole: int, shown: float) -> None:
    assert percentage(part, whole) == shown


def test_show_rate_walk_ins_and_no_shows() -> None:
    plan = replace(PLAN, expected=(Expected("zero", attendee="0"), Expected("two", attendee="2"), Expected("nine")))
    found = measured(crowd(("10:00", "11:00"), ("10:00", "11:00"), ("10:00", "10:00:59"), meeting=plan), plan)
    assert (found.expected, found.attended, found.show_rate) == (3, 2, 1 / 3)
    assert (found.walk_ins, found.no_shows) == (("attendee:1",), ("nine", "two"))
    brief = next(row for row in found.rows if row.attendee.key == "two")
    assert (brief.attended, Flag.BRIEF in brief.attendee.flags) == (False, True)


def test_a_meeting_nobody_came_to_has_numbers() -> None:
    found = measured(told())
    assert (found.peak, found.average, found.median_ms, found.show_rate) == (Peak(0, None, 0), 0.0, 0, None)
    assert (found.retention, found.leave_curve, found.biggest_loss) == ((), (), None)


def test_the_peak_is_the_earliest_and_its_time_is_all_of_it() -> None:
    found = measured(crowd(("10:00", "10:10"), ("10:05", "10:15"), ("10:20", "10:40"), ("10:30", "10:50")))
    assert found.peak == Peak(2, t("10:05"), 15 * 60_000)
    assert found.concurrency[-1] == (t("10:50"), 0)
    assert found.average == 1.0


def test_retention_counts_who_has_entered_so_far() -> None:
    found = measured(crowd(("10:05", "10:30"), ("10:05", "11:00"), ("10:40", "11:00")))
    assert value_at(found.retention, t("10:04")) is None
    assert [value_at(found.retention, t(at)) for at in ("10:05", "10:30", "10:40")] == [1.0, 0.5, 2 / 3]
    assert found.cohort_size == 2
    assert value_at(found.cohort_retention, t("10:50")) == 0.5


def test_the_worst_minute_leaves_out_the_end() -> None:
    stays = [("10:00", "10:20"), ("10:00", "10:30:10"), ("10:00", "10:31:09"), ("10:00", "11:00"), ("10:00", "11:00")]
    assert measured(crowd(*stays)).biggest_loss == Loss(t("10:30:10"), 2, 0.4)
    assert measured(crowd(("10:00", "11:00"), ("10:00", "11:00"))).biggest_loss is None


def test_median_and_quartiles_of_the_stays() -> None:
    found = measured(crowd(("10:00", "10:10"), ("10:00", "10:20"), ("10:00", "10:30"), ("10:00", "10:40")))
    assert found.median_ms == 25 * 60_000
    assert found.quartiles_ms == (1_050_000, 1_500_000, 1_950_000)


def test_hosts_are_left_out_of_engagement_and_of_its_maxima() -> None:
    talk = {"host": Counters(talk_ms=10**6, messages=99), "a": Counters(talk_ms=500), "b": Counters(talk_ms=250)}
    found = engagement(talk, polls=0, hosts=frozenset({"host"}))
    assert found.keys() == {"a", "b"}
    assert (found["b"].bbb, found["b"].score, found["b"].parts) == (1.0, 5.0, ((Part.TALK, 0.5),))


def test_weights_shift_the_score_and_silence_scores_nothing() -> None:
    talk = {"a": Counters(talk_ms=500), "b": Counters(messages=3)}
    found = engagement(talk, polls=0, weights={Part.TALK: 3.0, Part.MESSAGES: 1.0})
    assert (found["a"].score, found["b"].score) == (7.5, 2.5)
    assert engagement({"a": Counters()}, polls=0)["a"].score == 0.0


def issued(*times: str) -> list[tuple[str, int]]:
    return [(at, t(at)) for at in times]


def test_a_check_missed_while_away_is_not_held_against_anyone() -> None:
    one = bob(told(host_throughout(), webhook().stay("10:00", "10:50")))
    found = checked(one, issued("10:10", "10:20", "10:30", "10:55"), {"10:10", "10:20", "10:30"}, NASBA.check)
    assert found == CheckResult(3, 3, (), 3, True)


def test_three_of_four_pass_and_two_of_four_do_not() -> None:
    one = bob(told(host_throughout(), webhook().stay("10:00", "11:00")))
    checks = issued("10:10", "10:20", "10:30", "10:40")
    assert checked(one, checks, {"10:10", "10:20", "10:30"}, NY_CLE.check).passed
    found = checked(one, checks, {"10:10", "10:20"}, NY_CLE.check)
    assert (found.passed, found.missed) == (False, ("10:30", "10:40"))


def test_too_few_checks_issued_is_no_pass() -> None:
    one = bob(told(host_throughout(), webhook().stay("10:00", "11:00")))
    assert not checked(one, issued("10:10"), {"10:10"}, NASBA.check).passed


def test_a_certificate_needs_time_checks_and_assurance() -> None:
    long = told(host_throughout(), webhook().stay("10:00", "10:50"))
    assert certificate(bob(long), long.window, checks=NO_CHECKS).credits == 1
    just = told(host_throughout(), webhook().stay("10:00", "10:47:59"))
    assert certificate(bob(just), just.window, checks=NO_CHECKS).refusals == (Refusal.TOO_SHORT,)
    failed = replace(NO_CHECKS, passed=False)
    assert certificate(bob(long), long.window, checks=failed).refusals == (Refusal.CHECKS,)


def test_a_plugins_own_word_needs_the_hosts_approval() -> None:
    found = told(host_throughout(), plugin().stay("10:00", "11:00"))
    assert certificate(bob(found), found.window, checks=NO_CHECKS, rule=PLAIN).refusals == (Refusal.ASSURANCE,)
    approved = certificate(bob(found), found.window, checks=NO_CHECKS, host_approved=True)
    assert (approved.granted, approved.credits) == (True, 1)


def test_everybody_seen_has_a_row() -> None:
    found = told(host_throughout(), webhook().exit("10:30"))
    assert len(attendance(found, meeting=PLAN).rows) == 2
