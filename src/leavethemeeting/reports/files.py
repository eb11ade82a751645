"""A report as CSV: lines that say what this is, then one table. docs/host/files.md tells hosts the same.

The first line says how many lines stand before the table's head, so that a program skips them
(``skiprows``) without guessing; they begin with ``#`` and have as many cells as the table, as
RFC 4180 §2.4 asks. With ``plain`` the file is the table alone. Heads are English and stable.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from urllib.parse import quote

from django.http import StreamingHttpResponse
from django.utils.text import slugify

from leavethemeeting.domain.timelines import Edge, Flag
from leavethemeeting.reports.cells import Cell, csv_lines, local, plain, seconds
from leavethemeeting.reports.definitions import lines
from leavethemeeting.reports.queries import Report, who_did_what
from leavethemeeting.reports.rows import Row, why
from leavethemeeting.shared.moments import to_datetime

Line = Sequence[Cell]

_COUNTED = (
    "chat", "reaction", "hand_up", "poll_answer", "check_answer", "screen_on", "mic_on", "camera_on", "away",
)  # fmt: skip
_NONE = (0,) * len(_COUNTED)
ATTENDANCE = (
    "name", "email", "email_verified", "role", "standing", "first_entrance", "last_exit", "last_exit_reason", "stays",
    "present_seconds", "attendance_percent", "attendance_percent_upper", "unknown_seconds", "disputed_seconds",
    "late_seconds", "late", "early_seconds", "left_early", "gaps_seconds", "re_entries", "most_devices_at_once",
    "interactions", *_COUNTED, "speaking_seconds", "assurance", "flags", "attendee",
)  # fmt: skip
STAYS = (
    "name", "email", "attendee", "stay", "entrance", "entrance_quality", "entrance_source", "exit", "exit_quality",
    "exit_reason", "exit_raw_reason", "exit_source", "seconds", "smoothed_seconds", "assurance",
)  # fmt: skip
INTERACTIONS = ("at", "name", "email", "attendee", "kind", "value", "seconds", "text", "source")
_DEFINED = {
    "attendance": ("window", "entrance", "exit", "stays", "present", "share", "upper", "unknown", "disputed", "late",
                   "early", "re_entries", "interactions", "speaking", "assurance"),
    "stays": ("stays", "entrance", "exit", "assurance"),
    "interactions": ("interactions", "speaking"),
}  # fmt: skip


def attendance_file(report: Report, *, only_table: bool) -> StreamingHttpResponse:
    """One line per attendee."""
    return _answer(report, "attendance", ATTENDANCE, attendance_lines(report, report.rows), only_table)


def stays_file(report: Report, *, only_table: bool) -> StreamingHttpResponse:
    """One line per stay."""
    return _answer(report, "stays", STAYS, stay_lines(report, report.rows), only_table)


def interactions_file(report: Report, *, only_table: bool) -> StreamingHttpResponse:
    """One line per interaction, by time, read from the log while it is sent."""
    return _answer(report, "interactions", INTERACTIONS, interaction_lines(report, report.rows), only_table)


def csv_answer(name: str, rows: Iterable[Line]) -> StreamingHttpResponse:
    """``rows`` as a download. ``name`` without ending; in the header as ASCII and, after RFC 6266, as it is."""
    ascii_name = slugify(name) or "report"
    answer = StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8; header=present")
    answer["Content-Disposition"] = (
        f"attachment; filename=\"{ascii_name}.csv\"; filename*=UTF-8''{quote(_safe_name(name), safe='')}.csv"
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _safe_name(name: str) -> str:
    """Without what a file system or a shell reads as more than a name; at most 100 characters."""
    kept = "".join(" " if character in '/\\:*?"<>|%' else character for character in plain(name))
    return " ".join(kept.split())[:100].strip(". ") or "report"


def _answer(report: Report, what: str, head: Line, rows: Iterable[Line], only_table: bool) -> StreamingHttpResponse:
    day = to_datetime(report.numbers.window.start).astimezone(report.zone).date()

    def everything() -> Iterator[Line]:
        if not only_table:
            yield from _preamble(report, what, len(head))
        yield head
        yield from rows

    return csv_answer(f"{report.title} {day.isoformat()} {what}", everything())


def _preamble(report: Report, what: str, width: int) -> list[Line]:
    """What the table is, padded to its width."""
    window, zone = report.numbers.window, report.zone
    said: list[tuple[str, Cell]] = [
        ("# meeting", report.title),
        ("# occurrence", str(report.occurrence.id)),
        ("# time zone", report.occurrence.meeting.time_zone),
        ("# generated at", local(report.as_of, zone)),
        ("# state", "still running" if report.running else "closed"),
        ("# window start", local(window.start, zone)),
        ("# window end", local(window.end, zone)),
        ("# window seconds", seconds(window.length)),
    ]
    said += [(f"# definition: {term}", meaning) for term, meaning in lines(_DEFINED[what])]
    # Itself, all that was said, and an empty line.
    counted: list[tuple[str, Cell]] = [("# lines before the table", len(said) + 2), *said, ("", None)]
    return [(*pair, *[None] * (width - len(pair))) for pair in counted]


def attendance_lines(report: Report, rows: Iterable[Row]) -> Iterator[Line]:
    """``attendance.csv`` of these rows."""
    return (_attendance(row, report) for row in rows)


def _attendance(row: Row, report: Report) -> Line:
    line, zone, counts, here, edge = row.line, report.zone, row.counts, row.here, row.last_edge
    late, early, flags = _flagged(line.flags)
    return (
        row.name, row.email, _yes(row.email_verified) if row.email else "", row.role, row.standing,
        local(line.first_entrance, zone), "" if here else local(line.last_exit, zone),
        "" if here or edge is None else edge.reason or edge.quality.value,
        len(line.stays), seconds(line.present_ms), row.percent,
        row.percent if row.percent_upper is None else row.percent_upper,
        seconds(line.unknown_ms), seconds(line.disputed_ms),
        seconds(line.late_ms), late, seconds(line.early_ms), early,
        seconds(line.gaps_ms), line.re_entries, line.max_devices,
        row.interactions, *([counts.get(kind, 0) for kind in _COUNTED] if counts else _NONE), seconds(row.speaking_ms),
        " ".join([f"{kind}:{seconds(spent)}" for kind, spent in line.assured]), flags, row.slug,
    )  # fmt: skip


@lru_cache(maxsize=1024)
def _flagged(flags: frozenset[Flag]) -> tuple[str, str, str]:
    """Late and early in a word each, and all flags; few sets of them exist."""
    return _yes(Flag.LATE in flags), _yes(Flag.EARLY in flags), " ".join(sorted(flags))


def stay_lines(report: Report, rows: Iterable[Row]) -> Iterator[Line]:
    """``stays.csv`` of these rows."""
    for row in rows:
        for number, stay in enumerate(row.line.stays, start=1):
            yield (
                row.name, row.email, row.slug, number, local(stay.start.at, report.zone), stay.start.quality.value,
                _source(stay.start), local(stay.end.at, report.zone), stay.end.quality.value, why(stay.end),
                stay.end.reason, _source(stay.end), seconds(stay.end.at - stay.start.at), seconds(stay.smoothed_ms),
                stay.assurance.value,
            )  # fmt: skip


def interaction_lines(report: Report, rows: Iterable[Row]) -> Iterator[Line]:
    """``interactions.csv`` of these rows."""
    for row, event, text in who_did_what(report, rows):
        lasted = None if event.until is None else seconds(event.until - event.at)
        yield (
            local(event.at, report.zone), row.name, row.email, row.slug, event.interaction, event.value, lasted, text,
            event.source_kind.value,
        )  # fmt: skip


def _source(edge: Edge) -> str:
    return edge.source_kind.value if edge.source_kind else ""


def _yes(value: bool) -> str:
    return "yes" if value else "no"
