"""The service as an operator runs it, driven with words that stand nowhere else: none of them is in its log, whatever
breaks; every line is JSON with known keys; its data folder holds the files that are declared and no other.
"""

from __future__ import annotations

import contextlib
import json
import re
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect
from websockets.typing import Origin

from leavethemeeting.logdata.lines import KEYS
from leavethemeeting.shared.data_files import FILES
from tests.journeys.site import Site

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

NAME, EMAIL, TOKEN, QUERY, NETWORK = (
    "Zyxcanary Quill", "zyxcanary@example.org", "ltm_zyxcanaryT0ken1234567890abcdef", "zyxcanary-query", "198.51.100.77",
)  # fmt: skip
CANARIES = ("zyxcanary", "198.51.100", "quill")
BROWSER = {"X-Forwarded-For": NETWORK, "User-Agent": f"Mozilla/5.0 {NAME}", "Referer": f"https://x.example/?{QUERY}"}
BORN = {"born_on_day": "3", "born_on_month": "10", "born_on_year": "1990"}


@dataclass
class Server(Site):
    """As on a server: no LOCAL_RUN. What it prints for eyes at the start is apart from its log."""

    said: Path = field(init=False)

    def __post_init__(self) -> None:
        self.said = self.folder / "said"

    def environment(self) -> dict[str, str]:
        kept = super().environment()
        del kept["LOCAL_RUN"]
        return kept

    def start(self) -> float:
        with self.said.open("wb") as said, (self.folder / "serve.log").open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "leavethemeeting", "serve"],
                cwd=self.folder, env=self.environment(), stdout=said, stderr=log, start_new_session=True,
            )  # fmt: skip
        for _try in range(600):
            assert self.process.poll() is None, self.log
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(f"{self.url}/healthz").status_code == 200:
                    return 0.0
            time.sleep(0.1)
        raise AssertionError(self.log)

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log.splitlines()]

    def break_table(self, name: str) -> None:
        """Writing to a table fails, and the database's error repeats the row, as real ones do."""
        with closing(sqlite3.connect(self.folder / "data/leavethemeeting.sqlite3", timeout=20)) as database:
            database.execute(
                f"CREATE TRIGGER breaks_{name} BEFORE INSERT ON {name} "
                f"BEGIN SELECT RAISE(ABORT, 'failing row contains ({NAME}, {EMAIL}, {TOKEN})'); END"
            )


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    made = Server(tmp_path_factory.mktemp("server"))
    made.start()
    yield made
    made.stop()


def hidden_of(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))


def send(browser: httpx.Client, path: str, told: dict[str, str]) -> httpx.Response:
    page = browser.get(path)
    origin = {"Origin": str(browser.base_url).rstrip("/"), "Sec-Fetch-Site": "same-origin"}
    return browser.post(path.partition("?")[0], data={**hidden_of(page.text), **told}, headers=origin)


def walk(server: Server) -> None:
    """A visitor, a newcomer, somebody who guesses passwords; pages that are not there."""
    with httpx.Client(base_url=server.url, headers=BROWSER) as browser:
        for path in (
            "/",
            f"/?q={QUERY}",
            f"/case/{TOKEN}/",
            f"/m/{EMAIL}/",
            f"/{NAME}/?token={TOKEN}",
            f"/privacy/?{QUERY}",
        ):
            browser.get(path)
        form = {"name": NAME, "email": EMAIL, "password1": f"{NAME} {QUERY}", "agree": "on", **BORN}
        assert send(browser, "/accounts/signup/", form).status_code in (200, 302)
    with httpx.Client(base_url=server.url, headers=BROWSER) as browser:
        assert send(browser, "/accounts/login/", {"login": EMAIL, "password": f"{QUERY} {TOKEN}"}).status_code == 200
        assert send(browser, "/plugin/link/", {"email": EMAIL, "homepage": ""}).status_code == 302
        browser.post("/accounts/login/", data={"login": EMAIL}, headers={"Origin": "https://evil.example"})
        browser.post("/e/", content=json.dumps({"source": "page", "name": NAME, "message": EMAIL}))


def break_things(server: Server) -> set[int]:
    """Errors of the server in the middle of a form, and in the realtime app."""
    server.break_table("website_case")
    server.break_table("mail_letter")
    statuses = set()
    with httpx.Client(base_url=server.url, headers=BROWSER) as browser:
        told = {"name": NAME, "email": f"x{EMAIL}", "text": f"{NAME} says {QUERY}", "homepage": ""}
        statuses.add(send(browser, "/contact/", told).status_code)
        form = {"name": NAME, "email": f"y{EMAIL}", "password1": "seven green umbrellas", "agree": "on", **BORN}
        statuses.add(send(browser, "/accounts/signup/", form).status_code)
        batch = {
            "sent_at": 1,
            "events": [{"type": "enter", "id": "e", "at": 1, "connection": "c", "name": NAME, "email": EMAIL}],
        }
        for content in (json.dumps(batch), f"{{{NAME}"):
            browser.post(
                "/api/v1/events",
                content=content,
                headers={"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"},
            )
        asked = {"ticket": TOKEN, "after": None}
        browser.post("/realtime/dashboard", json=asked, headers={"Origin": server.url})
    return statuses


def nonsense(server: Server) -> None:
    """What is no HTTP, and sockets that say what they should not."""
    with socket.create_connection(("127.0.0.1", server.port)) as line:
        line.sendall(f"GET /{TOKEN} HTTP/9.9\r\nCookie: {EMAIL}\r\n\r\n".encode())
        line.recv(1000)
    for said in (f'{{"type": "hello", "ticket": "{TOKEN}"}}', f"{NAME}", '{"type": "chat", "text": "' + EMAIL + '"}'):
        with contextlib.suppress(WebSocketException, OSError):
            with connect(f"ws://localhost:{server.port}/realtime/room", origin=Origin(server.url)) as room:
                room.send(said)
                room.recv(timeout=3)


def test_no_word_of_anybody_is_in_the_log_and_every_line_has_known_keys(server: Server) -> None:
    walk(server)
    assert 500 in break_things(server), "something broke"
    nonsense(server)
    time.sleep(1)
    lines = server.lines()
    assert any("IntegrityError" in "".join(line.get("errors", [])) for line in lines), "and the log tells of it"
    assert any(line.get("view") == "website:contact" and line["status"] == 500 for line in lines)
    assert {key for line in lines for key in line} <= set(KEYS)
    assert {key for line in lines if line["level"] == "error" for key in line} >= {"request", "stack", "errors"}
    text = server.log.lower()
    assert [canary for canary in CANARIES if canary in text] == []


def test_the_line_of_a_stream_leads_back_to_the_page_that_opened_it(server: Server) -> None:
    cast = server.scene("cast", people=["Alice Archer", "Petra Provider"], provider="Petra Provider")
    made = server.scene("meeting", host="alice@example.org")
    session = cast["members"]["Alice Archer"]
    with httpx.Client(base_url=server.url, cookies={session["cookie"]: session["session"]}) as browser:
        page = browser.get(f"/live/{made['occurrence']}/")
        token = re.search(r'csrf(?:-token|middlewaretoken)"[^>]*?(?:content|value)="([^"]+)"', page.text)
        assert token, page.text[:2000]
        issued = browser.post(
            f"/live/{made['occurrence']}/ticket/", headers={"X-CSRFToken": token[1], "Origin": server.url}
        )
        number = issued.headers["X-Request-Id"]
        asked = {"ticket": issued.json()["ticket"], "after": None}
        with browser.stream("POST", "/realtime/dashboard", json=asked, headers={"Origin": server.url}) as stream:
            assert stream.status_code == 200
            next(stream.iter_lines())
    (line,) = (one for one in server.lines() if one["message"] == "a dashboard is watched")
    assert line["origin"] == number and re.fullmatch(r"[0-9a-f]{16}", line["request"]) and line["request"] != number


def test_the_search_would_find_one(server: Server) -> None:
    """The same service, with a line that a careless hand might add."""
    program = (
        "import os, logging; os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'leavethemeeting.project.settings')\n"
        f"import django; django.setup(); logging.getLogger('x').error('hello ' + {NAME!r}); print(1 // 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=server.environment(), capture_output=True, text=True, check=False
    )
    assert "zyxcanary" in done.stderr.lower()


def test_the_data_folder_holds_what_is_declared(server: Server) -> None:
    folder = server.folder / "data"
    found = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert {"leavethemeeting.sqlite3", "secret-key", "server.lock", "migration.lock"} <= found
    assert [name for name in sorted(found) if not any(fnmatch(name, one.pattern) for one in FILES)] == []


def test_a_file_that_nobody_declared_would_be_found(server: Server) -> None:
    stray = "guests.csv"
    assert not any(fnmatch(stray, one.pattern) for one in FILES)
