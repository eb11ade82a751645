"""One shape for every letter, so that all of them look and read alike.

A letter is written once, as ``Content``; its text and its HTML are two renderings of the same
words. The HTML loads nothing: no picture, no font, no foreign host, nothing that tells who read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.template.loader import render_to_string

from leavethemeeting.mail.actions import post
from leavethemeeting.mail.guard import Because
from leavethemeeting.mail.models import Letter
from leavethemeeting.shared.environment import environment

__all__ = ["Because", "Button", "Content", "absolute", "rendered", "send"]


@dataclass(frozen=True, slots=True)
class Button:
    """The one thing to do: ``label`` and an absolute ``url``."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Content:
    """What a letter says, in reading order; ``code`` is shown large and alone."""

    subject: str
    paragraphs: tuple[str, ...]
    code: str = ""
    button: Button | None = None
    facts: tuple[tuple[str, str], ...] = ()  # (what, value), e.g. ("When", "3 October 2026, 10:00 CEST")
    after: tuple[str, ...] = ()
    greeting: str = ""


def rendered(content: Content) -> tuple[str, str]:
    """The letter's text and HTML."""
    seen = environment()
    context = {
        "letter": content,
        "service_url": seen.public_url,
        "service_host": seen.public_host,
        "operator": seen.operator_name,
    }
    text = render_to_string("mail/letter.txt", context)
    return text.strip() + "\n", render_to_string("mail/letter.html", context).strip() + "\n"


def absolute(path: str) -> str:
    """The address of a page for a letter: always the installation's own, never the request's Host."""
    return environment().public_url + path


def send(
    content: Content, *, kind: str, recipient: str, now: datetime, because: Because, user_id: UUID | None = None
) -> Letter:
    """Write the letter to ``recipient``; ``user_id`` where it is to a member as such.

    Raises BadLetter (see ``mail.actions.post``), and ``guard.Unasked`` where ``because`` does not hold.
    """
    text, html = rendered(content)
    return post(
        kind=kind, recipient=recipient, subject=content.subject, text=text, html=html, now=now, because=because,
        user_id=user_id,
    )  # fmt: skip
