"""One shared list, many followers: nobody is silenced by another, nobody misses anything unknowingly."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from leavethemeeting.realtime.feed import Feed, TooLate


def test_cancelling_one_waiter_never_silences_the_others() -> None:
    async def story() -> list[list[int]]:
        feed: Feed[int] = Feed()
        waiting = [asyncio.create_task(anext(feed.follow())) for _ in range(3)]
        await asyncio.sleep(0)
        waiting[0].cancel()
        with suppress(asyncio.CancelledError):
            await waiting[0]
        feed.append([1])
        async with asyncio.timeout(1):
            return [await waiting[1], await waiting[2]]

    assert asyncio.run(story()) == [[1], [1]]


def test_a_follower_whose_wait_was_cut_short_misses_nothing() -> None:
    async def story() -> list[int]:
        feed: Feed[int] = Feed()
        follower = feed.follow()
        with suppress(TimeoutError):
            async with asyncio.timeout(0.01):
                await anext(follower)
        feed.append([1, 2])
        return await anext(follower)

    assert asyncio.run(story()) == [1, 2]


def test_a_late_follower_gets_all_it_missed_at_once() -> None:
    async def story() -> tuple[list[int], list[int]]:
        feed: Feed[int] = Feed()
        early = feed.follow()
        feed.append([1])
        late = feed.follow()
        feed.append([2])
        feed.append([3])
        return await anext(early), await anext(late)

    assert asyncio.run(story()) == ([1, 2, 3], [2, 3])


def test_who_is_too_late_is_told_so() -> None:
    async def story() -> list[int]:
        feed: Feed[int] = Feed(keeps=3)
        slow, quick = feed.follow(), feed.follow()
        got: list[int] = []
        for number in range(100):
            feed.append([number])
            got += await anext(quick)
        with pytest.raises(TooLate):
            await anext(slow)
        assert len(feed.kept()) <= 6
        return got

    assert asyncio.run(story()) == list(range(100))


def test_followers_of_a_closed_feed_read_to_its_end() -> None:
    async def story() -> list[list[int]]:
        feed: Feed[int] = Feed()
        follower = feed.follow()
        feed.append([1])
        feed.close()
        return [items async for items in follower]

    assert asyncio.run(story()) == [[1]]


def test_a_ring_for_nothing_wakes_who_waits_and_leaves_nothing_behind() -> None:
    async def story() -> tuple[list[int], int]:
        feed: Feed[int] = Feed()
        followers = [feed.follow() for _ in range(3)]
        waiting = [asyncio.create_task(follower.wait()) for follower in followers]
        await asyncio.sleep(0)
        waiting[0].cancel()
        await asyncio.gather(waiting[0], return_exceptions=True)
        left = len(feed._waiting)
        feed.ring()
        async with asyncio.timeout(1):
            await asyncio.gather(*waiting[1:])
        return followers[1].take(), left + len(feed._waiting)

    assert asyncio.run(story()) == ([], 2), "two waited, then none"
