"""What a friend sees of an invitation, and what the inviter learns: a number, and a name only with consent."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from leavethemeeting.accounts.actions import delete_member
from leavethemeeting.accounts.models import User
from leavethemeeting.referrals.actions import NotNew, Spent, join, make_links, name_me
from leavethemeeting.referrals.jobs import forget_old_invitations
from leavethemeeting.referrals.models import Invitation, State
from leavethemeeting.referrals.personal_data import KEPT_DAYS, LINK_DAYS
from leavethemeeting.referrals.queries import numbers_of
from tests.accounts.journeys import BORN_ON, PASSWORD, code_for
from tests.cast import make_member, signed_in
from tests.website.visitors import Visitor, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def token(alice: User) -> str:
    return make_links(inviter=alice, count=1, now=timezone.now())[0]


def state(token: str) -> str:
    (row,) = Invitation.objects.all()
    assert len(token) == 22
    return row.state


def answer_with(client: Client, token: str, deed: str) -> Any:
    """Send the form of the link's page that leads to ``deed``, as a browser does."""
    (form,) = (part for part in client.get(f"/i/{token}/").content.decode().split("<form") if f"/{deed}/" in part)
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    told = {**hidden, "homepage": ""}
    return client.post(f"/i/{token}/{deed}/", told, headers={"Sec-Fetch-Site": "same-origin"})


def follow(token: str) -> Client:
    """Dora opens the link, goes on to sign-up, signs up and types the code of the letter."""
    dora = Client()
    answer = answer_with(dora, token, "accept")
    assert answer.status_code == 302, answer.content
    sign_up_url = answer["Location"]
    assert dora.get(sign_up_url).status_code == 200
    form = {
        "name": "Dora Diver", "email": "dora@example.org", "password1": PASSWORD, "agree": "on", **BORN_ON,
    }  # fmt: skip
    assert dora.post(sign_up_url, form).status_code == 302, "the page's form has no address of its own"
    answer = dora.post("/accounts/confirm-email/", {"code": code_for("dora@example.org")}, follow=True)
    assert answer.redirect_chain[-1][0] == "/invited/", answer.redirect_chain
    return dora


def test_opening_the_link_changes_nothing_and_sets_no_cookie(token: str, alice: User) -> None:
    for _mail_scanner in range(3):
        page = Visitor().get(f"/i/{token}/")
        assert page.status_code == 200
        assert "Alice" not in text_of(page)
    assert state(token) == State.WAITING
    assert numbers_of(alice).joined == 0


def test_the_page_names_the_inviter_who_wants_that(token: str, alice: User) -> None:
    name_me(user=alice, named=True)
    assert "Alice Archer invites you" in text_of(Visitor().get(f"/i/{token}/"))
    name_me(user=alice, named=False)
    assert "A friend invites you" in text_of(Visitor().get(f"/i/{token}/"))


def test_a_friend_signs_up_and_is_counted_without_a_name(token: str, alice: User) -> None:
    dora = follow(token)
    assert state(token) == State.WAITING, "signing up alone uses nothing"
    assert dora.post("/invited/", {}).status_code == 422
    assert dora.post("/invited/", {"tell": "no"})["Location"] == "/meetings/"
    assert (numbers_of(alice).joined, numbers_of(alice).friends) == (1, [])
    page = text_of(signed_in(alice).get("/invite/"))
    assert "1 of 1 joined" in page
    assert "Dora" not in page
    assert not Invitation.objects.filter(friend__isnull=False).exists()


def test_the_name_is_shown_to_the_inviter_if_the_friend_says_so(token: str, alice: User) -> None:
    follow(token).post("/invited/", {"tell": "yes"})
    assert numbers_of(alice).friends == ["Dora Diver"]
    assert "Dora Diver" in text_of(signed_in(alice).get("/invite/"))
    assert Visitor().get(f"/i/{token}/").status_code == 410


def test_nobody_joins_twice_by_sending_the_answer_again(token: str, alice: User) -> None:
    dora = follow(token)
    dora.post("/invited/", {"tell": "no"})
    assert dora.post("/invited/", {"tell": "yes"})["Location"] == "/meetings/"
    assert numbers_of(alice).friends == []


def test_declining_is_counted_without_a_name_and_ends_the_link(token: str, alice: User) -> None:
    answer = answer_with(Client(enforce_csrf_checks=True), token, "decline")
    assert answer.status_code == 200
    assert not answer.cookies
    assert (numbers_of(alice).declined, state(token)) == (1, State.DECLINED)
    assert "1 declined" in text_of(signed_in(alice).get("/invite/"))
    assert Visitor().get(f"/i/{token}/").status_code == 410


def test_a_member_who_follows_a_link_changes_nothing(token: str, as_bob: Client, alice: User) -> None:
    assert "You are here already" in text_of(as_bob.get(f"/i/{token}/"))
    invitation = Invitation.objects.get()
    bob = User.objects.get(email="bob@example.org")
    with pytest.raises(NotNew):
        join(invitation_id=invitation.pk, friend=bob, opened_at=timezone.now(), shown=True, now=timezone.now())
    with pytest.raises(NotNew):
        join(invitation_id=invitation.pk, friend=alice, opened_at=alice.date_joined, shown=True, now=timezone.now())
    assert state(token) == State.WAITING


def test_a_link_for_several_counts_once_for_each(alice: User) -> None:
    tokens = make_links(inviter=alice, count=2, now=timezone.now())
    link, began = "~".join(tokens), timezone.now()
    for number in range(2):
        assert Visitor().get(f"/i/{link}/").status_code == 200
        waiting = Invitation.objects.filter(state=State.WAITING).order_by("made_at", "pk")[0]
        friend = make_member(f"Friend {number}", f"friend{number}@example.org")
        join(invitation_id=waiting.pk, friend=friend, opened_at=began, shown=False, now=timezone.now())
    assert Visitor().get(f"/i/{link}/").status_code == 410
    assert numbers_of(alice).joined == 2


def test_a_link_ends_after_its_days_and_is_forgotten_after_a_year(token: str, alice: User) -> None:
    later = timezone.now() + timedelta(days=LINK_DAYS, seconds=1)
    invitation, friend = Invitation.objects.get(), make_member("Dora Diver", "dora@example.org")
    with pytest.raises(Spent):
        join(invitation_id=invitation.pk, friend=friend, opened_at=alice.date_joined, shown=False, now=later)
    assert forget_old_invitations(now=timezone.now() + timedelta(days=KEPT_DAYS - 1)) == 0
    assert forget_old_invitations(now=timezone.now() + timedelta(days=KEPT_DAYS, seconds=1)) == 1
    assert Visitor().get(f"/i/{token}/").status_code == 404


def test_a_token_nobody_made_is_not_there() -> None:
    assert Visitor().get(f"/i/{'A' * 22}/").status_code == 404


def test_invitations_go_with_the_inviter_and_names_with_the_friend(alice: User) -> None:
    make_links(inviter=alice, count=2, now=timezone.now())
    began, dora = timezone.now(), make_member("Dora Diver", "dora@example.org")
    first = Invitation.objects.order_by("pk")[0]
    join(invitation_id=first.pk, friend=dora, opened_at=began, shown=True, now=timezone.now())
    delete_member(user=dora)
    assert (numbers_of(alice).joined, numbers_of(alice).friends) == (1, [])
    name_me(user=alice, named=True)
    delete_member(user=alice)
    assert not Invitation.objects.exists()
