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

Cell = str | int | float | Decimal | None

# C0 and C1 controls, line and paragraph separators: a space stands for them.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# Marks, embeddings, overrides and isolates of direction, the invisible fillers and lone surrogates: gone.
# The joiners U+200C and U+200D stay, because Persian names and emoji are written with them.
_INVISIBLE = re.compile(r"[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]")
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")

# In a written line: a cell that begins or ends with a space, or begins like a formula.
_DOUBTFUL = (*(mark + first for mark in ',"' for first in " =+-@"), " ,", ' "')


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


def _harmless(line: str) -> bool:
    """Would ``cell`` leave every cell of this line as it is? Most lines are asked once, not once a cell."""
    text = f",{line[:-2]},"  # without the line's end
    if not (text.isascii() and text.isprintable()):
        return False
    for pair in _DOUBTFUL:  # noqa: SIM110 -- as any(…) it takes twice as long, once a line
        if pair in text:
            return False
    return True


def csv_lines(rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """RFC 4180 in UTF-8 with a byte order mark, one chunk a row, so that a long file is never whole in memory."""
    writer = csv.writer(_Line(), dialect="excel", lineterminator="\r\n")
    yield b"\xef\xbb\xbf"
    for row in rows:
        line = writer.writerow(row)
        if not _harmless(line):
            line = writer.writerow([cell(value) for value in row])
        yield line.encode("utf-8", "replace")
