"""Text that strangers wrote, made harmless for spreadsheets and pages.

A spreadsheet runs a cell that begins like a formula; a bidirectional control turns the words
around it. Source: OWASP "CSV Injection"; Unicode TR36 §2.3; RFC 4180 for the file itself.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo
from decimal import ROUND_HALF_UP, Decimal

from leavethemeeting.shared.moments import to_datetime

Cell = str | int | float | Decimal | None

# C0 and C1 controls, line and paragraph separators: a space stands for them.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# Marks, embeddings, overrides and isolates of direction, the invisible fillers and lone surrogates: gone.
# The joiners U+200C and U+200D stay, because Persian names and emoji are written with them.
_INVISIBLE = re.compile(r"[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]")
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")


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
    aware: datetime = to_datetime(moment).astimezone(zone)
    return aware.isoformat(timespec="milliseconds" if moment % 1000 else "seconds")


def seconds(milliseconds: int | None) -> Decimal | None:
    """Seconds, exact to the millisecond, without trailing zeros."""
    if milliseconds is None:
        return None
    whole = Decimal(milliseconds) / 1000
    return whole.quantize(Decimal(1)) if milliseconds % 1000 == 0 else whole


def tenth(value: float) -> Decimal:
    """One decimal, half up, as percentages are shown (docs/developer/presence.md)."""
    return Decimal(repr(value)).quantize(Decimal("0.1"), ROUND_HALF_UP)


class _Line:
    """What ``csv.writer`` writes to: gives the line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(rows: Iterable[Iterable[Cell]]) -> Iterator[bytes]:
    """RFC 4180 in UTF-8 with a byte order mark, one chunk a row, so that a long file is never whole in memory."""
    writer = csv.writer(_Line(), dialect="excel", lineterminator="\r\n")
    yield b"\xef\xbb\xbf"
    for row in rows:
        yield writer.writerow([cell(value) for value in row]).encode("utf-8", "replace")
