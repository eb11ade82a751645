"""Text that strangers wrote, made harmless for spreadsheets and pages.

A spreadsheet runs a cell that begins like a formula; a bidirectional control turns the words
around it. Source: OWASP "CSV Injection"; Unicode TR36 §2.3; RFC 4180 for the file itself.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import islice

Cell = str | int | float | Decimal | None

# C0 and C1 controls, line and paragraph separators: a space stands for them.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# Marks, embeddings, overrides and isolates of direction, the invisible fillers and lone surrogates: gone.
# The joiners U+200C and U+200D stay, because Persian names and emoji are written with them.
_INVISIBLE = re.compile(r"[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]")
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")

# In a written line: quotes, a cell that begins or ends with a space, or one that begins like a formula.
_DOUBTFUL = ('"', *("," + first for first in " =+-@"), " ,")
_AT_ONCE = 64  # lines: a chunk is a write to the socket
_SECONDS = tuple(f"{second:02}" for second in range(60))
_THOUSANDTHS = ("", *(f".{thousandth:03}" for thousandth in range(1, 1000)))


def plain(text: str) -> str:
    """``text`` on one line, without controls and without anything that changes direction."""
    return _INVISIBLE.sub("", _CONTROLS.sub(" ", text)).strip()


def cell(value: Cell) -> str | int | float | Decimal:
    """What is written for ``value``: numbers as they are, text that could be run behind an apostrophe."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    # Asked of the raw text as well: a leading tab or carriage return is a formula's disguise.
    safe = plain(value)
    return f"'{safe}" if _FORMULA.match(safe) or value[:1] in ("\t", "\r") else safe


def local(moment: int | None, zone: tzinfo) -> str:
    """ISO 8601 with offset, to the millisecond only where there are any: ``2026-11-22T10:02:07+01:00``."""
    if moment is None:
        return ""
    minute, rest = divmod(moment, 60_000)
    around = _minute(minute, zone)
    if around is None:
        return _told(moment, zone)
    second, thousandths = divmod(rest, 1000)
    return f"{around[0]}{_SECONDS[second]}{_THOUSANDTHS[thousandths]}{around[1]}"


@lru_cache(maxsize=4096)
def _minute(minute: int, zone: tzinfo) -> tuple[str, str] | None:
    """What stands before and after the seconds of every moment in a minute; a report's moments lie in few of them.

    ``None`` for a minute in which the clocks change, or of a clock that is not whole minutes ahead of UTC
    (local mean times, before 1972).
    """
    first, last = _told(minute * 60_000, zone), _told(minute * 60_000 + 59_000, zone)
    (before, second, after), (_, end, same) = (_cut(text) for text in (first, last))
    return (before, after) if (second, end, after) == ("00", "59", same) else None


def _cut(text: str) -> tuple[str, str, str]:
    return text[:17], text[17:19], text[19:]


def _told(moment: int, zone: tzinfo) -> str:
    aware = datetime.fromtimestamp(moment / 1000, zone)
    return aware.isoformat(timespec="milliseconds" if moment % 1000 else "seconds")


def seconds(milliseconds: int | None) -> int | float | None:
    """Seconds, exact to the millisecond, without trailing zeros: no float of such a size is written otherwise."""
    if not milliseconds:
        return milliseconds
    return milliseconds / 1000 if milliseconds % 1000 else milliseconds // 1000


def tenth(value: float) -> Decimal:
    """One decimal, half up, as percentages are shown (docs/developer/presence.md)."""
    return Decimal(repr(value)).quantize(Decimal("0.1"), ROUND_HALF_UP)


class _Line:
    """What ``csv.writer`` writes to: gives the line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def _as_it_is(row: Sequence[Cell]) -> str | None:
    """The line for a row of which no cell needs quotes or would be changed by ``cell``, as most are; else ``None``.

    Asked of the whole line, once, not of every cell.
    """
    line = ",".join([one if one.__class__ is str else "" if one is None else str(one) for one in row])
    if line.count(",") != len(row) - 1 or not (line.isascii() and line.isprintable()):
        return None
    around = f",{line},"
    for pair in _DOUBTFUL:  # as any(…) it takes twice as long, once a line
        if pair in around:
            return None
    return line or None  # a single empty cell is quoted, to be told from no row at all


def csv_lines(rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """RFC 4180 in UTF-8 with a byte order mark, some lines at a time, so that a long file is never whole in memory."""
    written = iter(_lines(rows))
    yield b"\xef\xbb\xbf"
    while several := "".join(islice(written, _AT_ONCE)):
        yield several.encode("utf-8", "replace")


def _lines(rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    writer = csv.writer(_Line(), dialect="excel", lineterminator="\r\n")
    for row in rows:
        line = _as_it_is(row)
        yield writer.writerow([cell(value) for value in row]) if line is None else f"{line}\r\n"
