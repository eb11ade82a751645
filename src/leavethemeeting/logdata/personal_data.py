"""What is stored as log data."""

from __future__ import annotations

from leavethemeeting.domain.promises import Cookie, Table

COOKIES: tuple[Cookie, ...] = ()

TABLES: tuple[Table, ...] = ()
