"""One shape for every letter, so that all of them look and read alike.

A letter is written once, as ``Content``; its text and its HTML are two renderings of the same
words. The HTML loads nothing: no picture, no font, no foreign host, nothing that tells who read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.template.loader import render_to_string

from leavethemeeting.mail.actions import post
from leavethemeeting.mail.models import Letter
from leavethemeeting.shared.environment import environment


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


class Because(StrEnum):
    """Why an address may be written to: nobody gets a letter that nobody asked for (C18, C27)."""

    TYPED = "typed"  # typed just now, in the form that this letter answers
    MEMBER = "member"  # a verified address of a member
    CASE = "case"  # who wrote to us, and has an open case
    SUBSCRIBED = "subscribed"  # asked for news, and has not taken it back


def send(content: Content, *, kind: str, recipient: str, now: datetime, because: Because) -> Letter:  # noqa: ARG001 -- the guard on recipients reads it
    """Write the letter to ``recipient``. Raises BadLetter (see ``mail.actions.post``)."""
    text, html = rendered(content)
    return post(kind=kind, recipient=recipient, subject=content.subject, text=text, html=html, now=now)
