"""Which networks are blocked, which accounts suspended."""

from __future__ import annotations

from datetime import datetime
from ipaddress import ip_address, ip_network
from uuid import UUID

from leavethemeeting.safety.models import NetworkBlock, Suspension


def standing_blocks(now: datetime) -> list[NetworkBlock]:
    """Blocks that hold, the newest first."""
    return list(NetworkBlock.objects.filter(freed_at=None, until__gt=now).order_by("-blocked_at"))


def block_of(ip: str, blocks: list[NetworkBlock]) -> NetworkBlock | None:
    """The block that an address falls under, if any; an IPv4 address written as IPv6 is the IPv4 one."""
    try:
        address = ip_address(ip)
    except ValueError:
        return None
    if address.version == 6 and address.ipv4_mapped:
        address = address.ipv4_mapped
    return next((block for block in blocks if address in ip_network(block.network)), None)


def standing_suspension(user_id: UUID) -> Suspension | None:
    """Why a member's account is closed by the provider, if it is."""
    return Suspension.objects.filter(user_id=user_id, lifted_at=None).first()
