"""Every scheduled duty in one table. A duty is a plain function of ``now``."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from django.db import DatabaseError, close_old_connections

from leavethemeeting.accesslog.actions import forget_old_looks
from leavethemeeting.accounts.jobs import (
    delete_expired_sessions,
    delete_never_verified,
    forget_devices,
)
from leavethemeeting.accounts.pairing.plugins import end_idle_plugins
from leavethemeeting.accounts.social.links import forget_deletion_requests
from leavethemeeting.attendance.forgetting import forget_expired, forget_seats
from leavethemeeting.consent.jobs import forget_old_proofs
from leavethemeeting.evidence.jobs import check_by_the_clock, forget_old_checks
from leavethemeeting.logdata.errors import write_noted
from leavethemeeting.logdata.jobs import forget_old_entries, forget_old_errors, forget_old_readings, shorten_addresses
from leavethemeeting.mail.delivery import deliver_due
from leavethemeeting.mail.jobs import delete_old_letters, forget_what_is_over
from leavethemeeting.mail.mailings import write_due
from leavethemeeting.meetings.actions.giving import expire_offers
from leavethemeeting.meetings.jobs import close_forgotten
from leavethemeeting.privacy.jobs import carry_out_orders, end_accounts
from leavethemeeting.provider.jobs import watch_adapters
from leavethemeeting.referrals.jobs import forget_old_invitations
from leavethemeeting.registers.notices import tell_due
from leavethemeeting.registers.telling import forget_old as forget_affected
from leavethemeeting.registers.telling import write_due as write_about_incidents
from leavethemeeting.rights.exports import make_due
from leavethemeeting.rights.forgetting import forget_old_codes, forget_old_exports
from leavethemeeting.room.queries import occupied
from leavethemeeting.safety.actions import forget_old
from leavethemeeting.shared.duty_runs import Diary, forget_others
from leavethemeeting.shared.jobs import delete_expired_limits
from leavethemeeting.shared.wakeups import EXPORTS, LETTERS, listen
from leavethemeeting.website.jobs import close_silent_cases, delete_old_cases, delete_old_requests

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Duty:
    """``do(now=…)`` at least every ``every_s`` seconds, and when ``bell`` rings."""

    name: str
    every_s: float
    do: Callable[..., object]
    bell: str = ""


def _close_forgotten(*, now: datetime) -> int:
    return close_forgotten(now=now, occupied=partial(occupied, now=now))


DUTIES = (
    Duty("write letters to lists", 10, write_due, bell=LETTERS),
    Duty("write letters about incidents", 10, write_about_incidents, bell=LETTERS),
    Duty("tell persons of disclosures, and remind of duties to keep silent", 600, tell_due),
    Duty("forget whom an incident affected", 3600, forget_affected),
    Duty("deliver letters", 10, deliver_due, bell=LETTERS),
    Duty("make copies of people's data", 10, make_due, bell=EXPORTS),
    Duty("forget copies that were taken or are over", 600, forget_old_exports),
    Duty("forget codes for guests", 3600, forget_old_codes),
    Duty("close forgotten meetings", 60, _close_forgotten),
    Duty("end offers of meetings that nobody answered", 3600, expire_offers),
    Duty("forget seats of meetings that record no individuals", 60, forget_seats),
    Duty("forget evidence whose days are over", 3600, forget_expired),
    Duty("forget old letters", 600, delete_old_letters),
    Duty("forget links, ways out and dead addresses of letters", 3600, forget_what_is_over),
    Duty("forget what Meta asked to erase", 3600, forget_deletion_requests),
    Duty("forget sign-ups that were never confirmed", 600, delete_never_verified),
    Duty("erase whoever is to be erased", 10, carry_out_orders),
    Duty("delete members who asked for it", 600, end_accounts),
    Duty("shorten addresses of sessions and forget old devices", 3600, forget_devices),
    Duty("disconnect plugins that are silent or over", 3600, end_idle_plugins),
    Duty("forget who looked, after three years", 3600, forget_old_looks),
    Duty("forget blocks and suspensions that are over", 3600, forget_old),
    Duty("write noted errors", 10, write_noted),
    Duty("shorten addresses of log data", 600, shorten_addresses),
    Duty("forget old log data", 600, forget_old_entries),
    Duty("forget old errors", 3600, forget_old_errors),
    Duty("forget what plugins could read, after a day", 600, forget_old_readings),
    Duty("tell the operator what plugins cannot read", 60, watch_adapters),
    Duty("forget old proofs of acceptance and consent", 3600, forget_old_proofs),
    Duty("forget old invitations", 3600, forget_old_invitations),
    Duty("forget expired sessions", 600, delete_expired_sessions),
    Duty("forget expired rate limits", 600, delete_expired_limits),
    Duty("forget who asked for the plugin's link", 600, delete_old_requests),
    Duty("close cases in which nobody writes any more", 3600, close_silent_cases),
    Duty("forget old cases", 600, delete_old_cases),
    Duty("check what is promised", 600, check_by_the_clock),
    Duty("forget old self-checks", 3600, forget_old_checks),
)


def _once(duty: Duty, diary: Diary) -> None:
    began, failure = datetime.now(UTC), ""
    try:
        duty.do(now=began)
    except Exception as error:  # one duty that fails must not end its thread
        failure = type(error).__name__
        log.exception("the duty to %s failed; it is tried again in %s s", duty.name, duty.every_s)
    try:
        diary.write(began=began, ended=datetime.now(UTC), failure=failure)
    except DatabaseError as error:  # the diary is for people; the duty itself is done
        log.warning("how the duty to %s went could not be written: %s", duty.name, type(error).__name__)


def _keep(duty: Duty, stop: threading.Event, wake: threading.Event) -> None:
    diary = Diary(duty.name, duty.every_s)
    while not stop.is_set():
        wake.clear()
        close_old_connections()
        _once(duty, diary)
        wake.wait(duty.every_s)


def _wake(wake: threading.Event, _reference: str) -> None:
    wake.set()


@contextlib.contextmanager
def running() -> Iterator[None]:
    """Keep all duties, each in a thread of its own, while the service runs."""
    forget_others([duty.name for duty in DUTIES])
    stop = threading.Event()
    wakes = [threading.Event() for _ in DUTIES]
    silences = [listen(duty.bell, partial(_wake, wake)) for duty, wake in zip(DUTIES, wakes, strict=True) if duty.bell]
    for duty, wake in zip(DUTIES, wakes, strict=True):
        threading.Thread(target=_keep, args=(duty, stop, wake), name=duty.name, daemon=True).start()
    try:
        yield
    finally:
        stop.set()
        for wake in wakes:
            wake.set()
        for silence in silences:
            silence()
