"""Loads every slice's ``personal_data.py`` into the one frozen data map and cookie register."""

from __future__ import annotations

from leavethemeeting.accesslog import personal_data as accesslog
from leavethemeeting.accounts import personal_data as accounts
from leavethemeeting.accounts.social import personal_data as social
from leavethemeeting.attendance import personal_data as attendance
from leavethemeeting.consent import personal_data as consent
from leavethemeeting.evidence import personal_data as evidence
from leavethemeeting.logdata import personal_data as logdata
from leavethemeeting.mail import personal_data as mail
from leavethemeeting.meetings import personal_data as meetings
from leavethemeeting.privacy import personal_data as privacy
from leavethemeeting.project import personal_data as project
from leavethemeeting.provider import personal_data as provider
from leavethemeeting.referrals import personal_data as referrals
from leavethemeeting.registers import personal_data as registers
from leavethemeeting.rights import personal_data as rights
from leavethemeeting.room import personal_data as room
from leavethemeeting.safety import personal_data as safety
from leavethemeeting.shared.personal_data import fill, fill_cookies, fill_remembered
from leavethemeeting.website import personal_data as website

_TABLES = (
    project, accesslog, consent, mail, logdata, accounts, social, website, meetings, referrals, safety, attendance, room,
    privacy, provider, registers, evidence, rights,
)  # fmt: skip
_COOKIES = (project, consent, logdata, accounts, social, website, referrals, provider)


def load() -> None:
    """Enter every declaration. Raises ValueError when a table or a cookie is declared twice."""
    for declared in _TABLES:
        fill(declared.TABLES)
    for declared in _COOKIES:
        fill_cookies(declared.COOKIES)
    for declared in (room, website):
        fill_remembered(declared.REMEMBERED)
