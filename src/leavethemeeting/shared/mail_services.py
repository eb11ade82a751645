"""Companies that take letters by an API of their own, as far as EMAIL_URL names them.

Only those are listed whose API lets each letter say that opens and links are not to be tracked: the one gate for
that is the reader's consent, here. They are recipients of personal data; the policy names the host.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Service:
    """``secrets``: what the API calls user and password of EMAIL_URL. ``extras``: parameters it may have.

    ``proof``: the parameter by which the service's own reports are known; empty where they are not taken.
    """

    api_url: str
    secrets: tuple[str, ...]
    extras: frozenset[str] = frozenset()
    proof: str = ""


SERVICES = {
    "mailersend": Service("https://api.mailersend.com/v1/", ("api_token",)),
    "mailgun": Service("https://api.mailgun.net/v3", ("api_key",), frozenset({"sender_domain"}), "webhook_signing_key"),
    "mailjet": Service("https://api.mailjet.com/v3.1/", ("api_key", "secret_key"), frozenset(), "webhook_secret"),
    "mandrill": Service("https://mandrillapp.com/api/1.0", ("api_key",)),
    "postmark": Service(
        "https://api.postmarkapp.com/", ("server_token",), frozenset({"message_stream"}), "webhook_secret"
    ),
    "sparkpost": Service(
        "https://api.sparkpost.com/api/v1/", ("api_key",), frozenset({"subaccount"}), "webhook_secret"
    ),
}
SCHEME = "anymail+"
SHORTEST_PROOF = 20  # characters; whoever knows it may call addresses dead


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _api(told: str) -> SplitResult:
    """Where the API is. Raises ValueError for plain HTTP to another machine: the secret travels with each letter."""
    url = urlsplit(told)
    if not url.hostname or not (url.scheme == "https" or (url.scheme == "http" and _is_loopback(url.hostname))):
        raise ValueError(told)
    return url


def _is_proof(service: Service, proof: str) -> bool:
    """Long enough, and with user and password where the service signs in with both."""
    user, colon, password = proof.partition(":")
    signs_in = service.proof == "webhook_secret"
    return (
        proof.isascii()
        and len(password if signs_in else proof) >= SHORTEST_PROOF
        and (bool(user and colon) or not signs_in)
    )


def read(url: SplitResult) -> tuple[str, int, str, str, str, str, Options]:
    """``anymail+<service>://secret@default?parameters`` → host, port, no user, no password, security, service, options.

    ``?api_url=…`` replaces the company's own address, for a region of theirs. Raises ValueError or KeyError.
    """
    name = url.scheme.removeprefix(SCHEME)
    service, told = SERVICES[name], dict(parse_qsl(url.query))
    secrets = [unquote(one) for one in (url.username, url.password) if one]
    if len(secrets) != len(service.secrets) or url.hostname != "default":
        raise ValueError(name)
    api = _api(told.pop("api_url", service.api_url))
    proof = told.get(service.proof) if service.proof else None
    if told.keys() - service.extras - {service.proof} or (proof is not None and not _is_proof(service, proof)):
        raise ValueError(name)
    options = (("api_url", api.geturl()), *zip(service.secrets, secrets, strict=True), *sorted(told.items()))
    port = api.port or (443 if api.scheme == "https" else 80)
    return (api.hostname or "", port, "", "", "tls" if api.scheme == "https" else "none", name, options)


def delivering(options: Options) -> dict[str, str]:
    """The options that the service's API is called with."""
    return {name: value for name, value in options if not name.startswith("webhook_")}


def proving(options: Options) -> dict[str, str]:
    """The option that the service's reports are known by; empty: they are not taken."""
    return {name: value for name, value in options if name.startswith("webhook_")}


def one_address(seen: str) -> str:
    """A single mailbox, without a name and without others. Raises ValueError."""
    if not re.fullmatch(r"[^@\s<>,;:]+@[^@\s<>,;:]+", seen):
        raise ValueError(seen)
    return seen
