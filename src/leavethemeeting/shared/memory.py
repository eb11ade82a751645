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
    asked to run by their number, would walk all of them again and again to find nothing. Nor does
    it walk them once afterwards: they are put with the old values as they are.
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
                _grow_old()
                gc.enable()


def _grow_old() -> None:
    """All young values become old ones, unwalked. Not where a server has put its own aside for good:
    thawing would bring those back (``realtime.server``)."""
    if not gc.get_freeze_count():
        gc.freeze()
        gc.unfreeze()
