"""What a host wants to know first, in words and in a few figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leavethemeeting.domain.events import SourceKind
from leavethemeeting.domain.timelines import Assurance, Flag
from leavethemeeting.reports.cells import tenth
from leavethemeeting.reports.queries import Report
from leavethemeeting.reports.rows import Row
from leavethemeeting.shared.templatetags.moments import clock, duration

_NAMED = 3  # people called by name in one sentence


@dataclass(frozen=True, slots=True)
class Figure:
    """One number at the head of the report; ``key`` leads to its definition."""

    key: str
    label: str
    value: str
    more: str = ""


def sentences(report: Report) -> list[str]:
    """The report in at most six sentences; those about nothing are left out."""
    told = [_came(report), _as_of(report), _most_left(report), _late(report), _unknown(report), _disputed(report)]
    return [sentence for sentence in told if sentence]


def figures(report: Report) -> list[Figure]:
    """Totals over everybody, whatever page of the table is shown."""
    rows, numbers, zone = report.rows, report.numbers, report.occurrence.meeting.time_zone
    hosts = sum(row.line.host for row in rows)
    average = sum(row.line.present_ms for row in rows) / (len(rows) * numbers.window.length or 1)
    peak_at = _("at %(time)s") % {"time": clock(numbers.peak.at, zone)[:5]} if numbers.peak.at else ""
    found = [
        Figure("came", _("Came"), str(len(rows)), ngettext("%(n)d host", "%(n)d hosts", hosts) % {"n": hosts} if hosts else ""),
        Figure("share", _("Average attendance"), percent(100 * average)),
        Figure("concurrency", _("Most at once"), str(numbers.peak.count), peak_at),
        Figure("median", _("Median stay"), duration(numbers.median_ms)),
        Figure("late", _("Late"), str(sum(row.late for row in rows))),
        Figure("early", _("Left early"), str(sum(row.early for row in rows))),
        Figure("interactions", _("Interactions"), str(sum(row.interactions for row in rows))),
    ]  # fmt: skip
    unknown, disputed = sum(r.line.unknown_ms for r in rows), sum(r.line.disputed_ms for r in rows)
    if unknown:
        found.append(Figure("unknown", _("Unknown"), duration(unknown)))
    if disputed:
        found.append(Figure("disputed", _("Disputed"), duration(disputed)))
    return found


def percent(value: float) -> str:
    """``86.4 %``, one decimal, half up."""
    return f"{tenth(value)} %"


def isolated(text: str) -> str:
    """A stranger's name inside a sentence, so that its direction stays its own (Unicode UAX 9, FSI and PDI)."""
    return f"\u2068{text}\u2069"


def _came(report: Report) -> str:
    others = [row for row in report.rows if not row.line.host]
    led = len(others) < len(report.rows)
    if report.running:
        here = sum(row.here for row in others)
        if led:
            came = ngettext(
                "%(n)d person has come besides the host", "%(n)d people have come besides the host", len(others)
            )
        else:
            came = ngettext("%(n)d person has come", "%(n)d people have come", len(others))
        now = ngettext("%(n)d is there now.", "%(n)d are there now.", here) % {"n": here}
        return _("%(came)s, %(rest)s") % {"came": came % {"n": len(others)}, "rest": now}
    if not others:
        return _("Nobody came besides the host.")
    stayed = sum(row.line.early_ms is not None and not row.early for row in others)
    if led:
        came = ngettext("%(n)d person came besides the host", "%(n)d people came besides the host", len(others))
    else:
        came = ngettext("%(n)d person came", "%(n)d people came", len(others))
    end = ngettext("%(n)d stayed to the end.", "%(n)d stayed to the end.", stayed) % {"n": stayed}
    return _("%(came)s, %(rest)s") % {"came": came % {"n": len(others)}, "rest": end}


def _as_of(report: Report) -> str:
    if not report.running:
        return ""
    at = clock(report.as_of, report.occurrence.meeting.time_zone)
    return _("This is as of %(time)s; it is still running.") % {"time": at}


def _most_left(report: Report) -> str:
    loss = report.numbers.biggest_loss
    if loss is None or loss.count < 2:  # one departure is no wave
        return ""
    at = clock(loss.at, report.occurrence.meeting.time_zone)[:5]
    return _("Most left at %(time)s: %(n)d people within a minute.") % {"time": at, "n": loss.count}


def _late(report: Report) -> str:
    late = sorted((row for row in report.rows if row.late), key=lambda row: row.line.late_ms or 0, reverse=True)
    if not late:
        return _("Nobody came late.") if report.numbers.attended > 1 else ""
    told = ngettext(
        "%(n)d person came more than five minutes late: %(names)s.",
        "%(n)d people came more than five minutes late: %(names)s.",
        len(late),
    )
    return told % {"n": len(late), "names": _named(late)}


def _named(rows: Sequence[Row]) -> str:
    names = [f"{isolated(row.name)} ({duration(row.line.late_ms)})" for row in rows[:_NAMED]]
    if len(rows) > _NAMED:
        rest = len(rows) - _NAMED
        names.append(ngettext("%(n)d more", "%(n)d more", rest) % {"n": rest})
    return ", ".join(names)


def _unknown(report: Report) -> str:
    unsure = [row for row in report.rows if row.line.unknown_ms]
    if not unsure:
        return ""
    away = all(Flag.OUTAGE in row.line.flags for row in unsure)
    told = ngettext(
        "For %(n)d person %(time)s are unknown, because %(why)s.",
        "For %(n)d people some time is unknown, %(time)s in all, because %(why)s.",
        len(unsure),
    )
    why = _("the server was away") if away else _("no source saw them and none saw them go")
    return told % {"n": len(unsure), "time": duration(sum(row.line.unknown_ms for row in unsure)), "why": why}


def _disputed(report: Report) -> str:
    rows = [row for row in report.rows if row.line.disputed_ms]
    if not rows:
        return ""
    told = ngettext(
        "For %(n)d person the sources disagree about %(time)s.",
        "For %(n)d people the sources disagree, about %(time)s in all.",
        len(rows),
    )
    return told % {"n": len(rows), "time": duration(sum(row.line.disputed_ms for row in rows))}


def assurance_words(kind: Assurance) -> str:
    """How far it can be trusted, in words."""
    return {
        Assurance.MANUAL: _("set by a host"),
        Assurance.CORROBORATED: _("corroborated by two kinds of source"),
        Assurance.PLATFORM: _("seen by the room or the platform"),
        Assurance.HOST_OBSERVED: _("seen by the host's plugin"),
        Assurance.SELF_REPORTED: _("reported by the attendee's own plugin"),
        Assurance.INFERRED: _("inferred"),
    }[kind]


def source_words(kind: SourceKind) -> str:
    """Where evidence came from, in words."""
    return {
        SourceKind.ROOM: _("the built-in room"),
        SourceKind.PLUGIN: _("the attendee's plugin"),
        SourceKind.HOST_PLUGIN: _("the host's plugin"),
        SourceKind.WEBHOOK: _("the platform, as it happened"),
        SourceKind.FILE: _("the platform's file"),
        SourceKind.HOST: _("a host's correction"),
    }[kind]
