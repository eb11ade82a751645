"""Nothing lost, nothing twice: the plugin's own modules deliver five hundred events to a real service that is killed and comes back."""

from __future__ import annotations

import json
import random
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.site import Site

ROOT = Path(__file__).resolve().parents[2]
LINK = "https://meet.google.com/abc-defg-hij"


def _driver(folder: Path) -> Path:
    built = folder / "driver.mjs"
    subprocess.run(
        [ROOT / "node_modules/.bin/esbuild", "plugin/tests/attendance/driver.ts", "--bundle", "--platform=node",
         "--format=esm", "--log-level=warning", f"--outfile={built}"],
        cwd=ROOT, check=True,
    )  # fmt: skip
    return built


@pytest.mark.parametrize("seed", [1])
def test_the_services_log_is_what_was_seen(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    site = Site(tmp_path)
    site.start()
    try:
        told = site.scene("paired_plugin", link=LINK)
        site.kill()  # the call begins while the service is down
        deaths = ",".join(str(chance.randrange(510)) for _ in range(8))
        plugin = subprocess.Popen(
            ["node", _driver(tmp_path), site.url, told["token"], deaths], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )  # fmt: skip
        for _ in range(3):
            time.sleep(chance.uniform(0.2, 1.0))
            site.start()
            time.sleep(chance.uniform(0.3, 1.5))
            site.kill()
        site.start()
        out, err = plugin.communicate(timeout=120)
        assert plugin.returncode == 0, err
        said: dict[str, Any] = json.loads(out.splitlines()[-1])
        kept = site.scene("recorded", occurrence=told["occurrence"])
    finally:
        site.kill()
    assert (said["state"]["waiting"], said["refused"]) == (0, [])
    assert len(said["truth"]) >= 500
    assert kept["events"] == said["truth"]
    assert kept["sources"] == 1
    assert kept["stays"] == {"Bob Baker": [[said["begin"], said["begin"] + 509_000]]}
