"""The provider's pages about the service: how it goes, and figures that give nobody away."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from leavethemeeting.accounts.models import User
from leavethemeeting.logdata.models import Entry
from leavethemeeting.mail.models import Letter
from leavethemeeting.project.schedule import DUTIES, Duty, _once
from leavethemeeting.provider.figures import funnel, monday, retention, trends, ways_in
from leavethemeeting.provider.workings import duties, troubles
from leavethemeeting.shared.duty_runs import Diary, duty_runs, forget_others
from leavethemeeting.shared.models import DutyRun

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)  # a Thursday


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def members(number: int, joined: datetime, prefix: str) -> list[User]:
    made = [User.objects.create(email=f"{prefix}{one}@example.org", name=f"{prefix} {one}") for one in range(number)]
    User.objects.filter(pk__in=[one.pk for one in made]).update(date_joined=joined)
    return made


def sign_ins(users: list[User], at: datetime, method: str, network: str = "") -> None:
    Entry.objects.bulk_create(
        Entry(user=user, at=at, what="sign_in", method=method, network=network, result="done") for user in users
    )


# ---- how it goes -----------------------------------------------------------------------------


def test_a_duty_that_fails_stands_first_and_the_overview_counts_it(as_provider: Client) -> None:
    def breaks(**_when: datetime) -> None:
        raise OSError("the disk of alice@example.org is full")

    failing, good = Duty("forget everything", 60, breaks), Duty("count sheep", 60, lambda **_when: None)
    for duty in (good, failing):
        _once(duty, Diary(duty.name, duty.every_s))
    page = text_of(as_provider.get(reverse("provider:workings")))
    assert "forget everything fails OSError" in page
    assert "alice@example.org" not in page
    assert page.index("forget everything") < page.index("count sheep")
    assert "Duties and queues in trouble 1" in text_of(as_provider.get(reverse("provider:home")))


def test_a_duty_whose_thread_is_dead_is_late() -> None:
    Diary("count sheep", 60).write(began=NOW, ended=NOW, failure="")
    assert [line.state for line in duties(NOW + timedelta(minutes=4))] == ["good"]
    assert [line.state for line in duties(NOW + timedelta(minutes=6))] == ["late"]
    assert troubles(NOW + timedelta(minutes=6)) == 1


def test_a_good_run_is_noted_once_a_minute_and_a_bad_one_at_once() -> None:
    diary = Diary("count sheep", 10)
    wrote = [
        diary.write(began=NOW + timedelta(seconds=at), ended=NOW + timedelta(seconds=at + 1), failure=failure)
        for at, failure in ((0, ""), (10, ""), (20, "KeyError"), (30, "KeyError"), (40, ""), (50, ""), (101, ""))
    ]
    assert wrote == [True, False, True, False, True, False, True]
    run = DutyRun.objects.get()
    assert (run.failure, run.took_ms, run.failed_at) == ("", 1000, NOW + timedelta(seconds=21))


def test_duties_of_an_earlier_release_are_dropped() -> None:
    for name in ("count sheep", DUTIES[0].name):
        Diary(name, 10).write(began=NOW, ended=NOW, failure="")
    forget_others([duty.name for duty in DUTIES])
    assert [run.name for run in duty_runs()] == [DUTIES[0].name]


def test_letters_that_wait_too_long_are_told(
    as_provider: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from leavethemeeting.provider import workings
    from leavethemeeting.shared.environment import Smtp, environment

    smtp = Smtp("127.0.0.1", 25, "", "", "none")
    monkeypatch.setattr(workings, "environment", lambda: replace(environment(), smtp=smtp))
    old = timezone.now() - timedelta(minutes=20)
    Letter.objects.create(
        kind="news", recipient="bob@example.org", subject="s", text="t", written_at=old, next_attempt_at=old
    )
    page = text_of(as_provider.get(reverse("provider:workings")))
    assert "Letters to be delivered stuck 1" in page


def test_the_doctor_is_asked_by_a_press_only(as_provider: Client) -> None:
    assert "Data folder" not in text_of(as_provider.get(reverse("provider:workings")))
    page = text_of(as_provider.post(reverse("provider:workings")))
    assert "Data folder" in page and "Data map every stored column is declared" in page


# ---- figures ---------------------------------------------------------------------------------


def test_trends_are_by_week_and_a_few_people_are_not_told() -> None:
    members(12, NOW - timedelta(days=14), "Ann")
    members(30, NOW, "Ben")
    told = [bar.number for bar in trends(NOW)[0].bars]
    assert told[-1] == 30 and told[-3] == 12 and sum(number or 0 for number in told) == 42
    members(4, NOW - timedelta(days=7), "Cleo")
    told = [bar.number for bar in trends(NOW)[0].bars]
    assert told[-3:] == [None, None, 30]  # four are hidden, and twelve with them: else the sum tells


def test_a_week_begins_on_monday_and_its_first_second_counts() -> None:
    start = monday(NOW)
    assert start == datetime(2026, 11, 23, tzinfo=UTC)
    members(10, start, "Ann")
    members(11, start - timedelta(seconds=1), "Ben")
    assert [bar.number for bar in trends(NOW)[0].bars][-2:] == [11, 10]


def test_ways_in_count_members_not_sign_ins_and_hide_small_groups() -> None:
    ann, ben = members(20, NOW, "Ann"), members(14, NOW, "Ben")
    sign_ins(ann, NOW, "password")
    sign_ins(ann, NOW - timedelta(days=1), "password")
    sign_ins(ben, NOW, "network", "google")
    sign_ins(ben[:3], NOW, "network", "facebook")
    sign_ins(ben, NOW - timedelta(days=31), "passkey")
    found = {group.label: (group.number, group.share) for group in ways_in(NOW)}
    assert found == {"password": (20, 20 / 34), "Google": (14, 14 / 34), "Facebook": (None, None)}


def test_the_funnel_is_of_those_who_signed_up_lately() -> None:
    members(25, NOW, "Ann")
    members(40, NOW - timedelta(days=91), "Ben")
    User.objects.filter(name__startswith="Ann 1").update(became_host_at=NOW)  # Ann 1, Ann 10 … Ann 19
    steps = {group.label: group.number for group in funnel(NOW)}
    assert steps["Signed up"] == 25 and steps["Planned a meeting"] == 11 and steps["Held a meeting"] == 0


def test_who_comes_back_is_told_of_weeks_with_enough_people() -> None:
    ann, cleo = members(40, NOW - timedelta(weeks=2), "Ann"), members(5, NOW - timedelta(weeks=1), "Cleo")
    sign_ins(ann[:20], NOW - timedelta(weeks=1), "password")
    sign_ins(ann[:36], NOW, "password")
    sign_ins(cleo, NOW, "password")
    cohorts = retention(NOW)
    assert (cohorts[-3].number, cohorts[-3].back) == (
        40,
        (0.5, None),
    )  # of 40, 36 came back: the four who did not are few
    assert (cohorts[-2].number, cohorts[-2].back) == (None, (None,))


def test_the_page_tells_groups_and_no_person(as_provider: Client) -> None:
    people = members(12, timezone.now(), "Ann")
    sign_ins(people, timezone.now(), "password")
    page = text_of(as_provider.get(reverse("provider:figures")))
    assert "13 in twelve weeks" in page  # and the provider
    assert "password 12" in page
    assert not [one for one in people if one.name in page or one.email in page]
