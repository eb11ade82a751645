"""What is stored about the policy and about consent."""

from __future__ import annotations

from leavethemeeting.domain.promises import Cookie, Table

COOKIES: tuple[Cookie, ...] = ()

TABLES: tuple[Table, ...] = ()
