"""A meeting of Alice's, at any time, and its being open."""

from __future__ import annotations

import pytest

from leavethemeeting.accounts.models import User
from leavethemeeting.meetings.models import Meeting, Occurrence
from tests.meetings.stories import make_meeting, opened


@pytest.fixture
def meeting(alice: User) -> Meeting:
    return make_meeting(alice)


@pytest.fixture
def occurrence(meeting: Meeting) -> Occurrence:
    """The meeting is open."""
    return opened(meeting)
