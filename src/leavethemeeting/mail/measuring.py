"""What a letter of a measured kind carries, with its reader's consent and without.

With consent: a picture of one pixel, and links over our own redirect, each known by a random token of
this letter. Without: no pixel. The links of a mailing are then the same for all its readers, so that they are
counted together and nobody stands behind one; those of a letter to one person are direct.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from django.urls import reverse

from leavethemeeting.consent.kinds import Kind
from leavethemeeting.mail.content import Button, Content, Foot, absolute
from leavethemeeting.mail.guard import Reader
from leavethemeeting.mail.lists import LISTS, MEASURED, agreed
from leavethemeeting.mail.models import Letter, LinkKind, Mailing, MailLink, WayOut
from leavethemeeting.mail.tokens import new_token, shared_token
from leavethemeeting.shared.ids import token_sha256

LONGEST_TARGET = 2000


class BadTarget(ValueError):
    """A letter's link leads to no page of the web."""


@dataclass(frozen=True, slots=True)
class Dressed:
    """A letter ready to be written: its content with our addresses, and the rows these need."""

    content: Content
    foot: Foot
    links: tuple[MailLink, ...] = ()
    ways_out: tuple[WayOut, ...] = ()

    def keep(self, letter: Letter) -> None:
        """Write the rows, in the transaction that wrote the letter."""
        for link in self.links:
            link.letter = letter
        MailLink.objects.bulk_create(self.links)
        WayOut.objects.bulk_create(self.ways_out)


def _checked(target: str) -> str:
    parts = urlsplit(target)
    if parts.scheme not in ("http", "https") or not parts.hostname or len(target) > LONGEST_TARGET:
        raise BadTarget("a link of a letter is an http(s) address of at most 2000 characters")
    return target


def shared_link(mailing: Mailing, kind: LinkKind, target: str, now: datetime) -> tuple[MailLink, str]:
    """The row that counts for everybody together, and its token."""
    token = shared_token(str(mailing.pk), kind, target)
    found, _ = MailLink.objects.get_or_create(
        mailing=mailing, kind=kind, target=target, shared=True,
        defaults={"token_sha256": token_sha256(token), "made_at": now},
    )  # fmt: skip
    return found, token


def _over_us(content: Content, tokens: dict[str, str]) -> Content:
    """``content`` with every link over our redirect; each still names the host it leads to."""

    def one(link: Button) -> Button:
        url = absolute(reverse("mail:visit", args=[tokens[link.url]]))
        return replace(link, url=url, leads_to=urlsplit(link.url).hostname or "")

    button = one(content.button) if content.button else None
    return replace(content, button=button, links=tuple(one(link) for link in content.links))


def _way_out(kind: Kind, reader: Reader, now: datetime) -> tuple[str, WayOut]:
    token = new_token()
    row = WayOut(
        token_sha256=token_sha256(token), consent=kind, address=reader.address.lower(), user_id=reader.user_id,
        made_at=now,
    )  # fmt: skip
    return absolute(reverse("mail:way_out", args=[token])), row


def dress(content: Content, reader: Reader, *, mailing: Mailing, now: datetime) -> Dressed:
    """``content`` as it goes to ``reader``. Raises BadTarget; ValueError for a kind that is never measured."""
    if reader.kind not in MEASURED:
        raise ValueError(f"letters of kind {reader.kind!r} are not measured")
    measured = agreed(Kind.MAIL_MEASUREMENT, reader)
    foot, ways_out = _foot(reader, measured=measured, now=now)
    targets = list(dict.fromkeys(_checked(link.url) for link in content.all_links))
    if not measured:
        together = reader.kind in LISTS
        return Dressed(_together(content, mailing, targets, now) if together else content, foot, (), ways_out)
    tokens = {target: new_token() for target in targets}
    pixel = new_token()
    links = [_own_link(mailing, LinkKind.VISIT, target, token, now) for target, token in tokens.items()]
    links.append(_own_link(mailing, LinkKind.OPEN, "", pixel, now))
    foot = replace(foot, pixel_url=absolute(reverse("mail:pixel", args=[pixel])))
    return Dressed(_over_us(content, tokens), foot, tuple(links), ways_out)


def _together(content: Content, mailing: Mailing, targets: list[str], now: datetime) -> Content:
    return _over_us(content, {target: shared_link(mailing, LinkKind.VISIT, target, now)[1] for target in targets})


def _own_link(mailing: Mailing, kind: LinkKind, target: str, token: str, now: datetime) -> MailLink:
    return MailLink(token_sha256=token_sha256(token), mailing=mailing, kind=kind, target=target, made_at=now)


def _foot(reader: Reader, *, measured: bool, now: datetime) -> tuple[Foot, tuple[WayOut, ...]]:
    foot, rows = Foot(), []
    if reader.kind in LISTS:
        url, row = _way_out(LISTS[reader.kind], reader, now)
        foot = replace(foot, list_kind=reader.kind, unsubscribe_url=url)
        rows.append(row)
    if measured:
        url, row = _way_out(Kind.MAIL_MEASUREMENT, reader, now)
        foot = replace(foot, unmeasure_url=url)
        rows.append(row)
    return foot, tuple(rows)
