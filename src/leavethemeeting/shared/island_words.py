"""Words for a page's script: translated here by gettext, carried in the page as JSON, put together in the browser.

``web/src/parts/words.ts`` is the other half. Sentences keep their ``%(name)s`` placeholders. Which form a number
takes is gettext's rule, not the browser's, so it travels as a table: every rule in use repeats after the hundreds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

_NUMBERS = range(200)

Counted = Callable[[int], str]
"""Gives the form for a number: ``lambda n: ngettext("%(n)d hand", "%(n)d hands", n)``."""


def counted(phrases: Mapping[str, Counted]) -> dict[str, object]:
    """``{"plural": the class of each number 0..199 as a digit, "counted": {name: one form per class}}``."""
    classes: dict[tuple[str, ...], int] = {}
    plural = "".join(
        str(classes.setdefault(tuple(say(number) for say in phrases.values()), len(classes))) for number in _NUMBERS
    )
    forms = zip(*classes, strict=True)
    return {"plural": plural, "counted": {name: list(each) for name, each in zip(phrases, forms, strict=True)}}
