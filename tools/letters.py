"""Compile the letters' MJML into the Django template that is committed beside it.

    python tools/letters.py          write letter.html
    python tools/letters.py --check  say whether it is up to date (a test runs this)

Mail programs need tables, inline styles and conditional comments; MJML writes them. It is compiled here
and not at run time, so that an installation needs no compiler, and without its default fonts, which
every letter would otherwise load from a foreign host.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from mjml import mjml2html

FOLDER = Path(__file__).resolve().parents[1] / "src/leavethemeeting/mail/templates/mail"
SOURCE, TARGET = FOLDER / "letter.mjml", FOLDER / "letter.html"
NOTE = "{# Compiled from letter.mjml by tools/letters.py: change it there. #}"
HEAD = "{% load i18n %}{% get_current_language as language %}{% get_current_language_bidi as bidi %}"


def compiled() -> str:
    """The Django template for letter.html. Raises ValueError when the MJML has mistakes."""
    html = str(mjml2html(SOURCE.read_text(encoding="utf-8"), fonts={}, disable_comments=True))
    html = html.replace('"LANGUAGE"', "\"{{ language|default:'en' }}\"")
    html = html.replace('"DIRECTION"', "\"{{ bidi|yesno:'rtl,ltr,ltr' }}\"")
    html = html.replace('aria-roledescription="email"', "aria-roledescription=\"{% translate 'letter' %}\"")
    html = html.replace(' xmlns="http://www.w3.org/1999/xhtml"', "")  # HTML needs none, and it names a foreign host
    html = re.sub(r"(<meta http-equiv=\"Content-Type\"[^>]*>)", "", html).replace(
        "<head>", '<head><meta charset="utf-8">'
    )
    return f"{NOTE}{HEAD}{html.strip()}\n"


def main(arguments: list[str]) -> int:
    fresh = compiled()
    if "--check" not in arguments:
        TARGET.write_text(fresh, encoding="utf-8")
        return 0
    if TARGET.read_text(encoding="utf-8") == fresh:
        return 0
    print("letter.html is not what letter.mjml says; run: python tools/letters.py")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
