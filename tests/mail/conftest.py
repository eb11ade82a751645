"""What the stories about letters share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from leavethemeeting.mail import guard


@pytest.fixture(autouse=True)
def reasons_as_they_were() -> Iterator[None]:
    """A test may register checks of its own; afterwards the slices' own hold again, and nothing is typed."""
    before = dict(guard._checks)
    guard.forget_typed()
    yield
    guard._checks.clear()
    guard._checks.update(before)
    guard.forget_typed()
