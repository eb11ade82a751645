"""Loads every slice's ``personal_data.py`` into the one frozen data map."""

from __future__ import annotations

from leavethemeeting.accounts import personal_data as accounts
from leavethemeeting.attendance import personal_data as attendance
from leavethemeeting.mail import personal_data as mail
from leavethemeeting.meetings import personal_data as meetings
from leavethemeeting.project import personal_data as project
from leavethemeeting.room import personal_data as room
from leavethemeeting.shared.personal_data import fill


def load() -> None:
    """Enter every declaration. Raises ValueError when a table is declared twice."""
    for declared in (project, mail, accounts, meetings, attendance, room):
        fill(declared.TABLES)
