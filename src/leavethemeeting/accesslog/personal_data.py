"""What is stored about who looked at whom."""

from __future__ import annotations

from leavethemeeting.domain.promises import Cookie, Table

COOKIES: tuple[Cookie, ...] = ()

TABLES: tuple[Table, ...] = ()
