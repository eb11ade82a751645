"""JSON answers carry what is declared and no more; that every test looks is seen here by one that must fail."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest, JsonResponse
from django.test import Client
from django.urls import get_resolver, include, path

from leavethemeeting.accounts.models import User
from leavethemeeting.domain.promises import Audience
from leavethemeeting.project.answers import ANSWERS, leaves, undeclared
from leavethemeeting.shared.carried import faults
from tests.answering import Undeclared
from tests.attendance.plugin_stories import pair
from tests.meetings.stories import make_meeting
from tests.walls.test_pages import addresses

pytestmark = pytest.mark.django_db


def careless(_request: HttpRequest) -> JsonResponse:
    return JsonResponse({"state": "open", "guests": [{"email": "gus@example.org"}]})


urlpatterns: list[Any] = [
    path("careless/", include(([path("", careless, name="state")], "meetings"))), path("", include("leavethemeeting.project.urls")),
]  # fmt: skip


@pytest.mark.parametrize("view", ANSWERS)
def test_what_an_answer_shows_is_there_and_is_for_its_readers(view: str) -> None:
    answer = ANSWERS[view]
    assert list(faults(answer.carries, set(answer.carries), answer.readers)) == []


def test_every_declared_answer_has_its_address() -> None:
    assert set(ANSWERS) <= set(addresses(get_resolver("leavethemeeting.project.urls").url_patterns))


@pytest.mark.urls(__name__)
def test_an_answer_with_something_more_fails_the_test_that_receives_it(client: Client) -> None:
    with pytest.raises(Undeclared, match=r"guests\[\]\.email"):
        client.get("/careless/")


def test_a_plugin_is_told_what_is_declared_about_its_member_and_their_host(alice: User, bob: User) -> None:
    make_meeting(alice)
    own = pair(alice).meetings().json()
    assert {"meetings[].title", "meetings[].host"} <= set(leaves(own))
    assert pair(bob).meetings().json() == {"meetings": []}


def test_leaves_are_named_through_lists_and_objects() -> None:
    assert set(leaves({"a": [{"b": 1}, {"c": None}], "d": {}, "e": []})) == {"a[].b", "a[].c"}
    assert undeclared("meetings:state", {"state": 1, "x": {"y": 2}}) == ["x.y"]
    assert undeclared("no:such", {"x": 1}) == ["x"]
    assert undeclared("evidence:status", {"kept": {"any_rule": {"share": 1}}}) == []


def test_a_column_its_readers_may_not_see_is_found() -> None:
    found = list(faults({"x": "logdata_entry.ip"}, {"x"}, frozenset({Audience.HOST})))
    assert found == ["x shows logdata_entry.ip to the host"]
