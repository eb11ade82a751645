"""``leavethemeeting doctor``: what is configured, what is missing, and whether it works."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from smtplib import SMTPException

from cryptography import x509
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from leavethemeeting.accounts.models import User
from leavethemeeting.consent.filling import filled, shipped
from leavethemeeting.consent.models import Document
from leavethemeeting.consent.queries import current_policy
from leavethemeeting.privacy import keeping, replaying, verify
from leavethemeeting.project import register_checks, turn_check
from leavethemeeting.shared import outgoing
from leavethemeeting.shared.environment import Environment
from leavethemeeting.shared.examination import Finding, State
from leavethemeeting.shared.middleware import PROXY_SEEN
from leavethemeeting.shared.moments import now_ms

__all__ = ["CHECKS", "DATABASE_CHECKS", "OTHER_CHECKS", "Finding", "State", "examine"]

CLOCKS_APART_MS = 1_000
PATIENCE_S = 5
SEEN_LATELY = timedelta(days=7)


def _python(_environment: Environment) -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("Python", State.GOOD, version)


def _data_folder(environment: Environment) -> Finding:
    try:
        environment.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=environment.data_dir):
            pass
    except OSError as error:
        return Finding("Data folder", State.BROKEN, f"{environment.data_dir}: {error.strerror}; set DATA_DIR")
    return Finding("Data folder", State.GOOD, str(environment.data_dir))


def _database(environment: Environment) -> Finding:
    try:
        waiting = MigrationExecutor(connection).migration_plan(MigrationExecutor(connection).loader.graph.leaf_nodes())
    except DatabaseError as error:
        return Finding("Database", State.BROKEN, f"{environment.database.vendor} does not answer: {error}")
    if waiting:
        return Finding("Database", State.BROKEN, f"{len(waiting)} migrations wait; run `leavethemeeting migrate`")
    return Finding("Database", State.GOOD, f"{environment.database.vendor}, up to date")


def _durability(environment: Environment) -> Finding:
    """Whether an acknowledged row is on the disk: the setting that the database itself reports."""
    wanted = {"synchronous": ("2", "3")} if environment.database.vendor == "sqlite" else {
        "fsync": ("on",), "synchronous_commit": ("on", "remote_apply", "remote_write", "local"), "full_page_writes": ("on",),
    }  # fmt: skip
    bad = []
    with connection.cursor() as cursor:
        for name, values in wanted.items():
            cursor.execute(f"PRAGMA {name}" if environment.database.vendor == "sqlite" else f"SHOW {name}")
            seen = str(cursor.fetchone()[0])
            if seen not in values:
                bad.append(f"{name} is {seen}, wanted {values[0]}")
    if bad:
        return Finding("Durability", State.BROKEN, "; ".join(bad) + ": a power cut could lose acknowledged entrances")
    return Finding("Durability", State.GOOD, "acknowledged means on the disk")


def _data_map(_environment: Environment) -> Finding:
    drift = verify.drift()
    if drift:
        return Finding("Data map", State.BROKEN, f"{drift[0]} ({len(drift)} in all); see `leavethemeeting privacy`")
    return Finding("Data map", State.GOOD, "every stored column is declared")


def _kept_too_long(_environment: Environment) -> Finding:
    late = keeping.overdue(now=datetime.now(UTC))
    if late:
        return Finding("Deletion", State.BROKEN, f"{'; '.join(late)}; the log says which duty fails")
    return Finding("Deletion", State.GOOD, "nothing is kept beyond its time")


def _clock(environment: Environment) -> Finding:
    wall, monotonic = time.time(), time.monotonic()
    time.sleep(0.05)
    drifted = abs((time.time() - wall) - (time.monotonic() - monotonic)) * 1000
    if drifted > CLOCKS_APART_MS / 10:
        return Finding("Clock", State.BROKEN, "the wall clock jumps; is a time service fighting another one?")
    if environment.database.vendor == "sqlite":
        return Finding("Clock", State.GOOD, f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC; is that right?")
    with connection.cursor() as cursor:
        before = now_ms()
        cursor.execute("SELECT extract(epoch FROM clock_timestamp()) * 1000")
        apart = abs(float(cursor.fetchone()[0]) - (before + now_ms()) / 2)
    if apart > CLOCKS_APART_MS:
        return Finding("Clock", State.BROKEN, f"this machine and the database are {apart / 1000:.1f} s apart")
    return Finding("Clock", State.GOOD, f"agrees with the database to {apart:.0f} ms")


def _mail(environment: Environment) -> Finding:
    smtp = environment.smtp
    if smtp is None:
        return Finding("Mail", State.ADVICE, "no SMTP: letters wait in the outbox page; set EMAIL_URL to send them")
    where = f"{smtp.host}:{smtp.port}"
    if smtp.service and find_spec("anymail") is None:
        return Finding("Mail", State.BROKEN, "django-anymail is not installed: pip install 'leavethemeeting[anymail]'")
    try:
        if smtp.service:  # whether the secret is right shows with the first letter, in the outbox
            outgoing.can_reach(smtp, timeout_s=PATIENCE_S)
            return Finding("Mail", State.GOOD, f"{where} ({smtp.service}) can be reached")
        line = outgoing.MailLine(smtp, name=None, timeout_s=PATIENCE_S)
        with closing(line):
            line.greet()
    except (OSError, SMTPException) as error:
        return Finding("Mail", State.BROKEN, f"{where}: {error}")
    return Finding("Mail", State.GOOD, f"{where} answers" + (" and knows us" if smtp.user else ""))


def _ice(environment: Environment) -> Finding:
    if environment.turn is None and not environment.stun_url:
        return Finding(
            "STUN/TURN", State.ADVICE,
            "none: the room works on one network; across the Internet set TURN_URL and TURN_SECRET",
        )  # fmt: skip
    try:
        if environment.stun_url:
            turn_check.check_stun(environment.stun_url)
        if environment.turn:
            turn_check.check_turn(environment.turn.url, environment.turn.secret, now_s=int(time.time()))
    except turn_check.TurnTrouble as trouble:
        return Finding("STUN/TURN", State.BROKEN, str(trouble))
    return Finding("STUN/TURN", State.GOOD, "TURN gives a relay" if environment.turn else "STUN answers")


def _https(environment: Environment) -> Finding:
    if environment.tls_certificate:
        try:
            certificate = x509.load_pem_x509_certificate(environment.tls_certificate.read_bytes())
        except (OSError, ValueError) as error:
            return Finding("HTTPS", State.BROKEN, f"{environment.tls_certificate}: {error}")
        left = certificate.not_valid_after_utc - datetime.now(UTC)
        if left < timedelta(0):
            return Finding(
                "HTTPS", State.BROKEN, f"the certificate ended on {certificate.not_valid_after_utc:%-d %B %Y}"
            )
        return Finding("HTTPS", State.GOOD, f"our certificate is good for {left.days} more days")
    if environment.https:
        return _asked_from_outside(environment)
    return Finding(
        "HTTPS", State.ADVICE,
        "off: browsers on other machines get no microphone or camera; put a proxy with a certificate in front and set "
        "PUBLIC_URL, or `leavethemeeting serve --lan` makes a certificate here",
    )  # fmt: skip


def _proxy(environment: Environment) -> Finding:
    """Whether a proxy stands in front that TRUSTED_PROXIES does not count."""
    if environment.trusted_proxies:
        return Finding("Proxy", State.GOOD, f"{environment.trusted_proxies} in front, as TRUSTED_PROXIES says")
    if environment.https and environment.tls_certificate is None:
        sign = "PUBLIC_URL is https and TLS does not end here, so a proxy stands in front"
    elif _seen_lately(environment):
        sign = f"requests of the last {SEEN_LATELY.days} days came with forwarding headers, as through a proxy"
    else:
        return Finding("Proxy", State.GOOD, "none seen")
    return Finding(
        "Proxy", State.BROKEN,
        f"{sign}, and TRUSTED_PROXIES is not set: everybody shares one address, so that a few wrong passwords "
        "lock all people out; set TRUSTED_PROXIES to how many proxies append to X-Forwarded-For",
    )  # fmt: skip


def _seen_lately(environment: Environment) -> bool:
    try:
        seen = datetime.fromtimestamp((environment.data_dir / PROXY_SEEN).stat().st_mtime, UTC)
    except OSError:
        return False
    return datetime.now(UTC) - seen < SEEN_LATELY


def _asked_from_outside(environment: Environment) -> Finding:
    """PUBLIC_URL is https and ends at a proxy: ask for ourselves through it."""
    try:
        good = outgoing.ask_ourselves("/healthz", timeout_s=PATIENCE_S) == 200
    except OSError as error:
        return Finding("HTTPS", State.BROKEN, f"{environment.public_url}/healthz: {error}")
    return Finding("HTTPS", State.GOOD if good else State.BROKEN, f"{environment.public_url} answers through the proxy")


def _provider(_environment: Environment) -> Finding:
    if User.objects.filter(is_provider=True).exists():
        return Finding("Provider", State.GOOD, "the provider's account exists")
    return Finding("Provider", State.ADVICE, "nobody yet: `leavethemeeting set-up-link` prints the one-time link")


def _erasures(environment: Environment) -> Finding:
    """Whether everybody on the list of erasures is gone from this database."""
    now = replaying.standing(environment.data_dir)
    state = State.BROKEN if now.missing else State.ADVICE if now.unwritten else State.GOOD
    return Finding("Erasures", state, now.in_words())


def _policy(environment: Environment) -> Finding:
    """Whether the posted policy says what the software does; every start posts what changed."""
    text = current_policy()
    if filled(text.source, environment) != text.text:
        return Finding(
            "Policy", State.ADVICE, "the software or its settings changed since it was posted; the next start posts it"
        )
    if shipped(Document.POLICY).strip() != text.source.strip():
        return Finding("Policy", State.GOOD, f"version {text.number}, in your own words")
    return Finding("Policy", State.GOOD, f"version {text.number}, the text that comes with the product")


def _network(environment: Environment, name: str) -> Finding:
    """Whether people can sign in with it, and what to enter at the network."""
    subject, network = f"{name.capitalize()} sign-in", environment.networks.get(name)
    if network is None:
        wanted = f"{name.upper()}_CLIENT_ID and {name.upper()}_CLIENT_SECRET"
        return Finding(subject, State.ADVICE, f"off; {wanted} let people sign in with {name.capitalize()}")
    there = f"redirect address to enter there: {environment.public_url}/accounts/{name}/login/callback/"
    if network.url:
        return Finding(subject, State.ADVICE, f"practice only, at {network.url}: nobody there is real")
    return Finding(subject, State.GOOD, f"on; {there}")


def _google(environment: Environment) -> Finding:
    return _network(environment, "google")


def _facebook(environment: Environment) -> Finding:
    return _network(environment, "facebook")


def _operator(environment: Environment) -> Finding:
    missing = [
        name for name, value in (("OPERATOR_NAME", environment.operator_name), ("OPERATOR_EMAIL", environment.operator_email))
        if not value
    ]  # fmt: skip
    if missing:
        return Finding(
            "Operator",
            State.ADVICE,
            f"{' and '.join(missing)} unset: the policy and the terms cannot say who runs this",
        )
    return Finding("Operator", State.GOOD, f"{environment.operator_name}, {environment.operator_email}")


CHECKS: tuple[Callable[[Environment], Finding], ...] = (_python, _data_folder, _database)
DATABASE_CHECKS: tuple[Callable[[Environment], Finding], ...] = (
    _durability, _data_map, register_checks.chain_of, _erasures, _kept_too_long, _policy, _clock, _provider,
)  # fmt: skip
OTHER_CHECKS: tuple[Callable[[Environment], Finding], ...] = (
    _mail, _ice, _https, _proxy, _google, _facebook, _operator,
    register_checks.egress_of,
)  # fmt: skip


def examine(environment: Environment) -> list[Finding]:
    """Every finding, in the order in which an operator would mend them."""
    found = [check(environment) for check in CHECKS]
    if found[-1].state is State.GOOD:
        found += [check(environment) for check in DATABASE_CHECKS]
    return found + [check(environment) for check in OTHER_CHECKS]
