"""An account that its member asked to delete: fourteen days to think again, then it goes."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from leavethemeeting.accounts import letters
from leavethemeeting.accounts.actions import delete_member
from leavethemeeting.accounts.devices import sign_out_others
from leavethemeeting.accounts.ending_handle import handle_of
from leavethemeeting.accounts.models import User
from leavethemeeting.mail.composing import Because, absolute, send
from leavethemeeting.mail.guard import Reader, last_letter_to
from leavethemeeting.shared.wakeups import ACCESS, ring_on_commit

GRACE = timedelta(days=14)


@transaction.atomic
def ask_to_end(*, user: User, now: datetime) -> datetime:
    """The account goes in fourteen days; every browser is signed out and all that is open closes. When it goes.

    Asking again does not move the day.
    """
    User.objects.filter(pk=user.pk, ends_at__isnull=True).update(ends_at=now + GRACE)
    user.refresh_from_db(fields=["ends_at"])
    assert user.ends_at is not None  # noqa: S101 -- written above
    ring_on_commit(ACCESS, f"user:{user.pk}")
    sign_out_others(user=user)
    page = absolute(reverse("privacy:account_gone", args=[handle_of(user.pk)]))
    content = letters.account_ends(at=user.ends_at, page=page)
    send(content, kind="account_ends", recipient=user.email, now=now, because=Because.MEMBER, user_id=user.pk)
    return user.ends_at


@transaction.atomic
def keep(*, user: User) -> None:
    """The member has changed their mind: everything is as before."""
    User.objects.filter(pk=user.pk).update(ends_at=None)


@transaction.atomic
def end(*, user: User, now: datetime) -> None:
    """Delete the member and tell them, in one transaction: the letter is the only thing that is left of the request.

    Nothing happens when they have changed their mind in the meantime.
    """
    still = User.objects.select_for_update().filter(pk=user.pk, ends_at__lte=now).first()
    if still is None:
        return
    email = still.email
    last_letter_to(Reader(email, user.pk))  # looks while the address is still a member's
    delete_member(user=user)
    send(letters.account_ended(), kind="account_ended", recipient=email, now=now, because=Because.MEMBER)
