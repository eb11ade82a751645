"""C25: a host reads when each attendee came and left and what they did, and no answer to a host holds a secret."""

from __future__ import annotations

import csv
import io

import pytest
from allauth.idp.oidc.models import Token
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import get_resolver

from leavethemeeting.accounts.models import User
from leavethemeeting.domain.events import Interaction
from leavethemeeting.domain.promises import Audience, Category
from leavethemeeting.shared.personal_data import data_map
from tests.cast import APP_SECRET, PASSWORD, signed_in
from tests.reports.story import Story
from tests.reports.test_occurrence_page import words
from tests.walls.test_pages import addresses
from tests.walls.world import World, build

pytestmark = pytest.mark.django_db
OF_HOSTS = ("meetings:", "reports:", "attendance:", "live:", "room:")


@pytest.fixture
def story(alice: User, bob: User) -> Story:
    """Bob comes twice, says a word, and raises his hand."""
    told = Story(alice)
    told.opens()
    row = told.comes("Bob Baker", user=bob)
    told.stays(row, "10:02:07", "10:20:31")
    again = told.stays(row, "10:41:05", "10:58:58", tab="b")
    told.does(row, again, Interaction.CHAT, "10:42:10", text="Good morning again")
    told.does(row, again, Interaction.HAND_UP, "10:50:11")
    told.tell()
    return told


def test_the_host_reads_each_entrance_and_exit_to_the_second(story: Story, as_alice: Client) -> None:
    url = f"/reports/{story.occurrence.id}/"
    lines = b"".join(as_alice.get(f"{url}stays.csv?plain=1")).decode("utf-8-sig")
    stays = [(row["entrance"][11:19], row["exit"][11:19]) for row in csv.DictReader(io.StringIO(lines, newline=""))]
    assert stays == [("10:02:07", "10:20:31"), ("10:41:05", "10:58:58")]
    assert "Bob Baker bob@example.org participant member 10:02:07 10:58:58" in words(as_alice.get(url).content.decode())


def test_the_host_reads_what_they_did_when_and_in_which_words(story: Story, as_alice: Client) -> None:
    lines = b"".join(as_alice.get(f"/reports/{story.occurrence.id}/interactions.csv?plain=1")).decode("utf-8-sig")
    did = [(row["kind"], row["text"], row["at"][11:19]) for row in csv.DictReader(io.StringIO(lines, newline=""))]
    assert did == [("chat", "Good morning again", "10:42:10"), ("hand_up", "", "10:50:11")]


def secrets_of(bob: User) -> dict[str, str]:
    """Everything of Bob's that opens something, by what it is; all of it is in force."""
    TOTP.activate(bob, APP_SECRET)
    recovery = RecoveryCodes.activate(bob)
    signed_in(bob).get("/profile/devices/")
    UserSession.objects.create(user=bob, session_key="bobs-third-browser", ip="192.0.2.7", user_agent="")
    bob.refresh_from_db()
    factors = [str(value) for one in Authenticator.objects.filter(user=bob) for value in one.data.values()]
    kept = {
        f"factor {number}": value for number, value in enumerate(factors) if len(value) > 8
    }  # the seeds, no counters
    sessions = {f"session {number}": one.pk for number, one in enumerate(Session.objects.all())}
    codes = {f"recovery code {number}": code for number, code in enumerate(recovery.get_unused_codes())}
    assert len(kept) == 2 and sessions and len(codes) == 10
    Token.objects.filter(user=bob).update(hash="5e" * 32)
    return {
        "password": PASSWORD, "hash": bob.password, "app": APP_SECRET, "token": "5e" * 32, "IP": "192.0.2.7",
        "third session": "bobs-third-browser", **kept, **sessions, **codes,
    }  # fmt: skip


def answers(world: World, host: User) -> dict[str, str]:
    """Every page, file and state that a host is given, by its address's name."""
    client, given = signed_in(host), {}
    for name in addresses(get_resolver().url_patterns):
        if name.startswith(OF_HOSTS):
            answer = client.get(world.url(name))
            body = b"".join(answer) if answer.streaming else answer.content
            given[name] = f"{answer.headers} {body.decode('utf-8', 'replace')}" if answer.status_code == 200 else ""
    return given


def test_no_answer_to_a_host_holds_a_password_code_factor_session_or_token(
    alice: User, bob: User, charlie: User
) -> None:
    world = build(alice=alice, bob=bob, charlie=charlie)
    secrets = secrets_of(bob)
    given = answers(world, alice)
    about_bob = {name for name, said in given.items() if bob.email in said}
    assert {"reports:occurrence", "reports:attendee", "reports:person", "reports:people_csv"} <= about_bob
    for name, said in given.items():
        for what, secret in secrets.items():
            assert secret not in said, f"{name} shows {what}"


def test_nothing_that_is_declared_secret_is_declared_for_hosts() -> None:
    secret = [one for table in data_map().values() for one in table.columns.values() if one.category is Category.SECRET]
    assert len(secret) >= 5
    assert not [one for one in secret if one.audience]
    log_data = data_map()["logdata_entry"].columns.values()
    assert not [one for one in log_data if Audience.HOST in one.audience]
