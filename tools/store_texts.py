"""Writes plugin/store/*.md: what the two shops for extensions ask, answered from what is declared.

    python tools/store_texts.py            write the files
    python tools/store_texts.py --check    write nothing; exit 1 when one is stale

Name and summary come from the plugin's own `_locales`, permissions from its manifest, what it keeps from the register of
what browsers remember, what it may send from the plugin's switches and the data map. A permission without a reason here fails.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import django

from leavethemeeting.domain.promises import Category, Shelf
from leavethemeeting.shared.personal_data import data_map, remembered_register

ROOT = Path(__file__).resolve().parent.parent
STORE = ROOT / "plugin/store"
NOTE = "<!-- Written by tools/store_texts.py; do not edit by hand. -->\n"

#: Why each permission is asked for. One that is asked for and stands not here is a fault, and so is one the other way round.
REASONS = {
    "storage": "Keeps the member's rules, choices and the log of leaves in this browser.",
    "alarms": "Wakes the worker to send what is queued and to read calendars, since it may be stopped at any moment.",
    "notifications": "Shows the countdown when the meeting's tab is in the background, where its overlay cannot be seen.",
    "scripting": "Puts the script that finds and leaves calls into pages of platforms that the member has allowed.",
    "activeTab": "Lets the button leave the call in the tab it is clicked over, without any wider permission.",
}
HOSTS = (
    "A call can run on any website: a meeting platform, one's own Jitsi or BigBlueButton, a WebRTC page. The script looks for a call, "
    "reads who is in it, whether somebody is heard and what the member does there, and presses the page's own leave button. Nothing of it is sent "
    "before the plugin was paired, the kind was switched on, and the member said yes to the host."
)
#: Kinds of the data map that the plugin can send, in the words of the two shops.
SENDS = (
    (Category.PRESENCE, "attendance", "Website activity", "websiteActivity", "when the member entered and left a meeting, and why"),
    (Category.INTERACTION, "chatText", "Personal communications", "personalCommunications", "the member's own messages in the public chat, or only that they wrote"),
    (Category.ACCOUNT, "roster", "Personally identifiable information", "personallyIdentifyingInfo", "for hosts, in their own meetings: the names in the people list"),
)  # fmt: skip
SWITCHES = ("attendance", "hand", "microphone", "camera", "screen", "reactions", "chat", "chatText", "roster", "health")


def messages(locale: str) -> dict[str, str]:
    """The plugin's texts in one language."""
    read = json.loads((ROOT / f"plugin/static/_locales/{locale}/messages.json").read_text())
    return {name: one["message"] for name, one in read.items()}


def manifest(browser: str) -> dict[str, Any]:
    """What the build writes for that browser."""
    ask = f"import('./manifest.mjs').then((file) => console.log(JSON.stringify(file.manifest('{browser}', '0'))))"
    done = subprocess.run(["node", "-e", ask], cwd=ROOT / "plugin", check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _permissions(found: dict[str, Any]) -> list[str]:
    missing = [name for name in found["permissions"] if name not in REASONS]
    if missing:
        raise SystemExit(f"no reason is written for {', '.join(missing)}")
    lines = [f"- `{name}`: {REASONS[name]}" for name in found["permissions"]]
    optional = found.get("optional_host_permissions", [])
    hosts = [
        *found.get("host_permissions", []),
        *(page for one in found.get("content_scripts", []) for page in one["matches"]),
    ]
    if hosts:
        lines.append(f"- Websites (`{'`, `'.join(dict.fromkeys(hosts))}`): {HOSTS}")
    if optional:
        lines.append(f"- Websites, asked for one at a time (`{'`, `'.join(optional)}`): {HOSTS}")
    return lines


def description(texts: dict[str, str]) -> str:
    """The long text of both shops: what it does, what stays, what may be sent, one switch a line."""
    sent = [f"- {texts[f'switch_{name}']}: {texts[f'about_{name}']}" for name in SWITCHES]
    rules = [f"- {texts[name]}" for name in texts if name.startswith("name_") and name != "name_member"]
    return "\n".join([
        texts["description"], "", f"**{texts['plan_title']}** {texts['plan_text']}", "", *rules, "",
        f"**{texts['policy_here_title']}** {texts['policy_looks']} {texts['policy_keeps']}", "",
        f"**{texts['policy_sent_title']}** {texts['policy_nothing_leaves']} {texts['policy_paired']}", "", *sent,
    ])  # fmt: skip


def listing() -> str:
    """Name, summary and description in each language."""
    parts = [NOTE, "# Store listing\n"]
    for locale in ("en", "de"):
        texts = messages(locale)
        parts.append(
            f"## {locale}\n\nName: {texts['name']}\n\nSummary: {texts['description']}\n\n{description(texts)}\n"
        )
    return "\n".join(parts)


def _kept() -> list[str]:
    shelves = (Shelf.PLUGIN, Shelf.PLUGIN_DATABASE, Shelf.PLUGIN_SESSION)
    return [
        f"- `{one.name}`: {one.note} ({', '.join(one.clauses)})"
        for one in remembered_register().values()
        if one.shelf in shelves
    ]


def _in_map(category: Category) -> str:
    held = any(column.category is category for table in data_map().values() for column in table.columns.values())
    if not held:
        raise SystemExit(f"the data map stores nothing of kind {category}, so nothing of it may be declared as sent")
    return f"docs/data-map.md, kind *{category.value}*"


def chrome() -> str:
    """The answers to the Chrome Web Store's privacy tab."""
    found = manifest("chromium")
    rows = [
        f"| {kind} | yes, after pairing and a switch of its own | {what} | {_in_map(category)} |"
        for category, _switch, kind, _amo, what in SENDS
    ]
    nots = (
        "Health information",
        "Financial and payment information",
        "Authentication information",
        "Location",
        "Web history",
        "Website content beyond the above",
    )
    rows += [f"| {one} | no | | |" for one in nots]
    return "\n".join([
        NOTE, "# Chrome Web Store: privacy practices\n", "## Single purpose\n",
        "Leaves online meetings by rules that the member sets, and, if the member says so, records when they were in them.\n",
        "## Permissions\n", *_permissions(found), "",
        "## Remote code\n\nNone. Everything that runs is in the package; calendars and answers of the service are read as data.\n",
        "## Data\n", "| kind | collected | what | where it is declared |", "|---|---|---|---|", *rows, "",
        "Nothing is collected before the first page was passed, the plugin was paired, and the switch for that kind was turned on. All switches are off at first.\n",
        "## Certified\n", "- Not sold or given to third parties outside the described use.", "- Not used for purposes unrelated to the single purpose.", "- Not used for creditworthiness or lending.\n",
        "## Kept in the browser only\n", *_kept(), "",
    ])  # fmt: skip


def amo() -> str:
    """What addons.mozilla.org asks, and what the manifest says to it."""
    found = manifest("firefox")
    asked = found["browser_specific_settings"]["gecko"]["data_collection_permissions"]
    optional = asked.get("optional", [])
    known = {one[3]: one[4] for one in SENDS}
    unknown = [name for name in optional if name not in known]
    if unknown or asked["required"] != ["none"]:
        raise SystemExit(f"the manifest declares {asked} to Mozilla, which the data map does not carry")
    lines = [f"- `{name}`: {known[name]}" for name in optional] or ["- none yet: this build sends nothing"]
    return "\n".join([
        NOTE, "# addons.mozilla.org\n", "## data_collection_permissions\n",
        "Required: `none`. Optional, asked for by Firefox when the member turns the switch on:\n", *lines, "",
        "## Permissions\n", *_permissions(found), "",
        "## Notes to reviewers\n\nBuilt by `npm ci && npm run build --workspace plugin`; the ZIP file comes out the same byte for byte. No library is bundled.\n",
    ])  # fmt: skip


def written() -> dict[str, str]:
    """Each file's text by its name."""
    return {"listing.md": listing(), "chrome-web-store.md": chrome(), "addons-mozilla-org.md": amo()}


def main() -> int:
    """Write the files, or compare them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leavethemeeting.project.settings")
    django.setup()
    stale = [
        name for name, text in written().items() if not (STORE / name).exists() or (STORE / name).read_text() != text
    ]
    if "--check" in sys.argv:
        return 1 if stale else 0
    STORE.mkdir(exist_ok=True)
    for name, text in written().items():
        (STORE / name).write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
