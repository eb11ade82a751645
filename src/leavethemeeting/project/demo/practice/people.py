"""Who can be chosen on the practice pages, and whom they know. Nobody of them exists (RFC 2606 addresses)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Invented:
    """Somebody with a practice profile. ``email`` is empty for a profile that has none."""

    uid: str
    name: str
    email: str
    verified: bool = True
    note: str = ""


GOOGLE_PEOPLE = (
    Invented("100000000000000000001", "Nora Newcomer", "nora@example.org", note="new here"),
    Invented(
        "100000000000000000002", "Mira Vogel", "mira@example.org", note="the demonstration's host: has an account"
    ),
    Invented("100000000000000000003", "Ulf Unproven", "ulf@example.org", verified=False, note="address not confirmed"),
)
FACEBOOK_PEOPLE = (
    Invented("20000000000001", "Felix Faber", "felix@example.org", note="new here"),
    Invented("20000000000002", "Oda Ohm", "", note="has no e-mail address"),
    Invented("20000000000003", "Mira Vogel", "mira@example.org", note="the demonstration's host: has an account"),
)


@dataclass(frozen=True, slots=True)
class Contact:
    """An entry of an address book."""

    name: str
    emails: tuple[str, ...]


CONTACTS = (
    Contact("Aino Virtanen", ("aino.virtanen@example.org",)),
    Contact("Björn Ståhl", ("bjorn@example.net",)),
    Contact("Chiara Moretti", ("chiara.moretti@example.com", "chiara@example.org")),
    Contact("Dmitri Orlov", ("dmitri+friends@example.net",)),
    Contact("Esra Demir", ("esra@example.org",)),
    Contact("Fatou Ndiaye", ("fatou.ndiaye@example.com",)),
    Contact("Gabriel Santos", ("gabriel@example.net",)),
    Contact("Hiroshi 高橋", ("takahashi@example.org",)),
    Contact("Ingrid Bakken", ("ingrid.bakken@example.com",)),
    Contact("João Gonçalves", ("joao@example.net",)),
    Contact("Katarzyna Wiśniewska", ("kasia@example.org",)),
    Contact("Lars without an address", ()),
    Contact("Malik Johnson", ("malik.johnson@example.com",)),
    Contact("Nguyễn Thị Lan", ("lan@example.net",)),
    Contact("", ("no-name@example.org",)),
    Contact("Orla O’Brien", ("orla@example.com",)),
    Contact("Pavel Černý", ("pavel@example.net",)),
    Contact("Rosa Jiménez", ("rosa.jimenez@example.org",)),
    Contact("Sanjay Gupta", ("sanjay@example.com",)),
    Contact("Tess Visser", ("tess@example.net",)),
)
#: People who were written to once and never saved: Google's "other contacts".
OTHER_CONTACTS = (
    Contact("", ("info@example.org",)),
    Contact("Wanda Wright", ("wanda@example.com",)),
    Contact("Xavier Pons", ("xavier.pons@example.net",)),
)
