"""The letters of the public pages, one function each.

None repeats what a visitor typed: whoever writes a stranger's address into a form could otherwise
write to that stranger in our name. What was written stands behind the link.
"""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from leavethemeeting.mail.composing import Button, Content, absolute
from leavethemeeting.website.models import Case


def _case_button(token: str) -> Button:
    return Button(_("Read it and write back"), absolute(reverse("website:case", args=[token])))


def _reference(case: Case) -> tuple[tuple[str, str], ...]:
    return ((_("Reference"), case.reference),)


def plugin_link(*, token: str) -> Content:
    """To an address that asked for the plugin: the one letter it gets."""
    return Content(
        subject=_("Your link to the LeaveTheMeeting plugin"),
        paragraphs=(
            _("Here is the plugin that gets you out of a meeting."),
            _("The page says how to load it into your browser and how to try it. No account is needed."),
        ),
        button=Button(_("Download the plugin"), absolute(reverse("website:plugin_of", args=[token]))),
        after=(
            _("This is the only letter you get for this. Your address is deleted when you download, after 30 days at the latest."),
            _("If you did not ask for it, somebody mistyped their address. You need do nothing."),
        ),
    )  # fmt: skip


def case_receipt(case: Case, *, token: str) -> Content:
    """To somebody who wrote through the contact form, or whose guardian's code came back."""
    return Content(
        subject=_("We have your message (%(reference)s)") % {"reference": case.reference},
        paragraphs=(
            _("Your message has reached the people who run this service. Their answer comes to this address."),
        ),
        facts=_reference(case),
        button=_case_button(token),
        after=(_("The link opens what was written. Keep it to yourself: whoever has it can read and write there."),),
    )


def case_waits(case: Case) -> Content:
    """To the operator: somebody waits for an answer. What they wrote, and who they are, stands in the console only."""
    about = {
        Case.Kind.CONTACT: _("Somebody wrote through the contact form."),
        Case.Kind.GUARDIAN: _("A parent or guardian wrote about a child's data. It is to go immediately."),
        Case.Kind.RIGHTS: _("Somebody asks about their own data."),
    }
    return Content(
        subject=_("A message waits for your answer (%(reference)s)") % {"reference": case.reference},
        paragraphs=(about[Case.Kind(case.kind)],),
        facts=_reference(case),
        button=Button(_("Open it in the console"), absolute(reverse("provider:case", args=[case.reference]))),
        after=(
            _("You get one such letter for each message that begins to wait, because your address is the operator's (OPERATOR_EMAIL)."),
        ),
    )  # fmt: skip


def case_answer(case: Case, *, token: str, text: str) -> Content:
    """The provider's answer."""
    paragraphs = tuple(part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip())
    return Content(
        subject=_("An answer to your message (%(reference)s)") % {"reference": case.reference},
        paragraphs=paragraphs,
        facts=_reference(case),
        button=_case_button(token),
        after=(_("To write back, follow the link. Mail sent in reply to this letter may not be read."),),
    )


def first_word(case: Case, *, token: str, text: str) -> Content:
    """The provider writes first."""
    paragraphs = tuple(part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip())
    return Content(
        subject=_("A message from the people who run LeaveTheMeeting (%(reference)s)") % {"reference": case.reference},
        paragraphs=paragraphs,
        facts=_reference(case),
        button=_case_button(token),
        after=(_("To write back, follow the link. Mail sent in reply to this letter may not be read."),),
    )


def guardian_code(case: Case, *, code: str, address: str) -> Content:
    """To a parent or guardian: the code that shows the address is theirs, and opens the case."""
    return Content(
        subject=_("Your code for LeaveTheMeeting"),
        paragraphs=(
            _("Somebody gave this address in the form for parents and guardians. Type this code on the page that asked for it, and your message goes to the people who run this service."),
        ),
        code=code,
        facts=_reference(case),
        button=Button(_("Open the page for the code"), address),
        after=(_("It holds for one hour. If this was not you, you need do nothing: without the code nothing is handed on."),),
    )  # fmt: skip


def guardian_done(case: Case) -> Content:
    """To a parent or guardian when the provider has closed the case. It says nothing about the child."""
    return Content(
        subject=_("Your request is done (%(reference)s)") % {"reference": case.reference},
        paragraphs=(
            _("The people who run this service have dealt with your request and closed it."),
            _("What you told them about the child was deleted with that. The reference and your address are kept for a year, so that they can answer for it."),
        ),
        facts=_reference(case),
    )  # fmt: skip


_NO_TOKEN = "x" * 32  # opens nothing


def _sample_case() -> Case:
    return Case(kind=Case.Kind.CONTACT, reference="7K3M-P2QX")


#: Every letter above with invented contents, for the previews (``mail.previews``).
SAMPLES = {
    "plugin_link": lambda: plugin_link(token=_NO_TOKEN),
    "case_receipt": lambda: case_receipt(_sample_case(), token=_NO_TOKEN),
    "case_waits": lambda: case_waits(_sample_case()),
    "case_answer": lambda: case_answer(
        _sample_case(),
        token=_NO_TOKEN,
        text=_(
            "Thank you for asking. What a host sees about you is kept for 365 days, and the host may choose fewer.\n\nTo have it deleted, ask the host or delete your account."
        ),
    ),
    "case_first_word": lambda: first_word(
        _sample_case(),
        token=_NO_TOKEN,
        text=_("We are moving the service to another machine on Sunday. You need do nothing."),
    ),
    "guardian_code": lambda: guardian_code(_sample_case(), code="314159", address=absolute("/guardian/")),
    "guardian_done": lambda: guardian_done(_sample_case()),
}
