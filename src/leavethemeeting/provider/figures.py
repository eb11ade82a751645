"""Numbers over registration data, use history and sign-in networks (C28). Of groups, never of a person.

Whoever is counted is a member who does not object to it; small groups are hidden by ``domain.suppression``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import Count, QuerySet
from django.db.models.functions import TruncWeek
from django.utils.translation import gettext as _

from leavethemeeting.accounts.models import User
from leavethemeeting.consent.kinds import Kind
from leavethemeeting.consent.queries import members_who_want, who_want
from leavethemeeting.domain.suppression import share, sum_told, suppressed
from leavethemeeting.logdata.kinds import DEVICE_TYPES, FEATURES, METHODS, Feature, Method, Result, What
from leavethemeeting.logdata.models import Entry
from leavethemeeting.meetings.models import Attendee, Occurrence
from leavethemeeting.shared.moments import from_datetime

WEEKS = 12  # in a trend
COHORTS = 8  # weeks of sign-ups that are followed
LATELY = timedelta(days=30)
FUNNEL = timedelta(days=90)

# The picture of a trend, 720 wide: columns stand on FOOT; what is not told has a height of its own.
APART, FOOT, TALLEST, UNTOLD = 60, 108, 84, 24


@dataclass(frozen=True, slots=True)
class Bar:
    """One column of a trend: the week's first day and the number (None = hidden); where it stands in the picture."""

    day: date
    number: int | None
    x: int
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Trend:
    """A number for each of the last weeks, the running one last."""

    title: str
    bars: tuple[Bar, ...]
    whole: int | None

    @property
    def is_hidden(self) -> bool:
        return any(bar.number is None for bar in self.bars)


@dataclass(frozen=True, slots=True)
class Group:
    """A line of a distribution: people (None = hidden), and of how many, from 0 to 1."""

    label: str
    number: int | None
    share: float | None


@dataclass(frozen=True, slots=True)
class Cohort:
    """Who signed up in a week: how many, and the share that came back in each week after."""

    day: date
    number: int | None
    back: tuple[float | None, ...]


def monday(now: datetime) -> datetime:
    """The start of the running week, in UTC."""
    today = now.astimezone(UTC).date()
    return datetime.combine(today - timedelta(days=today.weekday()), time(), UTC)


def weeks(now: datetime, number: int = WEEKS) -> list[datetime]:
    """The first moments of the last weeks, the running one last."""
    last = monday(now)
    return [last - timedelta(weeks=back) for back in range(number - 1, -1, -1)]


def _trend(title: str, counts: Sequence[int], starts: Sequence[datetime], *, people: bool) -> Trend:
    told: Sequence[int | None] = suppressed(counts) if people else list(counts)
    top = max((number for number in told if number), default=0)
    heights = [round(TALLEST * number / top) if number else UNTOLD if number is None else 0 for number in told]
    bars = tuple(
        Bar(start.date(), number, APART * index, FOOT - height, height)
        for index, (start, number, height) in enumerate(zip(starts, told, heights, strict=True))
    )
    return Trend(title, bars, sum_told(counts) if people else sum(counts))


def _by_week(starts: Sequence[datetime], found: Iterable[tuple[datetime, int]]) -> list[int]:
    by = {moment.astimezone(UTC).date(): number for moment, number in found}
    return [by.get(start.date(), 0) for start in starts]


def _in_weeks_ms(starts: Sequence[datetime], rows: Callable[[int, int], int]) -> list[int]:
    edges = [from_datetime(start) for start in starts] + [from_datetime(starts[-1] + timedelta(weeks=1))]
    return [rows(first, last) for first, last in pairwise(edges)]


def _objecting() -> QuerySet[Any, Any]:
    """Members who object to being counted (rights)."""
    return members_who_want(Kind.NOT_COUNTED).values("user_id")


def _members() -> QuerySet[User]:
    return User.objects.exclude(pk__in=_objecting())


def _entries() -> QuerySet[Entry]:
    return Entry.objects.exclude(user_id__in=_objecting())


def _came() -> QuerySet[Attendee]:
    guests = who_want(Kind.NOT_COUNTED).filter(user__isnull=True).values("email")
    return Attendee.objects.exclude(user_id__in=_objecting()).exclude(user__isnull=True, email__in=guests)


def trends(now: datetime) -> list[Trend]:
    """Members who signed up, people who came to a meeting for the first time, meetings that took place."""
    starts = weeks(now)
    joined = (
        _members().filter(date_joined__gte=starts[0])
        .annotate(week=TruncWeek("date_joined", tzinfo=UTC)).values_list("week").annotate(n=Count("pk"))
    )  # fmt: skip
    came = _in_weeks_ms(starts, lambda a, b: _came().filter(first_came_at__gte=a, first_came_at__lt=b).count())
    held = _in_weeks_ms(
        starts, lambda a, b: Occurrence.objects.filter(first_opened_at__gte=a, first_opened_at__lt=b).count()
    )
    return [
        _trend(_("Members who signed up"), _by_week(starts, joined), starts, people=True),
        _trend(_("People who came to a meeting for the first time"), came, starts, people=True),
        _trend(_("Meetings that took place"), held, starts, people=False),
    ]


def _groups(labels: Iterable[tuple[str, int]], whole: int) -> list[Group]:
    """Groups that overlap: each stands by itself, beside how many there are in all."""
    found = sorted(labels, key=lambda one: -one[1])
    return [Group(label, suppressed([count])[0], share(count, whole)) for label, count in found if count]


def _members_by(field: str, entries: Any) -> dict[str, int]:
    return dict(entries.exclude(**{field: ""}).values_list(field).annotate(n=Count("user_id", distinct=True)))


def ways_in(now: datetime) -> list[Group]:
    """How members signed in within thirty days; somebody may have used two ways."""
    entries = _entries().filter(
        what=What.SIGN_IN.value, result=Result.DONE.value, at__gte=now - LATELY, user__isnull=False
    )
    whole = entries.values("user_id").distinct().count()
    by_method = _members_by("method", entries.filter(network=""))
    by_network = _members_by("network", entries)
    return _groups(
        [(str(METHODS[Method(method)]), count) for method, count in by_method.items()]
        + [(network.title(), count) for network, count in by_network.items()],
        whole,
    )


def features(now: datetime) -> list[Group]:
    """What members used within thirty days."""
    entries = _entries().filter(what=What.USE.value, at__gte=now - LATELY, user__isnull=False)
    whole = active(now)
    return _groups([(str(FEATURES[Feature(name)]), n) for name, n in _members_by("feature", entries).items()], whole)


def devices(now: datetime) -> dict[str, list[Group]]:
    """Browsers, systems and types of device within thirty days."""
    entries = _entries().filter(at__gte=now - LATELY, user__isnull=False)
    whole = active(now)
    types = {str(DEVICE_TYPES.get(name, name)): n for name, n in _members_by("device_type", entries).items()}
    return {
        _("Type of device"): _groups(types.items(), whole),
        _("Browser"): _groups(_families(_members_by("browser", entries)).items(), whole),
        _("Operating system"): _groups(_members_by("system", entries).items(), whole),
    }


def _families(browsers: dict[str, int]) -> dict[str, int]:
    """Without versions. Whoever used two versions counts twice at most, so this is an upper bound."""
    found: dict[str, int] = {}
    for browser, number in browsers.items():
        family = browser.rsplit(" ", 1)[0] if browser.rsplit(" ", 1)[-1].isdigit() else browser
        found[family] = found.get(family, 0) + number
    return found


def active(now: datetime) -> int:
    """Members who did anything within thirty days."""
    return _entries().filter(at__gte=now - LATELY, user__isnull=False).values("user_id").distinct().count()


def funnel(now: datetime) -> list[Group]:
    """Of the members who signed up within ninety days: how far they came. Each step is a part of the first."""
    new = _members().filter(date_joined__gte=now - FUNNEL)
    whole = new.count()
    confirmed = EmailAddress.objects.filter(user__in=new, verified=True).values("user_id").distinct().count()
    came = Attendee.objects.filter(user__in=new).values("user_id").distinct().count()
    hosts = new.filter(became_host_at__isnull=False).count()
    held = Occurrence.objects.filter(meeting__owner__in=new).values("meeting__owner_id").distinct().count()
    steps = [
        (_("Signed up"), whole), (_("Confirmed their address"), confirmed), (_("Came to a meeting"), came),
        (_("Planned a meeting"), hosts), (_("Held a meeting"), held),
    ]  # fmt: skip
    return [Group(label, suppressed([count])[0], share(count, whole)) for label, count in steps]


def retention(now: datetime) -> list[Cohort]:
    """Members by the week they signed up, and how many of them did something in each week since."""
    starts = weeks(now, COHORTS)
    joined: dict[UUID, int] = {}
    for user, moment in _members().filter(date_joined__gte=starts[0]).values_list("pk", "date_joined"):
        joined[user] = (moment - starts[0]).days // 7
    seen: dict[tuple[int, int], set[UUID]] = {}
    entries = _entries().filter(user__in=list(joined), at__gte=starts[0]).annotate(week=TruncWeek("at", tzinfo=UTC))
    for user, week in entries.values_list("user_id", "week").distinct():
        seen.setdefault((joined[user], (week.astimezone(UTC) - starts[0]).days // 7), set()).add(user)
    sizes = [sum(1 for cohort in joined.values() if cohort == index) for index in range(COHORTS)]
    return [
        Cohort(
            start.date(), suppressed([sizes[index]])[0],
            tuple(share(len(seen.get((index, later), ())), sizes[index]) for later in range(index + 1, COHORTS)),
        )
        for index, start in enumerate(starts)
    ]  # fmt: skip
