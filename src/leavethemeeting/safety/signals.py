"""Signs of fraud in the log data (C21): what stands out, why, and what can be done. Signs are no proof.

Nothing is done by itself: whoever reads them decides, with a reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from leavethemeeting.accounts.models import User
from leavethemeeting.logdata.client import short_network
from leavethemeeting.logdata.kinds import Result, What
from leavethemeeting.logdata.models import Entry

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
GUESSES = 10  # refused sign-ins of one member within a day
TRIED = 20  # refused sign-ins from one network within a day …
AT_LEAST = 3  # … at so many members, or at addresses that belong to nobody
NEW_MEMBERS = 10  # of one network within a day
BEFORE = 5  # refused sign-ins in the hour before one that went well from a network not seen before
PLACES = 4  # networks of one member within an hour


class Sign(StrEnum):
    """What was noticed."""

    GUESSED = "guessed"  # somebody tries passwords of one member
    SPRAYED = "sprayed"  # one network tries many members
    TAKEN_OVER = "taken_over"  # it went well after all, from somewhere new
    SCATTERED = "scattered"  # one member at many places at once
    CROWD = "crowd"  # many new members from one network


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing that stands out: about ``user_id`` or about ``network``; ``number`` of what, and when it was last seen."""

    sign: Sign
    number: int
    last_at: datetime
    user_id: UUID | None = None
    network: str = ""


@dataclass(frozen=True, slots=True)
class _Try:
    user_id: UUID | None
    at: datetime
    network: str
    refused: bool


def _tries(now: datetime) -> list[_Try]:
    rows = Entry.objects.filter(what=What.SIGN_IN.value, at__gt=now - DAY - HOUR, at__lte=now).order_by("at")
    return [
        _Try(user, at, short_network(ip) or ip, result == Result.REFUSED.value)
        for user, at, ip, result in rows.values_list("user_id", "at", "ip", "result").iterator(chunk_size=2000)
    ]


def signals(now: datetime) -> list[Signal]:
    """Everything that stands out in the last day, the last first."""
    tries = _tries(now)
    today = [one for one in tries if one.at > now - DAY]
    found = [*_guessed(today), *_sprayed(today), *_taken_over(tries, now), *_scattered(today), *_crowds(today, now)]
    return sorted(found, key=lambda signal: signal.last_at, reverse=True)


def _guessed(tries: Iterable[_Try]) -> Iterator[Signal]:
    by_member: dict[UUID, list[datetime]] = defaultdict(list)
    for one in tries:
        if one.refused and one.user_id is not None:
            by_member[one.user_id].append(one.at)
    for user, times in by_member.items():
        if len(times) >= GUESSES:
            yield Signal(Sign.GUESSED, len(times), times[-1], user_id=user)


def _sprayed(tries: Iterable[_Try]) -> Iterator[Signal]:
    by_network: dict[str, list[_Try]] = defaultdict(list)
    for one in tries:
        if one.refused and one.network:
            by_network[one.network].append(one)
    for network, refused in by_network.items():
        members = {one.user_id for one in refused if one.user_id is not None}
        strangers = sum(1 for one in refused if one.user_id is None)
        if len(refused) >= TRIED and (len(members) >= AT_LEAST or strangers >= TRIED):
            yield Signal(Sign.SPRAYED, len(refused), refused[-1].at, network=network)


def _taken_over(tries: list[_Try], now: datetime) -> Iterator[Signal]:
    """Refused again and again, then in, from a network from which the member had never signed in."""
    refused: dict[UUID, list[datetime]] = defaultdict(list)
    known: dict[UUID, set[str]] = defaultdict(set)
    for one in tries:
        if one.user_id is None:
            continue
        if one.refused:
            refused[one.user_id].append(one.at)
            continue
        before = [at for at in refused[one.user_id] if at > one.at - HOUR]
        is_new = one.network and one.network not in known[one.user_id] and not _was_known(one)
        if len(before) >= BEFORE and is_new and one.at > now - DAY:
            yield Signal(Sign.TAKEN_OVER, len(before), one.at, user_id=one.user_id, network=one.network)
        known[one.user_id].add(one.network)


def _was_known(one: _Try) -> bool:
    """Whether the member had signed in from that network before the day that is looked at."""
    assert one.user_id is not None  # noqa: S101 -- the caller skipped strangers
    done = Entry.objects.filter(user_id=one.user_id, what=What.SIGN_IN.value, result=Result.DONE.value, at__lt=one.at)
    return any((short_network(ip) or ip) == one.network for ip in done.values_list("ip", flat=True).distinct())


def _scattered(tries: Iterable[_Try]) -> Iterator[Signal]:
    by_member: dict[UUID, list[_Try]] = defaultdict(list)
    for one in tries:
        if not one.refused and one.user_id is not None and one.network:
            by_member[one.user_id].append(one)
    for user, done in by_member.items():
        most, last = 0, done[0].at
        for index, one in enumerate(done):
            places = {other.network for other in done[: index + 1] if other.at > one.at - HOUR}
            if len(places) >= max(most, PLACES):
                most, last = len(places), one.at
        if most:
            yield Signal(Sign.SCATTERED, most, last, user_id=user)


def _crowds(tries: Iterable[_Try], now: datetime) -> Iterator[Signal]:
    new = set(User.objects.filter(date_joined__gt=now - DAY).values_list("pk", flat=True))
    by_network: dict[str, dict[UUID, datetime]] = defaultdict(dict)
    for one in tries:
        if one.user_id is not None and one.user_id in new and one.network:
            by_network[one.network][one.user_id] = one.at
    for network, members in by_network.items():
        if len(members) >= NEW_MEMBERS:
            yield Signal(Sign.CROWD, len(members), max(members.values()), network=network)
