"""Forty invented people. Any likeness to a real one is chance; the addresses lead nowhere (RFC 2606)."""

from __future__ import annotations

from dataclasses import dataclass

HOST = ("Mira Vogel", "mira@example.org")

NAMES = (
    "Adaeze Nwosu", "Aleksander Lund", "Amara Silva", "Anouk de Wit", "Bahar Yildiz", "Beatriz Costa", "Callum Reid",
    "Chen Wei", "Daria Novak", "Diego Fuentes", "Elif Kaya", "Emil Sørensen", "Farah Haddad", "Giulia Ricci",
    "Hana Kimura", "Henrik Olsen", "Ibrahim Diallo", "Inés Navarro", "Jakub Zieliński", "Joana Pires", "Kofi Mensah",
    "Laila Rahman", "Leon Fischer", "Lucía Romero", "Mateo Álvarez", "Mei Tanaka", "Nadia Petrova", "Noah Brandt",
    "Oluwaseun Ade", "Priya Nair", "Quentin Moreau", "Rania Aziz", "Samuel Okoye", "Saskia Bakker", "Tariq Khan",
    "Thea Larsen", "Tomás Herrera", "Vera Dvořák", "Yusuf Demir", "Zofia Mazur",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Invented:
    """Somebody who does not exist. ``number`` decides how they behave in the past meetings."""

    number: int
    name: str
    email: str


def everybody() -> list[Invented]:
    """All forty, always the same."""
    return [Invented(number, name, f"attendee{number:02d}@example.org") for number, name in enumerate(NAMES, 1)]
