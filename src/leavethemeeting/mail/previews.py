"""Every letter that this installation can send, with invented contents, for whoever wants to see them.

Each slice's ``letters.py`` names its letters in ``SAMPLES``; ``project`` registers them all when Django is
ready. A test fails for a letter without a sample.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from leavethemeeting.mail.content import Button, Content, Foot, absolute, rendered
from leavethemeeting.mail.lists import LISTS, MEASURED

Sample = Callable[[], Content]

_samples: dict[str, Sample] = {}


@dataclass(frozen=True, slots=True)
class Preview:
    """A letter as it would be sent. ``listed``: only to those who asked; ``measured``: noted with consent."""

    kind: str
    subject: str
    text: str
    html: str
    listed: bool
    measured: bool


def register(kind: str, sample: Sample) -> None:
    """Let ``kind`` be previewed as ``sample()``. Raises ValueError when two slices use the same name."""
    if _samples.get(kind, sample) is not sample:
        raise ValueError(f"two letters are called {kind!r}")
    _samples[kind] = sample


def kinds() -> tuple[str, ...]:
    """Every letter's name, in order."""
    return tuple(sorted(_samples))


def _foot(kind: str) -> Foot:
    """As with consent, but with ways out that lead nowhere and without the pixel."""
    leads_nowhere = absolute("/u/…")
    return Foot(
        list_kind=kind if kind in LISTS else "",
        unsubscribe_url=leads_nowhere if kind in LISTS else "",
        unmeasure_url=leads_nowhere if kind in MEASURED else "",
    )


def _with_links(kind: str, content: Content) -> Content:
    """With links over our redirect, where the reader's consent brings them."""
    if kind not in MEASURED:
        return content

    def over_us(link: Button) -> Button:
        return replace(link, url=absolute("/l/c/…"), leads_to=urlsplit(link.url).hostname or "")

    button = over_us(content.button) if content.button else None
    return replace(content, button=button, links=tuple(over_us(link) for link in content.links))


def preview_of(kind: str) -> Preview:
    """The letter called ``kind``. Raises KeyError where there is none."""
    content = _samples[kind]()
    text, html = rendered(_with_links(kind, content), _foot(kind))
    return Preview(kind, content.subject, text, html, listed=kind in LISTS, measured=kind in MEASURED)
