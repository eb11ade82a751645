"""The writer of acceptances and consents. Versions are posted by ``posting.py``."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TypedDict
from uuid import UUID

from django.db import transaction

from leavethemeeting.consent.kinds import Channel, Kind
from leavethemeeting.consent.listeners import Withdrawal, tell_withdrawn
from leavethemeeting.consent.models import Acceptance, Consent, PolicyVersion
from leavethemeeting.consent.queries import current_policy, current_terms


class NobodyNamed(ValueError):
    """An acceptance or a consent belongs to exactly one: a member, an address or a browser."""


def text_sha256(text: str) -> str:
    """How a text is known in a proof."""
    return hashlib.sha256(text.encode()).hexdigest()


class _Subject(TypedDict, total=False):
    user_id: UUID | None
    email: str
    browser_sha256: str


def _subject(user_id: UUID | None, email: str | None, browser_sha256: str = "") -> _Subject:
    address = (email or "").strip().lower()
    if [user_id is not None, bool(address), bool(browser_sha256)].count(True) != 1:
        raise NobodyNamed("name a member, an address or a browser, and only one of them")
    return {"user_id": user_id, "email": address}


def accept_policy(
    *, version: PolicyVersion, channel: Channel, now: datetime, user_id: UUID | None = None, email: str | None = None
) -> None:
    """Note that a member, or a guest by address, accepted ``version``; the first time counts.

    Raises NobodyNamed.
    """
    Acceptance.objects.get_or_create(
        version=version, **_subject(user_id, email), defaults={"channel": channel, "accepted_at": now}
    )


@transaction.atomic
def accept_current(*, channel: Channel, now: datetime, user_id: UUID | None = None, email: str | None = None) -> None:
    """Note acceptance of the policy and the terms that hold now. Raises NobodyNamed."""
    for version in (current_policy(), current_terms()):
        accept_policy(version=version, channel=channel, now=now, user_id=user_id, email=email)


@transaction.atomic
def give(
    *, kind: Kind, text: str, channel: Channel, now: datetime, user_id: UUID | None = None, email: str | None = None
) -> None:
    """Switch ``kind`` on; ``text`` is the sentence that was shown. Already on: nothing changes.

    Raises NobodyNamed.
    """
    _note(_subject(user_id, email), kind=kind, text=text, channel=channel, now=now)


def _note(subject: _Subject, *, kind: Kind, text: str, channel: Channel, now: datetime) -> None:
    """One open row for each kind; another wording is another consent, so the row before it ends."""
    proof = {"text": text, "text_sha256": text_sha256(text), "channel": channel, "given_at": now}
    before = Consent.objects.filter(kind=kind, withdrawn_at=None, **subject)
    before.exclude(text_sha256=proof["text_sha256"]).update(withdrawn_at=now)
    Consent.objects.get_or_create(kind=kind, withdrawn_at=None, **subject, defaults=proof)


@transaction.atomic
def withdraw(*, kind: Kind, now: datetime, user_id: UUID | None = None, email: str | None = None) -> None:
    """Switch ``kind`` off, at once; the row stays as proof of the time it was on. Raises NobodyNamed.

    Whoever keeps something because of it lets go in the same transaction (``listeners.on_withdrawn``).
    """
    rows = Consent.objects.filter(kind=kind, withdrawn_at__isnull=True, **_subject(user_id, email))
    if rows.update(withdrawn_at=now):
        tell_withdrawn(Withdrawal(kind, user_id, (email or "").strip().lower()))


@transaction.atomic
def give_in_browser(*, kinds: dict[Kind, str], browser_sha256: str, now: datetime) -> None:
    """What a browser agreed to in the panel: sentence by kind; the rest is withdrawn. Raises NobodyNamed."""
    _subject(None, None, browser_sha256)
    rows = Consent.objects.filter(browser_sha256=browser_sha256, withdrawn_at__isnull=True)
    rows.exclude(kind__in=list(kinds)).update(withdrawn_at=now)
    subject: _Subject = {"user_id": None, "email": "", "browser_sha256": browser_sha256}
    for kind, text in kinds.items():
        _note(subject, kind=kind, text=text, channel=Channel.COOKIE_PANEL, now=now)


@transaction.atomic
def forget_address(email: str) -> None:
    """Everything accepted or agreed to under an address that is no member's goes."""
    address = email.strip().lower()
    Acceptance.objects.filter(email=address).delete()
    Consent.objects.filter(email=address).delete()
