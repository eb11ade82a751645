"""Addresses that stand in letters, with the rows behind them."""

from __future__ import annotations

from datetime import datetime

from leavethemeeting.consent.kinds import Kind
from leavethemeeting.mail.models import LinkKind, Mailing, MailLink, WayOut
from leavethemeeting.shared.ids import token_sha256


def in_letters(*, address: str, now: datetime) -> dict[str, str]:
    """A pixel, a link and a way out of a letter to ``address``; the parameters of their pages."""
    mailing = Mailing.objects.create(kind="news", reference="news:world", subject="News", written_at=now)
    for kind, token, target in ((LinkKind.OPEN, "a-pixel", ""), (LinkKind.VISIT, "a-link", "https://else.example/")):
        MailLink.objects.create(
            token_sha256=token_sha256(token), mailing=mailing, kind=kind, target=target, made_at=now
        )
    WayOut.objects.create(token_sha256=token_sha256("a-way-out"), consent=Kind.NEWS, address=address, made_at=now)
    return {
        "mail:pixel token": "a-pixel", "mail:visit token": "a-link", "mail:way_out token": "a-way-out",
        "mail:preview kind": "news", "mail:preview_html kind": "news",
    }  # fmt: skip
