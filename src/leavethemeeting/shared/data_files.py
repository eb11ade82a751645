"""Every file that this service writes below ``DATA_DIR``, and what of anybody is in it.

A test drives a real service and compares. Where the database is PostgreSQL, the first line is not there.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DataFile:
    """``pattern`` as of ``fnmatch``, relative to the folder."""

    pattern: str
    holds: str


FILES = (
    DataFile("leavethemeeting.sqlite3*", "the database with its write-ahead log: everything in the data map"),
    DataFile("secret-key", "the installation's own key"),
    DataFile("server.lock", "the number of the process that serves"),
    DataFile("migration.lock", "nothing"),
    DataFile("proxy-seen", "nothing; its date says when a request last came through a proxy"),
    DataFile("tls/*", "the certificate that `serve --lan` makes, and its keys"),
    DataFile("undeclared-egress", "names of machines that nothing here should talk to, and how often"),
)
