"""The environment, read once into one frozen value.

Every mistake is collected and reported together: which variable, what was seen, what is
wanted, where it is documented. Secrets may also come from a file named by ``NAME_FILE``.
With nothing set the service runs on SQLite, keeps its letters in the outbox and listens
on loopback only. The table for operators is docs/provider/settings.md (tested against
this file).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TypeVar
from urllib.parse import parse_qs, unquote, urlsplit

from leavethemeeting.shared import mail_services
from leavethemeeting.shared.adapter_alarm import Threshold, read_threshold
from leavethemeeting.shared.kept_secret import kept_secret
from leavethemeeting.shared.networks import Network, read_networks
from leavethemeeting.shared.session_limits import SessionLimits, read_session_limits, within

DOCUMENTED = "docs/provider/settings.md"

T = TypeVar("T")


class EnvironmentMistakes(Exception):
    """The environment has mistakes; ``str()`` lists all of them, one a line."""

    def __init__(self, mistakes: list[str]) -> None:
        self.mistakes = mistakes
        super().__init__("\n".join(mistakes))


@dataclass(frozen=True, slots=True)
class Database:
    """Where rows live: ``vendor`` is ``sqlite`` (``name`` is a path) or ``postgresql``."""

    vendor: str
    name: str
    host: str = ""
    port: str = ""
    user: str = ""
    password: str = ""
    ssl_mode: str = ""


@dataclass(frozen=True, slots=True)
class Smtp:
    """How letters leave. ``security`` is ``none``, ``starttls`` or ``tls``; ``service`` names an API instead of SMTP."""

    host: str
    port: int
    user: str
    password: str
    security: str
    service: str = ""
    options: mail_services.Options = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """A TURN server with a shared secret (coturn's ``static-auth-secret``)."""

    url: str
    secret: str


@dataclass(frozen=True, slots=True)
class Environment:
    """Everything an operator can set. Field names are the variables in lower case."""

    data_dir: Path
    secret_key: str
    database: Database
    public_url: str  # no trailing slash
    listen_host: str
    listen_port: int
    smtp: Smtp | None
    email_from: str
    stun_url: str
    turn: Turn | None
    relay_only: bool  # media goes through the TURN server only, never straight from browser to browser
    tls_certificate: Path | None
    tls_key: Path | None
    trusted_proxies: int
    networks: Mapping[str, Network]  # google and facebook, as far as they are set
    operator_name: str
    operator_email: str
    hosts_need_second_factor: bool  # members who host; the provider's staff always need one
    sessions: SessionLimits
    broken_adapter_at: Threshold  # on so many plugins a meeting's page is unreadable before the operator is told
    local_run: bool  # `make run` on this machine: the outbox page is open to loopback
    testing: bool
    demo: bool  # everybody in it is invented; every page says so

    @property
    def https(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def public_host(self) -> str:
        return urlsplit(self.public_url).hostname or "localhost"

    @property
    def public_origin(self) -> str:
        parts = urlsplit(self.public_url)
        return f"{parts.scheme}://{parts.netloc}"


class _Reader:
    """Reads variables one by one and keeps what is wrong instead of stopping at the first."""

    def __init__(self, source: Mapping[str, str]) -> None:
        self.source = source
        self.mistakes: list[str] = []

    def wrong(self, name: str, seen: str, wanted: str) -> None:
        shown = seen if len(seen) <= 60 else seen[:57] + "…"
        self.mistakes.append(f"{name} is {shown!r}, wanted {wanted} (see {DOCUMENTED}#{name.lower()})")

    def text(self, name: str, default: str = "") -> str:
        return self.source.get(name, "").strip() or default

    def secret(self, name: str) -> str:
        """The value of ``name``, or the content of the file that ``name_FILE`` names."""
        path = self.text(f"{name}_FILE")
        if not path:
            return self.text(name)
        if self.text(name):
            self.mistakes.append(f"{name} and {name}_FILE are both set, wanted one of them (see {DOCUMENTED})")
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            self.wrong(f"{name}_FILE", path, f"a readable file ({error.strerror})")
            return ""

    def parsed(self, name: str, default: T, parse: Callable[[str], T], wanted: str) -> T:
        seen = self.text(name)
        if not seen:
            return default
        try:
            return parse(seen)
        except (ValueError, KeyError):
            self.wrong(name, f"{seen.partition('://')[0]}://…" if "@" in seen else seen, wanted)
            return default

    def flag(self, name: str) -> bool:
        return self.parsed(name, False, _FLAGS.__getitem__, "1 or 0")


_FLAGS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


def _database(seen: str, data_dir: Path) -> Database:
    """``postgres://user:password@host:port/name`` or ``sqlite:///path``.

    Raises ValueError when it is neither.
    """
    if not seen:
        return Database("sqlite", str(data_dir / "leavethemeeting.sqlite3"))
    url = urlsplit(seen)
    if url.scheme == "sqlite":
        return Database("sqlite", unquote(url.path.removeprefix("/") if url.path.startswith("//") else url.path))
    if url.scheme not in ("postgres", "postgresql") or not url.path.strip("/"):
        raise ValueError(seen)
    query = {key: values[-1] for key, values in parse_qs(url.query).items()}
    return Database(
        vendor="postgresql",
        name=unquote(url.path.strip("/")),
        host=unquote(url.hostname or "") or query.get("host", ""),
        port=str(url.port or ""),
        user=unquote(url.username or ""),
        password=unquote(url.password or ""),
        ssl_mode=query.get("sslmode", ""),
    )


def _smtp(seen: str) -> Smtp:
    """``smtp://``, ``smtp+starttls://`` or ``smtps://``, with user, password, host and port."""
    url = urlsplit(seen)
    if url.scheme.startswith(mail_services.SCHEME):
        return Smtp(*mail_services.read(url))
    security = {"smtp": "none", "smtp+starttls": "starttls", "smtps": "tls"}[url.scheme]
    if not url.hostname:
        raise ValueError(seen)
    default = {"none": 25, "starttls": 587, "tls": 465}[security]
    return Smtp(url.hostname, url.port or default, unquote(url.username or ""), unquote(url.password or ""), security)


def _web_address(seen: str) -> str:
    url = urlsplit(seen)
    if url.scheme not in ("http", "https") or not url.hostname or url.path.strip("/") or url.query:
        raise ValueError(seen)
    return seen.rstrip("/")


def _listen(seen: str) -> tuple[str, int]:
    host, _, port = seen.rpartition(":")
    if not 0 < int(port) < 65536:
        raise ValueError(seen)
    return (host.strip("[]") or "0.0.0.0", int(port))  # noqa: S104 -- an explicit ":8000" asks for every interface


def _ice_url(schemes: tuple[str, ...]) -> Callable[[str], str]:
    def parse(seen: str) -> str:
        if not seen.startswith(tuple(f"{scheme}:" for scheme in schemes)) or " " in seen:
            raise ValueError(seen)
        return seen

    return parse


def read_environment(source: Mapping[str, str]) -> Environment:
    """All settings from ``source`` (normally ``os.environ``). Raises EnvironmentMistakes with every mistake found."""
    reader = _Reader(source)
    data_dir = Path(reader.text("DATA_DIR", "data")).resolve()
    host, port = reader.parsed("LISTEN", ("127.0.0.1", 8000), _listen, "host:port, like 127.0.0.1:8000")
    certificate, tls_key = _tls(reader)
    scheme = "https" if certificate else "http"
    public_url = reader.parsed("PUBLIC_URL", f"{scheme}://localhost:{port}", _web_address, "http(s)://host[:port]")
    given_key = reader.secret("SECRET_KEY")
    if given_key and len(given_key) < 32:
        reader.wrong("SECRET_KEY", "…", "at least 32 characters")
    environment = Environment(
        data_dir=data_dir,
        secret_key=given_key,
        database=_database_of(reader, data_dir),
        public_url=public_url,
        listen_host=host,
        listen_port=port,
        smtp=reader.parsed("EMAIL_URL", None, _smtp, "smtp://, smtp+starttls:// or smtps:// with host"),
        email_from=reader.text("EMAIL_FROM", f"LeaveTheMeeting <meetings@{urlsplit(public_url).hostname}>"),
        stun_url=reader.parsed("STUN_URL", "", _ice_url(("stun", "stuns")), "stun:host:port"),
        turn=_turn(reader),
        relay_only=_relay_only(reader),
        tls_certificate=certificate,
        tls_key=tls_key,
        trusted_proxies=reader.parsed("TRUSTED_PROXIES", 0, within(0, 10), "a number from 0 to 10"),
        networks=read_networks(reader, public_url),
        operator_name=reader.text("OPERATOR_NAME"),
        operator_email=reader.parsed(
            "OPERATOR_EMAIL", "", mail_services.one_address, "one e-mail address, like privacy@example.org"
        ),
        hosts_need_second_factor=reader.flag("HOSTS_NEED_SECOND_FACTOR"),
        sessions=read_session_limits(reader),
        broken_adapter_at=read_threshold(reader),
        local_run=reader.flag("LOCAL_RUN"),
        testing=reader.flag("LEAVETHEMEETING_TESTING"),
        demo=reader.flag("DEMO"),
    )
    if reader.mistakes:
        raise EnvironmentMistakes(reader.mistakes)
    return environment if given_key else replace(environment, secret_key=kept_secret(data_dir))


def _database_of(reader: _Reader, data_dir: Path) -> Database:
    wanted = "postgres://user:password@host:port/name or sqlite:///path"
    default = _database("", data_dir)
    seen = reader.secret("DATABASE_URL")  # it may hold a password
    try:
        return _database(seen, data_dir) if seen else default
    except ValueError:
        reader.wrong("DATABASE_URL", f"{seen.partition('://')[0]}://…", wanted)
        return default


def _turn(reader: _Reader) -> Turn | None:
    url = reader.parsed("TURN_URL", "", _ice_url(("turn", "turns")), "turn:host:port")
    secret = reader.secret("TURN_SECRET")
    if bool(url) != bool(secret):
        reader.mistakes.append(f"TURN_URL and TURN_SECRET go together, one of them is missing (see {DOCUMENTED})")
    return Turn(url, secret) if url and secret else None


def _relay_only(reader: _Reader) -> bool:
    relay = reader.parsed("ICE_TRANSPORT", False, {"all": False, "relay": True}.__getitem__, "all or relay")
    if relay and not reader.text("TURN_URL"):
        reader.mistakes.append(f"ICE_TRANSPORT=relay needs TURN_URL and TURN_SECRET (see {DOCUMENTED}#ice_transport)")
    return relay


def _tls(reader: _Reader) -> tuple[Path | None, Path | None]:
    certificate, key = reader.text("TLS_CERTIFICATE"), reader.text("TLS_KEY")
    if bool(certificate) != bool(key):
        reader.mistakes.append(f"TLS_CERTIFICATE and TLS_KEY go together, one of them is missing (see {DOCUMENTED})")
    return (Path(certificate), Path(key)) if certificate and key else (None, None)


@cache
def environment() -> Environment:
    """This process's environment, read at the first call."""
    return read_environment(os.environ)
