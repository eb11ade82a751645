"""Pauses the cyclic garbage collector while very many values are made that all live on."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_LOCK = Lock()
_pauses = 0
_was_on = False


@contextmanager
def collector_paused() -> Iterator[None]:
    """No collections inside; afterwards as before. May be nested and used by several threads at once.

    A report makes some hundred thousand values without a cycle among them, and the collector,
    asked to run by their number, would walk all of them again and again to find nothing.
    """
    global _pauses, _was_on  # noqa: PLW0603 -- the collector is one for the process
    with _LOCK:
        if not _pauses:
            _was_on = gc.isenabled()
            gc.disable()
        _pauses += 1
    try:
        yield
    finally:
        with _LOCK:
            _pauses -= 1
            if not _pauses and _was_on:
                gc.enable()
