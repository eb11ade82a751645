"""A real installation whose database can be copied away and brought back, as an operator does it."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.with_postgres import newest

from tests.journeys.site import ROOT, Site


@dataclass
class Installation(Site):
    """A site, its stage hand (tests/privacy/stage.py), and its backups."""

    def stage(self, command: str, **arguments: Any) -> Any:
        done = subprocess.run(
            [sys.executable, "-m", "tests.privacy.stage", command, json.dumps(arguments)],
            cwd=ROOT, env=self.environment() | {"LEAVETHEMEETING_TESTING": "1"}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "leavethemeeting", *words],
            cwd=self.folder, env=self.environment(), capture_output=True, text=True, check=False,
        )  # fmt: skip

    @property
    def database(self) -> Path:
        return self.folder / "data" / "leavethemeeting.sqlite3"

    def back_up(self) -> Path:
        """docs/provider/backup.md: SQLite's own backup, which the write-ahead log is part of; or a dump."""
        if not self.database_url:
            kept = self.folder / "backup.sqlite3"
            with closing(sqlite3.connect(self.database)) as source, closing(sqlite3.connect(kept)) as copy:
                source.backup(copy)
            return kept
        kept = self.folder / "backup.sql"
        kept.write_bytes(self.dump())
        return kept

    def restore(self, backup: Path) -> None:
        """docs/provider/backup.md, step by step; the folder ``erased`` is left as it is."""
        assert self.process is None
        if not self.database_url:
            for old in self.database.parent.glob(f"{self.database.name}-*"):
                old.unlink()
            shutil.copy(backup, self.database)
            return
        tool = [newest("psql"), "--quiet", "--set", "ON_ERROR_STOP=1", self.database_url]
        subprocess.run(
            [*tool, "--command", "DROP SCHEMA public CASCADE; CREATE SCHEMA public"], check=True, capture_output=True
        )
        subprocess.run([*tool, "--file", str(backup)], check=True, capture_output=True)

    def dump(self) -> bytes:
        return subprocess.run([newest("pg_dump"), self.database_url], check=True, capture_output=True).stdout

    def written(self) -> dict[str, bytes]:
        """Everything the installation has on its disk, and of PostgreSQL a dump: what nobody may be found in."""
        files = [path for path in (self.folder / "data").rglob("*") if path.is_file()]
        kept = {str(path.relative_to(self.folder)): path.read_bytes() for path in files}
        kept["serve.log"] = (self.folder / "serve.log").read_bytes()
        return kept | ({"dump": self.dump()} if self.database_url else {})
