"""An attendee asks a meeting's hosts to set something right: a case with a day by which it is to be answered.

The hosts answer; the provider has the same case in the console from the beginning, and sees there when the day passes.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from leavethemeeting.accounts.models import User
from leavethemeeting.domain.permissions import Deed
from leavethemeeting.mail.composing import Because, absolute, send
from leavethemeeting.mail.guard import Reader, holds
from leavethemeeting.meetings.models import Occurrence
from leavethemeeting.meetings.queries import hosts_of, insist, meetings_hosted_by
from leavethemeeting.privacy.people import Person
from leavethemeeting.rights import letters
from leavethemeeting.rights.models import Correction
from leavethemeeting.website import cases
from leavethemeeting.website.models import Case, CaseMessage

ANSWERED_WITHIN = timedelta(days=30)


class Answered(Exception):
    """Somebody was faster."""


@transaction.atomic
def wish(
    *, person: Person, occurrence: Occurrence, attendee_key: str, name: str, text: str, now: datetime
) -> Correction:
    """Open the case, and write to every host. The caller has shown that the row is this person's."""
    title = occurrence.meeting.title
    case = cases.open_case(
        kind=Case.Kind.RIGHTS, email=person.emails[0], name=name, text=f"{title}\n\n{text}", now=now
    )  # fmt: skip
    made = Correction.objects.create(
        case=case, occurrence=occurrence, attendee_key=attendee_key, due_at=now + ANSWERED_WITHIN
    )  # fmt: skip
    due = date_format(timezone.localtime(made.due_at), "j F Y")
    content = letters.correction_wanted(title=title, due=due, address=absolute(reverse("rights:wishes")))
    for host in hosts_of(occurrence.meeting):
        if not holds(Because.MEMBER, Reader(host.email, host.pk)):
            continue  # an address that was never shown to be theirs; the page of wishes has it all the same
        send(content, kind="correction_wanted", recipient=host.email, now=now, because=Because.MEMBER, user_id=host.pk)
    return made


@transaction.atomic
def answer(*, made: Correction, actor: User, outcome: Correction.Outcome, text: str, now: datetime) -> None:
    """A host answers: a letter to the attendee, and a note in the case for the provider, who closes it.

    Raises Http404 for whoever may not correct the meeting, and Answered.
    """
    insist(actor, made.occurrence.meeting, Deed.CORRECT)
    told = {"outcome": outcome.value, "answered_at": now, "answered_by": actor}
    if not Correction.objects.filter(pk=made.pk, outcome=Correction.Outcome.OPEN).update(**told):
        raise Answered
    done = outcome is Correction.Outcome.DONE
    content = letters.correction_answered(title=made.occurrence.meeting.title, done=done, text=text)
    if made.case.state != Case.State.CLOSED:  # else the provider has told them already
        send(content, kind="correction_answered", recipient=made.case.email, now=now, because=Because.CASE)
    cases.note(case=made.case, text=f"{actor.name}: {outcome.label}\n\n{text}", by=actor.pk, now=now)


def _with_rest(found: QuerySet[Correction]) -> QuerySet[Correction]:
    return found.select_related("case", "occurrence__meeting", "answered_by").order_by("-case__opened_at", "pk")


def wishes_of(person: Person) -> QuerySet[Correction]:
    """What this person asked for, newest first."""
    mine = Q()
    for email in person.emails:
        mine |= Q(case__email=email)
    return _with_rest(Correction.objects.filter(mine) if person.emails else Correction.objects.none())


def wishes_to(host: User) -> QuerySet[Correction]:
    """What attendees ask of a host, those that wait first, the most urgent of them on top."""
    found = _with_rest(Correction.objects.filter(occurrence__meeting__in=meetings_hosted_by(host)))
    return found.order_by("answered_at", "due_at", "pk") if found else found


def wish_to(host: User, case_id: UUID) -> Correction:
    """One of them. Raises Http404."""
    found = wishes_to(host).filter(pk=case_id).first()
    if found is None:
        raise Http404("wish")
    return found


def words_of(made: Correction) -> str:
    """What the attendee wrote first, without the line that names the meeting for the provider."""
    said = made.case.messages.filter(author=CaseMessage.Author.VISITOR).order_by("at", "id").first()
    return said.text.partition("\n\n")[2] if said else ""
