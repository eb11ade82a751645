"""Nobody gets a letter that nobody asked for: every letter names its reason, and the reason is checked.

The reasons are few. All but one are facts that a slice can look up, so it registers a
check when Django is ready. The one, that somebody typed the address in the form which this
letter answers, is known to nobody but the code that read the form: it says so with ``typed_now``,
which holds for one letter within the same request. A letter without its proof is not written.

One letter outlives its proof: the one that says that an account is gone. ``last_letter_to`` looks before it goes.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from leavethemeeting.shared.environment import environment

log = logging.getLogger(__name__)


class Because(StrEnum):
    """Why an address may be written to (C18, C27)."""

    TYPED = "typed"  # typed just now, in the form that this letter answers
    MEMBER = "member"  # a verified address of a member
    CASE = "case"  # who wrote to us, and has an open case
    SUBSCRIBED = "subscribed"  # asked for news, and has not taken it back
    INCIDENT = "incident"  # whom an incident affected, for the one letter that says so
    OPERATOR = "operator"  # the address that the settings name for the operator


class Unasked(Exception):
    """The reason given for a letter does not hold for its recipient. The text names no address."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a letter of ``kind`` goes to: ``address``, and ``user_id`` where the letter is to a member as such."""

    address: str
    user_id: UUID | None = None
    kind: str = ""


Check = Callable[[Reader], bool]

_checks: dict[Because, Check] = {}
_granted: ContextVar[tuple[tuple[Because, str], ...]] = ContextVar("granted", default=())


def prove(because: Because, check: Check) -> None:
    """Let ``check(reader)`` decide whether ``because`` holds; for ``AppConfig.ready``.

    Raises ValueError for TYPED, which cannot be looked up afterwards.
    """
    if because is Because.TYPED:
        raise ValueError("what was typed is known to the code that read the form: it calls typed_now")
    _checks[because] = check


def is_operator(reader: Reader) -> bool:
    """``OPERATOR_EMAIL`` is this address; nobody where it is not set."""
    address = environment().operator_email.strip().lower()
    return bool(address) and reader.address.strip().lower() == address


def typed_now(address: str) -> None:
    """Somebody typed ``address`` in the form that is being answered: one letter may go there.

    For views and forms only (a test lists who calls it). It ends with the request, used or not.
    """
    _grant(Because.TYPED, address)


def last_letter_to(reader: Reader) -> None:
    """The member is about to be deleted: one letter may follow, because they are a member now. Raises Unasked."""
    if not holds(Because.MEMBER, reader):
        raise Unasked("no last letter: the address is not a verified one of this member")
    _grant(Because.MEMBER, reader.address)


def forget_typed(**_signal: Any) -> None:
    """A request begins or ends: what was typed before is no reason any more."""
    _granted.set(())


def _grant(because: Because, address: str) -> None:
    _granted.set((*_granted.get(), (because, address.strip().lower())))


def _spend(because: Because, address: str) -> bool:
    proofs, wanted = list(_granted.get()), (because, address.strip().lower())
    if wanted not in proofs:
        return False
    proofs.remove(wanted)
    _granted.set(tuple(proofs))
    return True


def holds(because: Because, reader: Reader) -> bool:
    """Whether a registered check says so; never for TYPED."""
    check = _checks.get(because)
    return check is not None and check(reader)


def _why_not(because: Because, reader: Reader) -> str:
    """What is missing, or empty when the reason holds."""
    if _spend(because, reader.address):
        return ""
    if because is Because.TYPED:
        return "the form's view has not said typed_now(address) in this request"
    if because not in _checks:
        return "no slice registered how to prove it (mail.guard.prove)"
    return "" if holds(because, reader) else "it does not hold for this address"


def ensure_asked_for(*, kind: str, reader: Reader, because: Because) -> None:
    """Return when ``because`` holds for ``reader``; a proof by ``typed_now`` is spent. Raises Unasked."""
    missing = _why_not(because, reader)
    if missing:
        log.error("a letter (%s) was not written: its reason is %r, but %s", kind, because.value, missing)
        raise Unasked(f"a letter of kind {kind!r} was not written: its reason is {because.value!r}, but {missing}")
