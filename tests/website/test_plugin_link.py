"""One field, one letter, and an address that does not stay."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import override_settings
from django.utils import timezone

from leavethemeeting.accounts.models import User
from leavethemeeting.consent.kinds import Kind, sentence
from leavethemeeting.consent.models import Consent
from leavethemeeting.website.jobs import delete_old_requests
from leavethemeeting.website.models import PluginLinkRequest
from tests.website.visitors import Visitor, letters_to, path_in, text_of

pytestmark = pytest.mark.django_db
FORM = "/plugin/link/"


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The plugin's files, as the build leaves them."""
    file = tmp_path / "plugin.zip"
    file.write_bytes(b"z" * 41_700)
    monkeypatch.setattr("leavethemeeting.website.plugin_views.finders.find", lambda path: str(file))
    return file


def asked(address: str = "dora@example.org", **more: str) -> None:
    assert Visitor().send(FORM, {"email": address, **more}).status_code == 302


def test_the_letters_link_leads_to_the_plugin_and_the_download(built: Path) -> None:
    asked()
    page = Visitor().get(path_in(letters_to("dora@example.org")[0]))
    assert "Download for Chromium" in text_of(page) and "42 kB" in text_of(page)
    assert "This is your own link" in text_of(page)


@pytest.mark.parametrize("browser", ["chromium", "firefox"])
def test_the_address_goes_with_the_download(built: Path, browser: str) -> None:
    asked()
    page = path_in(letters_to("dora@example.org")[0])
    file = Visitor().get(f"{page}{browser}/")
    assert file["Location"] == f"/static/dist/plugin/leavethemeeting-{browser}.zip"
    assert not PluginLinkRequest.objects.exists()
    assert Visitor().get(page)["Location"] == "/plugin/"  # the link is not dead, it is anybody's


def test_looking_at_the_page_is_no_download(built: Path) -> None:
    """Programs that check a letter's links before it is read must not use them up."""
    asked()
    Visitor().get(path_in(letters_to("dora@example.org")[0]))
    assert PluginLinkRequest.objects.exists()


def test_one_download_is_enough_for_all_the_links_of_an_address(built: Path, db: None) -> None:
    asked()
    first = path_in(letters_to("dora@example.org")[0])
    PluginLinkRequest.objects.create(email="dora@example.org", token_sha256="1" * 64, asked_at=timezone.now())
    PluginLinkRequest.objects.create(email="emil@example.org", token_sha256="2" * 64, asked_at=timezone.now())
    Visitor().get(f"{first}chromium/")
    assert [row.email for row in PluginLinkRequest.objects.all()] == ["emil@example.org"]


def test_where_the_plugin_was_not_built_the_page_says_so_and_keeps_the_link(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leavethemeeting.website.plugin_views.finders.find", lambda path: None)
    asked()
    page = path_in(letters_to("dora@example.org")[0])
    assert "files are not on this installation" in text_of(Visitor().get(page))
    assert Visitor().get(f"{page}chromium/").status_code == 404
    assert PluginLinkRequest.objects.exists()


def test_a_file_that_does_not_exist_uses_nothing_up(built: Path) -> None:
    asked()
    assert Visitor().get(f"{path_in(letters_to('dora@example.org')[0])}netscape/").status_code == 404
    assert PluginLinkRequest.objects.exists()


def test_only_a_hash_of_the_link_is_kept() -> None:
    asked()
    token = path_in(letters_to("dora@example.org")[0]).strip("/").rpartition("/")[2]
    assert token not in str(PluginLinkRequest.objects.values())


def test_a_mistyped_address_comes_back_with_its_mistake() -> None:
    answer = Visitor().send(FORM, {"email": "dora@example"})
    assert answer.status_code == 200 and 'value="dora@example"' in answer.content.decode()
    assert not PluginLinkRequest.objects.exists()


def test_counting_is_agreed_to_only_by_ticking_the_box() -> None:
    asked("dora@example.org")
    assert not Consent.objects.exists()
    asked("emil@example.org", count="on")
    given = Consent.objects.get()
    assert (given.email, given.kind, given.text) == (
        "emil@example.org",
        Kind.MAIL_MEASUREMENT,
        sentence(Kind.MAIL_MEASUREMENT),
    )


def test_the_box_is_not_ticked_for_anybody_and_says_what_is_agreed_to() -> None:
    page = Visitor().get("/").content.decode()
    box = page[page.index('name="count"') - 80 : page.index('name="count"') + 80]
    assert "checked" not in box
    assert sentence(Kind.MAIL_MEASUREMENT).split(",")[0] in text_of(Visitor().get("/"))


def test_a_network_that_asks_for_many_addresses_is_stopped() -> None:
    with override_settings(ACCOUNT_RATE_LIMITS={"plugin_link": "3/h/ip"}):
        codes = [Visitor().send(FORM, {"email": f"d{n}@example.org"}).status_code for n in range(4)]
        other = Visitor("198.51.100.2").send(FORM, {"email": "d9@example.org"}).status_code
    assert codes == [302, 302, 302, 429] and other == 302


def test_a_request_is_forgotten_after_thirty_days_and_not_before() -> None:
    asked()
    asked_at = PluginLinkRequest.objects.get().asked_at
    assert delete_old_requests(now=asked_at + timedelta(days=30, seconds=-1)) == 0
    assert delete_old_requests(now=asked_at + timedelta(days=30)) == 1


def test_a_member_who_goes_takes_their_request_along(bob: User) -> None:
    from leavethemeeting.accounts.actions import delete_member

    asked(bob.email)
    delete_member(user=bob)
    assert not PluginLinkRequest.objects.exists()
