"""Role by field, generated from the data map: a word of its own stands in every text that is kept about Bob, and is looked for
in everything that each of them is answered.

Alice (host) reads exactly what the map gives hosts. Charlie (another host) and a visitor read nothing. The provider reads nothing
without a reason; with one, what the map gives the provider, and each look is one row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import get_resolver

from leavethemeeting.accesslog.models import Look
from leavethemeeting.accounts.models import User
from leavethemeeting.domain.promises import Audience, Column
from leavethemeeting.live.queries import snapshot_of
from leavethemeeting.live.shapes import encode_snapshot
from leavethemeeting.meetings.models import Attendee
from leavethemeeting.privacy.people import about, kept_about, member
from leavethemeeting.reports.people import people_of
from leavethemeeting.shared.moments import now_ms
from tests.cast import make_member, signed_in
from tests.rights.test_export import is_free_text
from tests.walls.test_pages import addresses
from tests.walls.world import World, build

pytestmark = pytest.mark.django_db

#: Whose tables these are: everything about an attendee, and about a member.
SUBJECTS = ("attendee", "member")
#: Declared for hosts, and not written out on any page: what stands in its place.
IN_OTHER_WORDS = {
    "accounts_user.pronouns": "as of the last entrance (meetings_shared_profile)",
    "accounts_user.organisation": "as of the last entrance (meetings_shared_profile)",
    "attendance_claim.platform_account": "joins rows of one person; shown as one person",
    "meetings_admission.name": "shown while somebody waits", "meetings_admission.formerly": "shown while somebody waits",
}  # fmt: skip


@dataclass
class Planted:
    """The word of each ``table.column``, and its declaration."""

    words: dict[str, str]
    columns: dict[str, Column]

    def for_(self, audience: Audience) -> set[str]:
        return {name for name, column in self.columns.items() if audience in column.audience}

    def found_in(self, text: str) -> set[str]:
        return {name for name, word in self.words.items() if word in text}


def plant(bob: User) -> Planted:
    """Under the models, so that no form has a say; in Bob's rows only."""
    words: dict[str, str] = {}
    columns: dict[str, Column] = {}
    person = member(bob.pk)
    assert person is not None
    for kept in kept_about(person):
        table = kept.table
        if table.subject not in SUBJECTS:
            continue
        model = next(one for one in apps.get_models() if one._meta.db_table == table.name)
        which = about(person, table)
        assert which is not None
        rows: Any = model._default_manager.filter(which)
        if table.name == "attendance_claim":
            rows = rows.exclude(source_ref__startswith="host:")  # a correction's words have a shape
        for field in model._meta.concrete_fields:
            if is_free_text(field):
                name = f"{table.name}.{field.column}"
                words[name] = f"zz{len(words):03}{field.column}"[: field.max_length or 60]
                columns[name] = table.columns[field.column]
                if name == "attendance_claim.text":  # an interaction's claim: it has words, and names nobody
                    rows = model._default_manager.exclude(text="").exclude(source_ref__startswith="host:")
                rows.update(**{field.column: words[name]})
    bob.refresh_from_db()  # of a password a browser's sign-in depends
    return Planted(words, columns)


@pytest.fixture
def world(alice: User, bob: User, charlie: User) -> World:
    User.objects.filter(pk=bob.pk).update(pronouns="he/him", organisation="Bakery")
    bob.refresh_from_db()
    return build(alice=alice, bob=bob, charlie=charlie)


@pytest.fixture
def planted(world: World, bob: User) -> Planted:
    """Bob's attendee stays the only one, so that an update of all rows is one of his."""
    assert Attendee.objects.exclude(user=bob).count() == 0
    return plant(bob)


def answers(client: Client, world: World, *, but: tuple[str, ...] = ()) -> str:
    """Everything that this person is shown at any address, one's own pages left out."""
    said = []
    for name in addresses(get_resolver().url_patterns):
        if name.startswith(but):
            continue
        answer = client.get(world.url(name))
        if answer.status_code == 200:
            said.append(b"".join(answer) if answer.streaming else answer.content)
    return b"\n".join(said).decode("utf-8", "replace")


def as_host(client: Client, world: World, host: User) -> str:
    """Pages and files, and the live stream's snapshot, which is asked for with the dashboard's ticket."""
    person = people_of(host, now=now_ms())[0].slug
    world.parameters["reports:person slug"] = person
    assert client.post(world.url("live:ticket")).status_code == 200
    return answers(client, world) + encode_snapshot(snapshot_of(world.occurrence)).decode()


def test_the_matrix_has_cells(planted: Planted) -> None:
    assert len(planted.words) > 15
    assert len(planted.for_(Audience.HOST)) > 5
    assert len(set(planted.words) - planted.for_(Audience.HOST)) > 8
    assert set(IN_OTHER_WORDS) <= planted.for_(Audience.HOST) | {
        "meetings_admission.name",
        "meetings_admission.formerly",
    }


def test_alice_reads_exactly_what_the_map_gives_hosts(
    planted: Planted, world: World, alice: User, as_alice: Client
) -> None:
    read = planted.found_in(as_host(as_alice, world, alice))
    allowed = planted.for_(Audience.HOST)
    assert read - allowed == set()
    assert allowed - read == set(IN_OTHER_WORDS) & set(planted.words)


def test_charlie_and_a_visitor_read_nothing(planted: Planted, world: World, as_charlie: Client) -> None:
    for client in (as_charlie, Client()):
        assert planted.found_in(answers(client, world, but=("meetings:join",))) == set()


def test_the_provider_reads_nothing_without_a_reason(planted: Planted, world: World, bob: User) -> None:
    client = signed_in(make_member("Paula Provider", "paula@example.org", is_provider=True))
    own = ("mail:",)  # the outbox: letters, which the provider opens to see why one did not leave (C26 in its own test)
    assert planted.found_in(answers(client, world, but=own)) & planted.for_(Audience.HOST) == set()
    assert not Look.objects.filter(role="provider").exists()
    for name in ("provider:person", "provider:erase"):
        refused = client.post(world.url(name).replace("//", f"/{bob.pk}/"), {"reason": "  "})
        assert planted.found_in(refused.content.decode()) == set()
    assert not Look.objects.filter(role="provider").exists()


def test_the_provider_reads_with_a_reason_what_the_map_gives_and_each_look_is_one_row(
    planted: Planted, world: World, bob: User
) -> None:
    client = signed_in(make_member("Paula Provider", "paula@example.org", is_provider=True))
    for seen in (1, 2):
        page = client.post(f"/provider/people/member/{bob.pk}/", {"reason": "Bob asked us"}).content.decode()
        assert Look.objects.filter(role="provider", subject_id=bob.pk).count() == seen
    read = planted.found_in(page)
    assert read - planted.for_(Audience.PROVIDER) == set()
    exported = {name for name, column in planted.columns.items() if column.exported}
    assert (planted.for_(Audience.PROVIDER) & exported) - read == set()


def test_bob_reads_of_himself_what_his_hosts_read(
    planted: Planted, world: World, alice: User, as_alice: Client, as_bob: Client
) -> None:
    """Through the mirror: of what the map gives hosts, whatever Alice can read Bob can."""
    host = planted.found_in(as_host(as_alice, world, alice))
    own = (
        as_bob.get(world.url("rights:meeting")).content.decode() + as_bob.get(world.url("rights:host")).content.decode()
    )
    # Alice has offered Bob the meeting, so her page names the member she offers it to; the offer is on his own page.
    assert host - planted.found_in(own) == {"accounts_user.name"}
