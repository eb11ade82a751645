"""The words of the invite page's script in the reader's language, and of the letter that members send themselves.

The TypeScript shape is ``Words`` in web/src/invite/config.ts.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leavethemeeting.referrals.personal_data import LINK_DAYS
from leavethemeeting.shared.island_words import counted


def letter() -> dict[str, str]:
    """What a member's own mail program is handed; ``%(link)s`` stays for the page to fill."""
    return {
        "subject": _("Come to my meetings with LeaveTheMeeting"),
        "text": _(
            "Hello,\n\nI meet people with LeaveTheMeeting and would like you to have an account there, too. "
            "This link is yours:\n\n%(link)s\n\nIf you would rather not, the page behind it takes a no."
        ),
    }


def page_words() -> dict[str, object]:
    """Every sentence that the script shows."""
    return {**_links(), **_contacts(), "trouble": _trouble(), **counted({
        "found": lambda n: ngettext("%(n)d person with an address", "%(n)d people with addresses", n),
        "chosen": lambda n: ngettext("%(n)d person chosen", "%(n)d people chosen", n),
        "repeated": lambda n: ngettext("%(n)d address stood there twice", "%(n)d addresses stood there twice", n),
    })}  # fmt: skip


def _links() -> dict[str, str]:
    return {
        "make": _("Make a link"),
        "another": _("Make another one"),
        "yours": _("This link is for one friend. Pass it on in any way you like."),
        "days": _("It can be used for %(days)d days.") % {"days": LINK_DAYS},
        "copy": _("Copy"),
        "copied": _("Copied"),
        "share": _("Share…"),
        "mail": _("Write a letter"),
        "qr": _("QR code of the link"),
        "scan": _("Or let your friend scan this."),
    }


def _contacts() -> dict[str, str]:
    return {
        "others": _("Also people I only wrote to"),
        "ask": _("Read my Google contacts"),
        "ask_practice": _("Read contacts from practice Google (nobody real)"),
        "waiting": _("Google asks in another window. Come back here when you have answered."),
        "stop": _("Stop waiting"),
        "reading": _("Reading…"),
        "find": _("Find a name"),
        "no_name": _("No name"),
        "show": _("Choose people. Addresses show themselves only while you point at them."),
        "all": _("Choose all shown"),
        "none": _("Choose nobody"),
        "one_each": _("Write one letter to each"),
        "together": _("Write to up to 20 at once, hidden from each other"),
        "how": _("Your own mail program opens with the letter. You send it; we do not."),
        "next": _("Letter %(n)d of %(all)d"),
        "next_to": _("Open the letter to %(name)s"),
        "next_group": _("Open the letter to %(n)d people"),
        "done": _("All letters were opened in your mail program."),
        "put_away": _("Put the contacts away"),
        "gone": _("The contacts are gone from this page, and Google was told that we need its permission no more."),
        "gone_here": _("The contacts are gone from this page. Google could not be told; its permission ends within the hour."),
    }  # fmt: skip


def _trouble() -> dict[str, str]:
    return {
        "refused": _("You said no, so nothing was read. The link above does the same work."),
        "not_all": _("Google let us in without the contacts: the box for them was not ticked. Ask again and tick it, or use the link above."),
        "blocked": _("Your browser kept Google’s window shut. Allow windows of this page, then press the button again."),
        "forged": _("An answer came that does not belong to this page, so it was thrown away. Try again."),
        "offline": _("Google cannot be reached. Look at your connection, then try again."),
        "google": _("Google answered with a mistake. Try again in a while."),
        "empty": _("There is nobody with an e-mail address among these contacts."),
        "too_many": _("That are more links than one can make in a day. Go on tomorrow; what you made holds."),
        "service": _("The service did not answer. Look at your connection, then try again."),
        "signed_out": _("You are signed out by now. Reload the page and sign in; the contacts go with that."),
        "changed": _("The policy has changed meanwhile. Reload the page to read and accept it; the contacts go with that."),
        "sharing": _("Your browser would not share the link. Copy it, write a letter, or let your friend scan the code."),
        "copying": _("Your browser does not let this page copy. Mark the link and copy it by hand."),
    }  # fmt: skip
