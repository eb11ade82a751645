"""Which letters hang on which consent."""

from __future__ import annotations

from leavethemeeting.consent.kinds import Kind
from leavethemeeting.consent.queries import consented
from leavethemeeting.mail import guard
from leavethemeeting.mail.guard import Because, Reader

NEWS = "news"
POLICY_CHANGED = "policy_changed"
PLUGIN_LINK = "plugin_link"

#: Letters to those who asked for them once, and the consent that says so.
LISTS = {NEWS: Kind.NEWS, POLICY_CHANGED: Kind.POLICY_CHANGES}
#: Letters whose opens and visits may be noted, with consent. No other letter ever carries a pixel or a redirect.
MEASURED = frozenset({PLUGIN_LINK, POLICY_CHANGED, NEWS})


def agreed(kind: Kind, reader: Reader) -> bool:
    """Whether the reader consents to ``kind`` now, as a member or under the bare address."""
    as_member = reader.user_id is not None and consented(kind, user_id=reader.user_id)
    return as_member or consented(kind, email=reader.address)


def is_subscribed(reader: Reader) -> bool:
    """Whether the reader asked for letters of this kind, and at this very address (the guard asks)."""
    if reader.kind not in LISTS:
        return False
    if reader.user_id is not None and not guard.holds(Because.MEMBER, reader):
        return False
    return agreed(LISTS[reader.kind], reader)
