"""Who is who: the tiers, the host's binds, and what is never merged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from leavethemeeting.domain.events import Correction, Event, EventType, Hints, SourceKind
from leavethemeeting.domain.identity import identify
from leavethemeeting.domain.people import Claimant, DoubtKind, Expected, Tier, is_pseudo_name, normal_name
from tests.domain.story import BOB, BOB_KEY, LATER, PLAN, Source, bob, plugin, roster, spans, t, told, webhook

BOB_EXPECTED = Expected("bob-key", "Bob Baker", ("bob@example.org", "bob@work.example"))


def claim(ref: str, source: str = "hook", **hints: Any) -> Claimant:
    return Claimant(source, ref, Hints(**hints))


def keys(*claimants: Claimant, expected: Sequence[Expected] = ()) -> list[str]:
    return [person.key for person in identify(claimants, expected=expected).people]


def verified(address: str, **hints: Any) -> dict[str, Any]:
    return {"email": address, "email_verified": True, **hints}


def test_two_alices_with_verified_addresses_stay_two() -> None:
    one = claim("1", **verified("a1@example.org", name="Alice"))
    two = claim("2", **verified("a2@example.org", name="Alice"))
    assert keys(one, two) == ["email:a1@example.org", "email:a2@example.org"]


def test_an_alice_nobody_knows_is_not_given_to_either_of_two() -> None:
    one = claim("1", **verified("a1@example.org", name="Alice"))
    two = claim("2", **verified("a2@example.org", name="Alice"))
    found = identify([one, two, claim("3", "roster", name="Alice (Guest)")])
    assert [p.tier for p in found.people] == [Tier.EMAIL, Tier.EMAIL, Tier.GUEST]
    assert found.review[0].kind is DoubtKind.SAME_NAME
    assert found.review[0].candidates == ("email:a1@example.org", "email:a2@example.org")


def test_a_shared_token_does_not_merge_verified_addresses() -> None:
    one = claim("1", **verified("a1@example.org", attendee="7", platform_account="zoom:9"))
    two = claim("2", **verified("a2@example.org", attendee="7", platform_account="zoom:9"))
    found = identify([one, two])
    assert len(found.people) == 2
    assert {doubt.kind for doubt in found.review} == {DoubtKind.SHARED}


def test_a_shared_account_does_not_merge_two_of_our_own_tokens() -> None:
    assert (
        len(keys(claim("1", attendee="7", platform_account="x"), claim("2", attendee="8", platform_account="x"))) == 2
    )


def test_addresses_are_compared_without_case_but_with_dots() -> None:
    assert keys(claim("1", **verified("Bob@Example.org")), claim("2", **verified("bob@example.org"))) == [BOB_KEY]
    assert len(keys(claim("1", **verified("b.ob@example.org")), claim("2", **verified("bob@example.org")))) == 2


def test_a_hosts_alias_makes_one_person_with_the_plans_key() -> None:
    one, two = claim("1", **verified("bob@work.example")), claim("2", **verified("bob@example.org"))
    assert keys(one, two, expected=[BOB_EXPECTED]) == ["bob-key"]


def test_a_bare_account_means_something_only_in_its_source() -> None:
    assert len(keys(claim("1", "hook", platform_account="7"), claim("1", "file", platform_account="7"))) == 2
    assert keys(claim("1", "hook", platform_account="zoom:7"), claim("1", "file", platform_account="zoom:7")) == [
        "account:zoom:7"
    ]


def test_a_name_is_enough_if_it_can_mean_one_person_only() -> None:
    found = identify([claim("1", name="  bob\u202e BAKER (Unverified)")], expected=[BOB_EXPECTED])
    assert [(p.key, p.tier, p.name, p.expected) for p in found.people] == [("bob-key", Tier.NAME, "Bob Baker", True)]
    assert found.review == ()


def test_a_name_twice_in_one_source_is_nobodys() -> None:
    found = identify([claim("1", name="Bob Baker"), claim("2", name="Bob Baker")], expected=[BOB_EXPECTED])
    assert [(p.key, p.tier) for p in found.people] == [("guest:hook:1", Tier.GUEST), ("guest:hook:2", Tier.GUEST)]
    assert [doubt.candidates for doubt in found.review] == [("bob-key",), ("bob-key",)]


def test_a_name_is_not_given_to_someone_the_same_source_knows_better() -> None:
    known = claim("1", **verified("bob@example.org", name="Bob Baker"))
    assert keys(known, claim("2", name="Bob Baker")) == [BOB_KEY, "guest:hook:2"]
    assert keys(known, claim("2", "roster", name="Bob Baker")) == [BOB_KEY]


def test_an_unverified_address_only_suggests() -> None:
    found = identify([claim("1", email="bob@example.org", name="B")], expected=[BOB_EXPECTED])
    assert found.people[0].tier is Tier.GUEST
    assert [(d.kind, d.candidates) for d in found.review] == [(DoubtKind.UNVERIFIED_EMAIL, ("bob-key",))]


def test_a_bind_by_hand_settles_a_guest_and_a_name() -> None:
    guest, other = claim("1", name="Bobby"), claim("2", name="The Baker")
    known = claim("9", **verified("bob@example.org"))
    binds = [("guest:hook:1", BOB_KEY), ("name:the baker", BOB_KEY)]
    found = identify([guest, other, known], binds=binds)
    assert [p.key for p in found.people] == [BOB_KEY]
    assert found.review == ()


def test_a_bind_cannot_merge_two_verified_addresses() -> None:
    one, two = claim("1", **verified("a1@example.org")), claim("2", **verified("a2@example.org"))
    found = identify([one, two], binds=[("email:a2@example.org", "email:a1@example.org")])
    assert len(found.people) == 2
    assert [doubt.kind for doubt in found.review] == [DoubtKind.SHARED]


def test_a_key_that_grew_stronger_still_answers_to_the_old_one() -> None:
    found = told(webhook().stay("10:00", "11:00"), webhook(replace(BOB, attendee="b7"), "room").stay("10:00", "10:10"))
    assert found.attendee(BOB_KEY).key == "attendee:b7"
    assert found.attendee("guest:hook:c1").key == "attendee:b7"


@pytest.mark.parametrize("name", ["Ada and 2 more", "Ada & 3 others", "+5 others", "Ada, Bo and 12 others"])
def test_a_folded_line_is_nobody(name: str) -> None:
    assert is_pseudo_name(name)
    found = told(roster("10:00-10:10", seen=True, hints=Hints(name=name)))
    assert found.attendees == ()
    assert found.rejected_names == (name,)


@pytest.mark.parametrize("name", ["Ada and Bo", "Anders Moreau", "R2 D2", "Unit 5 More Street"])
def test_an_odd_name_is_somebody(name: str) -> None:
    assert not is_pseudo_name(name)


def test_names_are_compared_by_what_can_be_seen() -> None:
    assert normal_name("Ａｄａ\u200b  Lovelace [Guest] (Unverified)") == "ada lovelace"
    assert normal_name("\u202e\u200b") == ""


def test_two_lines_of_one_name_in_a_snapshot_are_not_bound() -> None:
    lines = [
        event
        for account in ("x", "y")
        for event in roster("10:00-10:10", seen=True, hints=Hints(name="Bob Baker", platform_account=account))
    ]
    names = [replace(e, hints=Hints(name="Bob Baker"), connection=e.hints.platform_account) for e in lines]
    found = told(names, meeting=replace(PLAN, expected=(BOB_EXPECTED,)))
    assert {one.person.tier for one in found.attendees if one.stays} == {Tier.GUEST}


def _correct(value: Correction, target: str, **more: Any) -> Event:
    host = Source("alice", SourceKind.HOST, Hints(), received_at="12:00")
    return host(EventType.CORRECT, "10:20", value=value, target=target, **more)


def test_the_host_binds_excludes_and_includes() -> None:
    hook = webhook(Hints(name="Somebody"))
    stay = hook.stay("10:00", "10:30")
    bind = _correct(Correction.BIND, BOB_KEY, hints=Hints(attendee="guest:hook:c1"), id="bind")
    out = _correct(Correction.EXCLUDE, BOB_KEY, until="10:25", id="out")
    back = _correct(Correction.INCLUDE, "guest:hook:c1", until="10:22", id="in", received_at="12:01")
    found = told(stay, bind, out, back, plugin().stay("10:00", "10:05"))
    assert spans(bob(found).present) == "10:00-10:22 10:25-10:30"
    assert bob(found).corrected_ms == -180_000
    undo = Source("alice", SourceKind.HOST, Hints())(EventType.RETRACT, "12:05", target="out")
    assert spans(bob(told(stay, bind, out, undo)).present) == "10:00-10:30"


def test_the_host_may_add_somebody_no_source_saw() -> None:
    found = told(_correct(Correction.INCLUDE, "phone-1", until="10:50", hints=Hints(name="Dial-in")), as_of=LATER)
    assert [(one.key, one.person.name, spans(one.present)) for one in found.attendees] == [
        ("phone-1", "Dial-in", "10:20-10:50")
    ]
    assert t("10:20") == found.attendee("phone-1").first_entrance
