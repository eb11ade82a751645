"""What is stored about invitations: never an address."""

from __future__ import annotations

from leavethemeeting.domain.promises import Cookie, Table

COOKIES: tuple[Cookie, ...] = ()

TABLES: tuple[Table, ...] = ()
