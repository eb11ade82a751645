"""Names and addresses as people write them, and the form in which they are compared.

Source of the rules: docs/developer/presence.md, "Who is who".
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Platforms append these to what the person typed, in the language of the reader.
_MARK = re.compile(r"\s*[(\[](?:guest|unverified|external|gast|invité|invitado)[)\]]\s*$", re.I)
# A roster that folds its overflow into one line ("Ada and 2 more", "+3 others").
_FOLDED = re.compile(
    r"(?:\band|&|,|und|et|y)\s+\+?\d+\s+(?:more|others?|weitere|autres?|más)\b"
    r"|^\+?\s*\d+\s+(?:more|others?|people|participants?|weitere|autres?|más)\b",
    re.I,
)


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


def shown_name(name: str) -> str:
    """The name without invisible characters and with single spaces, as a page shows it.

    Control and bidirectional characters go because they let one name pass for another.
    """
    kept = (c if not c.isspace() else " " for c in unicodedata.normalize("NFKC", name))
    visible = "".join(c for c in kept if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    return " ".join(visible.split())


@lru_cache(maxsize=65_536)
def normal_name(name: str) -> str:
    """The form in which two names are compared; empty if nothing is left."""
    shown = shown_name(name)
    while shown != (bare := _MARK.sub("", shown)):
        shown = bare
    return unicodedata.normalize("NFKC", shown.casefold())


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
