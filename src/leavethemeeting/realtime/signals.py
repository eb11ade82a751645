"""What a viewer's browser may say to another browser: it receives, and offers nothing of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_RECEIVES_ONLY = frozenset({"recvonly", "inactive"})
_DIRECTION = re.compile(r"^a=(sendrecv|sendonly|recvonly|inactive)\s*$", re.MULTILINE)
_SECTION = re.compile(r"^m=(\w+)", re.MULTILINE)


def sends_media(data: Any) -> bool:
    """Whether a session description anywhere in ``data`` would send audio or video.

    A section that names no direction inherits the session's, and without one it sends and
    receives (RFC 8866 §6.7). Line ends are normalised first: parsers of browsers take ``\\n``, ``\\r\\n``
    and ``\\r`` alike.
    """
    return any(_description_sends(text) for text in _texts(data))


def _texts(data: Any) -> Iterator[str]:
    """Every text in ``data``, keys included; without recursion, since depth comes from outside."""
    waiting = [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting.extend(value.keys())
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


def _description_sends(text: str) -> bool:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    starts = [match.start() for match in _SECTION.finditer(lines)]
    if not starts:
        return False
    session = _DIRECTION.findall(lines[: starts[0]])
    inherited = session[-1] if session else "sendrecv"
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        section = lines[start:end]
        if not section.startswith(("m=audio", "m=video")):
            continue
        said = _DIRECTION.findall(section)
        if any(direction not in _RECEIVES_ONLY for direction in said or [inherited]):
            return True
    return False
