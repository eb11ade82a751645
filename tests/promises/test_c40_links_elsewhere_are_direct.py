"""C40: a link to another site is the other site's address; following it tells us nothing."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.test import Client
from django.urls import get_resolver

from tests.promises.crawling import anchors_of
from tests.walls.test_pages import addresses

TARGET = "https://www.rfc-editor.org/rfc/rfc9116#section-2.5.3"


def test_the_tag_for_such_links_writes_the_address_itself() -> None:
    made = Template("{% load offsite %}{% offsite url 'RFC 9116' %}").render(Context({"url": TARGET}))
    (anchor,) = anchors_of("/", made)
    assert anchor.href == TARGET and "ping" not in anchor.attributes


@pytest.mark.django_db
def test_no_address_of_ours_forwards_to_another_site() -> None:
    """Whatever a parameter says: the only page that knows other addresses shows a notice and waits."""
    for name in addresses(get_resolver().url_patterns):
        if name in ("website:landing", "website:leaving", "account_login", "account_logout", "account_signup"):
            path = {"website:landing": "/", "website:leaving": "/leaving/"}.get(
                name, f"/accounts/{name.removeprefix('account_')}/"
            )
            for parameter in ("next", "to", "url", "target"):
                answer = Client().get(path, {parameter: TARGET})
                assert not answer.get("Location", "").startswith(TARGET), (path, parameter)
                assert f'href="{TARGET}"' not in answer.content.decode()
