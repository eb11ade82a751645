"""C47: what the law forces out of us is the minimum, approved twice, written down for good, told to the person, and counted in public.

Turn red when, in ``registers/disclosing.give``, the approval or the look is not asked for; when ``bundle._rows`` leaves out ``within`` or
``sheets`` the fields; when ``notices.tell_due`` does not ask ``is_silent``; when the triggers of migration 0002 are missing; or when
``transparency`` counts something but the register.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from leavethemeeting.accesslog.models import Look
from leavethemeeting.accounts.models import User
from leavethemeeting.logdata.models import Entry as LogEntry
from leavethemeeting.mail.models import Letter
from leavethemeeting.registers import disclosing
from leavethemeeting.registers.disclosing import NotApproved, NotNow
from leavethemeeting.registers.kinds import Mode
from leavethemeeting.registers.models import Entry
from leavethemeeting.registers.notices import tell_due
from leavethemeeting.registers.producible import all_fields
from leavethemeeting.registers.transparency import count_by, report
from leavethemeeting.shared.personal_data import data_map
from tests.cast import make_member, signed_in
from tests.registers.stories import DAY, FIELDS, NOW, approved, found, laid_down, received, tables_in, unpacked

pytestmark = pytest.mark.django_db


@pytest.fixture
def quinn(db: None) -> User:
    """The second of the provider's staff."""
    return make_member("Quinn Provider", "quinn@example.org", is_provider=True)


def ready(bob: User, *staff: User, gag_until: date | None = None, now: datetime = NOW) -> UUID:
    key = received(staff[0], gag_until=gag_until, now=now)
    laid_down(key, staff[0], bob, now=now)
    approved(key, *staff, now=now)
    return key


def signed_in_at(user: User, at: datetime) -> None:
    LogEntry.objects.create(user_id=user.pk, at=at, what="sign_in", method="password", result="ok", ip="198.51.100.9")


# ---- approval --------------------------------------------------------------------------------


def test_nothing_is_given_before_two_people_approved_it(bob: User, provider: User, quinn: User) -> None:
    key = received(provider)
    laid_down(key, provider, bob)
    for staff in ((), (provider,)):
        approved(key, *staff)
        with pytest.raises(NotApproved):
            disclosing.give(key=key, by=provider.pk, now=NOW + 30 * DAY)
    with pytest.raises(NotNow):  # nobody is two people
        approved(key, provider)
    assert not Look.objects.exists()
    approved(key, quinn)
    disclosing.give(key=key, by=provider.pk, now=NOW)
    assert found(key).mode is Mode.TWO


def test_the_only_one_of_the_staff_waits_a_day_and_is_counted_as_such(bob: User, provider: User) -> None:
    key = ready(bob, provider)
    for at in (NOW, NOW + timedelta(hours=24, seconds=-1)):
        with pytest.raises(NotApproved):
            disclosing.give(key=key, by=provider.pk, now=at)
    disclosing.give(key=key, by=provider.pk, now=NOW + timedelta(hours=24))
    assert found(key).mode is Mode.SOLE
    half = report(NOW)["halves"][0]  # type: ignore[index]  # -- a list, as JSON has it
    assert (half["sole_approver"], half["given"]) == (1, 1)


def test_a_second_of_the_staff_ends_the_way_of_the_sole_approver(bob: User, provider: User) -> None:
    key = ready(bob, provider)
    make_member("Quinn Provider", "quinn@example.org", is_provider=True)
    with pytest.raises(NotApproved):
        disclosing.give(key=key, by=provider.pk, now=NOW + 2 * DAY)


def test_another_scope_needs_other_approvals(bob: User, charlie: User, provider: User, quinn: User) -> None:
    key = ready(bob, provider, quinn)
    read = found(key).scope_entry
    laid_down(key, provider, bob, charlie)
    with pytest.raises(NotApproved):
        disclosing.give(key=key, by=provider.pk, now=NOW)
    with pytest.raises(NotNow):  # who read the old one approves nothing new
        disclosing.approve(key=key, scope_entry=read, by=quinn.pk, now=NOW)


# ---- the bundle ------------------------------------------------------------------------------


def test_the_bundle_holds_the_fields_persons_and_days_that_were_approved_and_nothing_else(
    alice: User, bob: User, provider: User, quinn: User
) -> None:
    for user in (alice, bob):
        for day in (1, 2, 3):
            signed_in_at(user, datetime(2026, 11, day, 12, 0, tzinfo=UTC))
    key = received(provider)
    fields = ("accounts_user.name", "logdata_entry.at", "logdata_entry.ip")
    laid_down(key, provider, bob, fields=fields, since=date(2026, 11, 2), until=date(2026, 11, 2))
    approved(key, provider, quinn)
    _found, made = disclosing.give(key=key, by=provider.pk, now=NOW)
    assert tables_in(made.data) == {
        "accounts_user": [{"person": 1, "name": "Bob Baker"}],
        "logdata_entry": [{"person": 1, "at": "2026-11-02T12:00:00+00:00", "ip": "198.51.100.9"}],
    }
    files = unpacked(made.data)
    assert sorted(files) == ["accounts_user.csv", "data.json", "logdata_entry.csv", "read-me.html"]
    for content in files.values():
        for other in (bob.email, str(bob.pk), alice.name, "2026-11-01", "2026-11-03", "password", bob.password):
            assert other.encode() not in content, other
    assert b"1,2026-11-02T12:00:00+00:00,198.51.100.9" in files["logdata_entry.csv"]


def test_no_secret_can_be_asked_for(bob: User, provider: User) -> None:
    secret = {f"{table.name}.{name}" for table in data_map().values() for name, one in table.columns.items() if one.category in ("secret", "key")}  # fmt: skip
    assert "accounts_user.password" in secret and not secret & all_fields()
    with pytest.raises(ValueError, match="cannot be given"):
        laid_down(received(provider), provider, bob, fields=("accounts_user.password",))


def test_each_download_is_a_look_and_an_entry_with_the_hash_of_what_was_handed_out(
    bob: User, provider: User, quinn: User, as_provider: Client, as_bob: Client
) -> None:
    key = ready(bob, provider, quinn)
    for time in (1, 2):
        answer = as_provider.post(reverse("registers:disclosure_bundle", args=[key]))
        assert answer.status_code == 200 and answer["Content-Type"] == "application/zip"
        assert Look.objects.filter(subject_id=bob.pk, what="disclosure").count() == time
        assert [one["sha256"] for one in found(key).given][-1] == sha256(answer.content).hexdigest()
    assert "District Court of Exampletown" in as_bob.get("/profile/looks/").content.decode()


def test_the_same_data_gives_the_same_bytes(bob: User, provider: User, quinn: User) -> None:
    key = ready(bob, provider, quinn)
    first, second = (disclosing.give(key=key, by=provider.pk, now=NOW)[1] for _time in range(2))
    assert first.data == second.data


# ---- the register ----------------------------------------------------------------------------


def test_a_refused_request_stays_with_its_reason_and_gives_nothing_any_more(
    bob: User, provider: User, quinn: User
) -> None:
    key = ready(bob, provider, quinn)
    disclosing.refuse(key=key, reason="No judge signed it.", by=provider.pk, now=NOW)
    assert found(key).refusal == "No judge signed it."
    with pytest.raises(NotNow):
        disclosing.give(key=key, by=provider.pk, now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(subject_id=key).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(subject_id=key).update(body="{}")


def test_no_entry_names_anybody(bob: User, provider: User, quinn: User) -> None:
    key = ready(bob, provider, quinn)
    disclosing.look_up(key=key, words="Baker", by=provider.pk, now=NOW)
    disclosing.give(key=key, by=provider.pk, now=NOW)
    tell_due(now=NOW)
    written = " ".join(Entry.objects.values_list("body", flat=True))
    assert bob.name not in written and bob.email not in written and str(bob.pk) in written


# ---- the person is told ----------------------------------------------------------------------


def test_the_person_is_told_as_soon_as_it_was_given(bob: User, provider: User, quinn: User) -> None:
    key = ready(bob, provider, quinn)
    tell_due(now=NOW)
    assert not Letter.objects.filter(recipient=bob.email).exists()
    disclosing.give(key=key, by=provider.pk, now=NOW)
    for _time in range(2):  # once
        tell_due(now=NOW)
    letter = Letter.objects.get(recipient=bob.email)
    for told in ("District Court of Exampletown", "court order", "Account: e-mail address, name", found(key).reference):
        assert told in letter.text, told
    assert found(key).noticed == {"told": 1, "unreachable": 0, "at": NOW}


def test_a_duty_to_keep_silent_holds_back_the_letter_and_the_look_until_its_last_day_is_over(
    bob: User, provider: User, quinn: User, as_bob: Client
) -> None:
    now = timezone.now()
    today = now.astimezone(UTC).date()
    key = ready(bob, provider, quinn, gag_until=today, now=now)
    disclosing.look_up(key=key, words="Baker", by=provider.pk, now=now)
    disclosing.give(key=key, by=provider.pk, now=now)
    tell_due(now=now)
    assert not Letter.objects.filter(recipient=bob.email).exists()
    assert "Exampletown" not in as_bob.get("/profile/looks/").content.decode()
    assert Letter.objects.filter(recipient=provider.email, kind="gag_ends").count() == 1
    tell_due(now=now)
    assert Letter.objects.filter(recipient=provider.email, kind="gag_ends").count() == 1
    tell_due(now=datetime(today.year, today.month, today.day, tzinfo=UTC) + DAY)
    assert Letter.objects.filter(recipient=bob.email, kind="disclosed").count() == 1
    assert Letter.objects.filter(recipient=quinn.email, kind="persons_told").count() == 1
    disclosing.set_gag(key=key, until=None, basis="lifted by the court", by=provider.pk, now=now)
    assert "Exampletown" in as_bob.get("/profile/looks/").content.decode()


def test_an_extended_duty_holds_and_reminds_anew(bob: User, provider: User, quinn: User) -> None:
    key = ready(bob, provider, quinn, gag_until=NOW.date() + 3 * DAY)
    disclosing.give(key=key, by=provider.pk, now=NOW)
    tell_due(now=NOW)
    disclosing.set_gag(key=key, until=NOW.date() + 60 * DAY, basis="extended", by=provider.pk, now=NOW)
    tell_due(now=NOW + 10 * DAY)
    assert not Letter.objects.filter(recipient=bob.email).exists()
    tell_due(now=NOW + 55 * DAY)
    assert Letter.objects.filter(recipient=provider.email, kind="gag_ends").count() == 2
    tell_due(now=NOW + 61 * DAY)
    assert Letter.objects.filter(recipient=bob.email).count() == 1


# ---- in public -------------------------------------------------------------------------------


def test_without_a_request_the_page_says_none_so_far(client: Client) -> None:
    answer = client.get("/transparency/")
    assert "None so far" in answer.content.decode() and not answer.cookies
    assert client.get("/transparency.json").json()["none_so_far"] is True


def test_the_numbers_are_those_of_the_register(
    bob: User, charlie: User, provider: User, quinn: User, client: Client
) -> None:
    given = ready(bob, provider, quinn)
    laid_down(given, provider, bob, charlie)
    approved(given, provider, quinn)
    disclosing.give(key=given, by=provider.pk, now=NOW)
    tell_due(now=NOW)
    refused, nothing = received(provider), received(provider)
    disclosing.refuse(key=refused, reason="No.", by=provider.pk, now=NOW)
    disclosing.hold_nothing(key=nothing, reason="Nothing.", by=provider.pk, now=NOW)
    received(provider)
    received(provider, received_on=date(2025, 12, 31))
    halves = {half["half"]: half for half in client.get("/transparency.json").json()["halves"]}
    assert list(halves) == ["2026-H2", "2026-H1", "2025-H2"]
    assert halves["2026-H2"] == {
        "half": "2026-H2", "requests": 4, "given": 1, "nothing_held": 1, "refused": 1, "open": 1, "persons": 2,
        "sole_approver": 0, "persons_told": 2, "fields": dict.fromkeys(FIELDS, 1),
    }  # fmt: skip
    assert (halves["2026-H1"]["requests"], halves["2025-H2"]["requests"]) == (0, 1)
    assert (
        Entry.objects.order_by("-position").values_list("digest", flat=True)[0]
        in client.get("/transparency/").content.decode()
    )


def test_where_the_law_forces_it_numbers_become_ranges_and_the_page_says_why(
    bob: User, provider: User, quinn: User, client: Client
) -> None:
    disclosing.give(key=ready(bob, provider, quinn), by=provider.pk, now=NOW)
    with pytest.raises(ValueError, match="250"):
        count_by(step=250, reason=" ", by=provider.pk, now=NOW)
    count_by(step=250, reason="§ 7 of the Example Act", by=provider.pk, now=NOW)
    told = client.get("/transparency.json").json()
    assert told["ranges"] == {"step": 250, "reason": "§ 7 of the Example Act"}
    assert {value for name, value in told["halves"][0].items() if name not in ("half", "fields")} == {"0–249"}
    assert "§ 7 of the Example Act" in client.get("/transparency/").content.decode()


def test_what_could_be_produced_is_the_whole_of_what_a_bundle_may_hold(client: Client) -> None:
    from leavethemeeting.consent.words import listed
    from leavethemeeting.registers.producible import groups

    page = client.get("/transparency/holdings/").content.decode()
    shown = list(groups())
    assert {f"{group.table.name}.{name}" for group in shown for name, _one in group.fields} == all_fields()
    from django.utils.html import escape

    for group in shown:
        assert escape(group.title) in page and escape(listed(words for _value, words in group.choices)) in page


def test_only_the_provider_sees_the_register(as_alice: Client, client: Client, provider: User) -> None:
    key = received(provider)
    for browser in (as_alice, client):
        assert browser.get(reverse("registers:disclosures")).status_code == 404
        assert browser.post(reverse("registers:disclosure_bundle", args=[key])).status_code == 404
    bare = User.objects.create_user("ruth@example.org", None, name="Ruth", is_provider=True, age_ok_at=timezone.now())
    assert signed_in(bare).get(reverse("registers:disclosures")).status_code == 302  # a second factor first


def test_the_json_is_what_the_page_was_made_from(client: Client) -> None:
    assert json.loads(client.get("/transparency.json").content)["halves"] == report(timezone.now())["halves"]
