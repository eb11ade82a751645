"""Who looks, at whom, and at what: closed lists, and the words for them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Role(StrEnum):
    """As what somebody looks."""

    PROVIDER = "provider"
    HOST = "host"


class Subject(StrEnum):
    """What ``subject_id`` names. With ``EVERYBODY`` it is None."""

    MEMBER = "member"
    ATTENDEE = "attendee"
    OCCURRENCE = "occurrence"  # everybody who is in it, those who come while the page is open included
    EVERYBODY = "everybody"


class What(StrEnum):
    """What was looked at."""

    SEARCH = "search"  # name and address, in the list of a search
    FILE = "file"  # everything that is kept about a person
    LOG_DATA = "log_data"  # sign-ins, features used, errors
    ERASURE = "erasure"  # what would go, and then its going
    ADDRESS = "address"  # to write to the person
    MEETINGS = "meetings"  # what somebody hosts, in a list
    DISCLOSURE = "disclosure"  # for a request by an authority
    # What a host opens.
    DASHBOARD = "dashboard"
    REPORT = "report"
    REPORT_FILE = "report_file"
    IN_REPORT = "in_report"  # their own page of a report
    CORRECTIONS = "corrections"
    MEETING = "meeting"  # the people of a meeting
    IN_MEETING = "in_meeting"  # their own page of a meeting
    PICTURE = "picture"
    ATTENDEES = "attendees"  # My attendees
    IN_ATTENDEES = "in_attendees"  # their own page there
    ATTENDEES_FILE = "people_file"


class Done(StrEnum):
    """What somebody of the provider did, beyond looking."""

    ERASED = "erased"
    WROTE = "wrote"
    SUSPENDED = "suspended"
    RESTORED = "restored"
    SIGN_INS_ENDED = "sign_ins_ended"
    NETWORK_BLOCKED = "network_blocked"
    NETWORK_FREED = "network_freed"
    POSTED = "posted"
    NEWS = "news"


ROLES: Mapping[Role, StrOrPromise] = {Role.PROVIDER: _("The provider"), Role.HOST: _("A host")}
WHATS: Mapping[What, StrOrPromise] = {
    What.SEARCH: _("your name and address, among the results of a search"),
    What.FILE: _("everything that is kept about you"),
    What.LOG_DATA: _("your sign-ins and what you used"),
    What.ERASURE: _("what would go if you were erased"),
    What.ADDRESS: _("your address, to write to you"),
    What.MEETINGS: _("which meetings you host, and when"),
    What.DISCLOSURE: _("what an authority asked for by law"),
    What.DASHBOARD: _("the live dashboard of a meeting you came to, for as long as it was open"),
    What.REPORT: _("the report of a meeting you came to"),
    What.REPORT_FILE: _("a file of the report of a meeting you came to"),
    What.IN_REPORT: _("the page about you in a report: your stays and what you did"),
    What.CORRECTIONS: _("the corrections of a report, or the form to correct your time"),
    What.MEETING: _("the list of people of a meeting, with your name"),
    What.IN_MEETING: _("the page about you in a meeting"),
    What.PICTURE: _("your picture"),
    What.ATTENDEES: _("the list of My attendees, with your name and address"),
    What.IN_ATTENDEES: _("the page about you in My attendees"),
    What.ATTENDEES_FILE: _("the file of My attendees"),
}
#: The same for whoever reads the list of all looks.
SEEN: Mapping[What, StrOrPromise] = {
    What.SEARCH: _("looked at names and addresses"), What.FILE: _("looked at everything kept about them"),
    What.LOG_DATA: _("looked at sign-ins and features used"), What.ERASURE: _("looked at what would go"),
    What.ADDRESS: _("took the address, to write to them"), What.MEETINGS: _("looked at which meetings there are"),
    What.DISCLOSURE: _("looked at what an authority asked for by law"),
}  # fmt: skip
DEEDS: Mapping[Done, StrOrPromise] = {
    Done.ERASED: _("erased a person"), Done.WROTE: _("wrote first"), Done.SUSPENDED: _("suspended an account"),
    Done.RESTORED: _("let an account in again"), Done.SIGN_INS_ENDED: _("ended all sign-ins of an account"),
    Done.NETWORK_BLOCKED: _("blocked a network"), Done.NETWORK_FREED: _("freed a network"),
    Done.POSTED: _("posted a text"), Done.NEWS: _("sent news"),
}  # fmt: skip
