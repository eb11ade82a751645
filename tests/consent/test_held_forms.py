"""A form that was open before a material change waits with the question, and nothing typed is lost (C51)."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from leavethemeeting.accounts import entrance_forms, factor_forms
from leavethemeeting.accounts.models import User
from leavethemeeting.consent.asking import GOING_ON, OPEN_PAGES, OPEN_SPACES
from leavethemeeting.consent.held_forms import SECRET
from leavethemeeting.consent.models import Acceptance
from leavethemeeting.consent.queries import has_accepted
from leavethemeeting.meetings.models import Meeting, Opening
from leavethemeeting.referrals.models import Invitation
from leavethemeeting.website.models import Case
from tests.cast import signed_in
from tests.consent.stories import page, post_change, stamp, words
from tests.meetings.stories import make_meeting, opened, plan_fields
from tests.walls.test_pages import addresses, as_a_test
from tests.walls.world import build

pytestmark = pytest.mark.django_db
TYPED = 'Weekly <b>"review"</b> & more ’\r\nsecond line'


class _Form(HTMLParser):
    """The form whose button says ``button``: where it goes and what a browser would send."""

    def __init__(self, html: str, button: str) -> None:
        super().__init__()
        self.action, self.fields, self._open, self._button = "", list[tuple[str, str]](), True, button
        for part in re.findall(r"<form.*?</form>", html, re.DOTALL):
            if button in part:
                self.feed(part)
                return
        raise AssertionError(f"no form has the button {button}: {words(html)}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag == "form":
            self.action = known.get("action") or ""
        if tag == "input" and known.get("name") != "csrfmiddlewaretoken":
            self.fields.append((known["name"] or "", known.get("value") or ""))

    def sent(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, value in self.fields:
            found.setdefault(name, []).append(value)
        return found


def asked(client: Client, address: str, fields: dict[str, object]) -> str:
    """Send a form that is now late; the page of the question."""
    answer = client.post(address, fields)
    assert answer.status_code == 409, answer
    assert "no-store" in answer.headers["Cache-Control"]
    return answer.content.decode()


def test_a_meeting_planned_in_an_open_form_waits_and_is_planned_with_one_press(as_alice: Client, alice: User) -> None:
    post_change()
    html = asked(as_alice, "/meetings/plan/", plan_fields(title="Planned before", description=TYPED))
    assert "What you sent has not been used yet" in words(html)
    assert not Meeting.objects.exists() and not has_accepted(alice.id)
    form = _Form(html, "Accept and send what I wrote")
    assert form.action == "/meetings/plan/"
    assert as_alice.post(form.action, form.sent()).status_code == 302
    meeting = Meeting.objects.get()
    assert (meeting.title, meeting.description.replace("\r\n", "\n")) == ("Planned before", TYPED.replace("\r\n", "\n"))
    assert has_accepted(alice.id)
    row = Acceptance.objects.filter(user=alice, version__kind="policy").latest("accepted_at")
    assert (row.version.number, row.channel) == (2, "asked_again")


def test_every_value_comes_back_as_it_was_sent_also_where_a_name_stands_twice(as_alice: Client) -> None:
    post_change()
    sent = {"tick": ["a", "b"], "empty": [""], "text": [TYPED], "button": ["Save & go"]}
    form = _Form(asked(as_alice, "/profile/?from=menu", dict(sent)), "Accept and send what I wrote")
    again = form.sent()
    assert form.action == "/profile/?from=menu"
    assert again.pop("accepted_versions") and again == sent


def test_who_does_not_accept_can_still_read_and_copy_what_they_wrote(as_alice: Client) -> None:
    post_change()
    html = asked(as_alice, "/profile/", {"name": "Alice <b>Late</b>", "time_zone": "Europe/Oslo", "pronouns": ""})
    told = html.partition("What you wrote")[2].partition("</details>")[0]
    assert "Alice &lt;b&gt;Late&lt;/b&gt;" in told and "Europe/Oslo" in told and "pronouns" not in told


def test_a_version_posted_meanwhile_is_asked_about_and_the_form_still_waits(as_alice: Client, alice: User) -> None:
    post_change()
    form = _Form(asked(as_alice, "/profile/", {"name": "Alice Late", "time_zone": "UTC"}), "Accept and send")
    post_change("And something else.")
    html = asked(as_alice, form.action, dict(form.sent()))
    assert "And something else." in words(html) and "Another version was posted" in words(html)
    assert not has_accepted(alice.id)
    later = _Form(html, "Accept and send")
    assert later.sent()["name"] == ["Alice Late"]
    assert as_alice.post(later.action, later.sent()).status_code == 302
    alice.refresh_from_db()
    assert alice.name == "Alice Late"


def test_the_yes_of_a_form_from_another_website_counts_for_nothing(alice: User) -> None:
    post_change()
    browser = signed_in(alice)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser.cookies
    form = _Form(asked(browser, "/profile/", {"name": "Mallory"}), "Accept and send")
    assert strict.post(form.action, form.sent()).status_code == 403
    assert not has_accepted(alice.id)


def test_passwords_and_codes_never_stand_in_the_page(as_alice: Client) -> None:
    post_change()
    html = asked(as_alice, "/pair/", {"user_code": "BCDF-GHJK", "password": "correct horse battery", "note": "kept"})
    assert "correct horse battery" not in html and "BCDF-GHJK" not in html
    form = _Form(html, "Accept and go back to the form")
    assert (form.action, form.sent()["next"]) == ("/privacy/accept/", ["/pair/"])
    assert as_alice.post(form.action, form.sent()).headers["Location"] == "/pair/"


def test_every_box_for_a_password_or_a_code_is_known_as_one() -> None:
    """By its widget, in every form of members."""
    boxes = {
        name
        for module in (entrance_forms, factor_forms)
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, forms.Form)
        for name, field in (kind.base_fields | kind.declared_fields).items()
        if isinstance(field.widget, forms.PasswordInput) or field.widget.attrs.get("autocomplete") == "one-time-code"
    }
    assert boxes >= {"password", "code"}
    assert {name for name in boxes if not SECRET.search(name)} == set()
    kept = {"title", "name", "email", "time_zone", "description", "keeps_days", "keyboard", "country_codes"}
    assert {name for name in kept if SECRET.search(name)} == set()


def test_a_file_is_said_to_be_chosen_again_and_what_stands_beside_it_is_kept(as_alice: Client) -> None:
    post_change()
    picture = SimpleUploadedFile("me.png", b"\x89PNG", content_type="image/png")
    html = asked(as_alice, "/profile/picture/", {"file": picture, "caption": "me"})
    assert "Please choose yours again" in words(html)
    assert _Form(html, "Accept and send").sent()["caption"] == ["me"]


def test_a_script_is_told_with_a_problem_and_nothing_is_done(as_alice: Client, alice: User) -> None:
    post_change()
    fetched = {"Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty", "Sec-Fetch-Site": "same-origin"}
    answer = as_alice.post("/invite/tokens", {"count": 2}, content_type="application/json", headers=fetched)
    assert (answer.status_code, answer.headers["Content-Type"]) == (428, "application/problem+json")
    assert not Invitation.objects.exists()


def test_what_runs_goes_on_and_leaving_is_always_possible(as_alice: Client, alice: User) -> None:
    meeting = make_meeting(alice)
    occurrence = opened(meeting)
    post_change()
    assert as_alice.post(f"/live/{occurrence.id}/ticket/", headers={"Accept": "application/json"}).status_code == 200
    assert as_alice.post(f"/meetings/{meeting.id}/occurrences/{occurrence.id}/close/").status_code == 302
    assert Opening.objects.filter(occurrence=occurrence, closed_at__isnull=False).exists()
    assert as_alice.post("/accounts/logout/").status_code == 302


def test_contact_works_while_the_question_waits(as_alice: Client) -> None:
    html = page(as_alice, "/contact/")
    post_change()
    form = {"shown_at": stamp(html), "homepage": "", "email": "alice@example.org", "name": "", "text": "What changed?"}
    answer = as_alice.post("/contact/", form, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code in (200, 302)
    assert Case.objects.count() == 1


def test_every_other_address_that_takes_a_form_waits(alice: User, bob: User, charlie: User) -> None:
    """Asked of all of them, so that an address added later waits too, or stands in one of the lists."""
    world = build(alice=alice, bob=bob, charlie=charlie)
    post_change()
    passed = []
    for name in addresses(get_resolver().url_patterns):
        listed = name in OPEN_PAGES | GOING_ON or name.partition(":")[0] in OPEN_SPACES
        with as_a_test():
            answer = signed_in(alice).post(world.url(name))
            transaction.set_rollback(True)
        if answer.status_code not in (409, 428) and not listed:
            passed.append(name)
    assert passed == TAKES_NO_COOKIE


#: Reached by others than the member: mail programs, networks, plugins, friends; none of them acts by the cookie.
TAKES_NO_COOKIE = [
    "accounts:facebook_data_deletion", "accounts:plugin_state", "idp:oidc:device_code", "idp:oidc:token", "idp:oidc:revoke",
    "referrals:accept", "referrals:decline", "attendance:plugin_meetings", "attendance:plugin_call", "attendance:plugin_health",
    "mail:reports",
]  # fmt: skip


def test_the_lists_name_addresses_that_exist() -> None:
    there = set(addresses(get_resolver().url_patterns))
    assert there >= OPEN_PAGES | GOING_ON
