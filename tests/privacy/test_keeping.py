"""Every rule of keeping at its limit: a second before nothing goes, a second after it is gone; twice is once; and
whatever breaks off in the middle is finished by the next round.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from leavethemeeting.domain.promises import Erasure as Erasing
from leavethemeeting.domain.promises import Table
from leavethemeeting.privacy import keeping
from leavethemeeting.privacy.jobs import carry_out_orders
from leavethemeeting.privacy.keeping import SLACK, Rule, measure, overdue, rules
from leavethemeeting.privacy.models import Erasure
from leavethemeeting.privacy.rules import LONGEST_HERE
from leavethemeeting.project.schedule import DUTIES
from leavethemeeting.shared.jobs import delete_expired_limits
from leavethemeeting.shared.models import CacheEntry
from leavethemeeting.shared.personal_data import data_map
from tests.privacy.planting import KEEPS, PLANTS

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC).replace(microsecond=0)
SECOND, LATER = timedelta(seconds=1), timedelta(days=5)
NAMES = sorted(rules())
WRITES = ("INSERT", "UPDATE", "DELETE")


class Killed(Exception):
    """The process ended here."""


def everything() -> dict[str, str]:
    """All rows of all tables."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = repr(sorted(map(repr, cursor.fetchall())))
    return found


def dying_at(write: int) -> Callable[..., Any]:
    """Lets ``write - 1`` changes of the database through and ends the process at the next one."""
    done = 0

    def ask(execute: Callable[..., Any], sql: str, *others: Any) -> Any:
        nonlocal done
        if sql.lstrip().upper().startswith(WRITES):
            done += 1
            if done == write:
                raise Killed
        return execute(sql, *others)

    return ask


def test_every_rule_has_a_row_to_try_it_on() -> None:
    assert sorted(PLANTS) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_second_before_it_is_there_and_a_second_after_it_is_gone(name: str) -> None:
    rule, old, young = rules()[name], PLANTS[name](NOW), PLANTS[name](NOW + LATER)
    assert old.exists() and young.exists()
    assert rule.due() == NOW
    rule.do(now=NOW - SECOND)
    assert old.exists() and young.exists()
    rule.do(now=NOW + SECOND)
    assert not old.exists()
    assert young.exists()
    assert rule.due() == NOW + LATER
    after = everything()
    rule.do(now=NOW + SECOND)
    assert everything() == after, "a second round finds nothing to do"


def goes_on(name: str) -> None:
    """An erasure that broke off is held for a minute by whoever did it; then the duty for orders goes on with it."""
    if name == "ending_accounts":
        Erasure.objects.filter(done_at__isnull=True).update(held_until=0)
        carry_out_orders(now=NOW + SECOND)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", NAMES)
def test_killed_at_any_write_it_is_finished_by_the_next_round(name: str) -> None:
    rule = rules()[name]
    for write in range(1, 40):
        old, young = PLANTS[name](NOW), PLANTS[name](NOW + LATER)
        with suppress(Killed), connection.execute_wrapper(dying_at(write)):
            rule.do(now=NOW + SECOND)
            break  # it had fewer writes than that
        rule.do(now=NOW + SECOND)
        goes_on(name)
        assert not old.exists(), f"killed at write {write}"
        assert young.exists(), f"killed at write {write}"
    assert write > 1, "it wrote something at all"
    assert not old.exists() and young.exists()


@pytest.mark.parametrize("name", NAMES)
def test_a_duty_that_stood_still_is_overdue_and_says_how_long(name: str) -> None:
    PLANTS[name](NOW)
    rule = rules()[name]
    assert not measure(rule, now=NOW + SLACK).overdue
    seen = measure(rule, now=NOW + SLACK + SECOND)
    assert seen.overdue and seen.late == SLACK + SECOND
    assert seen.share is None or seen.share >= 1.0
    assert any(line.startswith(f"{name}: ") for line in overdue(now=NOW + SLACK + SECOND))
    rule.do(now=NOW + SLACK + SECOND)
    assert not [line for line in overdue(now=NOW + SLACK + SECOND) if line.startswith(f"{name}: ")]


def test_nothing_is_overdue_where_nothing_is_kept() -> None:
    assert [one for one in overdue(now=NOW) if not one.startswith("limits")] == []


def test_a_hosts_shorter_limit_is_what_counts() -> None:
    PLANTS["evidence"](NOW)
    due = rules()["evidence"].due()
    assert due == NOW and LONGEST_HERE["evidence"] > KEEPS


def test_every_rule_is_a_duty_of_the_schedule() -> None:
    kept = {duty.do for duty in DUTIES}
    assert [rule.name for rule in rules().values() if rule.do not in kept] == []


# ---- against the data map --------------------------------------------------------------------


def unruled(declared: Mapping[str, Table], kept: Mapping[str, Rule]) -> list[str]:
    """Columns with a number of days that no rule keeps, or that a rule keeps for longer than they declare."""
    found = []
    for table in declared.values():
        of_table = [rule for rule in kept.values() if table.name in rule.tables]
        longest = max((rule.days or LONGEST_HERE.get(rule.name, 0) for rule in of_table), default=None)
        for name, column in table.columns.items():
            days = column.retention.days
            if days is None or column.erasure is Erasing.KEEP:
                continue
            if longest is None:
                found.append(f"{table.name}.{name} is to go after {days} days, and no rule lets it go")
            elif longest > days:
                found.append(f"{table.name}.{name} is to go after {days} days, and its rule keeps it for {longest}")
    return found


def test_whatever_the_data_map_gives_days_is_let_go_by_a_rule_in_time() -> None:
    assert unruled(data_map(), rules()) == []


def test_every_rule_is_about_declared_tables() -> None:
    assert {table for rule in rules().values() for table in rule.tables} <= set(data_map())


def test_a_table_that_no_rule_lets_go_is_found() -> None:
    without = {name: rule for name, rule in rules().items() if name != "looks"}
    assert any("accesslog_look" in line for line in unruled(data_map(), without))


def test_a_rule_that_keeps_longer_than_declared_is_found() -> None:
    longer = {**rules(), "looks": replace(rules()["looks"], days=5000)}
    assert any("its rule keeps it for 5000" in line for line in unruled(data_map(), longer))


def test_two_rules_of_one_name_are_refused() -> None:
    again = Rule("looks", "…", ("accesslog_look",), 1, lambda: None, delete_expired_limits)
    with pytest.raises(ValueError, match="looks"):
        keeping.keep(again)
    assert not CacheEntry.objects.filter(cache_key="…").exists()
