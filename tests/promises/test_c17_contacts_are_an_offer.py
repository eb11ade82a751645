"""C17: contacts are an offer to members who sign in with Google, made later, and refusing it changes nothing.

The offer itself: tests/referrals/test_invite_page.py; refusing it in a browser: tests/journeys/test_referrals.py.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from leavethemeeting.accounts.models import User
from leavethemeeting.referrals.google import OTHERS_SCOPE, SCOPE

PACKAGE = Path(__file__).resolve().parents[2] / "src/leavethemeeting"


def test_no_sign_in_asks_for_contacts() -> None:
    """The scopes are named by the invite page, for the browser, and by the practice Google that plays the other side."""
    named = re.compile(re.escape(SCOPE) + "|" + re.escape(OTHERS_SCOPE) + r"|auth/contacts|m8/feeds")
    found = {str(path.relative_to(PACKAGE)) for path in PACKAGE.rglob("*.py") if named.search(path.read_text())} - {
        "project/demo/practice/contacts.py"
    }
    assert found == {"referrals/google.py"}


@pytest.mark.django_db
def test_the_page_is_whole_for_members_to_whom_nothing_is_offered(as_bob: Client, bob: User) -> None:
    page = as_bob.get("/invite/").content.decode()
    assert "<ltm-one-link>" in page
    assert "Google contacts" not in page.split("<details")[0]
