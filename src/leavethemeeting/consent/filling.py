"""From the provider's Markdown to the text that everybody reads: placeholders filled, tables in place.

Placeholders stand in double brackets. ``[[operator]]``, ``[[contact]]``, ``[[address]]``, ``[[adult_at]]`` and
``[[keeps_days]]`` are words; ``[[categories]]``, ``[[fields]]``, ``[[seen by hosts]]``, ``[[cookies]]``, ``[[recipients]]`` and ``[[without …]]``
are tables and lists, each on a line of its own; ``[[C14]]`` marks where a clause is kept and shows nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial
from importlib.resources import files

from django.utils.translation import gettext as _

from leavethemeeting.consent import tables
from leavethemeeting.consent.models import Document
from leavethemeeting.consent.portions import Without
from leavethemeeting.domain.age import ADULT_AT
from leavethemeeting.shared.environment import Environment
from leavethemeeting.shared.personal_data import HOST_LIMIT, cookie_register, data_map, remembered_register
from leavethemeeting.shared.recipients import recipients

HEADINGS = (
    "Information Collection And Use", "Account and Profile Information", "Log Data",
    "Use of User Information: Attendees to meetings", "Cookies", "Service Providers", "Security", "Links To Other Sites",
    "Children's Privacy", "Compliance With Laws", "Changes To This Privacy Policy", "Contact Us",
)  # fmt: skip
CLAUSES = tuple(f"C{number}" for number in range(1, 53))  # C53 is the footer of a site builder
NEEDED = ("categories", "fields", "cookies", "recipients", "without any")
MARK = re.compile(r"\[\[(C\d+)\]\]")
_PLACEHOLDER = re.compile(r"\[\[([^\[\]]+)\]\]")
_SHIPPED = {Document.POLICY: "privacy.md", Document.TERMS: "terms.md"}


class FaultyText(ValueError):
    """A text that cannot be posted; ``faults`` says why, one sentence each."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__(" ".join(faults))


@cache
def shipped(kind: Document) -> str:
    """The text that comes with the product."""
    return (files("leavethemeeting.consent") / "texts" / _SHIPPED[kind]).read_text(encoding="utf-8")


def _contact(environment: Environment) -> str:
    if environment.operator_email:
        return f"[{environment.operator_email}](mailto:{environment.operator_email})"
    return _("[the contact form](/contact/)")


def _kept_by_browsers(prefix: str) -> str:
    """The cookies, and what is remembered without one: one placeholder, so that no text can leave the second out."""
    besides = _(
        "Besides cookies, a page or the plugin may remember these in your browser, which sends none of them by itself."
    )
    return "\n\n".join(
        (tables.cookies(cookie_register(), prefix), besides, tables.remembered(remembered_register().values()))
    )


def _fillings(environment: Environment) -> dict[str, Callable[[], str]]:
    prefix = "__Host-" if environment.https else ""
    words: dict[str, Callable[[], str]] = {
        "operator": lambda: environment.operator_name or _("the provider of this installation"),
        "contact": lambda: _contact(environment),
        "address": lambda: f"[{environment.public_url}]({environment.public_url}/)",
        "adult_at": lambda: str(ADULT_AT),
        "keeps_days": lambda: str(HOST_LIMIT.days),
    }
    made: dict[str, Callable[[], str]] = {
        "categories": lambda: tables.categories(data_map()),
        "fields": lambda: tables.fields(data_map()),
        "seen by hosts": lambda: tables.seen_by_hosts(data_map()),
        "cookies": lambda: _kept_by_browsers(prefix),
        "recipients": lambda: tables.receivers(recipients(environment)),
        **{f"without {one}": partial(tables.off, one) for one in Without},
    }
    return {**words, **made}


def faults(kind: Document, source: str, environment: Environment) -> list[str]:
    """Why ``source`` cannot be posted; empty when it can."""
    known = _fillings(environment)
    named = set(_PLACEHOLDER.findall(source))
    found = [
        _("[[%(name)s]] is no placeholder.") % {"name": name}
        for name in sorted(named - known.keys())
        if not re.fullmatch(r"C\d+", name)
    ]
    if not source.strip():
        found.append(_("The text is empty."))
    if kind is Document.POLICY:
        titles = {line[3:].strip() for line in source.splitlines() if line.startswith("## ")}
        found += [
            _("The heading “%(title)s” is missing.") % {"title": title} for title in HEADINGS if title not in titles
        ]
        found += [
            _("The table [[%(name)s]] is missing: the policy would no longer say what is kept.") % {"name": name}
            for name in NEEDED
            if name not in named
        ]
    return found


def unmarked_clauses(source: str) -> list[str]:
    """Clauses C1–C52 that the text does not mark any more: a warning, the provider may know better."""
    marked = set(MARK.findall(source))
    return [clause for clause in CLAUSES if clause not in marked]


def filled(source: str, environment: Environment) -> str:
    """The text as everybody reads it. Placeholders that are not known stay as they are; see ``faults``."""
    known = _fillings(environment)

    def one(found: re.Match[str]) -> str:
        make = known.get(found[1])
        return make() if make else found[0]

    return _PLACEHOLDER.sub(one, source.replace("\r\n", "\n")).strip() + "\n"


def facts(kind: Document, environment: Environment) -> list[str]:
    """What the posted policy promises, in small; the terms promise nothing of the kind."""
    return tables.facts(data_map(), recipients(environment)) if kind is Document.POLICY else []
