"""Closed lists of the registers, and the words for them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Register(StrEnum):
    """Which register an entry is about."""

    DISCLOSURE = "disclosure"
    INCIDENT = "incident"
    REPORTING = "reporting"  # how exactly the public page may count


class Kind(StrEnum):
    """What happened. Entries are added, never changed: what holds today is read from all of them."""

    RECEIVED = "received"
    LOOKED_UP = "looked_up"  # a search for the persons of a request
    SCOPED = "scoped"
    APPROVED = "approved"
    REFUSED = "refused"
    NOTHING = "nothing"  # nothing of what was asked is held
    GIVEN = "given"
    GAG = "gag"
    REMINDED = "reminded"
    NOTICED = "noticed"
    MARKED = "marked"
    NOTE = "note"
    AUTHORITY = "authority"
    LETTERS = "letters"  # letters to those affected were begun
    PUBLIC = "public"
    CLOSED = "closed"
    COUNTED = "counted"  # exact numbers, or ranges


KINDS: Mapping[Kind, StrOrPromise] = {
    Kind.RECEIVED: _("The request arrived"), Kind.LOOKED_UP: _("Persons were looked up"), Kind.SCOPED: _("What would be given was laid down"),
    Kind.APPROVED: _("Approved"), Kind.REFUSED: _("Refused"), Kind.NOTHING: _("Answered that nothing is held"),
    Kind.GIVEN: _("The bundle was downloaded"), Kind.GAG: _("The duty to keep silent was changed"), Kind.REMINDED: _("You were reminded"),
    Kind.NOTICED: _("The persons were told"), Kind.MARKED: _("The incident was marked"), Kind.NOTE: _("Note"),
    Kind.AUTHORITY: _("The authority was told"), Kind.LETTERS: _("Letters to those affected were begun"),
    Kind.PUBLIC: _("Published"), Kind.CLOSED: _("Closed"), Kind.COUNTED: _("Public counting was changed"),
}  # fmt: skip


class Instrument(StrEnum):
    """By what an authority asks."""

    COURT_ORDER = "court_order"
    SUBPOENA = "subpoena"
    WARRANT = "warrant"
    ADMINISTRATIVE = "administrative"
    EMERGENCY = "emergency"
    OTHER = "other"


INSTRUMENTS: Mapping[Instrument, StrOrPromise] = {
    Instrument.COURT_ORDER: _("court order"), Instrument.SUBPOENA: _("subpoena"), Instrument.WARRANT: _("search warrant"),
    Instrument.ADMINISTRATIVE: _("order of an administration"), Instrument.EMERGENCY: _("emergency request"),
    Instrument.OTHER: _("another instrument"),
}  # fmt: skip


class Mode(StrEnum):
    """Who approved a disclosure."""

    TWO = "two"
    SOLE = "sole"  # the only one of the provider's staff, after a day
