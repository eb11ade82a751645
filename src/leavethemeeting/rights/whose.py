"""Whose data a request is about: a member's who is signed in, or an address's that was shown by a code in this browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Concatenate, ParamSpec

from allauth.account.models import EmailAddress
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache

from leavethemeeting.accounts.models import User
from leavethemeeting.meetings.actions.erasing import guests_under
from leavethemeeting.privacy.people import Person, member

Given = ParamSpec("Given")

PROVEN = "proven_address"  # session key: {"email", "until" in seconds UTC}
HOLDS_FOR = timedelta(minutes=30)


def is_a_members(email: str) -> bool:
    """An address that a member has shown to be theirs opens nothing by itself: their account may want more than a mailbox."""
    return EmailAddress.objects.filter(email__iexact=email, verified=True).exists()


def guest(email: str) -> Person:
    """Whoever came, or wrote, under an address that is no member's."""
    address = email.strip().lower()
    return Person(None, tuple(guests_under(address)), (address,))


def remember(request: HttpRequest, email: str, *, now: datetime) -> None:
    """This browser has shown that the address is its person's; for half an hour."""
    request.session.cycle_key()
    request.session[PROVEN] = {"email": email, "until": int((now + HOLDS_FOR).timestamp())}


def forget(request: HttpRequest) -> None:
    """The guest is done."""
    request.session.pop(PROVEN, None)


def proven_address(request: HttpRequest) -> str:
    """The guest's address; empty for a member, for everybody else, and when the half hour is over."""
    if request.user.is_authenticated:
        return ""
    told = request.session.get(PROVEN)
    if told is None or timezone.now().timestamp() >= told["until"] or is_a_members(told["email"]):
        return ""
    return str(told["email"])


def person_of(request: HttpRequest) -> Person | None:
    """Whose data this request may see and change; None for a visitor who has shown nothing."""
    if isinstance(request.user, User):
        return member(request.user.pk)
    address = proven_address(request)
    return guest(address) if address else None


def for_the_person(
    view: Callable[Concatenate[HttpRequest, Person, Given], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, Given], HttpResponseBase]:
    """For a view about one's own data: whoever has not shown who they are is led to where they can."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Given.args, **kwargs: Given.kwargs) -> HttpResponseBase:
        person = person_of(request)
        if person is None:
            return redirect("rights:home")
        return view(request, person, *args, **kwargs)

    return guarded
