"""What is stored about letters and what came of them."""

from leavethemeeting.domain.promises import Audience, Category, Column, Erasure, Purpose, Retention, Table
from leavethemeeting.shared.personal_data import key, mail, operation


def _measured(days: int, note: str) -> Column:
    """What a reader allowed us to note about a letter."""
    return Column(
        Category.MAIL, (Purpose.IMPROVE,), ("C22",), frozenset({Audience.SELF, Audience.PROVIDER}),
        Retention(days, "the letter was written"), Erasure.DELETE, True, note,
    )  # fmt: skip


def _way_out(note: str) -> Column:
    return Column(
        Category.MAIL, (Purpose.PROVIDE,), ("C22", "C27"), frozenset({Audience.PROVIDER}),
        Retention(365, "the letter was written, or until the link is used"), Erasure.DELETE, False, note,
    )  # fmt: skip


TABLES = (
    Table(
        "mail_letter",
        "member",
        {
            "id": key(),
            "kind": mail(30),
            "recipient": mail(30),
            "user_id": key(),
            "because": mail(30, note="why it could be written: typed, member, case or subscribed"),
            "mailing_id": key(),
            "subject": mail(30),
            "text": mail(30),
            "html": mail(30),
            "unsubscribe_url": mail(30, note="the letter's own way out of its list"),
            "written_at": mail(30),
            "attempts": operation(),
            "next_attempt_at": operation(),
            "sent_at": mail(30),
            "given_up_at": mail(30),
            "last_error": mail(30, note="what the mail server answered"),
            "bounced_at": mail(30, note="a server further on gave it back"),
        },
    ),
    Table(
        "mail_mailing",
        "nobody",
        {
            "id": key(Erasure.KEEP),
            "kind": operation(),
            "reference": operation(),
            "subject": operation(),
            "content": operation("the words of the provider that go to everybody on a list"),
            "written_at": operation(),
            "written_up_to": operation(),
            "finished_at": operation(),
            "delivered_before": operation("a number"),
            "failed_before": operation("a number"),
        },
    ),
    Table(
        "mail_link",
        "member",
        {
            "id": key(),
            "token_sha256": _measured(365, "hash of the random part of an address in a letter"),
            "mailing_id": key(),
            "letter_id": key(Erasure.UNLINK, note="only with consent, and for thirty days"),
            "shared": operation(),
            "kind": operation(),
            "target": operation("where the link leads; the same for all readers, or a link of the reader's own"),
            "made_at": operation(),
            "persons": operation("a number without readers"),
            "machines": operation("a number without readers"),
            "unknowns": operation("a number without readers"),
        },
    ),
    Table(
        "mail_visit",
        "member",
        {
            "id": key(),
            "link_id": key(),
            "at": _measured(30, "when a letter was opened or its link followed, with consent"),
            "judged": _measured(30, "whether it looks like a person, a machine, or neither"),
            "why": _measured(30, "what that judgement rests on"),
        },
    ),
    Table(
        "mail_way_out",
        "member",
        {
            "token_sha256": _way_out("hash of the random part of the link"),
            "consent": _way_out("what the link takes back"),
            "address": _way_out("whose consent"),
            "user_id": key(),
            "made_at": operation(),
            "used_at": operation(),
        },
    ),
    Table(
        "mail_undeliverable",
        "member",
        {
            "address": mail(90, note="an address that a mail server called dead"),
            "since": mail(90),
            "said": mail(90, note="what the mail server reported"),
        },
    ),
)
