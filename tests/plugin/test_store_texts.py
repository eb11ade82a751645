"""What the shops for extensions are told: written from what is declared, and of today."""

from __future__ import annotations

import pytest
from tools.store_texts import REASONS, STORE, SWITCHES, manifest, messages, written

from leavethemeeting.domain.promises import Shelf
from leavethemeeting.shared.personal_data import remembered_register


def test_the_files_are_written_from_the_declarations_of_today() -> None:
    for name, text in written().items():
        assert (STORE / name).read_text() == text, "run: python tools/store_texts.py"


@pytest.mark.parametrize("browser", ["chromium", "firefox"])
def test_every_permission_has_its_reason_in_the_shop_it_goes_to(browser: str) -> None:
    file = "chrome-web-store.md" if browser == "chromium" else "addons-mozilla-org.md"
    asked = manifest(browser)["permissions"]
    assert set(asked) <= set(REASONS)
    assert all(f"- `{name}`: {REASONS[name]}" in written()[file] for name in asked)


def test_every_switch_and_everything_that_is_kept_is_told() -> None:
    texts, listing = messages("en"), written()["listing.md"]
    assert {name.removeprefix("switch_") for name in texts if name.startswith("switch_")} == set(SWITCHES)
    assert all(texts[f"about_{name}"] in listing for name in SWITCHES)
    kept = [one for one in remembered_register().values() if one.shelf in (Shelf.PLUGIN, Shelf.PLUGIN_SESSION)]
    assert all(one.note in written()["chrome-web-store.md"] for one in kept)


def test_what_stays_in_storage_is_told_on_the_settings_page() -> None:
    """`kept_<name>` for each name on the plugin's shelf, in each language."""
    names = {one.name for one in remembered_register().values() if one.shelf is Shelf.PLUGIN}
    for locale in ("en", "de"):
        assert names <= {name.removeprefix("kept_") for name in messages(locale) if name.startswith("kept_")}
