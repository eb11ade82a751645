"""Cases: what a person and the provider write to each other. The only writer of cases and their messages.

The provider's pages call ``answer``, ``note``, ``close`` and ``write_first``; every answer is a letter to
the person, with a link behind which they read all of it and write back without an account.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import QuerySet

from leavethemeeting.mail.composing import Because, Content, send
from leavethemeeting.mail.guard import Reader
from leavethemeeting.shared.environment import environment
from leavethemeeting.shared.ids import token_sha256
from leavethemeeting.website import letters
from leavethemeeting.website.models import Case, CaseKey, CaseMessage, GuardianRequest, PluginLinkRequest
from leavethemeeting.website.references import new_token


class NotConfirmed(Exception):
    """The address of this guardian's case was never confirmed: nobody knows who would read the answer."""


# ---- reading ---------------------------------------------------------------------------------


def cases(*states: Case.State) -> QuerySet[Case]:
    """Cases in these states (none named: all but the unconfirmed), those that wait longest first."""
    found = Case.objects.filter(state__in=states) if states else Case.objects.exclude(state=Case.State.UNCONFIRMED)
    return found.order_by("opened_at")


def conversation(case: Case, *, with_notes: bool = False) -> list[CaseMessage]:
    """What was written, the oldest first; the provider's notes only for the provider."""
    found = case.messages.order_by("at", "id")
    return list(found if with_notes else found.exclude(author=CaseMessage.Author.NOTE))


def case_behind(token: str) -> Case | None:
    """The case that a letter's link opens."""
    held = CaseKey.objects.select_related("case").filter(token_sha256=token_sha256(token)).first()
    return held.case if held else None


def has_open_case(reader: Reader) -> bool:
    """For the guard on recipients: this address wrote to us, and the matter is not closed."""
    waiting = (Case.State.OPEN, Case.State.ANSWERED)
    return Case.objects.filter(email=reader.address.strip().lower(), state__in=waiting).exists()


# ---- writing ---------------------------------------------------------------------------------


def _new_key(case: Case, now: datetime) -> str:
    token = new_token()
    CaseKey.objects.create(case=case, token_sha256=token_sha256(token), made_at=now)
    return token


def _post(case: Case, content: Content, *, kind: str, now: datetime) -> None:
    send(content, kind=kind, recipient=case.email, now=now, because=Because.CASE)


def _tell_operator(case: Case, now: datetime) -> None:
    """That a case begins to wait; more of the same person is no news. Without ``OPERATOR_EMAIL`` the console shows it."""
    address = environment().operator_email.strip()
    if address:
        content = letters.case_waits(case)
        send(content, kind="case_waits", recipient=address, now=now, because=Because.OPERATOR)


def _say(case: Case, *, author: CaseMessage.Author, text: str, now: datetime, by: UUID | None = None) -> CaseMessage:
    return CaseMessage.objects.create(case=case, author=author, text=text, at=now, written_by_id=by)


def _move(case: Case, state: Case.State, *, now: datetime | None = None) -> None:
    """``now`` for a case that closes."""
    case.state, case.closed_at = state, now if state is Case.State.CLOSED else None
    case.save(update_fields=["state", "closed_at"])


@transaction.atomic
def open_case(*, kind: Case.Kind, email: str, text: str, now: datetime, name: str = "", confirmed: bool = True) -> Case:
    """A new case with its first message. A confirmed one is receipted at once; another waits for its code."""
    state = Case.State.OPEN if confirmed else Case.State.UNCONFIRMED
    case = Case.objects.create(kind=kind, name=name, email=email.strip().lower(), opened_at=now, state=state)
    _say(case, author=CaseMessage.Author.VISITOR, text=text, now=now)
    if confirmed:
        receipt(case=case, now=now)
        _tell_operator(case, now)
    return case


@transaction.atomic
def confirm(*, case: Case, now: datetime) -> None:
    """The case opens: its code came back, or the provider judges that it is genuine. Receipted."""
    GuardianRequest.objects.filter(case=case, confirmed_at=None).update(confirmed_at=now)
    if case.state == Case.State.UNCONFIRMED:
        _move(case, Case.State.OPEN)
        receipt(case=case, now=now)
        _tell_operator(case, now)


def receipt(*, case: Case, now: datetime) -> None:
    """Tell the person that their message has arrived, with a link to it."""
    _post(case, letters.case_receipt(case, token=_new_key(case, now)), kind="case_receipt", now=now)


@transaction.atomic
def write_back(*, case: Case, text: str, now: datetime) -> CaseMessage:
    """The person writes again. A closed case opens again with it."""
    if case.state != Case.State.OPEN:
        _tell_operator(case, now)
    _move(case, Case.State.OPEN)
    return _say(case, author=CaseMessage.Author.VISITOR, text=text, now=now)


@transaction.atomic
def answer(*, case: Case, text: str, by: UUID, now: datetime) -> CaseMessage:
    """The provider answers: a letter to the person. Raises NotConfirmed."""
    if case.state == Case.State.UNCONFIRMED:
        raise NotConfirmed(case.reference)
    _move(case, Case.State.ANSWERED)
    said = _say(case, author=CaseMessage.Author.PROVIDER, text=text, now=now, by=by)
    _post(case, letters.case_answer(case, token=_new_key(case, now), text=text), kind="case_answer", now=now)
    return said


@transaction.atomic
def write_first(*, email: str, name: str, text: str, by: UUID, now: datetime) -> Case:
    """The provider writes to somebody who did not ask (C27): a case, so that they can write back.

    Whom the provider may write to is decided by the page that calls this, before it does.
    """
    case = Case.objects.create(
        kind=Case.Kind.CONTACT, name=name, email=email.strip().lower(), opened_at=now, state=Case.State.ANSWERED
    )
    _say(case, author=CaseMessage.Author.PROVIDER, text=text, now=now, by=by)
    _post(case, letters.first_word(case, token=_new_key(case, now), text=text), kind="case_first_word", now=now)
    return case


def note(*, case: Case, text: str, by: UUID, now: datetime) -> CaseMessage:
    """A note that only the provider reads."""
    return _say(case, author=CaseMessage.Author.NOTE, text=text, now=now, by=by)


@transaction.atomic
def close(*, case: Case, now: datetime) -> None:
    """The matter is done. A guardian gets a receipt, and what was told about the child goes at once (C46)."""
    if case.state == Case.State.CLOSED:
        return
    confirmed = case.state != Case.State.UNCONFIRMED
    if case.kind == Case.Kind.GUARDIAN:
        if confirmed:
            _post(case, letters.guardian_done(case), kind="guardian_done", now=now)
        _forget_child(case)
    _move(case, Case.State.CLOSED, now=now)


def _forget_child(case: Case) -> None:
    """What may name the child goes: the form's fields, and every text of the case. Times and the reference stay."""
    GuardianRequest.objects.filter(case=case).delete()
    case.messages.all().delete()


@transaction.atomic
def forget_address(email: str) -> None:
    """For the erasure of an address: its cases, its requests, and what others told about it."""
    address = email.strip().lower()
    Case.objects.filter(email=address).delete()
    PluginLinkRequest.objects.filter(email=address).delete()
    for told in GuardianRequest.objects.select_related("case").filter(child_email=address):
        GuardianRequest.objects.filter(pk=told.pk).update(child_email="", child_name="", meeting="")
        told.case.messages.update(text="")


def forget_member(user_id: UUID) -> None:
    """A member goes, and with them what stands under addresses that were shown to be theirs.

    An address somebody merely typed at sign-up is no reason to delete what its owner wrote to us.
    """
    shown = EmailAddress.objects.filter(user_id=user_id, verified=True)
    for email in shown.values_list("email", flat=True):
        forget_address(email)
