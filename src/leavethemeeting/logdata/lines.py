"""Lines of the log: no value of anybody's in them, and on a server one JSON object each, with these keys and no other.

A message's own words are ours. What is put into them is looked at: an exception brings its class and not its text,
because a database's error repeats the row; the rest loses addresses, queries and tokens (``sightings.scrubbed``).
"""

from __future__ import annotations

import json
import logging
import sys
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from leavethemeeting.logdata.sightings import scrubbed, stack_of
from leavethemeeting.shared.request_numbers import origin_number, request_number

#: Everything a line may have; ``message``, ``at``, ``level`` and ``logger`` it always has.
KEYS = ("at", "level", "logger", "message", "request", "origin", "view", "status", "errors", "stack")
LONGEST = 2_000

_SPEAKS_OF_MACHINES = ("OperationalError", "InterfaceError")  # that a database does not answer, and where


def _of_exception(error: BaseException) -> str:
    """``IntegrityError``; our own exceptions and the operating system's say more, without a value."""
    kind = type(error)
    if kind.__module__.startswith("leavethemeeting."):
        return str(error) or kind.__name__
    if isinstance(error, OSError) and error.strerror:
        return f"{kind.__name__}: {error.strerror}"
    if kind.__name__ in _SPEAKS_OF_MACHINES:
        return f"{kind.__name__}: {str(error).partition(chr(10))[0][:200]}"
    return kind.__name__


def _without_texts(args: Any) -> Any:
    """The arguments of a message with exceptions cut down to what they may say."""
    if isinstance(args, Mapping):
        return {
            name: _of_exception(value) if isinstance(value, BaseException) else value for name, value in args.items()
        }
    return tuple(_of_exception(value) if isinstance(value, BaseException) else value for value in args or ())


def told(record: logging.LogRecord) -> str:
    """The message of a line. Of a request it is the name of its page, never its address."""
    if (request := getattr(record, "request", None)) is not None:
        match = getattr(request, "resolver_match", None)
        return match.view_name if match else "an address that is not ours"
    if record.name == "asyncio":  # it repeats tasks, callbacks and what they were called with
        return scrubbed(str(record.msg).partition("\n")[0].partition("(")[0].strip())
    if not isinstance(record.msg, str):
        return _of_exception(record.msg) if isinstance(record.msg, BaseException) else type(record.msg).__name__
    args = _without_texts(record.args)
    return scrubbed(record.msg % args if args else record.msg)[:LONGEST]


def errors_of(record: logging.LogRecord) -> tuple[list[str], list[str]]:
    """The classes of the exception that a record carries and of what it came from, and the lines of code they went through."""
    error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
    kinds: list[str] = []
    stack: list[str] = []
    while isinstance(error, BaseException):
        stack += stack_of(error.__traceback__)
        kinds.append(f"{type(error).__module__}.{type(error).__qualname__}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return kinds, stack


class WithoutValues(logging.Formatter):
    """For eyes, on somebody's own machine."""

    def format(self, record: logging.LogRecord) -> str:
        kinds, stack = errors_of(record)
        status = f"{record.status_code} " if hasattr(record, "status_code") else ""
        number = f" (request {request_number()})" if request_number() else ""
        head = f"{datetime.fromtimestamp(record.created, UTC):%Y-%m-%d %H:%M:%S} {record.levelname} {record.name}: "
        return "\n".join([f"{head}{status}{told(record)}{number}", *(f"  {frame}" for frame in stack), *kinds])


class JsonLines(logging.Formatter):
    """One JSON object on one line."""

    def format(self, record: logging.LogRecord) -> str:
        kinds, stack = errors_of(record)
        is_request = hasattr(record, "request")
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"), "level": record.levelname.lower(),
            "logger": record.name, "message": told(record), "request": request_number(), "origin": origin_number(),
            "view": told(record) if is_request else "", "status": getattr(record, "status_code", ""), "errors": kinds, "stack": stack,
        }  # fmt: skip
        return json.dumps({key: line[key] for key in KEYS if line[key] not in ("", [])}, ensure_ascii=False)


def let_nothing_else_speak() -> None:
    """What Python itself would print of an exception that nobody caught, values and all, goes through the log instead."""
    last_words = logging.getLogger("leavethemeeting.uncaught")

    def of_thread(told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None:
            info = (told.exc_type, told.exc_value, told.exc_traceback)
            last_words.error("a thread ended", exc_info=info)

    def of_process(kind: type[BaseException], error: BaseException, traceback: Any) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, traceback)
        else:
            last_words.error("the process ends", exc_info=(kind, error, traceback))

    def of_collector(told: Any) -> None:
        if told.exc_value is not None:
            last_words.error(
                "something failed while it was cleared away",
                exc_info=(told.exc_type, told.exc_value, told.exc_traceback),
            )

    threading.excepthook = of_thread
    sys.excepthook = of_process
    sys.unraisablehook = of_collector
    logging.captureWarnings(True)
