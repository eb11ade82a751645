"""C19: what is collected by itself tells kinds of browsers and devices apart, and no more than that."""

from __future__ import annotations

import pytest

from leavethemeeting.accounts.models import User
from leavethemeeting.logdata.models import Entry
from tests.logdata.browsers import CHROME_ANDROID, FIREFOX_WINDOWS, SAFARI_IPAD, sign_in


@pytest.mark.django_db
def test_two_browsers_of_one_kind_look_the_same_and_three_kinds_do_not(bob: User) -> None:
    for agent in (FIREFOX_WINDOWS, CHROME_ANDROID, SAFARI_IPAD):
        for build in ("", " Build/CANARY"):
            sign_in(bob.email, agent=agent + build)
    kinds = list(Entry.objects.filter(user=bob).values_list("device_type", "system", "browser"))
    assert len(kinds) == 6 and len(set(kinds)) == 3
    assert "CANARY" not in repr(kinds)
