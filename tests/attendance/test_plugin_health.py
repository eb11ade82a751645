"""A plugin whose member allowed it says what it can read of a meeting's page; what is kept tells nobody who that was."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from leavethemeeting.accounts.actions import delete_member
from leavethemeeting.accounts.models import User
from leavethemeeting.logdata.errors import write_noted
from leavethemeeting.logdata.jobs import forget_old_readings
from leavethemeeting.logdata.kinds import PLATFORMS, SIGNALS, Platform, Readable, Signal
from leavethemeeting.logdata.models import AdapterReading, Error
from leavethemeeting.logdata.sightings import pending
from tests.accounts.journeys import everything_stored
from tests.attendance.plugin_stories import Paired, pair
from tests.clocks import Clock

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
TWO = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def nothing_noted() -> Iterator[None]:
    pending.clear()
    yield
    pending.clear()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(TWO, monkeypatch)


@pytest.fixture
def bobs(clock: Clock, bob: User) -> Paired:
    return pair(bob)


def kept() -> dict[str, tuple[str, str, str]]:
    return {
        row.signal: (row.readable, f"{row.since:%H:%M}", f"{row.last_at:%H:%M}") for row in AdapterReading.objects.all()
    }


def test_one_row_for_each_signal_says_how_it_is_and_since_when(clock: Clock, bobs: Paired) -> None:
    assert bobs.reads(people="ok", count="ok").status_code == 204
    clock.passes(minutes=2)
    bobs.reads(people="not_found")
    clock.passes(minutes=50)
    bobs.reads(people="not_found", count="ok")
    assert kept() == {"people": ("not_found", "14:02", "14:52"), "count": ("ok", "14:00", "14:52")}
    clock.passes(minutes=1)
    bobs.reads(people="ok")
    assert kept()["people"] == ("ok", "14:53", "14:53")
    row = AdapterReading.objects.get(signal="people")
    assert (row.platform, row.version, row.browser) == ("meet", "0.1.0", "Firefox")


def test_what_cannot_be_read_stands_in_the_error_log_once_for_each_plugin(bobs: Paired, alice: User) -> None:
    for plugin in (bobs, bobs, pair(alice)):
        plugin.reads(people="not_found", count="ok")
    write_noted()
    (error,) = Error.objects.all()
    assert (error.name, error.count, error.source) == ("Adapter.meet.people.not_found", 2, "plugin")


def test_nothing_that_is_kept_leads_to_bob_without_the_secret_key(bob: User, bobs: Paired) -> None:
    bobs.reads(people="not_found")
    row = AdapterReading.objects.values().get()
    told = " ".join(map(str, row.values()))
    for his in (bob.email, bob.name, str(bob.pk), bob.pk.hex, bobs.secret, bobs.token.hash, "140"):
        assert his not in told
    assert len({row["plugin_ref"], row["member_ref"]}) == 2


def test_two_plugins_of_one_member_are_two_plugins_of_one_person(bob: User, bobs: Paired, alice: User) -> None:
    for plugin in (bobs, pair(bob, "ltm_" + "b" * 40), pair(alice)):
        plugin.reads(people="not_found")
    rows = AdapterReading.objects.all()
    assert (len({row.plugin_ref for row in rows}), len({row.member_ref for row in rows})) == (3, 2)


@pytest.mark.parametrize(
    "body",
    [
        {}, {"platform": "meet", "version": "1"}, {"platform": "meet", "version": "1", "readable": {}},
        {"platform": "skype", "version": "1", "readable": {"people": "ok"}},
        {"platform": "meet", "version": "of Bob Baker", "readable": {"people": "ok"}},
        {"platform": "meet", "version": "1", "readable": {"people": "Bob Baker was here"}},
        {"platform": "meet", "version": "1", "readable": {"address": "ok"}},
        {"platform": "meet", "version": "1", "readable": {"people": "ok"}, "url": "https://meet.google.com/abc-defg-hij"},
        {"platform": "meet", "version": "1" * 2000, "readable": {"people": "ok"}}, [], b"{", b"\xff",
    ],
)  # fmt: skip
def test_any_other_shape_is_refused_and_nothing_is_kept(bobs: Paired, body: object) -> None:
    answer = bobs._http("POST")("/api/v1/plugin/health/", body)
    assert answer.status_code == 400
    assert not AdapterReading.objects.exists()


def test_a_stranger_and_a_plugin_that_was_disconnected_are_not_heard(bobs: Paired) -> None:
    bobs.token.delete()
    for secret in ("", "ltm_" + "x" * 40, bobs.secret):
        assert Paired(bobs.token, secret).reads(people="not_found").status_code == 401
    assert not AdapterReading.objects.exists()


def test_a_plugin_that_does_not_stop_is_told_to_wait(bobs: Paired) -> None:
    most = int(str(settings.ACCOUNT_RATE_LIMITS["plugin_health"]).partition("/")[0])
    answers = [bobs.reads(people="ok") for _ in range(most + 1)]
    assert [answer.status_code for answer in answers] == [204] * most + [429]
    assert answers[-1]["Retry-After"] == "3600"


def test_it_goes_a_day_after_it_was_last_said(clock: Clock, bobs: Paired) -> None:
    bobs.reads(people="ok", count="ok")
    clock.passes(hours=2)
    bobs.reads(people="ok")
    assert forget_old_readings(now=clock.passes(hours=22)) == 1
    assert set(kept()) == {"people"}
    assert forget_old_readings(now=clock.passes(hours=2)) == 1


def test_it_goes_with_the_account(bob: User, bobs: Paired, alice: User) -> None:
    bobs.reads(people="not_found")
    pair(alice).reads(people="not_found")
    refs = set(AdapterReading.objects.values_list("member_ref", flat=True))
    delete_member(user=bob)
    (left,) = AdapterReading.objects.values_list("member_ref", flat=True)
    (gone,) = refs - {left}
    assert gone not in str(everything_stored())


def test_every_word_that_a_plugin_may_say_is_known_and_has_words_for_people(bobs: Paired) -> None:
    """plugin/tests/attendance/health.test.ts holds the plugin to the same file."""
    golden = json.loads((ROOT / "protocol/examples/health.json").read_text())
    assert [list(kind) for kind in (Platform, Signal, Readable)] == [
        golden["platforms"], golden["signals"], golden["readable"],
    ]  # fmt: skip
    assert set(PLATFORMS) == set(Platform) and set(SIGNALS) == set(Signal)
    assert bobs._http("POST")("/api/v1/plugin/health/", golden["body"]).status_code == 204
