"""Practice Google's address books: the implicit grant that a page asks for itself, and the People API behind it.

``{GOOGLE_URL}/o/oauth2/v2/auth?response_type=token`` answers in the fragment, as Google's token endpoint for
browsers does, so that no server sees the token. https://developers.google.com/identity/protocols/oauth2/javascript-implicit-flow
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from leavethemeeting.project.demo.practice.people import CONTACTS, OTHER_CONTACTS, Contact
from leavethemeeting.project.demo.practice.serving import Answer, Asked, Route, as_json, back, page

CONTACTS_SCOPE = "https://www.googleapis.com/auth/contacts.readonly"
OTHER_CONTACTS_SCOPE = "https://www.googleapis.com/auth/contacts.other.readonly"
_SCOPES = {
    CONTACTS_SCOPE: "See your contacts",
    OTHER_CONTACTS_SCOPE: "See people you wrote to without saving them",
}


class AddressBooks:
    """The contacts' part of practice Google. ``tokens`` holds the scopes of every token that still works."""

    def __init__(
        self, contacts: Sequence[Contact] = CONTACTS, other_contacts: Sequence[Contact] = OTHER_CONTACTS
    ) -> None:
        self.contacts, self.other_contacts = contacts, other_contacts
        self.tokens: dict[str, frozenset[str]] = {}

    def routes(self, base: str = "/google") -> dict[tuple[str, str], Route]:
        """By (method, path). The page for the grant is ``ask`` and ``decide``, routed by ``google.py``."""
        return {
            ("GET", f"{base}/v1/people/me/connections"): self.connections,
            ("GET", f"{base}/v1/otherContacts"): self.others,
            ("POST", f"{base}/revoke"): self.revoke,
        }

    def ask(self, asked: Asked) -> Answer:
        """The page on which somebody decides what the asking page may see."""
        wanted = [scope for scope in asked.values.get("scope", "").split() if scope in _SCOPES]
        boxes = "".join(
            f'<label><input type="checkbox" name="allow" value="{scope}" checked> {_SCOPES[scope]}</label>'
            for scope in wanted
        )
        inside = (
            "<p>A page of LeaveTheMeeting wants to read the address book of an invented person.</p>"
            f'<form method="post">{boxes}<button name="answer" value="allow">Allow</button></form>'
            '<form method="post"><button class="deny" name="answer" value="deny">Deny</button></form>'
        )
        return page("Google", "May this page see the contacts?", inside)

    def decide(self, asked: Asked) -> Answer:
        """The answer of that page, as a redirect with a fragment."""
        state = {"state": asked.values["state"]} if "state" in asked.values else {}
        redirect_uri = asked.values.get("redirect_uri", "")
        if asked.values.get("answer") != "allow":
            return back(redirect_uri, {"error": "access_denied", **state}, fragment=True)
        ticked = frozenset(value for name, value in asked.pairs if name == "allow")
        granted = ticked & frozenset(asked.values.get("scope", "").split()) & _SCOPES.keys()
        token = f"practice-{secrets.token_urlsafe(16)}"
        self.tokens[token] = granted
        told = {
            "access_token": token, "token_type": "Bearer", "expires_in": "3599", "scope": " ".join(sorted(granted)), **state,
        }  # fmt: skip
        return back(redirect_uri, told, fragment=True)

    def connections(self, asked: Asked) -> Answer:
        """``people.connections.list``."""
        return self._list(asked, CONTACTS_SCOPE, self.contacts, "connections")

    def others(self, asked: Asked) -> Answer:
        """``otherContacts.list``."""
        return self._list(asked, OTHER_CONTACTS_SCOPE, self.other_contacts, "otherContacts")

    def _list(self, asked: Asked, scope: str, contacts: Sequence[Contact], key: str) -> Answer:
        """Paged by ``pageSize`` and ``pageToken``, as the real one."""
        if asked.bearer not in self.tokens:
            return as_json({"error": {"code": 401, "status": "UNAUTHENTICATED"}}, 401)
        if scope not in self.tokens[asked.bearer]:
            return as_json({"error": {"code": 403, "status": "PERMISSION_DENIED"}}, 403)
        first, size = int(asked.values.get("pageToken") or 0), int(asked.values.get("pageSize") or 100)
        told: dict[str, Any] = {
            key: [_person(number, one) for number, one in enumerate(contacts)][first : first + size],
            "totalPeople": len(contacts), "totalItems": len(contacts),
        }  # fmt: skip
        if first + size < len(contacts):
            told["nextPageToken"] = str(first + size)
        return as_json(told)

    def revoke(self, asked: Asked) -> Answer:
        """The token stops working."""
        known = self.tokens.pop(asked.values.get("token", ""), None)
        return as_json({}) if known is not None else as_json({"error": "invalid_token"}, 400)


def _person(number: int, contact: Contact) -> dict[str, Any]:
    """A ``Person`` with names and emailAddresses; an empty list is left out, as by the real API."""
    told: dict[str, Any] = {"resourceName": f"people/c{number}", "etag": "practice"}
    if contact.name:
        told["names"] = [{"displayName": contact.name, "metadata": {"primary": True}}]
    if contact.emails:
        told["emailAddresses"] = [{"value": address} for address in contact.emails]
    return told
