"""The installation checks itself: each planted fault turns its check red, is kept, and is written to the operator once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp
from uuid import uuid4

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from leavethemeeting.accesslog.actions import look
from leavethemeeting.accesslog.kinds import Role, Subject, What
from leavethemeeting.accounts.models import User
from leavethemeeting.consent.models import PolicyVersion
from leavethemeeting.consent.queries import current_policy
from leavethemeeting.evidence import checks
from leavethemeeting.evidence.actions import check_itself
from leavethemeeting.evidence.jobs import check_by_the_clock
from leavethemeeting.evidence.models import SelfCheck, Undeclared
from leavethemeeting.evidence.watching import WatchCookies
from leavethemeeting.logdata.models import Error
from leavethemeeting.mail import guard
from leavethemeeting.mail.models import Letter
from leavethemeeting.shared import egress
from leavethemeeting.shared.environment import environment
from tests.cast import make_member
from tests.privacy.planting import PLANTS

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)
OPERATOR = "operator@example.org"


def side_list() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE side_list (email varchar(254))")


def key_in_a_row() -> None:
    Error.objects.create(
        fingerprint="f" * 32, source="server", name="E", stack=[{"local": "variables"}], first_at=NOW, last_at=NOW
    )


def stands_still() -> None:
    PLANTS["looks"](NOW - timedelta(days=1))


def cookie() -> None:
    def answers(_request: object) -> HttpResponse:
        response = HttpResponse()
        response.set_cookie("tracker", "somebody's number")
        return response

    WatchCookies(answers)(None)  # type: ignore[arg-type]  # -- the request is not looked at


def unguarded() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "DROP TRIGGER accesslog_look_unchanged"
            + (" ON accesslog_look" if connection.vendor == "postgresql" else "")
        )


def another_text() -> None:
    PolicyVersion.objects.filter(pk=current_policy().pk).update(text="We keep nothing.")


def weak_password() -> None:
    User.objects.filter(pk=make_member("W", "w@example.org").pk).update(password="md5$1$2")


def token_of_a_network() -> None:
    linked = SocialAccount.objects.create(user=make_member("T", "t@example.org"), provider="google", uid="1")
    SocialToken.objects.create(account=linked, token="ya29")


_folder = pytest.MonkeyPatch()


@pytest.fixture(autouse=True)
def own_folder_again() -> Iterator[None]:
    yield
    _folder.undo()


def stranger() -> None:
    """The service of another data folder, which turned to a machine that nobody declared; this suite's folder is shared."""
    folder = Path(mkdtemp(prefix="ltm-test-"))
    (folder / egress.NOTED).write_text('{"tracker.example": 3}', encoding="utf-8")
    _folder.setattr(checks, "environment", lambda: replace(environment(), data_dir=folder))


FAULTS: list[tuple[str, Callable[[], None]]] = [
    ("data_map", side_list), ("keys", key_in_a_row), ("keeping", stands_still), ("cookies", cookie), ("egress", stranger), ("access_log", unguarded),
    ("policy", another_text), ("secrets", weak_password), ("secrets", token_of_a_network),
]  # fmt: skip


def reds(made: SelfCheck) -> set[str]:
    return {name for name, found in made.findings.items() if found}


def test_a_sound_installation_is_green() -> None:
    made = check_itself(now=NOW)
    assert (made.red, reds(made)) == (False, set())
    assert set(made.findings) == set(checks.CHECKS)


@pytest.mark.parametrize(("name", "plant"), FAULTS, ids=[plant.__name__ for _name, plant in FAULTS])
def test_a_planted_fault_is_found_by_its_check_and_by_no_other(name: str, plant: Callable[[], None]) -> None:
    plant()
    made = check_itself(now=NOW)
    assert (made.red, reds(made)) == (True, {name})


def test_every_check_has_a_planted_fault() -> None:
    assert {name for name, _plant in FAULTS} == set(checks.CHECKS)


def test_a_look_that_can_be_changed_is_found_by_trying(monkeypatch: pytest.MonkeyPatch) -> None:
    look(
        looker_id=uuid4(),
        role=Role.PROVIDER,
        subject_kind=Subject.MEMBER,
        subject_id=uuid4(),
        what=What.FILE,
        reason="r",
        now=NOW,
    )
    assert checks._access_log(NOW) == []
    unguarded()
    monkeypatch.setattr(checks, "_trigger_is_there", lambda: True)
    assert checks._access_log(NOW) == ["a look could be changed"]


def test_nothing_that_was_found_holds_a_value() -> None:
    cookie()
    key_in_a_row()
    weak_password()
    told = repr(check_itself(now=NOW).findings)
    for value in ("somebody's number", "variables", "w@example.org", "md5$"):
        assert value not in told


# ---- the operator ----------------------------------------------------------------------------


@pytest.fixture
def operator(monkeypatch: pytest.MonkeyPatch) -> None:
    with_one = replace(environment(), operator_email=OPERATOR)
    for module in ("leavethemeeting.evidence.actions", "leavethemeeting.mail.guard"):
        monkeypatch.setattr(f"{module}.environment", lambda: with_one)
    assert guard.is_operator(guard.Reader(OPERATOR))


def letters() -> list[Letter]:
    return list(Letter.objects.filter(recipient=OPERATOR).order_by("written_at"))


def test_the_operator_gets_one_letter_when_something_turns_red_and_none_while_it_stays_so(operator: None) -> None:
    check_itself(now=NOW)
    assert letters() == []
    side_list()
    for hours in range(1, 4):
        check_itself(now=NOW + timedelta(hours=hours))
    (first,) = letters()
    assert "side_list" in first.text and first.kind == "self_check_red"
    key_in_a_row()
    check_itself(now=NOW + timedelta(hours=5))
    assert len(letters()) == 2


def test_what_was_mended_and_breaks_again_is_told_again(operator: None) -> None:
    for turn in range(2):
        cookie()
        check_itself(now=NOW + timedelta(hours=2 * turn))
        Undeclared.objects.all().delete()
        check_itself(now=NOW + timedelta(hours=2 * turn + 1))
    assert len(letters()) == 2


# ---- the clock -------------------------------------------------------------------------------


def test_several_processes_make_one_check_an_hour() -> None:
    assert [check_by_the_clock(now=NOW + timedelta(minutes=minutes)) for minutes in (0, 1, 59, 61, 62)] == [
        1,
        0,
        0,
        1,
        0,
    ]


def test_a_check_that_breaks_is_red_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(_now: object) -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM no_such_table")
        return []

    monkeypatch.setitem(checks.CHECKS, "keys", replace(checks.CHECKS["keys"], find=breaks))
    made = check_itself(now=NOW)
    assert reds(made) == {"keys"} and "could not be checked" in made.findings["keys"][0]


def test_every_answer_of_the_web_app_is_looked_at(client: Client, alice: User) -> None:
    """That the middleware is wired, outside of all that set cookies; and that ours are all known."""
    client.get("/accounts/login/")
    client.force_login(alice)
    client.get("/profile/")
    client.post("/cookies/", {"answer": "all"})
    assert not Undeclared.objects.exists()
