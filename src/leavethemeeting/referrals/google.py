"""Where the *browser* asks Google for contacts. No code of the service calls any of these (C18)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from leavethemeeting.shared.environment import environment

SCOPE = "https://www.googleapis.com/auth/contacts.readonly"
OTHERS_SCOPE = "https://www.googleapis.com/auth/contacts.other.readonly"  # people one has only ever written to


@dataclass(frozen=True, slots=True)
class Google:
    """The operator's client id, and the three addresses the invite page may use."""

    client_id: str
    authorize: str
    people: str  # beneath it /v1/people/me/connections and /v1/otherContacts
    revoke: str
    practice: bool = False

    @property
    def origins(self) -> tuple[str, ...]:
        """What the page's policy lets it connect to."""
        found = (f"{part.scheme}://{part.netloc}" for part in map(urlsplit, (self.people, self.revoke)))
        return tuple(dict.fromkeys(found))


def google() -> Google | None:
    """As the operator has set it up; None without an application of theirs."""
    network = environment().networks.get("google")
    if network is None:
        return None
    at = network.url  # a practice Google of the demonstration or of a test, on this machine
    return Google(
        client_id=network.client_id,
        authorize=f"{at or 'https://accounts.google.com'}/o/oauth2/v2/auth",
        people=at or "https://people.googleapis.com",
        revoke=f"{at or 'https://oauth2.googleapis.com'}/revoke",
        practice=bool(at),
    )
