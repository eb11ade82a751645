"""What a clause promises, in the words of the posted policy: each sentence up to its mark."""

from __future__ import annotations

import re

from leavethemeeting.consent.filling import MARK

_BULLET = re.compile(r"^[-*] ")
_BLOCK = re.compile(r"\n\s*\n|\n(?=- )")


def promised(text: str) -> dict[str, list[str]]:
    """By clause (``"C14"``), Markdown of what stands before each of its marks; a clause may be kept in two places."""
    found: dict[str, list[str]] = {}
    for block in _BLOCK.split(text):
        begun = 0
        for mark in MARK.finditer(block):
            said = _BULLET.sub("", block[begun : mark.start()].strip())
            begun = mark.end()
            if said:
                found.setdefault(mark[1], []).append(said)
    return found
