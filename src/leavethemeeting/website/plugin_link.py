"""One letter with a link to the plugin, to whoever asks (C1); nothing else is done with the address."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from leavethemeeting.consent.actions import give
from leavethemeeting.consent.kinds import Channel, Kind
from leavethemeeting.mail.composing import Because, send
from leavethemeeting.shared.ids import token_sha256
from leavethemeeting.website import letters
from leavethemeeting.website.models import PluginLinkRequest
from leavethemeeting.website.references import new_token


@transaction.atomic
def ask_for_link(*, email: str, agreed: str, now: datetime) -> None:
    """Send one letter with the link. ``agreed`` is the sentence beside the ticked box, empty when it was not.

    The view has said ``typed_now``. Nobody looks up who has an account, so all addresses are the same to this.
    """
    token = new_token()
    PluginLinkRequest.objects.create(email=email.lower(), token_sha256=token_sha256(token), asked_at=now)
    if agreed:
        give(kind=Kind.MAIL_MEASUREMENT, email=email, text=agreed, channel=Channel.LANDING, now=now)
    send(letters.plugin_link(token=token), kind="plugin_link", recipient=email, now=now, because=Because.TYPED)


def is_waiting(token: str) -> bool:
    """Whether this link's row is still there."""
    return PluginLinkRequest.objects.filter(token_sha256=token_sha256(token)).exists()


@transaction.atomic
def downloaded(token: str) -> None:
    """The plugin is being downloaded: every request of this address has done its work, and goes."""
    asked = PluginLinkRequest.objects.filter(token_sha256=token_sha256(token)).first()
    if asked is not None:
        PluginLinkRequest.objects.filter(email=asked.email).delete()
