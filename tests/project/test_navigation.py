"""The menus: each page about oneself is marked in the menu beside it, and only that one."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse

from leavethemeeting.accounts.models import User
from leavethemeeting.project.navigation import navigation

PAGES = [
    "accounts:profile",
    "accounts:plugins",
    "accounts:devices",
    "consent:choices",
    "logdata:mine",
    "accounts:delete",
]


def marked(items: object) -> list[object]:
    assert isinstance(items, list)
    return [item["url"] for item in items if item["current"]]


@pytest.mark.parametrize("name", PAGES)
def test_the_menu_marks_the_page_one_is_on_and_the_header_the_account(name: str) -> None:
    request = RequestFactory().get(reverse(name))
    request.user = User(name="Alice", email="alice@example.org")
    menus = navigation(request)
    assert marked(menus["account_items"]) == [reverse(name)]
    assert marked(menus["nav_items"]) == [reverse("accounts:profile")]


def test_a_stranger_has_no_menu_of_an_account_or_the_console() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    menus = navigation(request)
    assert menus["account_items"] == menus["provider_items"] == []
