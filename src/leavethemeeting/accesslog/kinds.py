"""Who looks, at whom, and at what: closed lists, and the words for them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Role(StrEnum):
    """As what somebody looks."""

    PROVIDER = "provider"
    HOST = "host"


class Subject(StrEnum):
    """What ``subject_id`` names. With ``EVERYBODY`` it is None."""

    MEMBER = "member"
    ATTENDEE = "attendee"
    EVERYBODY = "everybody"


class What(StrEnum):
    """What was looked at."""

    SEARCH = "search"  # name and address, in the list of a search
    FILE = "file"  # everything that is kept about a person
    LOG_DATA = "log_data"  # sign-ins, features used, errors
    ERASURE = "erasure"  # what would go, and then its going
    ADDRESS = "address"  # to write to the person


ROLES: Mapping[Role, StrOrPromise] = {Role.PROVIDER: _("The provider"), Role.HOST: _("A host")}
WHATS: Mapping[What, StrOrPromise] = {
    What.SEARCH: _("your name and address, among the results of a search"),
    What.FILE: _("everything that is kept about you"),
    What.LOG_DATA: _("your sign-ins and what you used"),
    What.ERASURE: _("what would go if you were erased"),
    What.ADDRESS: _("your address, to write to you"),
}
