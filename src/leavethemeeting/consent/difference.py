"""What changed between two versions: paragraph by paragraph, and inside a changed one word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from leavethemeeting.consent.filling import MARK

ALIKE = 0.35  # below, two paragraphs are two paragraphs and not one that was reworded


class Change(StrEnum):
    """What became of a piece."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that share a fate; never ``CHANGED``."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, list item or table row. ``section`` is the heading above it."""

    change: Change
    section: str
    pieces: tuple[Piece, ...]


def _link(found: re.Match[str]) -> str:
    words, target = found[1], found[2].removeprefix("mailto:").rstrip("/")
    return words if words.rstrip("/") == target else f"{words} ({found[2]})"


def _plain(line: str) -> str:
    """A line of Markdown as a person reads it: where a link leads stays, the signs of emphasis go."""
    line = re.sub(r"\[([^\]]*)\]\(([^)]*)\)", _link, line)
    line = re.sub(r"\*\*|`|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)", "", line)
    if line.lstrip().startswith("|"):
        line = " · ".join(cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|")))
    return re.sub(r"^\s*[-*]\s+", "", line)


def _paragraphs(text: str) -> list[tuple[str, str]]:
    """(section, paragraph); a list item and a table row count as paragraphs."""
    found, section = [], ""
    for block in re.split(r"\n\s*\n", MARK.sub("", text)):
        lines = block.splitlines()
        single = len(lines) > 1 and all(re.match(r"\s*([-*|]|\d+\.)", line) for line in lines)
        for part in lines if single else [" ".join(lines)]:
            if re.fullmatch(r"[|\s:-]*", part):
                continue  # the line under a table's head
            clean = re.sub(r"\s+", " ", _plain(part)).strip()
            if clean.startswith("#"):
                clean = section = clean.lstrip("# ")
            found.append((section, clean))
    return found


def _words(before: str, after: str) -> Iterator[Piece]:
    old, new = re.findall(r"\S+\s*", before), re.findall(r"\S+\s*", after)
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece(Change.SAME, "".join(new[c:d]))
            continue
        if b > a:
            yield Piece(Change.REMOVED, "".join(old[a:b]))
        if d > c:
            yield Piece(Change.ADDED, "".join(new[c:d]))


def _whole(change: Change, paragraphs: list[tuple[str, str]]) -> Iterator[Paragraph]:
    return (Paragraph(change, section, (Piece(change, text),)) for section, text in paragraphs)


def _alike(before: str, after: str) -> bool:
    matcher = SequenceMatcher(None, before.split(), after.split(), autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _replaced(before: list[tuple[str, str]], after: list[tuple[str, str]]) -> Iterator[Paragraph]:
    """Pair what was reworded with what it was; the rest was removed or added."""
    left = list(before)
    for section, text in after:
        match = next((place for place, (_, old) in enumerate(left) if _alike(old, text)), None)
        if match is None:
            yield Paragraph(Change.ADDED, section, (Piece(Change.ADDED, text),))
            continue
        yield from _whole(Change.REMOVED, left[:match])
        yield Paragraph(Change.CHANGED, section, tuple(_words(left[match][1], text)))
        left = left[match + 1 :]
    yield from _whole(Change.REMOVED, left)


def changes(before: str, after: str) -> list[Paragraph]:
    """What is different, in the order of the new text; what stayed is left out. Nothing different: empty."""
    old, new = _paragraphs(before), _paragraphs(after)
    matcher = SequenceMatcher(None, [text for _, text in old], [text for _, text in new], autojunk=False)
    found: list[Paragraph] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "delete":
            found += _whole(Change.REMOVED, old[a:b])
        elif tag == "insert":
            found += _whole(Change.ADDED, new[c:d])
        elif tag == "replace":
            found += _replaced(old[a:b], new[c:d])
    return found
