"""What the doctor found. The doctor itself is part of the wiring above all slices; pages below ask for him here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How a finding is."""

    GOOD = "ok"
    ADVICE = "--"  # works without; says what turning it on brings
    BROKEN = "!!"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's answer."""

    subject: str
    state: State
    text: str

    def __str__(self) -> str:
        return f"[{self.state}] {self.subject}: {self.text}"


_doctors: list[Callable[[], list[Finding]]] = []


def know_doctor(examine: Callable[[], list[Finding]]) -> None:
    """For the wiring: ``examine`` takes seconds, since it asks other machines."""
    _doctors[:] = [examine]


def examined() -> list[Finding]:
    """Every finding, in the order in which an operator would mend them."""
    return [finding for examine in _doctors for finding in examine()]
