"""People as the rules see them, and the form in which names and addresses are compared.

Source of the rules: docs/developer/presence.md, "Who is who".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import lru_cache
from typing import NamedTuple

from leavethemeeting.domain.events import Hints
from leavethemeeting.domain.names import cleaned
from leavethemeeting.domain.tokens import guest_token, strength

# Platforms append these to what the person typed, in the language of the reader.
_MARK = re.compile(r"\s*[(\[](?:guest|unverified|external|gast|invité|invitado)[)\]]\s*$", re.I)
# A roster that folds its overflow into one line ("Ada and 2 more", "+3 others").
_FOLDED = re.compile(
    r"(?:\band|&|,|und|et|y)\s+\+?\d+\s+(?:more|others?|weitere|autres?|más)\b"
    r"|^\+?\s*\d+\s+(?:more|others?|people|participants?|weitere|autres?|más)\b",
    re.I,
)


ClaimantRef = tuple[str, str]  # (source, connection)


@dataclass(frozen=True, slots=True)
class Expected:
    """A person the host invited or who registered.

    ``key`` becomes the attendee key of whoever is recognised as this person. ``emails``
    are this person's addresses as the host declared them; the first is the main one, the
    others are aliases. ``attendee`` is the id inside our own join tokens.
    """

    key: str
    name: str = ""
    emails: tuple[str, ...] = ()
    attendee: str = ""


class Tier(IntEnum):
    """By what an attendee is known; smaller is stronger."""

    TOKEN = 1
    EMAIL = 2
    ACCOUNT = 3
    NAME = 4
    GUEST = 5


class DoubtKind(StrEnum):
    """Why a person stands in the review queue."""

    GUEST = "guest"  # nothing says who this is
    SAME_NAME = "same_name"  # the name could be several people
    UNVERIFIED_EMAIL = "unverified_email"  # an address nobody checked names somebody
    SHARED = "shared"  # one token used by people with different verified e-mails


class Claimant(NamedTuple):
    """One connection of one source and what it says about its person.

    ``many`` marks a name that stood twice in one roster snapshot: more than one person.
    """

    source: str
    ref: str
    hints: Hints
    many: bool = False


class Person(NamedTuple):
    """One attendee. ``key`` is canonical: the strongest token, or the key of the plan.

    ``known_by`` are the identity tokens that say who this is, strongest first. A key changes
    only when stronger evidence arrives, and the old key then is among the ``tokens``.
    """

    key: str
    tier: Tier
    name: str
    email: str
    role: str
    known_by: tuple[str, ...]
    claimants: tuple[ClaimantRef, ...]
    expected: bool = False

    @property
    def tokens(self) -> tuple[str, ...]:
        """All identity tokens that lead here, strongest first: ``known_by`` and one for each connection."""
        guests = [guest_token(source, ref) for source, ref in self.claimants]
        return tuple(sorted({*self.known_by, *guests}, key=strength))


@dataclass(frozen=True, slots=True)
class Doubt:
    """A row of the review queue: ``key`` might be one of ``candidates``."""

    kind: DoubtKind
    key: str
    name: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Identities:
    """The people of one occurrence and which claimant is whom."""

    people: tuple[Person, ...]
    key_of: Mapping[ClaimantRef, str]
    review: tuple[Doubt, ...]
    rejected: tuple[str, ...]  # names that stand for several people at once


def shown_name(name: str) -> str:
    """The name as it is shown. Most names hold nothing to take out, and that is seen at once."""
    if name.isascii() and name.isprintable():
        return " ".join(name.split())
    return cleaned(name)


@lru_cache(maxsize=65_536)
def normal_name(name: str) -> str:
    """The form in which two names are compared; empty if nothing is left."""
    shown = unicodedata.normalize("NFKC", shown_name(name))
    while shown != (bare := _MARK.sub("", shown)):
        shown = bare
    visible = "".join(c for c in shown.casefold() if unicodedata.category(c) != "Cf")
    return " ".join(unicodedata.normalize("NFKC", visible).split())


@lru_cache(maxsize=65_536)
def normal_email(email: str) -> str:
    """The form in which two addresses are compared.

    No dots or plus-tags are removed: what they mean is the mail provider's business, and a
    wrong guess would merge two people.
    """
    return unicodedata.normalize("NFKC", email.strip()).casefold()


def is_pseudo_name(name: str) -> bool:
    """True for a line that stands for several people and so is nobody."""
    return bool(_FOLDED.search(shown_name(name)))
