"""The table of attendees as a page shows it: columns that sort, cells in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from leavethemeeting.domain.timelines import Flag
from leavethemeeting.reports.queries import Report
from leavethemeeting.reports.rows import DEFAULT_SORT, Row
from leavethemeeting.reports.words import percent
from leavethemeeting.shared.moments import to_datetime
from leavethemeeting.shared.templatetags.moments import clock, duration

COLUMNS = (
    ("name", gettext_lazy("Name"), False),
    ("role", gettext_lazy("Role"), False),
    ("entrance", gettext_lazy("First entrance"), True),
    ("exit", gettext_lazy("Last exit"), True),
    ("stays", gettext_lazy("Stays"), True),
    ("present", gettext_lazy("Time present"), True),
    ("share", gettext_lazy("Attendance"), True),
    ("interactions", gettext_lazy("Interactions"), True),
    ("speaking", gettext_lazy("Speaking"), True),
)
ORDERS = (
    ("entrance", gettext_lazy("First entrance")),
    ("exit", gettext_lazy("Last exit")),
    ("name", gettext_lazy("Name")),
    ("-present", gettext_lazy("Time present, longest first")),
    ("-interactions", gettext_lazy("Interactions, most first")),
    ("-speaking", gettext_lazy("Speaking, longest first")),
    ("-stays", gettext_lazy("Stays, most first")),
    ("role", gettext_lazy("Role")),
)
FILTER_LABELS = (
    ("here", gettext_lazy("present now")),
    ("late", gettext_lazy("came late")),
    ("early", gettext_lazy("left early")),
    ("unknown", gettext_lazy("with unknown time")),
    ("disputed", gettext_lazy("with disputed time")),
    ("review", gettext_lazy("who is this?")),
)
KINDS = {
    "chat": gettext_lazy("chat"),
    "reaction": gettext_lazy("reaction"),
    "hand_up": gettext_lazy("hand"),
    "hand_down": gettext_lazy("hand down"),
    "poll_answer": gettext_lazy("poll"),
    "check_answer": gettext_lazy("attention check"),
    "screen_on": gettext_lazy("screen shown"),
    "screen_off": gettext_lazy("screen ended"),
    "mic_on": gettext_lazy("microphone on"),
    "mic_off": gettext_lazy("microphone off"),
    "camera_on": gettext_lazy("camera on"),
    "camera_off": gettext_lazy("camera off"),
    "speaking": gettext_lazy("speaking"),
    "away": gettext_lazy("be right back"),
    "back": gettext_lazy("back"),
}
ROLES = {
    "host": gettext_lazy("host"),
    "participant": gettext_lazy("participant"),
    "viewer": gettext_lazy("viewer"),
}
STANDINGS = {
    "member": gettext_lazy("member"),
    "guest": gettext_lazy("guest"),
    "outside": gettext_lazy("from another source"),
}


@dataclass(frozen=True, slots=True)
class Column:
    label: str
    href: str
    number: bool
    order: str  # the value of aria-sort; empty: not the sorted one


@dataclass(frozen=True, slots=True)
class Order:
    """A choice of the list that sorts where the heads are not seen; ``value`` is that of the query's ``sort``."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A badge beside a name."""

    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Cells:
    """One row in words; empty strings are left out."""

    href: str
    name: str
    email: str
    email_verified: bool
    role: str
    standing: str
    entrance: str
    late: str
    exit: str
    why: str
    early: str
    stays: int
    came_back: str
    present: str
    unknown: str
    share: str
    upper: str
    interactions: int
    did: str
    speaking: str
    flags: list[Mark]


def columns(wanted: str, query: dict[str, str]) -> list[Column]:
    """The heads of the report's table; ``query`` is kept in their links."""
    same_order = {"share": "present"}  # a share of one window
    rising = ("name", "role", "entrance", "exit")
    return head(COLUMNS, wanted or DEFAULT_SORT, query, rising_first=rising, target="#attendees", same_order=same_order)


def report_orders(wanted: str) -> list[Order]:
    """The orders of the report's table."""
    return orders(ORDERS, wanted or DEFAULT_SORT)


def orders(choices: Iterable[tuple[str, str | Promise]], wanted: str) -> list[Order]:
    """``choices`` are ``(sort, label)``; the way the table is sorted now is always among them."""
    made = []
    for value, label in choices:
        made.append(Order(value, str(label), wanted == value))
        if value and wanted != value and wanted.removeprefix("-") == value.removeprefix("-"):
            made.append(Order(wanted, _("%(order)s, the other way round") % {"order": label}, chosen=True))
    return made


def head(
    columns: Iterable[tuple[str, str | Promise, bool]],
    wanted: str,
    query: Mapping[str, str],
    *,
    rising_first: Collection[str],
    target: str,
    same_order: Mapping[str, str] = MappingProxyType({}),
) -> list[Column]:
    """Heads that sort: ``(key, label, number)``; without a key it is no link. Numbers begin with the largest."""
    made = []
    current, falling = wanted.removeprefix("-"), wanted.startswith("-")
    for key, label, number in columns:
        sort = same_order.get(key, key)
        is_it = bool(key) and current == key
        turned = f"-{sort}" if (not falling if is_it else sort not in rising_first) else sort
        order = ("descending" if falling else "ascending") if is_it else ""
        href = f"?{urlencode({**query, 'sort': turned})}{target}" if key else ""
        made.append(Column(str(label), href, number, order))
    return made


def cells(row: Row, report: Report) -> Cells:
    """A row's times in the meeting's zone, with the day where it is another one than the window's."""
    line = row.line
    return Cells(
        href=reverse("reports:attendee", args=[report.occurrence.id, row.slug]),
        name=row.name,
        email=row.email,
        email_verified=row.email_verified,
        role=str(ROLES.get(row.role, row.role)),
        standing=str(STANDINGS[row.standing]),
        entrance=moment(line.first_entrance, report),
        late=_("%(time)s late") % {"time": minutes(line.late_ms)} if row.late else "",
        exit=_("present") if row.here else moment(line.last_exit, report),
        why=row.why_left,
        early=_("%(time)s early") % {"time": minutes(line.early_ms)} if row.early and not report.running else "",
        stays=len(line.stays),
        came_back=_("came back %(n)d×") % {"n": line.re_entries} if line.re_entries else "",
        present=duration(line.present_ms),
        unknown=_("%(time)s unknown") % {"time": duration(line.unknown_ms)} if line.unknown_ms else "",
        share=percent(row.percent),
        upper=_("up to %(share)s") % {"share": percent(row.percent_upper)} if row.percent_upper is not None else "",
        interactions=row.interactions,
        did=", ".join(f"{KINDS[kind]} {count}" for kind, count in row.did),
        speaking=duration(row.speaking_ms) if row.speaking_ms else "–",
        flags=_marks(row),
    )


def moment(at: int | None, report: Report) -> str:
    """A clock time, with its day where that is not the day the window starts on."""
    if at is None:
        return ""
    shown = clock(at, report.occurrence.meeting.time_zone)
    day, first = (_day(m, report) for m in (at, report.numbers.window.start))
    return shown if day == first else f"{date_format(day, 'j M')} {shown}"


def minutes(milliseconds: int | None) -> str:
    """Whole minutes, for a small remark beside an exact time."""
    return _("%(n)d min") % {"n": (milliseconds or 0) // 60_000}


def _day(at: int, report: Report) -> date:
    return to_datetime(at).astimezone(report.zone).date()


def _marks(row: Row) -> list[Mark]:
    flags = row.line.flags
    marks = [
        (row.review, "warn", _("who is this?")),
        (bool(row.line.disputed_ms), "disputed", _("disputed")),
        (Flag.CORRECTED in flags, "", _("corrected")),
        (Flag.BRIEF in flags, "", _("brief")),
        (Flag.CONFLICT in flags, "warn", _("totals differ")),
        (Flag.AGGREGATE in flags, "", _("total only")),
    ]
    return [Mark(kind, label) for is_so, kind, label in marks if is_so]


def told(row: Row, report: Report) -> str:
    """A lane in words: from when to when, how long, how often, why it ended."""
    line = row.line
    parts = [f"{moment(line.first_entrance, report)}–{_('now') if row.here else moment(line.last_exit, report)}"]
    parts.append(duration(line.present_ms))
    if len(line.stays) > 1:
        parts.append(ngettext("%(n)d stay", "%(n)d stays", len(line.stays)) % {"n": len(line.stays)})
    if line.unknown_ms:
        parts.append(_("%(time)s unknown") % {"time": duration(line.unknown_ms)})
    if row.interactions:
        parts.append(ngettext("%(n)d interaction", "%(n)d interactions", row.interactions) % {"n": row.interactions})
    return " · ".join([*parts, *([row.why_left] if row.why_left else [])])
