"""HTTPS without a domain: a certificate authority of this installation's own.

Browsers give a page its microphone and camera only over HTTPS or on localhost. For a meeting
between machines on one network that have no public name, ``serve --lan`` makes an authority once,
keeps it in the data folder, and signs a certificate for this machine's names and addresses.
"""

from __future__ import annotations

import os
import socket
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme
from cryptography import x509

from leavethemeeting.shared.environment import environment

RENEW_BEFORE = timedelta(days=30)
LIFE = timedelta(days=365)


def addresses() -> list[str]:
    """This machine's own addresses on its networks, best first; empty when it has none."""
    found: list[str] = []
    for family, probe in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as sock:
                sock.connect((probe, 9))  # a documentation address: no packet leaves, only a route is chosen
                found.append(sock.getsockname()[0])
        except OSError:
            continue
    return [address for address in found if not address.startswith(("127.", "::1"))]


def _authority(folder: Path) -> trustme.CA:
    certificate, key = folder / "authority.pem", folder / "authority.key"
    if certificate.exists() and key.exists():
        return trustme.CA.from_pem(certificate.read_bytes(), key.read_bytes())
    authority = trustme.CA(organization_name="LeaveTheMeeting", organization_unit_name=socket.gethostname())
    certificate.write_bytes(authority.cert_pem.bytes())
    _write_secret(key, authority.private_key_pem.bytes())
    return authority


def _write_secret(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)


def _still_good(path: Path, names: list[str]) -> bool:
    if not path.exists():
        return False
    certificate = x509.load_pem_x509_certificate(path.read_bytes())
    alternatives = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    known = {str(name.value) for name in alternatives}
    return set(names) <= known and certificate.not_valid_after_utc - RENEW_BEFORE > datetime.now(UTC)


def make(folder: Path, names: list[str]) -> tuple[Path, Path]:
    """A certificate for ``names`` in ``folder``, made or kept. Returns (certificate, key)."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    certificate, key = folder / "certificate.pem", folder / "certificate.key"
    if not _still_good(certificate, names):
        issued = _authority(folder).issue_cert(*names, not_after=datetime.now(UTC) + LIFE)
        _write_secret(key, issued.private_key_pem.bytes())
        certificate.write_bytes(b"".join(blob.bytes() for blob in issued.cert_chain_pems))
    return certificate, key


def prepare() -> None:
    """Set the environment up for other machines on this network, and say how to trust it."""
    settings = environment()
    own = addresses()
    names = [*own, socket.gethostname(), "localhost", "127.0.0.1"]
    folder = settings.data_dir / "tls"
    certificate, key = make(folder, names)
    host = own[0] if own else socket.gethostname()
    shown = f"[{host}]" if ":" in host else host
    os.environ.update(
        TLS_CERTIFICATE=str(certificate),
        TLS_KEY=str(key),
        LISTEN=f"0.0.0.0:{settings.listen_port}",
        PUBLIC_URL=os.environ.get("PUBLIC_URL") or f"https://{shown}:{settings.listen_port}",
    )
    sys.stdout.write(
        f"HTTPS with a certificate made on this machine. Other devices warn about it until they trust\n"
        f"  {folder / 'authority.pem'}\n"
        f"Copy that file to the device and add it as a certificate authority (browser settings → certificates;\n"
        f"on a phone open the file and follow its questions), or accept the browser's warning once.\n"
    )
