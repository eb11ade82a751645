"""Networks that people may sign in with: Google and Facebook, each off until its application is set.

``GOOGLE_URL`` and ``FACEBOOK_URL`` put other servers in their place. They would tell us who somebody is, so they are
taken only in tests and in the demonstration, and only where everything stays on one machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol
from urllib.parse import urlsplit

DOCUMENTED = "docs/provider/settings.md"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Network:
    """An application that the operator registered there. ``url`` is empty for the real network."""

    client_id: str
    client_secret: str
    url: str = ""


class Reader(Protocol):
    """How variables are read (``shared.environment``)."""

    mistakes: list[str]

    def text(self, name: str, default: str = "") -> str: ...

    def secret(self, name: str) -> str: ...

    def flag(self, name: str) -> bool: ...


def read_networks(reader: Reader, public_url: str) -> Mapping[str, Network]:
    """The networks that are set, by name; mistakes are entered in ``reader``."""
    given = {
        "google": Network(
            reader.text("GOOGLE_CLIENT_ID"), reader.secret("GOOGLE_CLIENT_SECRET"), reader.text("GOOGLE_URL").rstrip("/")
        ),
        "facebook": Network(
            reader.text("FACEBOOK_CLIENT_ID"), reader.secret("FACEBOOK_CLIENT_SECRET"), reader.text("FACEBOOK_URL").rstrip("/"),
        ),
    }  # fmt: skip
    for name, network in given.items():
        _check(reader, name.upper(), network, public_url)
    return MappingProxyType({name: one for name, one in given.items() if one.client_id and one.client_secret})


def _check(reader: Reader, name: str, network: Network, public_url: str) -> None:
    if bool(network.client_id) != bool(network.client_secret):
        reader.mistakes.append(
            f"{name}_CLIENT_ID and {name}_CLIENT_SECRET go together, one of them is missing (see {DOCUMENTED})"
        )
    invented = reader.flag("LEAVETHEMEETING_TESTING") or reader.flag("DEMO")
    if network.url and not (invented and _is_loopback(network.url) and _is_loopback(public_url)):
        reader.mistakes.append(
            f"{name}_URL is set, wanted only in tests and the demonstration, with it and PUBLIC_URL on loopback "
            f"(see {DOCUMENTED}#{name.lower()}_url)"
        )


def _is_loopback(url: str) -> bool:
    return urlsplit(url).hostname in LOOPBACK
