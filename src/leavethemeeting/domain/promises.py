"""What is stored about people and what is promised about it, as values.

A *clause* is a sentence of the privacy policy, C1–C53. A stored column names the clauses
that allow it; ``make test`` compares these declarations with the live database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Category(StrEnum):
    """What kind of data a column holds."""

    KEY = "key"  # identifiers and links between rows
    ACCOUNT = "account"  # name, e-mail, role
    SECRET = "secret"  # noqa: S105 -- the name of a category, not a secret
    PROFILE = "profile"  # optional things a member tells
    PRESENCE = "presence"  # when somebody was there
    INTERACTION = "interaction"  # what somebody did, chat text included
    PLAN = "plan"  # what a host writes about a meeting
    DEVICE = "device"  # IP, device, browser
    MAIL = "mail"  # letters and their fate
    OPERATION = "operation"  # the service's own book-keeping, about no one


class Purpose(StrEnum):
    """Why a column is kept; nothing is kept for any other reason."""

    PROVIDE = "provide"
    IMPROVE = "improve"
    SECURITY = "security"
    FRAUD = "fraud"
    SUPPORT = "support"


class Audience(StrEnum):
    """Who may read a column. ``PROVIDER`` always gives a reason, and the look is logged."""

    SELF = "self"
    HOST = "host"  # the host (and co-hosts) of the meeting it belongs to
    ROOM = "room"  # everyone in the same running meeting
    PROVIDER = "provider"


class Erasure(StrEnum):
    """What erasing a person does to the column's row."""

    DELETE = "delete"  # the row goes
    UNLINK = "unlink"  # the row stays, the link to the person goes
    KEEP = "keep"  # nothing in it is about the person


@dataclass(frozen=True, slots=True)
class Retention:
    """How long: ``days`` after ``since``; ``None`` = as long as the row it belongs to."""

    days: int | None
    since: str


@dataclass(frozen=True, slots=True)
class Column:
    """One stored field: what it is, why, who may see it, how long, how exported and erased."""

    category: Category
    purposes: tuple[Purpose, ...]
    clauses: tuple[str, ...]
    audience: frozenset[Audience]
    retention: Retention
    erasure: Erasure
    exported: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the live database, every column declared. ``subject``: whose data it is."""

    name: str
    subject: str  # "member", "attendee", "host", "nobody"
    columns: Mapping[str, Column]
    note: str = ""


class CookieCategory(StrEnum):
    """What a cookie is for. Only essential ones are set before somebody chose (C32)."""

    ESSENTIAL = "essential"  # without it the thing that was asked for cannot be done
    COMFORT = "comfort"  # remembers this browser from one visit to the next
    MEASUREMENT = "measurement"  # tells visits of one browser from those of another


@dataclass(frozen=True, slots=True)
class Cookie:
    """One cookie: its bare name (over HTTPS ``__Host-`` stands before it), why, and for how long.

    ``seconds`` is ``None`` for one that ends with the browser.
    """

    name: str
    clauses: tuple[str, ...]
    seconds: int | None
    note: str
    category: CookieCategory = CookieCategory.ESSENTIAL


class Shelf(StrEnum):
    """Where a browser remembers something that is no cookie. It sends none of it by itself."""

    TAB = "tab"  # sessionStorage
    BROWSER = "browser"  # localStorage
    PLUGIN = "plugin"  # the plugin's storage.local
    PLUGIN_DATABASE = "plugin_database"  # the plugin's IndexedDB
    PLUGIN_SESSION = "plugin_session"  # the plugin's storage.session, in memory only


@dataclass(frozen=True, slots=True)
class Remembered:
    """One thing that a page or the plugin remembers in the browser. A name that ends in ``:`` stands for all that begin so."""

    name: str
    shelf: Shelf
    clauses: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody outside of the installation who receives data, and which (C6, C35).

    ``hosts`` are the machines that are theirs. ``fields`` are the names of what this installation sends there by
    itself, as they travel (C36): nothing else passes ``shared.outgoing``. Empty: browsers talk to them, not we.
    """

    name: str
    purpose: str
    data: str
    hosts: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
