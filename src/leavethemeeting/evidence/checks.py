"""What the installation asks itself: each check gives one sentence for everything that is not as promised.

A finding names tables, rules, cookies and machines, never a person: it is kept, written to the operator, and counted on a
public page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from allauth.socialaccount.models import SocialToken
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from leavethemeeting.accesslog.models import Look
from leavethemeeting.accounts.models import User
from leavethemeeting.consent.filling import filled
from leavethemeeting.consent.queries import current_policy
from leavethemeeting.evidence.models import Undeclared
from leavethemeeting.privacy import json_keys, keeping, verify
from leavethemeeting.shared import egress
from leavethemeeting.shared.environment import environment

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Check:
    """``find(now)`` is told the time; empty is how it should be."""

    name: str
    title: StrOrPromise
    find: Callable[[datetime], list[str]]


def _drift(_now: datetime) -> list[str]:
    return verify.drift()


def _keys(_now: datetime) -> list[str]:
    return json_keys.unknown()


def _overdue(now: datetime) -> list[str]:
    return keeping.overdue(now=now)


def _cookies(_now: datetime) -> list[str]:
    seen = Undeclared.objects.filter(kind="cookie").order_by("name")
    return [f"the cookie {one.name} is set and stands in no register" for one in seen]


def _egress(_now: datetime) -> list[str]:
    seen = egress.noted(environment().data_dir)
    return [f"the service turned to {host}, which is in no register" for host in sorted(seen)]


def _trigger_is_there() -> bool:
    """That the database itself refuses to change a look: migration 0002 of accesslog."""
    asked = (
        "SELECT count(*) FROM pg_trigger WHERE tgname = 'accesslog_look_unchanged' AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name = 'accesslog_look_unchanged'"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return bool(cursor.fetchone()[0])


def _lets_itself_be_changed() -> bool:
    """Tries it on the newest row, and takes it back whatever happens."""
    last = Look.objects.order_by("-looked_at").values_list("pk", flat=True).first()
    if last is None:
        return False
    try:
        with transaction.atomic():
            Look.objects.filter(pk=last).update(reason=F("reason"))
            transaction.set_rollback(True)
    except DatabaseError:
        return False
    return True


def _access_log(now: datetime) -> list[str]:
    found = []
    if not _trigger_is_there():
        found.append("the database would let a look be changed: its trigger is gone")
    elif _lets_itself_be_changed():
        found.append("a look could be changed")
    if Look.objects.filter(looked_at__gt=now).exists():
        found.append("looks are dated in the future: a clock was wrong")
    return found


def _policy(_now: datetime) -> list[str]:
    text = current_policy()
    said = filled(text.source, environment())
    return (
        [] if said == text.text else ["the posted policy does not say what the software does now; a restart posts it"]
    )


def _secrets(_now: datetime) -> list[str]:
    found = []
    hashed = Q(("password__startswith", "argon2"))
    none = Q(("password__startswith", "!")) | Q(("password", ""))  # signs in by code, passkey or network only
    if User.objects.exclude(hashed | none).exists():
        found.append("a password is kept in another way than as an argon2 hash")
    if SocialToken.objects.exists():
        found.append("a network's token is stored")
    return found


CHECKS: dict[str, Check] = {
    one.name: one
    for one in (
        Check("data_map", _("The database holds what the data map declares, and nothing else"), _drift),
        Check("keys", _("So do the notes inside of single fields"), _keys),
        Check("keeping", _("What had to go has gone"), _overdue),
        Check("cookies", _("No cookie is set that is not on the list"), _cookies),
        Check("egress", _("The service turns to no machine that is not on the list of recipients"), _egress),
        Check("access_log", _("Nobody can change who looked"), _access_log),
        Check("policy", _("The posted policy says what the software does"), _policy),
        Check("secrets", _("Passwords are hashes, and no network’s key is kept"), _secrets),
    )
}


def all_findings(now: datetime) -> Mapping[str, list[str]]:
    """What each check found. One that breaks has found that it cannot be made."""
    found = {}
    for check in CHECKS.values():
        try:
            with transaction.atomic():
                found[check.name] = check.find(now)
        except DatabaseError as error:
            found[check.name] = [f"could not be checked: {type(error).__name__}"]
    return found
