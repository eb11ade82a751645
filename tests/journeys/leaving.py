"""What tried to leave the network of the journeys, whichever program it was, against the register of recipients (C35)."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from leavethemeeting.shared.egress import declared_hosts
from leavethemeeting.shared.environment import Environment

LOG = "LEAVETHEMEETING_EGRESS_LOG"

#: What browsers ask of their own makers, whatever page is open. The product neither causes nor can prevent it.
BROWSERS: dict[str, str] = {
    r"update\.googleapis\.com": "Chromium: updates of its own parts",
    r"content-autofill\.googleapis\.com": "Chromium: asks what the boxes of a form may be called, to fill them in",
    r"[a-z]+-pa\.googleapis\.com": "Chromium: its private interfaces, hints for loading pages among them",
    r"(safebrowsing|sb-ssl|safebrowsingohttpgateway)\.googleapis\.com": "Chromium: its lists of dangerous sites",
    r"((clients\d?|dl)\.google|(.+\.)?gvt1)\.com": "Chromium: time, and updates of its own parts",
    r"[a-z]{7,15}": "Chromium: random words, to find out whether the network answers for names that do not exist",
    r"(.+\.)?mozilla\.(com|net|org)": "Firefox: its settings, lists and versions; the product uses no machine of Mozilla's",
    r"(detectportal\.firefox\.com|ipv4only\.arpa)": "Firefox: asks what kind of network it is in",
}  # fmt: skip


#: Names of other people's services under which a journey serves pages itself. The browser still asks what they are called;
#: each journey says so for itself, and only its own run lets them pass.
pretended: set[str] = set()


def pretends(*hosts: str) -> None:
    """For a journey's module: its pages stand under these names."""
    pretended.update(hosts)


def is_a_browsers_own(name: str) -> bool:
    """Whether a browser asks for this host by itself."""
    return any(re.fullmatch(pattern, name) for pattern in BROWSERS)


def attempts(log: Path) -> list[dict[str, Any]]:
    """Every line of the log after the first."""
    return [told for line in log.read_text(encoding="utf-8").splitlines() if "trap" not in (told := json.loads(line))]


def trap(log: Path) -> str:
    """Whether the trap stood: ``stands``, or why not."""
    return str(json.loads(log.read_text(encoding="utf-8").partition("\n")[0])["trap"])


def undeclared(told: Iterable[dict[str, Any]], seen: Environment) -> list[str]:
    """Names and addresses that are in no register and are no browser's own."""
    known = declared_hosts(seen) | {"localhost"} | pretended
    found = []
    for one in told:
        name = str(one.get("name") or one.get("to"))
        own = is_a_browsers_own(name) and "name" in one
        if name not in known and not name.endswith((".localhost", ".in-addr.arpa", ".ip6.arpa")) and not own:
            found.append(name if "name" in one else f"{name} port {one['port']} ({one['how']})")
    return found


def log_of_this_run() -> Path | None:
    """None where ``tools/hermetic.sh`` did not run this."""
    path = os.environ.get(LOG)
    return Path(path) if path else None
