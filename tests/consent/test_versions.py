"""Versions: entered at the first start, posted at once, kept as they were."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.utils import timezone

from leavethemeeting.consent import posting
from leavethemeeting.consent.filling import CLAUSES, FaultyText, faults, shipped, unmarked_clauses
from leavethemeeting.consent.models import Document, PolicyDraft, PolicyVersion
from leavethemeeting.consent.queries import current_policy, current_terms
from leavethemeeting.domain.promises import Audience, Category, Column, Erasure, Purpose, Retention, Table
from leavethemeeting.shared import personal_data
from leavethemeeting.shared.environment import Smtp, environment
from tests.consent.stories import OPERATOR, post_change

pytestmark = pytest.mark.django_db


def test_a_migrated_database_holds_the_first_versions_once() -> None:
    call_command("migrate", verbosity=0)
    held = [(version.kind, version.number, version.material) for version in PolicyVersion.objects.order_by("kind")]
    assert held == [("policy", 1, True), ("terms", 1, True)]


@pytest.mark.parametrize("kind", list(Document))
def test_the_texts_that_ship_can_be_posted(kind: Document) -> None:
    assert faults(kind, shipped(kind), environment()) == []


def test_the_policy_that_ships_keeps_every_clause() -> None:
    assert unmarked_clauses(shipped(Document.POLICY)) == []
    assert (CLAUSES[0], CLAUSES[-1], len(CLAUSES)) == ("C1", "C52", 52)


def test_no_placeholder_is_left_in_what_is_posted() -> None:
    for version in (current_policy(), current_terms()):
        assert "[[" not in version.text.replace("[[C", "")


def test_the_hash_is_of_the_posted_text() -> None:
    version = current_policy()
    assert version.sha256 == hashlib.sha256(version.text.encode()).hexdigest()


def test_the_next_version_counts_on_and_the_one_before_stays_as_it_was() -> None:
    first = current_policy()
    second = post_change()
    assert (first.number, second.number, current_policy()) == (1, 2, second)
    kept = PolicyVersion.objects.get(pk=first.pk)
    assert (kept.text, kept.sha256, kept.published_at) == (first.text, first.sha256, first.published_at)


def test_the_same_text_is_not_posted_twice() -> None:
    with pytest.raises(posting.NothingChanged):
        posting.post_version(
            kind=Document.TERMS, source=current_terms().source, summary="Again", material=True,
            environment=environment(), now=timezone.now(),
        )  # fmt: skip
    assert current_terms().number == 1


@pytest.mark.parametrize(
    ("lost", "complaint"),
    [
        ("## Children's Privacy", "Children's Privacy"), ("[[fields]]", "[[fields]]"), ("[[cookies]]", "[[cookies]]"),
        ("[[recipients]]", "[[recipients]]"),
    ],
)  # fmt: skip
def test_a_policy_without_a_heading_or_a_table_is_refused(lost: str, complaint: str) -> None:
    with pytest.raises(FaultyText, match="missing") as refusal:
        posting.post_version(
            kind=Document.POLICY, source=shipped(Document.POLICY).replace(lost, ""), summary="Less", material=True,
            environment=environment(), now=timezone.now(),
        )  # fmt: skip
    assert complaint in str(refusal.value)
    assert current_policy().number == 1


def test_a_misspelt_placeholder_is_named() -> None:
    assert faults(Document.TERMS, "Hello [[opperator]]", environment()) == ["[[opperator]] is no placeholder."]


def test_an_operator_who_gives_their_name_gets_it_posted_without_asking_anybody_again() -> None:
    posted = posting.bring_up_to_date(environment=OPERATOR, now=timezone.now())
    assert [(version.kind, version.number, version.material) for version in posted] == [
        ("policy", 2, False),
        ("terms", 2, False),
    ]
    assert "Harbour School" in current_policy().text
    assert "privacy@harbour.example" in current_terms().text
    assert posting.bring_up_to_date(environment=OPERATOR, now=timezone.now()) == []


def test_a_new_recipient_is_posted_and_everybody_is_asked_again() -> None:
    sends = replace(environment(), smtp=Smtp("mail.example.org", 587, "", "", "starttls"))
    posted = posting.bring_up_to_date(environment=sends, now=timezone.now())
    assert [(version.kind, version.material) for version in posted] == [("policy", True)]
    assert "mail.example.org" in current_policy().text


def test_software_that_shows_something_to_somebody_new_asks_again_and_one_more_field_alike_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def column(*audience: Audience) -> Column:
        kept = Retention(1, "it was written")
        return Column(Category.SECRET, (Purpose.SECURITY,), ("C13",), frozenset(audience), kept, Erasure.DELETE, False)

    more = dict(personal_data.data_map())
    monkeypatch.setattr(personal_data, "_registry", more)
    more["extra"] = Table("extra", "member", {"another_hash": column()})
    assert [one.material for one in posting.bring_up_to_date(environment=environment(), now=timezone.now())] == [False]
    more["extra"] = Table("extra", "member", {"another_hash": column(Audience.ROOM)})
    assert [one.material for one in posting.bring_up_to_date(environment=environment(), now=timezone.now())] == [True]


def test_what_the_provider_is_writing_survives_what_the_software_posts() -> None:
    posting.save_draft(kind=Document.POLICY, source="Half a", summary="", material=True, by=None, now=timezone.now())
    posting.bring_up_to_date(environment=OPERATOR, now=timezone.now())
    assert PolicyDraft.objects.get().source == "Half a"
