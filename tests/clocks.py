"""A clock that stands until a story moves it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest


class Clock:
    """``now`` of the whole web app, in this process."""

    def __init__(self, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = now
        monkeypatch.setattr("django.utils.timezone.now", lambda: self.now)

    def passes(self, **how_long: float) -> datetime:
        """So much later; gives the new time."""
        self.now += timedelta(**how_long)
        return self.now
