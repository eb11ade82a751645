"""News reach everybody who asked, once, whatever happens in between."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from leavethemeeting.accounts.models import User
from leavethemeeting.consent.actions import give, withdraw
from leavethemeeting.consent.filling import shipped
from leavethemeeting.consent.kinds import Channel, Kind, sentence
from leavethemeeting.consent.models import Document, PolicyVersion
from leavethemeeting.consent.posting import post_version
from leavethemeeting.consent.queries import current
from leavethemeeting.mail import mailings
from leavethemeeting.mail.composing import Because, Content, send
from leavethemeeting.mail.counts import Numbers, Times, numbers_of
from leavethemeeting.mail.counts import mailings as mailings_of
from leavethemeeting.mail.guard import Unasked
from leavethemeeting.mail.mailings import CHUNK, begin, send_news, write_chunk, write_due
from leavethemeeting.mail.models import Letter, Mailing, MailLink, Undeliverable, WayOut
from leavethemeeting.mail.policy_letters import version_posted
from leavethemeeting.shared.environment import environment
from tests.mail.subscribers import NOW, agree, delivered, news, text_of

pytestmark = pytest.mark.django_db
NONE = Times(0, 0, 0, 0)


def readers() -> list[str]:
    return sorted(Letter.objects.values_list("recipient", flat=True))


def test_only_who_asked_gets_news_and_the_guard_holds_everybody_else(alice: User, bob: User, charlie: User) -> None:
    agree(Kind.NEWS, alice)
    agree(Kind.NEWS, "dora@example.org")
    agree(Kind.POLICY_CHANGES, bob)  # another list
    agree(Kind.NEWS, charlie)
    withdraw(kind=Kind.NEWS, user_id=charlie.pk, now=NOW)
    news()
    assert readers() == ["alice@example.org", "dora@example.org"]
    with pytest.raises(Unasked):
        send(
            Content(subject="s", paragraphs=("p",)),
            kind="news",
            recipient=bob.email,
            now=NOW,
            because=Because.SUBSCRIBED,
        )


def test_a_member_gets_news_at_a_verified_address_or_not_at_all(alice: User, bob: User, charlie: User) -> None:
    for member in (alice, bob, charlie):
        agree(Kind.NEWS, member)
    bob.emailaddress_set.update(verified=False)
    User.objects.filter(pk=charlie.pk).update(is_active=False)
    news()
    assert readers() == ["alice@example.org"]


def test_an_address_on_the_list_twice_gets_one_letter(alice: User) -> None:
    agree(Kind.NEWS, alice)
    agree(Kind.NEWS, "Alice@Example.org")
    news()
    assert readers() == ["alice@example.org"]


def test_a_dead_address_gets_no_news(alice: User) -> None:
    agree(Kind.NEWS, alice)
    Undeliverable.objects.create(address="alice@example.org", since=NOW, said="550 5.1.1")
    assert numbers_of(news()) == Numbers(0, 0, 0, 0, 0, NONE, NONE)


def many(count: int) -> None:
    for number in range(count):
        agree(Kind.NEWS, f"reader{number}@example.org")


def test_a_long_list_is_written_in_chunks_of_at_most_two_hundred_rows() -> None:
    many(CHUNK + 5)
    for number in range(CHUNK + 5):
        agree(Kind.MAIL_MEASUREMENT, f"reader{number}@example.org")
    mailing = send_news(subject="New", paragraphs=("p",), now=NOW)
    assert write_chunk(mailing.pk, now=NOW) == CHUNK
    rows = sum(model.objects.count() for model in (Letter, MailLink, WayOut))
    assert rows <= 200
    assert write_chunk(mailing.pk, now=NOW) == 5
    assert write_chunk(mailing.pk, now=NOW) is None
    assert write_chunk(mailing.pk, now=NOW) is None
    assert len(set(readers())) == CHUNK + 5 == Letter.objects.count()


def test_a_process_that_dies_in_the_middle_of_a_chunk_leaves_it_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    many(CHUNK + 5)
    mailing = send_news(subject="New", paragraphs=("p",), now=NOW)
    real, calls = send, []

    def dies(*words: object, **told: object) -> Letter:
        calls.append(told)
        if len(calls) == CHUNK + 3:
            raise KeyboardInterrupt
        return real(*words, **told)  # type: ignore[arg-type]  # -- handed through

    monkeypatch.setattr(mailings, "send", dies)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        write_due(now=NOW)
    monkeypatch.setattr(mailings, "send", real)
    mailing.refresh_from_db()
    assert mailing.finished_at is None
    write_due(now=NOW + timedelta(minutes=1))
    assert len(set(readers())) == CHUNK + 5 == Letter.objects.count()


def test_the_same_reference_is_the_same_mailing_and_the_database_refuses_a_second_letter(alice: User) -> None:
    agree(Kind.NEWS, alice)
    first = send_news(subject="New", paragraphs=("p",), now=NOW, reference="news:form-1")
    write_due(now=NOW)
    again = send_news(subject="New", paragraphs=("p",), now=NOW, reference="news:form-1")
    write_due(now=NOW)
    assert first == again and readers() == ["alice@example.org"]
    content = Content(subject="s", paragraphs=("p",))
    with pytest.raises(IntegrityError), transaction.atomic():
        send(
            content, kind="news", recipient=alice.email, user_id=alice.pk, now=NOW, because=Because.SUBSCRIBED,
            mailing=first,
        )  # fmt: skip


def test_who_subscribes_after_the_news_does_not_get_them(alice: User) -> None:
    mailing = send_news(subject="New", paragraphs=("p",), now=NOW)
    give(
        kind=Kind.NEWS,
        user_id=alice.pk,
        text=sentence(Kind.NEWS),
        channel=Channel.CHOICES,
        now=NOW + timedelta(seconds=1),
    )
    write_due(now=NOW + timedelta(minutes=1))
    assert Letter.objects.filter(mailing=mailing).count() == 0


def test_the_provider_reads_how_many_were_delivered_and_how_many_failed(alice: User, bob: User) -> None:
    agree(Kind.NEWS, alice)
    agree(Kind.NEWS, bob)
    agree(Kind.MAIL_MEASUREMENT, bob)
    mailing = news()
    assert numbers_of(mailing) == Numbers(2, 2, 0, 0, 1, NONE, NONE)
    delivered()
    Letter.objects.filter(recipient="bob@example.org").update(bounced_at=NOW)
    assert numbers_of(mailing) == Numbers(2, 0, 1, 1, 1, NONE, NONE)
    assert list(mailings_of("news")) == [mailing]


def test_nobody_can_be_put_on_a_list_that_does_not_exist() -> None:
    with pytest.raises(ValueError, match="nobody can ask"):
        begin(Content(subject="s", paragraphs=("p",)), kind="advertising", reference="x", now=NOW)


def version(kind: Document, number: int) -> PolicyVersion:
    return PolicyVersion(
        kind=kind, number=number, source="s", text="t", sha256="0" * 64, material=True, summary="Letters go sooner.",
        published_at=NOW,
    )  # fmt: skip


@pytest.mark.parametrize(("kind", "page"), [(Document.POLICY, "consent:policy"), (Document.TERMS, "consent:terms")])
def test_a_posted_version_is_told_to_who_asked_to_be_told(kind: Document, page: str, alice: User, bob: User) -> None:
    agree(Kind.POLICY_CHANGES, alice)
    agree(Kind.NEWS, bob)
    version_posted(version(kind, 1))
    assert not Mailing.objects.exists()  # the first changes nothing for anybody
    version_posted(version(kind, 2))
    version_posted(version(kind, 2))
    write_due(now=NOW)
    arrived = delivered()
    assert set(arrived) == {"alice@example.org"}
    assert "Letters go sooner." in text_of(arrived["alice@example.org"])
    assert MailLink.objects.get(shared=True).target.endswith(reverse(page))


def test_posting_a_version_sets_the_letters_off_by_itself(alice: User) -> None:
    agree(Kind.POLICY_CHANGES, alice)
    kind = Document.TERMS
    number = current(kind).number + 1
    post_version(
        kind=kind, source=shipped(kind) + "\n\nOne more sentence.\n", summary="One more sentence.", material=False,
        environment=environment(), now=NOW,
    )  # fmt: skip
    write_due(now=NOW)
    assert [(letter.recipient, letter.subject) for letter in Letter.objects.all()] == [
        ("alice@example.org", f"The terms have changed: version {number}")
    ]
