"""A canary person uses everything over the real doors, goes, and is found nowhere: no table, file, letter or line of a log.

Every table with something to erase must have held them first, or the reason why not stands here. Watched failing:
without the two hooks of ``website/apps.py`` its tables still hold the address; without the last
checkpoint of ``privacy/carrying_out.py`` the write-ahead log does.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest

from leavethemeeting.domain.promises import Erasure
from leavethemeeting.shared.personal_data import data_map
from tests.journeys.databases import postgresql
from tests.journeys.posted import Posted
from tests.mail.servers import Mailbox, smtp_server
from tests.meetings.stories import plan_fields
from tests.privacy import whole_life as life_of
from tests.privacy.installations import Installation
from tests.privacy.over_http import Browser, close_all
from tests.privacy.whole_life import EMAIL, NAME, SCHOOL, WHY, Life

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

#: Tables with something to erase that this life does not reach, and why.
NOT_REACHED = {
    "account_emailconfirmation": "nothing writes to it: addresses are shown by a code",
    "socialaccount_socialtoken": "stays empty: no token of a network is kept (tests/promises/test_c16…)",
    "logdata_adapter_reading": "a keyed hash of a member whose plugin tells of pages; goes with the account (tests/logdata)",
    "privacy_order": "the erasure itself, while it is carried out (test_killed_erasure.py)",
    "shared_cache": "digests of addresses, on PostgreSQL; emptied at the end, and searched with everything else",
    "rights_export": "a copy of their data; goes with the member and the address (tests/rights/test_export.py)",
    "rights_export_part": "as above",
    "rights_proof": "a code for a guest's address; goes with the address (tests/rights)",
    "rights_correction": "goes with its case, which this life reaches",
    "registers_affected": "needs an incident; goes with the member and the address (tests/registers)",
    "django_session": "encoded; searched by its bytes, and closed by tests/privacy/test_erasure.py",
}  # fmt: skip

#: Keys of what is gone stay there, and connections in the marks of events; neither says whose they were.
KEYS_STAY = ["attendance_tombstone", "privacy_gone"]


@dataclass
class PostedInstallation(Installation):
    mail: str = ""

    def environment(self) -> dict[str, str]:
        return super().environment() | {"EMAIL_URL": self.mail}


@contextmanager
def installed(folder: Path, url: str = "") -> Iterator[Posted]:
    mailbox = Mailbox()
    with smtp_server(mailbox) as smtp:
        made = PostedInstallation(folder, database_url=url, mail=f"smtp://{smtp.host}:{smtp.port}")
        made.start()
        try:
            yield Posted(made, mailbox)  # type: ignore[arg-type]  # -- a site with a mail server, as PostedSite is
        finally:
            close_all()
            made.kill()


@pytest.fixture(params=["sqlite", "postgresql"])
def posted(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Posted]:
    if request.param == "sqlite":
        with installed(tmp_path) as made:
            yield made
        return
    with postgresql() as url, installed(tmp_path, url) as made:
        yield made


def forms_of(word: str) -> set[bytes]:
    """How a word can stand on a disk: raw, lower, in an address line, in JSON, in base64 at each place, as a digest."""
    raw = word.encode()
    found = {
        raw,
        word.lower().encode(),
        quote(word).encode(),
        quote(word, safe="").encode(),
        json.dumps(word)[1:-1].encode(),
    }
    for pad in range(3):
        whole = base64.b64encode(b"\0" * pad + raw + b"\0" * 3)
        found.add(whole[4 if pad else 0 : -8])
    for one in (word, word.lower()):
        found |= {hashlib.sha256(one.encode()).hexdigest().encode(), hashlib.md5(one.encode()).hexdigest().encode()}
    return found


def erasable() -> set[str]:
    return {
        name for name, table in data_map().items()
        if table.subject != "nobody" and any(column.erasure is not Erasure.KEEP for column in table.columns.values())
    }  # fmt: skip


def test_a_whole_life_is_erased_from_everywhere(posted: Posted) -> None:
    site: PostedInstallation = posted.site  # type: ignore[assignment]  # -- made above
    cast = site.scene("cast", people=["Alice Host", "Bob Baker", "Paula Provider"], provider="Paula Provider")
    host, provider = (Browser(site, signed_in=cast["members"][name]) for name in ("Alice Host", "Paula Provider"))
    life = Life(posted, cast["members"], cast["code"])
    planned = host.send("/meetings/plan/", plan_fields(title="With a waiting room", when="any", waiting_room="on"))
    meeting = planned.url.path.split("/")[2]
    opened = host.send(f"/meetings/{meeting}/open/", {}, page=f"/meetings/{meeting}/")
    code = life_of.join_code(opened.text)
    child = life_of.signs_up(life)
    site.stage("linked", email=EMAIL)
    life_of.protects_the_account(child)
    life_of.hosts(life, child)
    life_of.is_in_a_call(life, life_of.pairs_a_plugin(child), host)
    in_room = life_of.enters(life, child, host, code, meeting)
    life_of.comes_as_a_guest(life, cast["code"])
    life_of.leaves_word(life)
    life_of.gets_letters(life, provider)
    whose = site.stage("whose", email=EMAIL)
    life_of.is_looked_at(provider, whose["member"])
    life_of.is_moderated(host, in_room, meeting, whose["in_room"][meeting])
    life_of.is_suspended(provider, whose["member"])
    reached = {*whose["tables"], *site.stage("whose", email=EMAIL)["tables"]}
    missing = erasable() - reached - set(NOT_REACHED)
    assert not missing, f"the canary never reached {sorted(missing)}"

    erase = f"/provider/people/member/{whose['member']}/erase/"
    life_of.wait_for_the_end(provider, provider.send(erase, {"reason": WHY, "step": "sure", "sure": "on"}))
    assert site.stage("holding", marks=["zyxcan", *whose["keys"]])["tables"] == KEYS_STAY
    found = _found_in(site.written())
    site.stop()
    assert found == [] and _found_in(site.written()) == []


def _found_in(written: dict[str, bytes]) -> list[tuple[str, bytes]]:
    words = set().union(*(forms_of(word) for word in (NAME, EMAIL, SCHOOL, "zyxcanary", "Zyxcanary")))
    return [(name, word) for name, held in written.items() for word in words if word in held]
