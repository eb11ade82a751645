"""The letters of this slice. None repeats what somebody typed."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leavethemeeting.mail.composing import Button, Content, absolute


def address_code(*, code: str) -> Content:
    """To whoever says that this address is theirs. The same letter whether anything is kept under it or not."""
    return Content(
        subject=_("Your code for your data at LeaveTheMeeting"),
        paragraphs=(
            _("Somebody, most likely you, wants to see what is kept under this address. Type this code on the page that asked for it."),
        ),
        code=code,
        after=(
            _("It holds for ten minutes and works once. Whoever has it sees what hosts see of you, so give it to nobody."),
            _("If this was not you, you need do nothing: without the code nothing is shown. This letter does not mean that anything is kept."),
        ),
    )  # fmt: skip


def export_ready(*, days: int) -> Content:
    """To whoever asked for a copy of their data."""
    return Content(
        subject=_("The copy of your data is ready"),
        paragraphs=(
            _(
                "Everything that is kept about you here is in one file: a page to read, and JSON and CSV to take elsewhere."
            ),
            ngettext(
                "It can be taken once, within %(days)d day. After that it is deleted.",
                "It can be taken once, within %(days)d days. After that it is deleted.",
                days,
            )
            % {"days": days},
        ),
        button=Button(_("Take it"), absolute(reverse("rights:export"))),
        after=(_("You will be asked who you are first. If you did not ask for this, change your password."),),
    )


def correction_wanted(*, title: str, due: str, address: str) -> Content:
    """To the hosts of a meeting. Who asks and what they wrote stands behind the link."""
    return Content(
        subject=_("Somebody asks you to correct something"),
        paragraphs=(
            _("An attendee of “%(title)s” says that something about them in your records is not right.") % {"title": title},
            _("Look at it, set right what is wrong, and answer them by %(due)s. The people who run this service see when that day has passed.")
            % {"due": due},
        ),
        button=Button(_("Read it and answer"), address),
    )  # fmt: skip


def correction_answered(*, title: str, done: bool, text: str) -> Content:
    """To the attendee: what the host did, in the host's words."""
    what = (
        _("The host of “%(title)s” has corrected what you asked for.")
        if done
        else _("The host of “%(title)s” has looked at what you asked for and leaves it as it is.")
    )
    said = tuple(part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip())
    return Content(
        subject=_("An answer about your correction"),
        paragraphs=(what % {"title": title}, *said),
        button=Button(_("See what they see now"), absolute(reverse("rights:meetings"))),
        after=(_("Not right yet? Write back through the letter that said we have your message: the people who run this service read it there."),),
    )  # fmt: skip


SAMPLES = {
    "address_code": lambda: address_code(code="271828"),
    "export_ready": lambda: export_ready(days=3),
    "correction_wanted": lambda: correction_wanted(
        title=_("Weekly review"), due=_("22 December 2026"), address=absolute("/attendees/wishes/")
    ),
    "correction_answered": lambda: correction_answered(
        title=_("Weekly review"), done=True, text=_("You were right: you stayed until 11:00. The report says so now.")
    ),
}
