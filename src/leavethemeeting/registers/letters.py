"""The registers' letters: to persons whose data went to an authority or was in an incident, and reminders to the staff."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from leavethemeeting.mail.composing import Button, Content, absolute
from leavethemeeting.registers.producible import words_of

Told = Sequence[tuple[str, str]]


def _day(day: date) -> str:
    return formats.date_format(day, "j F Y")


def disclosed(
    *, reference: str, authority: str, instrument: str, given_on: date, fields: Sequence[str], period: str
) -> Content:
    """To a person whose data an authority got."""
    return Content(
        subject=_("An authority asked for your data, and got some of it"),
        paragraphs=(
            _("We were obliged by law to give data about you to an authority. We gave what is listed here and nothing else."),
        ),
        facts=(
            (_("Authority"), authority), (_("Instrument"), instrument), (_("Given on"), _day(given_on)), (_("Period"), period),
            *words_of(fields), (_("Reference"), reference),
        ),
        button=Button(_("What we could give at all"), absolute(reverse("transparency:holdings"))),
        after=(
            _("You can ask us for a copy of exactly what was given: use the contact form and name the reference. Whether you can have it reviewed, a lawyer in your country knows best."),
        ),
    )  # fmt: skip


def gag_ends(*, reference: str, until: date) -> Content:
    """To the staff, a week before they are free to tell."""
    return Content(
        subject=_("%(reference)s: the duty to keep silent ends on %(day)s")
        % {"reference": reference, "day": _day(until)},
        paragraphs=(
            _("The persons are told by letter on the day after, without your doing anything. If the authority has extended it, write the new day into the register before."),
        ),
        button=Button(_("Open the register"), absolute(reverse("registers:disclosures"))),
    )  # fmt: skip


def persons_told(*, reference: str, told: int, unreachable: int) -> Content:
    """To the staff: the letters are written."""
    return Content(
        subject=_("%(reference)s: the persons have been told") % {"reference": reference},
        paragraphs=(_("No duty to keep silent holds any more, so the letters were written."),),
        facts=((_("Letters"), str(told)), (_("Cannot be reached by letter"), str(unreachable))),
        button=Button(_("Open the register"), absolute(reverse("registers:disclosures"))),
    )  # fmt: skip


def incident(
    *, title: str, what: str, period: str, fields: Sequence[str], consequences: str, measures: str, reference: str
) -> Content:
    """To a person whom an incident affected: what, when, which data, what may follow, what was done (GDPR Art. 34)."""
    return Content(
        subject=_("Your data was in an incident: %(title)s") % {"title": title},
        paragraphs=(what, _("You get this letter because data about you was in it.")),
        facts=(
            (_("When"), period), *words_of(fields), (_("What may follow"), consequences), (_("What we did"), measures),
            (_("Reference"), reference),
        ),
        button=Button(_("Ask us about it"), absolute(reverse("website:contact"))),
    )  # fmt: skip


def clock_runs(*, reference: str, title: str, hours: int) -> Content:
    """To the staff: the authority has not been told, and the time is nearly over."""
    return Content(
        subject=_("%(reference)s: %(hours)s hours left to tell the authority") % {"reference": reference, "hours": hours},
        paragraphs=(
            title,
            _("The supervisory authority is to be told within 72 hours after an incident was noticed, unless it is unlikely to put anybody at risk. Write into the register that you did, or why you need not."),
        ),
        button=Button(_("Open the register"), absolute(reverse("registers:incidents"))),
    )  # fmt: skip


_FIELDS = ("accounts_user.email", "accounts_user.name", "logdata_entry.at", "logdata_entry.ip")
SAMPLES = {
    "disclosed": lambda: disclosed(
        reference="D2026-1", authority="District Court of Exampletown", instrument=_("court order"), given_on=date(2026, 10, 3),
        fields=_FIELDS, period=_("1 to 14 September 2026"),
    ),
    "gag_ends": lambda: gag_ends(reference="D2026-1", until=date(2026, 10, 3)),
    "persons_told": lambda: persons_told(reference="D2026-1", told=1, unreachable=1),
    "incident": lambda: incident(
        title=_("a backup was copied"), reference="I2026-1", fields=_FIELDS, period=_("2 October 2026"),
        what=_("Somebody copied a backup of our database from a storage that was open by mistake."),
        consequences=_("Somebody may write to you and pretend to be us."), measures=_("The storage is closed; all sign-ins were ended."),
    ),
    "clock_runs": lambda: clock_runs(reference="I2026-1", title=_("a backup was copied"), hours=24),
}  # fmt: skip
