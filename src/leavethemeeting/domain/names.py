"""Names as they are shown: what cannot be seen, or turns other text round, is taken out."""

from __future__ import annotations

import unicodedata

LONGEST = 120

# Joiners belong to Persian and Indic names and stay inside a word; the rest of category Cf
# (bidi overrides, isolates, zero-width spaces, tags) only hides or reorders.
_JOINERS = frozenset("\u200c\u200d")
# Letters and signs by category, yet drawn as nothing: Hangul fillers, the blank Braille pattern.
_BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


class UnusableName(ValueError):
    """Nothing is left of the name, or too much; ``str()`` is ``empty`` or ``long``."""


def _shown(character: str) -> str:
    """The character itself, a space for any white space, or nothing."""
    if character.isspace():
        return " "
    if character in _JOINERS:
        return character
    return "" if character in _BLANKS or unicodedata.category(character) in _UNSEEN else character


def cleaned(name: str) -> str:
    """``name`` in NFC without control and bidi characters, single spaces between words; maybe empty."""
    if name.isascii() and name.isprintable() and "  " not in name:  # most are, and evidence comes by the thousand
        return name.strip()
    visible = unicodedata.normalize("NFC", "".join(_shown(character) for character in name))
    words = (word.strip("".join(_JOINERS)) for word in visible.split())
    return " ".join(word for word in words if word)


def checked_name(name: str) -> str:
    """The name as everyone will see it.

    Raises UnusableName when no letter, digit or sign is left, or more than 120 characters.
    """
    text = cleaned(name)
    if not any(unicodedata.category(character)[0] in "LNS" for character in text):
        raise UnusableName("empty")
    if len(text) > LONGEST:
        raise UnusableName("long")
    return text
