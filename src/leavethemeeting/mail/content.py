"""One shape for every letter, so that all of them look and read alike.

A letter is written once, as ``Content``; its text and its HTML are two renderings of the same words.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string

from leavethemeeting.shared.environment import environment


@dataclass(frozen=True, slots=True)
class Button:
    """Something to open: ``label`` and an absolute ``url``.

    ``leads_to`` is set by the mail slice: the host behind an address of our redirect.
    """

    label: str
    url: str
    leads_to: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What a letter says, in reading order; ``code`` is shown large and alone."""

    subject: str
    paragraphs: tuple[str, ...]
    code: str = ""
    button: Button | None = None  # the one thing to do
    facts: tuple[tuple[str, str], ...] = ()  # (what, value), e.g. ("When", "3 October 2026, 10:00 CEST")
    links: tuple[Button, ...] = ()  # what else can be read
    after: tuple[str, ...] = ()
    greeting: str = ""

    @property
    def all_links(self) -> tuple[Button, ...]:
        """The button's and the others, in reading order."""
        return (*((self.button,) if self.button else ()), *self.links)


@dataclass(frozen=True, slots=True)
class Foot:
    """What the mail slice adds below: the ways out of a list and of being measured, and the pixel."""

    list_kind: str = ""
    unsubscribe_url: str = ""
    unmeasure_url: str = ""
    pixel_url: str = ""


def absolute(path: str) -> str:
    """The address of a page for a letter: always the installation's own, never the request's Host."""
    return environment().public_url + path


def rendered(content: Content, foot: Foot = Foot()) -> tuple[str, str]:
    """The letter's text and HTML."""
    seen = environment()
    context = {
        "letter": content,
        "foot": foot,
        "service_url": seen.public_url,
        "service_host": seen.public_host,
        "operator": seen.operator_name,
    }
    text = render_to_string("mail/letter.txt", context)
    return text.strip() + "\n", render_to_string("mail/letter.html", context).strip() + "\n"
