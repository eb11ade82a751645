"""A real installation behind the recorder, with practice Google in the place of Google."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.journeys.databases import on_disk
from tests.journeys.site import ROOT, Site
from tests.ports import free_port


@dataclass
class RecordedSite(Site):
    """Browsers know ``url``, which is the recorder's; the service listens on ``port`` behind it."""

    front: int = field(default_factory=free_port)
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.front}"

    def environment(self) -> dict[str, str]:
        return super().environment() | self.variables | {"LEAVETHEMEETING_TESTING": "1"}

    def stage(self, *command: str) -> Any:
        """What tests/referrals/stage.py answers."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.referrals.stage", *command],
            cwd=ROOT, env=self.environment(), capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def kept(self) -> dict[str, bytes]:
        """Everything the installation has written: its data folder, its log, and its database to the last page."""
        written = {str(path.relative_to(self.folder)): path.read_bytes() for path in _files(self.folder)}
        return written | (on_disk(self.database_url) if self.database_url else {})

    def memory(self, mark: str) -> int:
        """How often ``mark`` stands in the memory of the service's process, its caches included; -1 where one may not look."""
        assert self.process is not None
        wanted = [form for text in {mark, mark.upper()} for form in (text.encode(), text.encode("utf-16-le"))]
        found = 0
        try:
            regions = Path(f"/proc/{self.process.pid}/maps").read_text().splitlines()
            with Path(f"/proc/{self.process.pid}/mem").open("rb", 0) as memory:
                for region in regions:
                    found += _count(memory, region, wanted)
        except PermissionError:
            return -1
        return found


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _count(memory: Any, region: str, wanted: list[bytes]) -> int:
    bounds, rights, *_rest = region.split()
    if not rights.startswith("rw") or "[v" in region:
        return 0
    first, last = (int(bound, 16) for bound in bounds.split("-"))
    try:
        memory.seek(first)
        held = memory.read(last - first)
    except (OSError, OverflowError, ValueError):
        return 0
    return sum(held.count(form) for form in wanted)
