"""A host learns of a link by which no plugin finds the meeting."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.meetings.stories import plan_fields
from tests.meetings.test_planning import planned

UNTOLD = "Plugins cannot tell this meeting by its link"


@pytest.mark.parametrize(
    ("url", "is_told"),
    [
        ("https://meet.google.com/abc-defg-hij", True),
        ("https://meet.google.com/landing", False),
        ("https://bbb.example.org/html5client/?sessionToken=x", False),
        ("https://calls.example.org/", False),
    ],
)
def test_beside_a_link_that_no_plugin_can_tell_stands_that_none_will_report(
    as_alice: Client, url: str, is_told: bool
) -> None:
    preview = as_alice.post("/meetings/plan/preview/", plan_fields(place="link", outside_url=url)).content.decode()
    assert ('id="id_outside_url_helptext"' in preview) is not is_told
    meeting = planned(as_alice, place="link", outside_url=url)
    for address in (f"/meetings/{meeting.pk}/", f"/meetings/{meeting.pk}/edit/"):
        page = as_alice.get(address).content.decode()
        assert (UNTOLD in page) is not is_told
