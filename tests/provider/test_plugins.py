"""A platform changes its page: within the hour the operator has one letter, and the console says what cannot be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from leavethemeeting.logdata.errors import write_noted
from leavethemeeting.logdata.jobs import forget_old_readings
from leavethemeeting.logdata.models import AdapterAlarm, Error
from leavethemeeting.logdata.sightings import pending
from leavethemeeting.mail.models import Letter
from leavethemeeting.project.schedule import DUTIES
from leavethemeeting.provider.jobs import watch_adapters
from leavethemeeting.shared.adapter_alarm import Threshold
from leavethemeeting.shared.environment import environment
from tests.attendance.plugin_stories import Paired, pair
from tests.cast import make_member
from tests.clocks import Clock
from tests.website.visitors import letters_to

pytestmark = pytest.mark.django_db
TWO = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
EVERY = next(duty.every_s for duty in DUTIES if duty.do is watch_adapters)
OFFICE = "office@example.org"


@pytest.fixture(autouse=True)
def nothing_noted() -> Iterator[None]:
    pending.clear()
    yield
    pending.clear()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(TWO, monkeypatch)


@pytest.fixture
def settings_say(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def say(**told: Any) -> None:
        wanted = replace(environment(), **{"operator_email": OFFICE, **told})
        for module in ("provider.jobs", "mail.guard"):
            monkeypatch.setattr(f"leavethemeeting.{module}.environment", lambda: wanted)

    say()
    return say


@pytest.fixture
def plugins(settings_say: object, clock: Clock) -> list[Paired]:
    """Of eight members, one each."""
    return [pair(make_member(f"Member {number}", f"m{number}@example.org")) for number in range(8)]


def duty_runs_for(clock: Clock, how_long: timedelta) -> None:
    """As the schedule does it, or less often where the time is long: a busy machine has a limit for a test."""
    until, step = clock.now + how_long, max(EVERY, how_long.total_seconds() / 12)
    while clock.now < until:
        watch_adapters(now=clock.passes(seconds=step))


def letters() -> list[Letter]:
    return letters_to(OFFICE)


def page(browser: Client) -> str:
    answer = browser.get(reverse("provider:plugins"))
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def test_within_the_hour_after_meet_changed_its_page_the_operator_has_one_letter(
    clock: Clock, plugins: list[Paired]
) -> None:
    for plugin in plugins:
        plugin.reads(people="ok", count="ok")
    watch_adapters(now=clock.now)
    changed = clock.passes(minutes=2)
    plugins[0].reads(people="not_found")
    duty_runs_for(clock, timedelta(minutes=20))
    plugins[1].reads(people="disagree")
    duty_runs_for(clock, timedelta(minutes=20))
    assert letters() == [], "two may have an odd page"
    plugins[2].reads(people="not_found")
    duty_runs_for(clock, timedelta(minutes=5))
    (told,) = letters()
    assert told.written_at - changed < timedelta(hours=1)
    assert told.subject == "The plugin cannot read Google Meet"
    assert "people list" in told.text and "since 2026-11-22 14:02 UTC" in told.text and "0.1.0" in told.text
    assert "number of people" not in told.text, "the counter is still read"
    assert "on a small number of plugins" in told.text, "three people are too few to be counted out"
    assert reverse("provider:plugins") in told.text
    write_noted()
    alarm = Error.objects.get(name="AdapterBroken.meet.people")
    assert (alarm.count, alarm.version, alarm.source) == (1, "0.1.0", "plugin")


def test_what_breaks_together_is_one_letter_and_it_is_not_said_again_while_it_goes_on(
    clock: Clock, plugins: list[Paired]
) -> None:
    for _ in range(20):
        for plugin in plugins[:6]:
            plugin.reads(people="not_found", count="not_found", sound="ok")
        duty_runs_for(clock, timedelta(hours=1))
    (told,) = letters()
    assert "people list" in told.text and "number of people" in told.text and "on 6 plugins" in told.text


def test_it_is_said_again_after_a_day(clock: Clock, plugins: list[Paired]) -> None:
    for _ in range(26):
        for plugin in plugins[:3]:
            plugin.reads(people="not_found")
        duty_runs_for(clock, timedelta(hours=1))
    first, second = letters()
    assert timedelta(days=1) <= second.written_at - first.written_at < timedelta(days=1, minutes=10)
    write_noted()
    assert Error.objects.get(name="AdapterBroken.meet.people").count == 2


def test_it_is_said_again_when_it_breaks_after_it_was_mended(clock: Clock, plugins: list[Paired]) -> None:
    for state, wanted in (("not_found", 1), ("ok", 1), ("not_found", 2)):
        for plugin in plugins[:4]:
            plugin.reads(people=state)
        duty_runs_for(clock, timedelta(minutes=10))
        assert len(letters()) == wanted, state
    assert AdapterAlarm.objects.get().over_at is None


def test_a_night_without_meetings_is_no_recovery(clock: Clock, plugins: list[Paired]) -> None:
    for _ in range(2):
        for plugin in plugins[:3]:
            plugin.reads(people="not_found")
        duty_runs_for(clock, timedelta(hours=10))
        forget_old_readings(now=clock.now)
    assert len(letters()) == 1


def test_one_plugin_that_recovers_and_falls_back_is_no_news(clock: Clock, plugins: list[Paired]) -> None:
    for state in ("not_found", "ok", "not_found", "ok", "not_found"):
        for plugin in plugins[1:4]:
            plugin.reads(people="not_found")
        plugins[0].reads(people=state)
        duty_runs_for(clock, timedelta(minutes=10))
    assert len(letters()) == 1


def test_what_was_said_more_than_an_hour_ago_counts_no_more(clock: Clock, plugins: list[Paired]) -> None:
    for plugin in plugins[:5]:
        plugin.reads(people="not_found")
        duty_runs_for(clock, timedelta(minutes=31))
    assert letters() == []


def test_one_member_with_three_browsers_is_three_plugins(clock: Clock, plugins: list[Paired]) -> None:
    user = plugins[0].token.user
    assert user is not None
    for number in range(3):
        pair(user, f"ltm_{number}".ljust(40, "x")).reads(people="not_found")
    watch_adapters(now=clock.now)
    assert len(letters()) == 1


@pytest.mark.parametrize(("share", "broken", "told"), [(50, 4, 1), (50, 3, 0), (10, 1, 1), (100, 7, 0), (100, 8, 1)])
def test_a_share_of_those_that_say_anything(
    clock: Clock, plugins: list[Paired], settings_say: Callable[..., None], share: int, broken: int, told: int
) -> None:
    settings_say(broken_adapter_at=Threshold(0, share))
    for number, plugin in enumerate(plugins):
        plugin.reads("zoom", people="not_found" if number < broken else "ok")
    watch_adapters(now=clock.now)
    assert len(letters()) == told


def test_without_an_operators_address_the_log_and_the_console_say_it(
    clock: Clock, plugins: list[Paired], settings_say: Callable[..., None], as_provider: Client
) -> None:
    settings_say(operator_email="")
    for plugin in plugins[:3]:
        plugin.reads(people="not_found")
    assert watch_adapters(now=clock.now) == 1
    assert watch_adapters(now=clock.passes(minutes=3)) == 0
    write_noted()
    assert not Letter.objects.exists() and Error.objects.filter(name="AdapterBroken.meet.people").exists()
    home = as_provider.get(reverse("provider:home")).content.decode()
    assert re.search(r"plugins cannot read</a></dt><dd>1</dd>", home)


def test_the_console_says_what_can_be_read_and_counts_nobody_out(
    clock: Clock, plugins: list[Paired], as_provider: Client
) -> None:
    for plugin in plugins[:6]:
        plugin.reads(people="not_found", count="ok")
    plugins[6].reads(people="ok", version="0.2.0")
    for plugin in plugins[:2]:
        plugin.reads("teams", sound="contradiction")
    watch_adapters(now=clock.passes(minutes=2))
    told = page(as_provider)
    meet, teams = told.partition("Google Meet")[2].split("Microsoft Teams")
    count, people = meet.split("People list")
    assert "can be read" in count and "0 of 6" in count
    assert "not by all since" in people and "6 of 7" in people and "0.1.0" in people and "0.2.0" not in people
    assert "the operator was told" in people and "Firefox" in people
    assert "cannot be read since" in teams and "under 5 of under 5" in teams and "Firefox" not in teams
    assert "fewer than 5 people are not shown: they might point at one of them" in teams
    assert not re.search(r"\b2 of\b", teams)


def test_many_plugins_of_few_people_are_counted_out_by_people(
    clock: Clock, plugins: list[Paired], as_provider: Client
) -> None:
    user = plugins[0].token.user
    assert user is not None
    for number in range(6):
        pair(user, f"ltm_{number}".ljust(40, "x")).reads(people="not_found")
    assert "under 5 of under 5" in page(as_provider)


def test_where_nothing_was_told_the_page_says_how_it_would_be(as_provider: Client) -> None:
    told = page(as_provider)
    assert "No plugin has told anything for a day" in told and "Numbers of plugins" not in told


def test_the_page_is_for_staff_with_a_second_factor_only(as_bob: Client, client: Client) -> None:
    for browser in (as_bob, client):
        assert browser.get(reverse("provider:plugins")).status_code == 404
    bare = make_member("Pat Provider", "pat@example.org")
    bare.is_provider = True
    bare.save(update_fields=["is_provider"])
    browser = Client()
    browser.force_login(bare, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = browser.get(reverse("provider:plugins"))
    assert answer.status_code == 302 and answer["Location"].startswith("/security/")
