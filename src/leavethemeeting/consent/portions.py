"""What a browser without cookies, or one that refused some, cannot use here (C34). One list: the page and the tests read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Without(StrEnum):
    """What is missing."""

    ANY = "any"  # the browser takes no cookies at all
    COMFORT = "comfort"
    MEASUREMENT = "measurement"


@dataclass(frozen=True, slots=True)
class Portion:
    """One thing that is off. ``addresses`` are where one meets it: names of forms' addresses, the usual one first."""

    without: Without
    title: StrOrPromise
    addresses: tuple[str, ...] = ()


PORTIONS = (
    Portion(Without.ANY, _("Signing up"), ("account_signup",)),
    Portion(Without.ANY, _("Signing in, and with it every page of members: planning and hosting meetings, reports, your profile"), ("account_login", "account_request_login_code", "mfa_login_webauthn")),
    Portion(Without.ANY, _("Asking for a new password"), ("account_reset_password",)),
    Portion(Without.ANY, _("Entering a meeting's room, as a member or as a guest"), ("meetings:age",)),
    Portion(Without.COMFORT, _("Telling your devices apart on the page of your sign-ins")),
    Portion(Without.MEASUREMENT, _("Telling the provider which errors happened in the same browser")),
)  # fmt: skip


def portions(without: Without) -> Iterator[Portion]:
    """What is off when this is missing."""
    return (portion for portion in PORTIONS if portion.without is without)
