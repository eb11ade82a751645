"""HTTPS on a local network: one authority, kept; a certificate that browsers on other machines can check."""

from __future__ import annotations

import ssl
from pathlib import Path

from cryptography import x509

from leavethemeeting.project import local_certificate


def test_the_authority_is_made_once_so_that_it_is_trusted_once(tmp_path: Path) -> None:
    local_certificate.make(tmp_path, ["localhost"])
    authority = (tmp_path / "authority.pem").read_bytes()
    local_certificate.make(tmp_path, ["localhost", "10.0.0.7"])
    assert (tmp_path / "authority.pem").read_bytes() == authority


def test_the_certificate_is_kept_while_it_names_this_machine_and_made_anew_when_not(tmp_path: Path) -> None:
    certificate, _key = local_certificate.make(tmp_path, ["localhost"])
    before = certificate.read_bytes()
    local_certificate.make(tmp_path, ["localhost"])
    assert certificate.read_bytes() == before
    local_certificate.make(tmp_path, ["localhost", "10.0.0.7"])
    names = x509.load_pem_x509_certificate(certificate.read_bytes()).extensions.get_extension_for_class(
        x509.SubjectAlternativeName
    )
    assert "10.0.0.7" in {str(name.value) for name in names.value}


def test_keys_are_for_their_owner_only_and_the_pair_works(tmp_path: Path) -> None:
    certificate, key = local_certificate.make(tmp_path, ["localhost", "127.0.0.1"])
    assert key.stat().st_mode & 0o077 == 0
    assert (tmp_path / "authority.key").stat().st_mode & 0o077 == 0
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
