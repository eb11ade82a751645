"""The public report: requests by half-year, counted from the register, so that nobody types a number (C47)."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from leavethemeeting.registers.chain import append, newest
from leavethemeeting.registers.disclosures import Disclosure, disclosures
from leavethemeeting.registers.kinds import Kind, Mode, Register
from leavethemeeting.registers.models import Entry
from leavethemeeting.shared.personal_data import data_map
from leavethemeeting.shared.table_words import title_of

STEPS = (0, 100, 250, 1000)  # 0: exact numbers
_ALL = UUID(int=0)


@dataclass(slots=True)
class Half:
    """One half-year, by when requests were received."""

    name: str
    requests: int = 0
    given: int = 0
    nothing_held: int = 0
    refused: int = 0
    open: int = 0
    persons: int = 0
    sole_approver: int = 0
    persons_told: int = 0
    fields: dict[str, int] = field(default_factory=dict)  # in how many requests a field was given, by table.field


@dataclass(frozen=True, slots=True)
class Counting:
    """Exact (``step`` 0), or in ranges of ``step`` because ``reason``."""

    step: int = 0
    reason: str = ""

    def shown(self, number: int) -> int | str:
        """``7``, or ``0–249``."""
        if not self.step:
            return number
        low = number // self.step * self.step
        return f"{low}–{low + self.step - 1}"


def half_of(day: datetime) -> str:
    """``2026-H2``."""
    return f"{day.year}-H{1 if day.month <= 6 else 2}"


def counting() -> Counting:
    """How the public page counts, as the provider said last."""
    last = Entry.objects.filter(register=Register.REPORTING).order_by("-position").first()
    return Counting(**json.loads(last.body)) if last else Counting()


def count_by(*, step: int, reason: str, by: UUID, now: datetime) -> None:
    """The law forces ranges, or no longer. Raises ValueError for a step that is none, and ranges without a reason."""
    if step not in STEPS or (step and not reason.strip()):
        raise ValueError(step)
    body = {"step": step, "reason": reason.strip() if step else ""}
    append(register=Register.REPORTING, subject_id=_ALL, kind=Kind.COUNTED, body=body, by=by, now=now)


def _add(half: Half, one: Disclosure) -> None:
    half.requests += 1
    half.refused += bool(one.refusal)
    half.nothing_held += bool(one.nothing)
    half.given += bool(one.given)
    half.open += not (one.refusal or one.nothing or one.given)
    if one.given:
        half.sole_approver += one.mode is Mode.SOLE
        half.persons += max(given["persons"] for given in one.given)
        half.persons_told += one.noticed["told"] if one.noticed else 0
        for name in {name for given in one.given for name in given["fields"]}:
            half.fields[name] = half.fields.get(name, 0) + 1


def halves(now: datetime) -> list[Half]:
    """Every half-year from the first request to now, the newest first; without any request the running one."""
    found: dict[str, Half] = {half_of(now.astimezone(UTC)): Half(half_of(now.astimezone(UTC)))}
    for one in disclosures():
        name = half_of(datetime(one.received_on.year, one.received_on.month, one.received_on.day, tzinfo=UTC))
        _add(found.setdefault(name, Half(name)), one)
    first = min(found)
    year, half = int(first[:4]), int(first[-1])
    while (name := f"{year}-H{half}") < max(found):
        found.setdefault(name, Half(name))
        year, half = (year, 2) if half == 1 else (year + 1, 1)
    return [found[name] for name in sorted(found, reverse=True)]


def report(now: datetime) -> dict[str, object]:
    """The same as the page, for programs."""
    how, last = counting(), newest()
    told = []
    for half in halves(now):
        numbers = {name: how.shown(value) for name, value in asdict(half).items() if isinstance(value, int)}
        told.append(
            {
                "half": half.name,
                **numbers,
                "fields": {name: how.shown(count) for name, count in sorted(half.fields.items())},
            }
        )
    return {
        "halves": told, "ranges": {"step": how.step, "reason": how.reason} if how.step else None,
        "none_so_far": not any(half.requests for half in halves(now)), "register_head": last.digest if last else "",
    }  # fmt: skip


def kinds_given(half: Half) -> list[tuple[str, int]]:
    """Tables of which something was given, by title, and in how many requests at most."""
    found: dict[str, int] = {}
    for name, count in half.fields.items():
        table = name.partition(".")[0]
        if table in data_map():
            found[title_of(table)] = max(found.get(title_of(table), 0), count)
    return sorted(found.items())
