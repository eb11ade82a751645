"""The intake of errors: one fixed shape, without a place for words, so that no value can be in it.

What was wrong is told by the exception's class and by the lines of code; messages are never kept, because
they hold names, addresses and tokens. The same class through the same lines is the same error, counted. No
model is imported here: the log is set up before there are any.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import TracebackType

from django.utils import timezone

from leavethemeeting import __version__
from leavethemeeting.logdata.kinds import Source
from leavethemeeting.shared.request_numbers import request_number

PACKAGES = Path(__file__).resolve().parents[2]
MOST_FRAMES = 20

_EMAIL = re.compile(r"[^\s@<>\"'()]+@[^\s@<>\"'()]+\.[^\s@<>\"'()]+")
_NETWORK = re.compile(
    r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|(?:[0-9a-fA-F]{1,4}:){2,7}[0-9a-fA-F]{1,4}|(?:[0-9a-fA-F]{1,4}:){1,6}:[0-9a-fA-F:]*)(?![\w:]|\.\d)"
)
_QUERY = re.compile(r"\?[^\s\"'<>]+")
_TOKEN = re.compile(r"(?<![A-Za-z0-9_-])(?:ltm_)?(?=[A-Za-z_-]*\d)[A-Za-z0-9_-]{20,}(?![A-Za-z0-9_-])")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Sighting:
    """One error, once."""

    source: Source
    name: str
    stack: tuple[str, ...]
    at: datetime
    page: str = ""
    version: str = __version__
    browser: str = ""
    request_id: str = field(default_factory=request_number)

    @property
    def fingerprint(self) -> str:
        """The same for the same class through the same lines, on the same page."""
        told = "\n".join((self.source.value, self.name, self.page, *self.stack))
        return hashlib.sha256(told.encode()).hexdigest()[:32]


pending: deque[Sighting] = deque(maxlen=200)  # a storm of errors costs its oldest, not the service


def scrubbed(text: str) -> str:
    """``text`` without e-mail addresses, IP addresses, queries of addresses, and tokens; ids of our own rows may stay."""
    text = _NETWORK.sub("<network>", _EMAIL.sub("<address>", text))
    text = _QUERY.sub("?…", text)
    return _TOKEN.sub(lambda found: found[0] if _UUID.fullmatch(found[0]) else "<token>", text)


def stack_of(traceback: TracebackType | None) -> tuple[str, ...]:
    """``leavethemeeting/room/views.py:41 page`` for each frame, the innermost last; no line of code, no value."""
    frames: list[str] = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        frames.append(f"{_short(code.co_filename)}:{traceback.tb_lineno} {code.co_name}")
        traceback = traceback.tb_next
    return tuple(frames[-MOST_FRAMES:])


def _short(filename: str) -> str:
    path = Path(filename)
    if path.is_relative_to(PACKAGES):
        return str(path.relative_to(PACKAGES))
    return "/".join(path.parts[-2:])


def note(sighting: Sighting) -> None:
    """Remember an error; it is written by ``errors.write_noted``, after the request or by the clock. Never fails."""
    pending.append(sighting)


class NoteErrors(logging.Handler):
    """Notes every error that is logged with its exception, from any thread, whoever logs it."""

    def emit(self, record: logging.LogRecord) -> None:
        if not record.exc_info or record.exc_info[0] is None:
            return
        kind, _error, traceback = record.exc_info
        match = getattr(getattr(record, "request", None), "resolver_match", None)
        note(
            Sighting(
                source=Source.SERVER, name=kind.__name__, stack=stack_of(traceback), at=timezone.now(),
                page=match.view_name if match else "",
            )
        )  # fmt: skip
