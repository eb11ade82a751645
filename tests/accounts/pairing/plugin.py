"""A plugin, as the tests play it: it asks for codes, polls, calls and gives back, over HTTP."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.test import Client

from leavethemeeting.accounts.pairing.approval import proof_of
from leavethemeeting.accounts.pairing.client import CLIENT_ID
from tests.cast import PASSWORD

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
GRANT = "urn:ietf:params:oauth:grant-type:device_code"
Answer = Any  # the test client's own response
FORM = "application/x-www-form-urlencoded"


def ways(**fields: str) -> str:
    """The fields as a program sends them."""
    return urlencode(fields)


@dataclass
class Plugin:
    """``begin`` first; then whatever the story needs."""

    http: Client = field(default_factory=lambda: Client(headers={"user-agent": FIREFOX}))
    codes: dict[str, Any] = field(default_factory=dict)
    token: str = ""

    def begin(self, **fields: str) -> Answer:
        sent = {"client_id": CLIENT_ID, "scope": "plugin:events plugin:settings", **fields}
        answer = self.http.post("/pair/code/", ways(**sent), content_type=FORM)
        self.codes = answer.json() if answer.status_code == 200 else {}
        return answer

    def poll(self, **fields: str) -> Answer:
        sent = {"grant_type": GRANT, "client_id": CLIENT_ID, "device_code": self.codes.get("device_code", ""), **fields}
        answer = self.http.post("/pair/token/", ways(**sent), content_type=FORM)
        self.token = answer.json().get("access_token", self.token)
        return answer

    def call(self, token: str = "") -> Answer:
        headers = {"authorization": f"Bearer {token or self.token}"}
        return self.http.get("/api/v1/plugin/", headers=headers)

    def gives_back(self) -> Answer:
        sent = ways(client_id=CLIENT_ID, token=self.token)
        return self.http.post("/pair/revoke/", sent, content_type=FORM)


def sure(client: Client) -> Client:
    """The member has just said who they are."""
    client.post("/accounts/again/", {"password": PASSWORD})
    return client


def looks(client: Client, plugin: Plugin, *, proof: bool = False) -> str:
    """The member types the code; with ``proof`` their own browser's plugin answers the page. Gives the page."""
    client.get("/pair/")
    told = {"code": plugin.codes["user_code"]}
    if proof:
        told["proof"] = proof_of(plugin.codes["device_code"], client.session["pairing_challenge"])
    return client.post("/pair/", told).content.decode()


def decides(client: Client, plugin: Plugin, decision: str = "allow") -> Answer:
    looks(client, plugin)
    sent = {"code": plugin.codes["user_code"], "decision": decision}
    return client.post("/pair/", sent)


def paired(client: Client) -> Plugin:
    """A plugin that the member of ``client`` has paired."""
    plugin = Plugin()
    plugin.begin()
    decides(sure(client), plugin)
    assert plugin.poll().status_code == 200
    return plugin
