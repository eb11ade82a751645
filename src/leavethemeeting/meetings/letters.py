"""The letters of the meetings slice, one function each.

None carries a meeting's title or a member's name: a host types both, and could otherwise write what they like to
any member in our name. Who offers what stands on the page behind the link.
"""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from leavethemeeting.mail.composing import Button, Content, absolute


def meeting_offered(*, offer: UUID, days: int) -> Content:
    """To a member: somebody wants them to own a meeting from now on."""
    return Content(
        subject=_("A meeting is offered to you"),
        paragraphs=(
            _("A host would like to give you one of their meetings, with everything that is recorded about it."),
            _("Who it is and which meeting stands on the page. Nothing changes until you accept there."),
        ),
        button=Button(_("Look at the offer"), absolute(reverse("meetings:offer", args=[offer]))),
        after=(
            _("The offer ends after %(days)s days. If you do not want the meeting, decline, or do nothing.")
            % {"days": days},
        ),
    )


def meeting_given() -> Content:
    """To the member who gave a meeting away: it is done."""
    return Content(
        subject=_("Your meeting has a new owner"),
        paragraphs=(
            _("The member to whom you offered a meeting has accepted it. It is theirs now, with all that is recorded."),
            _("You no longer see its dashboard, its reports or its people."),
        ),
        button=Button(_("My meetings"), absolute(reverse("meetings:list"))),
    )


SAMPLES = {
    "meeting_offered": lambda: meeting_offered(offer=UUID("019a0000-0000-7000-8000-000000000001"), days=14),
    "meeting_given": meeting_given,
}
