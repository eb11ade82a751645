"""Moments come from one clock that nobody can turn back while a meeting runs."""

from __future__ import annotations

import asyncio
import logging
import time

import pytest

from leavethemeeting.realtime.clock import Clock, _steady
from tests.realtime.logside import served

HOUR = 3_600_000


class Times:
    """Two clocks of a machine, moved by hand."""

    def __init__(self) -> None:
        self.wall, self.steady = 1_790_000_000_000, 5_000

    def pass_(self, milliseconds: int, *, drift: int = 0) -> None:
        self.wall += milliseconds + drift
        self.steady += milliseconds


@pytest.fixture
def times() -> Times:
    return Times()


@pytest.fixture
def clock(times: Times) -> Clock:
    return Clock(lambda: times.wall, lambda: times.steady)


def test_it_goes_with_the_wall_clock(times: Times, clock: Clock) -> None:
    times.pass_(90_000)
    assert clock() == times.wall
    assert clock.jumps == 0


@pytest.mark.parametrize("jump", [HOUR, -HOUR])
def test_a_wall_clock_that_is_set_does_not_move_it(
    times: Times, clock: Clock, jump: int, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        before = clock()
        times.wall += jump
        times.pass_(60_000)
        assert clock() == before + 60_000
        times.pass_(60_000)
        assert clock() == before + 120_000
    assert clock.jumps == 1
    assert len(caplog.records) == 1


def test_slow_drift_is_followed(times: Times, clock: Clock) -> None:
    for _ in range(20):
        times.pass_(20_000, drift=200)
        clock()
    assert clock() == times.wall
    assert clock.jumps == 0


def test_it_never_goes_back(times: Times, clock: Clock) -> None:
    times.pass_(20_000)
    before = clock()
    times.pass_(10_000, drift=-10_900)
    assert clock() >= before


@pytest.mark.parametrize("jump", [HOUR, -HOUR])
def test_between_meetings_it_is_put_right(times: Times, clock: Clock, jump: int) -> None:
    clock()
    times.wall += jump
    times.pass_(60_000)
    clock.follow()
    assert clock() == times.wall
    times.pass_(60_000)
    assert clock() == times.wall
    assert clock.jumps == 0, "the jump was followed, and is none any more"


@pytest.mark.skipif(not hasattr(time, "CLOCK_BOOTTIME"), reason="a clock of Linux")
def test_a_machine_that_slept_knows_how_long() -> None:
    assert abs(_steady() - time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000) < 1_000


@pytest.mark.django_db(transaction=True)
def test_the_service_puts_its_clock_right_while_no_room_runs() -> None:
    async def story() -> None:
        async with served() as here:
            here.services.clock._offset += HOUR
            async with asyncio.timeout(10):
                while here.services.clock() > here.services.clock._wall() + 60_000:
                    await asyncio.sleep(0.1)

    asyncio.run(story())
