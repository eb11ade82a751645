"""Two hundred contacts that exist nowhere else, and every form in which one of them could have slipped out."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import quopri
import secrets
import unicodedata
from collections.abc import Iterable, Iterator
from html import escape
from urllib.parse import quote, quote_plus

from leavethemeeting.project.demo.practice.people import Contact

COUNT = 200
SHORTEST = 8  # bytes; shorter needles would be found by chance
_HASHES = ("md5", "sha1", "sha256", "sha512")
_SHAPES = (
    ("{m}-{n}", "{m}{n}.example", "Canary {m}{n}"),
    ("{m}.{n}+news", "mail.{m}{n}.example", "Kanarienvögelin {m}{n}"),
    ("Ü{m}-{n}", "bücher-{m}{n}.example", "Żółta {m}{n}"),
    ("{M}_{n}", "{M}{n}.EXAMPLE", "O’{m}{n}, Pat"),
    ("朋{m}友{n}", "{m}{n}.例え", "朋友{m}{n}"),
)


def canaries(mark: str) -> tuple[Contact, ...]:
    """Contacts with unique local parts, domains and names, all holding ``mark``: plain, plus-tagged, Unicode, capitals."""
    made = []
    for number in range(COUNT):
        local, domain, name = (
            part.format(m=mark, M=mark.upper(), n=f"{number:03}") for part in _SHAPES[number % len(_SHAPES)]
        )
        made.append(Contact(name=name, emails=(f"{local}@{domain}",)))
    return tuple(made)


def new_mark() -> str:
    """Random, so that nothing but this run's canaries holds it; begins with a letter."""
    return f"q{secrets.token_hex(5)}"


def parts(contact: Contact) -> Iterator[str]:
    """What would give somebody away: the address, both its halves, the name."""
    yield contact.name
    for address in contact.emails:
        local, _at, domain = address.rpartition("@")
        yield from (address, local, domain)


def _spellings(text: str) -> set[str]:
    """Capitals, Unicode compositions, and what programs do to other scripts."""
    found = {text, text.lower(), text.upper(), unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)}
    with contextlib.suppress(UnicodeError):  # no domain, or not one that IDNA 2003 knows
        found.add(text.encode("idna").decode())
    return found


def _aligned(raw: bytes) -> Iterator[bytes]:
    """The characters of Base64 that are the same wherever ``raw`` begins in a longer text, at each of three offsets."""
    for offset in range(3):
        text = base64.b64encode(b"\0" * offset + raw)
        stable = text[{0: 0, 1: 2, 2: 3}[offset] :]
        leftover = (offset + len(raw)) % 3
        stable = stable[: -{1: 3, 2: 2}[leftover]] if leftover else stable
        yield stable
        yield stable.translate(bytes.maketrans(b"+/", b"-_"))


def _encoded(text: str) -> Iterator[bytes]:
    raw = text.encode()
    yield raw
    yield text.encode("utf-16-le")
    for written in (quote(text, safe=""), quote(text), quote_plus(text), "".join(f"%{byte:02X}" for byte in raw)):
        yield from (written.encode(), written.lower().encode())
    yield quopri.encodestring(raw, quotetabs=True).replace(b"=\n", b"").strip()
    yield from (raw.hex().encode(), raw.hex().upper().encode())
    yield from _aligned(raw)
    yield from (json.dumps(text)[1:-1].encode(), escape(text).encode())


def _hashed(address: str) -> Iterator[bytes]:
    for text in {address, address.lower(), address.strip(), address.strip().lower(), f" {address} "}:
        for kind in _HASHES:
            digest = hashlib.new(kind, text.encode(), usedforsecurity=False)
            yield digest.digest()
            yield from (digest.hexdigest().encode(), digest.hexdigest().upper().encode())
            for told in (base64.b64encode(digest.digest()), base64.urlsafe_b64encode(digest.digest())):
                yield told.rstrip(b"=")
                yield quote(told.rstrip(b"="), safe="").encode()


def needles(contacts: Iterable[Contact]) -> dict[bytes, str]:
    """Every form to look for, with the text that it gives away."""
    found: dict[bytes, str] = {}
    for contact in contacts:
        for text in parts(contact):
            for spelling in _spellings(text):
                found.update((form, text) for form in _encoded(spelling) if len(form) >= SHORTEST)
        for address in contact.emails:
            found.update((form, address) for form in _hashed(address))
    return found


def leaks(haystacks: dict[str, bytes], wanted: dict[bytes, str]) -> list[str]:
    """Where something was found: one line a place and text."""
    beginnings: dict[bytes, list[bytes]] = {}
    for form in wanted:
        beginnings.setdefault(form[:SHORTEST], []).append(form)
    found = set()
    for place, hay in haystacks.items():
        for at in range(len(hay) - SHORTEST + 1):  # once over each, however many forms there are
            for form in beginnings.get(hay[at : at + SHORTEST], ()):
                if hay.startswith(form, at):
                    found.add(f"{place}: {wanted[form]}")
    return sorted(found)
