"""A child uses whatever the product has, over its real doors: HTTP, the room's socket, the intake, a mail server, a pipe."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
from PIL import Image

from leavethemeeting.domain.call_addresses import address_sha256, call_address
from leavethemeeting.shared.moments import now_ms
from tests.accounts.journeys import BORN_ON, PASSWORD
from tests.accounts.test_security import code_of, secret_on
from tests.journeys.posted import Posted
from tests.journeys.posted import text_of as body_of
from tests.mail.test_bounces import REPORT
from tests.meetings.stories import plan_fields
from tests.privacy.over_http import FIREFOX, Browser, client, tab_of
from tests.room.story import Tab

NAME, EMAIL, SCHOOL = "Kimberley Zyxcanary", "kim.zyxcanary@example.org", "Zyxcanäry School"
GRANT = "urn:ietf:params:oauth:grant-type:device_code"
WHY = "a parent asked"


@dataclass
class Life:
    """The stage, and what the child's life left to be found by."""

    posted: Posted
    members: dict[str, dict[str, str]]
    code: str  # of the host's open meeting
    marks: set[str] = field(default_factory=set)

    @property
    def site(self) -> Any:
        return self.posted.site

    def letter_to(self, address: str, number: int = 0) -> str:
        """The text of the newest letter to ``address``."""
        until = time.monotonic() + 30
        while time.monotonic() < until:
            found = [
                letter for letter, to in zip(self.posted.mailbox.letters, self.posted.mailbox.recipients, strict=False)
                if address in to
            ]  # fmt: skip
            if len(found) > number:
                return body_of(found[-1])
            time.sleep(0.1)
        raise AssertionError(f"no letter to {address} came:\n{self.site.log[-2000:]}")


def signs_up(life: Life) -> Browser:
    """By the form and the code from the letter; then whatever a profile takes."""
    child = Browser(life.site)
    child.send("/accounts/signup/", {"name": NAME, "email": EMAIL, "password1": PASSWORD, "agree": "on", **BORN_ON})
    code = re.search(r"\b([A-Z]{4}-[A-Z]{4})\b", life.letter_to(EMAIL))
    assert code
    child.send("/accounts/confirm-email/", {"code": code[1]}, page="/accounts/confirm-email/")
    told = {"name": NAME, "time_zone": "Europe/Berlin", "pronouns": "zyxcanary", "organisation": SCHOOL}
    child.send("/profile/", told)
    picture = io.BytesIO()
    Image.new("RGB", (64, 64), "teal").save(picture, "PNG")
    child.send(
        "/profile/picture/", {}, page="/profile/", files={"file": ("zyxcanary.png", picture.getvalue(), "image/png")}
    )
    for kind in ("news", "policy_changes", "mail_measurement", "device_id"):
        child.send(f"/choices/{kind}/", {"on": "1"}, page="/choices/")
    child.send("/cookies/", {"comfort": "on", "measurement": "on", "answer": "all"})
    child.get("/meetings/")
    return child


def protects_the_account(child: Browser) -> None:
    """An authenticator app, with its recovery codes; and a link that invites friends."""
    says_who(child)
    shown = child.get("/accounts/app/add/")
    child.answer(shown, "/accounts/app/add/", {"code": code_of(secret_on(shown.text))})
    child.send("/invite/name/", {"named": "on"}, page="/invite/link/")
    child.send("/invite/link/", {})


def says_who(child: Browser) -> None:
    child.send("/accounts/again/", {"password": PASSWORD})


def pairs_a_plugin(child: Browser) -> str:
    """The plugin's token."""
    plugin = client(base_url=child.site.url, headers={"User-Agent": FIREFOX})
    codes = plugin.post("/pair/code/", data={"client_id": "plugin", "scope": "plugin:events plugin:settings"}).json()
    says_who(child)
    child.send("/pair/", {"code": codes["user_code"]})
    shown = child.http.post("/pair/", data={**child.proof("/pair/"), "code": codes["user_code"]})
    hidden = dict(re.findall(r'name="(csrfmiddlewaretoken)" value="([^"]+)"', shown.text))
    child.http.post("/pair/", data={**hidden, "code": codes["user_code"], "decision": "allow"})
    time.sleep(codes["interval"])
    sent = {"grant_type": GRANT, "client_id": "plugin", "device_code": codes["device_code"]}
    return str(plugin.post("/pair/token/", data=sent).json()["access_token"])


def is_in_a_call(life: Life, token: str, host: Browser) -> None:
    """In a meeting elsewhere, told by the child's own plugin and by a program of its host."""
    link = "https://meet.google.com/abc-defg-hij"
    day = datetime.now(UTC) - timedelta(minutes=5)
    plan = plan_fields(
        title="Elsewhere", day=f"{day:%Y-%m-%d}", starts=f"{day:%H:%M}", ends="23:59", time_zone="UTC", place="link",
        outside_url=link,
    )  # fmt: skip
    planned = host.send("/meetings/plan/", plan)
    meeting = planned.url.path.split("/")[2]
    host.send(f"/meetings/{meeting}/open/", {}, page=f"/meetings/{meeting}/")
    address = call_address(link)
    assert address is not None
    asked = {"address_sha256": address_sha256(address), "confirmed": True}
    plugin = client(base_url=life.site.url, headers={"Authorization": f"Bearer {token}"})
    found = plugin.post("/api/v1/plugin/call/", json=asked).json()
    tells(
        life, found["credential"]["token"], {"type": "enter", "id": "e-1", "connection": "kims-laptop", "at": now_ms()}
    )
    made = host.send(f"/meetings/{meeting}/sources/", {"label": "bridge", "kind": "webhook", "days": "30"})
    secret = re.search(r"ltm_[\w-]{20,}", made.text)
    assert secret, made.text
    own = {"name": NAME, "email": EMAIL}
    tells(
        life, secret[0],
        {"type": "enter", "id": "p-1", "connection": "dialled-in", "at": now_ms(), **own},
        {"type": "interact", "id": "p-2", "connection": "dialled-in", "at": now_ms(), "interaction": "chat", "text": f"{NAME} says hello"},
    )  # fmt: skip
    beat = {"type": "heartbeat", "connection": "dialled-in"}
    for batch in range(5):  # so many that the report packs them
        spans = ({**beat, "id": f"h-{batch}-{one}", "at": now_ms(), "until": now_ms() + 1} for one in range(500))
        tells(life, secret[0], *spans)
    seen = re.search(r"/(?:reports|live|occurrences)/([0-9a-f-]{36})/", host.get(f"/meetings/{meeting}/").text)
    assert seen
    host.send(f"/meetings/{meeting}/occurrences/{seen[1]}/close/", {})
    assert NAME in host.get(f"/reports/{seen[1]}/").text


def tells(life: Life, token: str, *events: dict[str, Any]) -> None:
    body = {"sent_at": now_ms(), "events": list(events)}
    answer = httpx.post(f"{life.site.url}/api/v1/events", json=body, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200, answer.text
    assert {one["status"] for one in answer.json()["results"]} == {"accepted"}, answer.text


def hosts(life: Life, child: Browser) -> None:
    """A meeting of their own, open, with somebody else in it; offered to another member, with a co-host."""
    planned = child.send("/meetings/plan/", plan_fields(title="Zyxcanary's own", when="any"))
    meeting = planned.url.path.split("/")[2]
    child.send(f"/meetings/{meeting}/open/", {}, page=f"/meetings/{meeting}/")
    child.send(f"/meetings/{meeting}/give/", {"email": "bob@example.org"})
    child.send(f"/meetings/{meeting}/co-hosts/", {"email": "alice@example.org"}, page=f"/meetings/{meeting}/")


def enters(life: Life, child: Browser, host: Browser, code: str, meeting: str) -> Tab:
    """Through the waiting room; says and does everything there is; becomes co-host, viewer and moderator."""
    child.send(f"/m/{code}/enter/", {}, page=f"/m/{code}/")
    in_room = tab_of(life.site)
    in_room.say(
        "hello", ticket=child.tell(f"/m/{code}/ticket/", {"tab": "a-tab-of-kims"}, page=f"/m/{code}/room/")["ticket"]
    )
    in_room.hear("in_waiting_room")
    with tab_of(life.site) as at_host:
        host.send(f"/m/{code}/enter/", {}, page=f"/m/{code}/")
        at_host.say(
            "hello",
            ticket=host.tell(f"/m/{code}/ticket/", {"tab": "a-tab-of-the-host"}, page=f"/m/{code}/room/")["ticket"],
        )
        waiting = at_host.hear("welcome")["waiting"]
        who = waiting[0]["attendee"]
        at_host.ask("admit", attendee=who, yes=True)
        in_room.welcome = in_room.hear("welcome")
        for kind, told in (
            ("chat", {"text": "zyxcanary said this in the chat"}), ("reaction", {"emoji": "👍"}), ("hand", {"up": True}),
            ("speaking", {"milliseconds": 900}), ("away", {"on": True}),
        ):  # fmt: skip
            assert in_room.ask(kind, **told)["type"] == "ack", kind
        at_host.ask("chat", text=f"Write to {EMAIL}")
        person = f"/meetings/{meeting}/people/{who}/"
        for deed in ("viewer", "participant", "co_host"):
            host.send(f"{person}do/", {"deed": deed}, page=person)
        time.sleep(6)  # a checkpoint has seen the connection
    return in_room


def leaves_word(life: Life) -> None:
    """What somebody can leave behind without signing in; and what a guardian writes, whose code comes back."""
    for page, told in (
        ("/plugin/link/", {"email": EMAIL}), ("/contact/", {"name": NAME, "email": EMAIL, "text": f"I am {NAME}"}),
    ):  # fmt: skip
        Browser(life.site).send(page, told)
    guardian = Browser(life.site)
    told = {
        "relation": "parent", "name": "Gina", "email": "gina@example.org", "child_name": NAME, "child_email": EMAIL,
        "meeting": "Weekly review", "text": f"{NAME} is my child",
    }  # fmt: skip
    asked = guardian.send("/guardian/", told)
    code = re.search(r"^ {4}(\d{6})\s*$", life.letter_to("gina@example.org"), re.MULTILINE)
    assert code
    guardian.send(urlsplit(str(asked.url)).path, {"code": code[1]})


def gets_letters(life: Life, provider: Browser) -> None:
    """News, opened and followed; then one that comes back."""
    before = sum(EMAIL in to for to in life.posted.mailbox.recipients)
    told = {
        "subject": "News",
        "text": "Something new.",
        "button_label": "Look",
        "button_url": "https://example.org/new",
    }
    shown = provider.send("/provider/news/", told)
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" (?:value="([^"]*)")', shown.text))
    answer = provider.http.post("/provider/news/", data={**hidden, "send": "1"}, headers={"Referer": str(shown.url)})
    assert answer.status_code == 200, answer.text
    life.letter_to(EMAIL, before)
    letter = [
        one for one, to in zip(life.posted.mailbox.letters, life.posted.mailbox.recipients, strict=False) if EMAIL in to
    ][-1]  # fmt: skip
    html = letter.get_body(("html",))
    assert html is not None
    content = str(html.get_content())
    reader = client(headers={"User-Agent": FIREFOX}, follow_redirects=False)
    for path in re.findall(rf"{re.escape(life.site.url)}(/l/[oc]/[\w-]+)", content):
        reader.get(f"{life.site.url}{path}")
    headers = "".join(f"{name}: {value}\n" for name, value in letter.items())
    report = REPORT.format(
        action="failed", status="5.1.1", envelope="X-Queue: 1", quoted_type="text/rfc822-headers", quoted=headers
    )  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "leavethemeeting", "bounce"], input=report.encode(), env=life.site.environment(),
        cwd=life.site.folder, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def is_looked_at(provider: Browser, member: str) -> None:
    provider.send("/provider/people/", {"words": "zyxcanary", "reason": f"{WHY} about {EMAIL}"})
    provider.send(f"/provider/people/member/{member}/", {"reason": WHY})


def comes_as_a_guest(life: Life, code: str) -> Browser:
    """Under the same address, without signing in."""
    guest = Browser(life.site)
    guest.send(f"/m/{code}/age/", BORN_ON, page=f"/m/{code}/")
    guest.send(f"/m/{code}/guest/", {"name": NAME, "email": EMAIL, "agree": "on"}, page=f"/m/{code}/")
    return guest


def is_moderated(host: Browser, in_room: Tab, meeting: str, person: str) -> None:
    """The host hands over to them, takes it back, and removes them."""
    page = f"/meetings/{meeting}/people/{person}/"
    host.send(f"{page}hand-over/", {})
    host.send(f"{page}remove/", {})
    in_room.closed_with(seconds=10)


def join_code(page: str) -> str:
    found = re.search(r"/m/([\w-]{16})/", page)
    assert found, page
    return found[1]


def wait_for_the_end(provider: Browser, erased: httpx.Response) -> None:
    """The console's page says how far it is, and then that it is done."""
    until = time.monotonic() + 60
    while "rows went" not in erased.text:
        assert "rows are gone" in erased.text and time.monotonic() < until, erased.text
        time.sleep(1)
        erased = provider.get(erased.url.path)


def is_suspended(provider: Browser, member: str) -> None:
    provider.send(f"/provider/members/{member}/suspend/", {"reason": f"{NAME} is twelve"})
