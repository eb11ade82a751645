"""Takes the landing page's screenshots from the demonstration, as WebP, in light and dark, for large and small screens.

    python tools/landing_pictures.py [--site URL]

Without ``--site`` a fresh demonstration is served for it. Sizes stand in website/pictures.py; a test holds the
files to them.
"""

from __future__ import annotations

import argparse
import io
import shutil
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from screenshots import FLAGS, ROOT, addresses, demonstration, sign_in

from leavethemeeting.website.pictures import PICTURES, Picture

INTO = ROOT / "src/leavethemeeting/website/static/website"
SHARP = 1.4  # device pixels for each CSS pixel: shown at about half their size, so sharp enough for any display
QUALITY = 62


@dataclass(frozen=True)
class Shot:
    """Where a picture is taken: the page's name in ``screenshots.addresses`` or its path, and what stands on top."""

    page: str
    top: str
    member: bool
    clears: str = ".crumbs"  # what would be cut through at the upper edge


SHOTS = {
    "dashboard": Shot("dashboard", "main h1", True),
    "timeline": Shot("report", "section:has(> #timeline)", True),
    "door": Shot("join", "main h1", False),
    "policy": Shot("/privacy/", "h2:has(~ .table-wrap), .table-wrap", False, clears="article > :is(p, ul)"),
}


def scrolled_to(page: Page, shot: Shot) -> None:
    """Put the wanted part at the upper edge, with a little air; the demonstration's banner and the header stay away."""
    page.evaluate(
        """([selector, clears]) => {
            for (const part of document.querySelectorAll('.demo-banner, .site-header, .site-footer, ' + clears)) part.remove();
            const top = document.querySelector(selector).getBoundingClientRect().top + scrollY;
            scrollTo({ top: top - 20, behavior: 'instant' });
        }""",
        [shot.top, shot.clears],
    )


def take(page: Page, shot: Shot, address: Callable[[str], str], picture: Picture, suffix: str) -> None:
    page.goto(address(shot.page))
    page.wait_for_timeout(1500)
    page.evaluate("document.fonts.ready")
    scrolled_to(page, shot)
    page.wait_for_timeout(200)
    image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    file = INTO / f"{picture.name}{suffix}.webp"
    image.save(file, "WEBP", quality=QUALITY, method=6)
    print(f"{file.name}: {file.stat().st_size / 1000:.0f} kB")


def look_at(browser: Browser, site: str, names: list[str]) -> None:
    context = browser.new_context(base_url=site)
    page = context.new_page()
    sign_in(page)
    state, pages = context.storage_state(), addresses(page)
    context.close()
    for suffix, phone, scheme in (("", False, "light"), ("-dark", False, "dark"), ("-phone", True, "light"), ("-phone-dark", True, "dark")):  # fmt: skip
        for name, picture in PICTURES.items():
            if names and name not in names:
                continue
            shot = SHOTS[name]
            size = (picture.phone_width, picture.phone_height) if phone else (picture.width, picture.height)
            own = browser.new_context(
                base_url=site, storage_state=state if shot.member else None, reduced_motion="reduce", device_scale_factor=2 if phone else SHARP,
                viewport={"width": size[0], "height": size[1]}, color_scheme="dark" if scheme == "dark" else "light",
            )  # fmt: skip
            take(own.new_page(), shot, lambda page: pages.get(page, page), picture, suffix)
            own.close()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--site")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    INTO.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        if options.site:
            look_at(browser, options.site, options.names)
        else:
            with demonstration() as site:
                look_at(browser, site, options.names)
        browser.close()


if __name__ == "__main__":
    main()
