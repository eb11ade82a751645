"""A ticket is good once, and not after the access it tells of was revoked."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import pytest

from leavethemeeting.realtime.commons import make_services
from leavethemeeting.realtime.nonces import Nonces
from leavethemeeting.shared.environment import environment
from leavethemeeting.shared.tickets import LIFE_MS, Purpose, Ticket, new_nonce
from leavethemeeting.shared.wakeups import ACCESS, ring
from tests.realtime.logside import database_under_test

NOW = 1_800_000_000_000


def ticket(issued_at: int) -> Ticket:
    return Ticket(
        purpose=Purpose.ROOM, meeting=uuid4(), occurrence=uuid4(), expires_at=issued_at + LIFE_MS, nonce=new_nonce(),
        user=uuid4(), attendee=uuid4(), session="c" * 32,
    )  # fmt: skip


def test_a_ticket_is_good_for_one_use() -> None:
    nonces, one = Nonces(), ticket(NOW)
    assert nonces.use(one, NOW) is True
    assert nonces.use(one, NOW + LIFE_MS - 1) is False


@pytest.mark.parametrize("kind", ["user", "session", "attendee", "meeting"])
def test_a_ticket_from_before_signing_out_opens_nothing_afterwards(kind: str) -> None:
    nonces, old = Nonces(), ticket(NOW)
    nonces.revoke(f"{kind}:{getattr(old, kind)}", NOW + 1_000)
    assert nonces.use(old, NOW + 2_000) is False
    assert nonces.use(ticket(NOW), NOW + 2_000) is (kind != "session"), (
        "of others only those of the same session are lost"
    )


def test_whoever_comes_back_with_a_fresh_ticket_comes_in() -> None:
    nonces, fresh = Nonces(), ticket(NOW + 1_001)
    nonces.revoke(f"user:{fresh.user}", NOW + 1_000)
    assert nonces.use(fresh, NOW + 1_500) is True


@pytest.mark.django_db(transaction=True)
def test_the_running_service_hears_of_revocations() -> None:
    async def story() -> None:
        services = make_services(environment(), database_under_test())
        await services.start()
        try:
            old = ticket(services.clock() - 1_000)
            ring(ACCESS, f"session:{old.session}")
            await asyncio.sleep(0.1)
            assert services.nonces.use(old, services.clock()) is False
        finally:
            await services.stop()

    asyncio.run(story())
