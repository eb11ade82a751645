"""The public pages: what they say with proofs and without, before the first check and after; and the numbers for machines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from leavethemeeting import __version__
from leavethemeeting.evidence import proofs, queries, views
from leavethemeeting.evidence.actions import check_itself
from leavethemeeting.evidence.models import SelfCheck
from leavethemeeting.evidence.proofs import Proofs, Told, read
from leavethemeeting.privacy.keeping import rules
from tests.privacy.planting import PLANTS
from tests.proving import merged, put

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)


def told(test: str, outcome: str = "passed", where: str = "sqlite") -> Told:
    return Told(test=test, where=where, outcome=outcome, at=AT, seconds=0.1)


def ran(monkeypatch: pytest.MonkeyPatch, *tests: Told) -> None:
    found = Proofs(version="9.9.9", finished_at=AT, tests=list(tests)) if tests else None
    for module in (queries, views):
        monkeypatch.setattr(module, "shipped", lambda: found)


@pytest.fixture(autouse=True)
def as_in_a_clone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    ran(monkeypatch)
    yield
    proofs.shipped.cache_clear()


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200 and not answer.cookies
    return answer.content.decode()


def status(client: Client) -> Any:
    return client.get("/privacy/status.json").json()


def test_a_clone_that_was_never_proved_says_so(client: Client) -> None:
    assert page(client, "/privacy/evidence/").count("not run on this machine") == 53
    assert "This copy has none" in page(client, "/privacy/evidence/c14/")
    assert status(client)["proofs"] is None and status(client)["last_erasure_drill"] is None


def test_what_was_proved_stands_with_its_test_its_result_and_its_time(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran(
        monkeypatch, told("tests/promises/test_c14_linked_profiles.py::test_a"),
        told("tests/promises/test_c14_linked_profiles.py::test_a", where="postgresql"),
        told("tests/promises/test_c46_a_childs.py::test_b"), told("tests/promises/test_c25_times.py::test_c", "failed"),
    )  # fmt: skip
    html = page(client, "/privacy/evidence/c14/")
    assert "2 tests passed" in html and "test_c14_linked_profiles.py::test_a" in html and "2026-11-28" in html
    assert "1 test failed" in page(client, "/privacy/evidence/c25/")
    seen = status(client)
    assert seen["proofs"] == {
        "version": "9.9.9",
        "finished_at": AT.isoformat(),
        "tests": 4,
        "clauses": 53,
        "clauses_proved": 2,
    }
    assert seen["last_erasure_drill"] == {"at": AT.isoformat(), "where": "tests of this release", "passed": True}


@pytest.mark.parametrize("number", range(1, 54))
def test_every_clause_has_its_page_with_words_and_code(client: Client, number: int) -> None:
    html = page(client, f"/privacy/evidence/c{number}/")
    assert "<blockquote>" in html or number == 53
    assert '<pre class="code"' in html


def test_there_is_no_other_clause(client: Client) -> None:
    for number in (0, 54, 999):
        assert client.get(f"/privacy/evidence/c{number}/").status_code == 404


def test_before_the_first_check_nothing_is_claimed(client: Client) -> None:
    assert "has not checked itself yet" in page(client, "/privacy/evidence/")
    seen = status(client)
    assert (seen["checked_at"], seen["red"], seen["drift"], seen["overdue"]) == (None, None, None, None)


def test_a_sound_check_is_zeros_and_a_rule_that_stands_still_is_seen(client: Client) -> None:
    now = timezone.now()
    check_itself(now=now)
    seen = status(client)
    assert (seen["version"], seen["red"], seen["check_is_old"]) == (__version__, False, False)
    assert (seen["drift"], seen["unknown_keys"], seen["overdue"]) == (0, 0, 0)
    assert (seen["undeclared_cookies"], seen["undeclared_egress"]) == (0, 0)
    assert set(seen["kept"]) == set(rules())
    assert "All kept" in page(client, "/privacy/evidence/")
    PLANTS["looks"](now - timedelta(days=2))
    check_itself(now=now + timedelta(seconds=1))
    seen = status(client)
    assert (seen["red"], seen["overdue"], seen["kept"]["looks"]["overdue_s"]) == (True, 1, 2 * 86400 + 1)
    assert "Not everything" in page(client, "/privacy/evidence/")


def test_a_clock_that_stands_still_is_told(client: Client) -> None:
    SelfCheck.objects.create(at=timezone.now() - timedelta(hours=4), milliseconds=1, version="1", red=False)
    assert "stands still" in page(client, "/privacy/evidence/")
    assert status(client)["check_is_old"] is True


def test_numbers_hold_no_sentence_of_a_finding(client: Client) -> None:
    SelfCheck.objects.create(
        at=timezone.now(), milliseconds=1, version="1", red=True, findings={"data_map": ["table side_list"]}
    )
    assert "side_list" not in client.get("/privacy/status.json").content.decode()
    assert "side_list" not in page(client, "/privacy/evidence/")


def test_the_policy_and_every_footer_lead_there(client: Client) -> None:
    assert page(client, "/privacy/").count('href="/privacy/evidence/"') == 2
    assert 'href="/privacy/evidence/"' in page(client, "/")


# ---- the file --------------------------------------------------------------------------------


def test_runs_add_to_one_file_and_a_second_try_is_not_hidden(tmp_path: Path) -> None:
    path = tmp_path / "proofs.json"
    put(path, [told("tests/promises/test_c01_a.py::test_a", "failed"), told("tests/promises/test_c02_b.py::test_b")])
    put(
        path,
        [
            told("tests/promises/test_c01_a.py::test_a"),
            told("tests/promises/test_c02_b.py::test_b", where="postgresql"),
        ],
    )
    found = read(path)
    assert found is not None and found.version == __version__
    assert [(one.test[-6:], one.where, one.outcome, one.again) for one in found.tests] == [
        ("test_a", "sqlite", "passed", True), ("test_b", "postgresql", "passed", False), ("test_b", "sqlite", "passed", False),
    ]  # fmt: skip
    assert merged(found.tests, [told("tests/promises/test_c01_a.py::test_a")])[0].again


def test_a_file_that_cannot_be_read_is_no_proof(tmp_path: Path) -> None:
    assert read(tmp_path / "none.json") is None
    (tmp_path / "half.json").write_text('{"version": "1", "tests": [')
    assert read(tmp_path / "half.json") is None
