"""Letters, for who may read them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from leavethemeeting.mail.access import may_read
from leavethemeeting.mail.models import Letter, LinkKind, MailLink, MailVisit, Undeliverable, WayOut
from leavethemeeting.mail.readers import addresses_of
from leavethemeeting.shared.environment import environment
from leavethemeeting.shared.ids import token_sha256


class State(StrEnum):
    """What became of a letter. ``KEPT``: there is no mail server, so it waits to be read here."""

    SENT = "sent"
    BOUNCED = "bounced"  # it left, and a server further on gave it back
    FAILED = "failed"
    WAITING = "waiting"
    KEPT = "kept"


def state_of(letter: Letter) -> State:
    """Computed from the row and from whether a mail server is set."""
    if letter.bounced_at:
        return State.BOUNCED
    if letter.sent_at:
        return State.SENT
    if letter.given_up_at:
        return State.FAILED
    return State.WAITING if environment().smtp else State.KEPT


def readable_letters(request: HttpRequest) -> QuerySet[Letter]:
    """All letters, newest first, without their bodies. Raises Http404 for who may not read the outbox."""
    if not may_read(request):
        raise Http404
    return Letter.objects.defer("text", "html").order_by("-written_at", "-id")


def readable_letter(request: HttpRequest, letter_id: UUID) -> Letter:
    """One letter. Raises Http404 where there is none or the reader may not."""
    letter = readable_letters(request).defer(None).filter(pk=letter_id).first()
    if letter is None:
        raise Http404
    return letter


def link_of(token: str, kind: LinkKind) -> MailLink | None:
    """The letter's address with this token, with its letter and mailing."""
    found = MailLink.objects.select_related("letter", "mailing").defer("letter__text", "letter__html")
    return found.filter(token_sha256=token_sha256(token), kind=kind).first()


def way_out_of(token: str) -> WayOut | None:
    """The way out with this token; nothing changes by looking."""
    return WayOut.objects.filter(token_sha256=token_sha256(token)).first()


def dead_since(address: str) -> datetime | None:
    """When a mail server called the address dead; None where none did."""
    return Undeliverable.objects.filter(address=address.lower()).values_list("since", flat=True).first()


def opened_by(user_id: UUID) -> QuerySet[MailVisit]:
    """What a member opened and followed, the newest first, for themselves and for who looks with a reason (C22).

    Read ``link.letter.subject``, ``link.kind``, ``link.target``, ``at``, ``judged`` and ``why``.
    """
    addresses = Q(pk__in=())
    for address in addresses_of(user_id):
        addresses |= Q(link__letter__recipient__iexact=address)
    own = MailVisit.objects.filter(addresses | Q(link__letter__user_id=user_id))
    return own.select_related("link__letter").defer("link__letter__text", "link__letter__html").order_by("-at", "-pk")


def letters_to(user_id: UUID) -> QuerySet[Letter]:
    """Every letter to any address of the member, the newest first."""
    addresses = Q(pk__in=())
    for address in addresses_of(user_id):
        addresses |= Q(recipient__iexact=address)
    return Letter.objects.filter(addresses | Q(user_id=user_id)).order_by("-written_at", "-pk")
