"""What a browser asks for a ticket with."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta


class TicketWish(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``tab``: a name that this page of this browser made for itself; it outlives a reload."""

    tab: Annotated[str, Meta(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]


read_wish = msgspec.json.Decoder(TicketWish).decode
