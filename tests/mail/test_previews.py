"""Every letter can be looked at before anybody gets one, and none names a foreign host."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from leavethemeeting.mail import guard, previews
from leavethemeeting.mail.previews import kinds, preview_of, register
from leavethemeeting.shared.environment import environment

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
PACKAGE = Path(guard.__file__).parents[1]
OURS = environment().public_url.partition("//")[2]


def _named(module: Path) -> set[str]:
    """Names of letters in a module that writes some: ``kind="…"`` of a call, and ``return "…", letters.…``."""
    found = set()
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Call):
            given = [word.value for word in node.keywords if word.arg == "kind"]
            found |= {value.value for value in given if isinstance(value, ast.Constant)}
        if isinstance(node, ast.Tuple) and len(node.elts) == 2 and "letters." in ast.unparse(node.elts[1]):
            found |= {first.value for first in node.elts[:1] if isinstance(first, ast.Constant)}
    return {name for name in found if isinstance(name, str)}


def writers() -> list[Path]:
    return [module for module in PACKAGE.rglob("*.py") if "mail.composing import" in module.read_text()]


def test_every_letter_that_code_can_send_has_a_preview() -> None:
    sent = set().union(*(_named(module) for module in writers()))
    assert {"confirm_address", "plugin_link"} <= sent  # the search finds what there is
    assert sent - set(kinds()) == set()


def _writes_content(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef) and node.returns is not None and ast.unparse(node.returns) == "Content"


def letter_functions() -> list[tuple[str, str]]:
    """(slice, function) of all functions of all letters.py that return Content."""
    return [
        (module.parent.name, getattr(node, "name", ""))
        for module in sorted(PACKAGE.glob("*/letters.py"))
        for node in ast.parse(module.read_text()).body
        if _writes_content(node)
    ]


@pytest.mark.parametrize(("slice_", "name"), letter_functions())
def test_every_letter_that_is_written_down_is_in_its_slices_samples(slice_: str, name: str) -> None:
    source = (PACKAGE / slice_ / "letters.py").read_text()
    samples = source.partition("\nSAMPLES")[2]
    assert re.search(rf"\b{name}\b", samples), f"add {name} to SAMPLES in {slice_}/letters.py"


def test_two_letters_cannot_have_one_name() -> None:
    with pytest.raises(ValueError, match="two letters"):
        register(kinds()[0], lambda: pytest.fail("never made"))


@pytest.mark.parametrize("kind", kinds())
def test_no_letter_names_a_foreign_host(kind: str) -> None:
    preview = preview_of(kind)
    for body in (preview.text, preview.html):
        assert set(re.findall(r"(?:https?:)?//([^/\"'\s<>)]+\.?[^/\"'\s<>)]*)", _without_names(body))) <= {OURS}
    assert not re.search(r"<(link|script|iframe|object|form|input)\b|url\(|@import", preview.html)


def _without_names(html: str) -> str:
    """Without XML name spaces, doctypes and the like, which are names and never fetched."""
    return re.sub(r"xmlns(:\w+)?=\"[^\"]*\"", "", html)


@pytest.mark.parametrize("kind", kinds())
def test_every_letter_has_words_for_every_mail_program(kind: str) -> None:
    preview = preview_of(kind)
    assert preview.text.strip() and preview.subject in preview.html.replace("&#x27;", "'")
    assert "prefers-color-scheme: dark" in preview.html
    assert "<!--[if mso" in preview.html  # Outlook draws tables of a fixed width
    assert 'name="viewport"' in preview.html and 'charset="utf-8"' in preview.html
    assert "LANGUAGE" not in preview.html and 'lang="en"' in preview.html


def test_the_committed_letter_is_what_the_mjml_says() -> None:
    check = [sys.executable, "tools/letters.py", "--check"]
    assert subprocess.run(check, cwd=ROOT, check=False).returncode == 0


def test_a_stale_letter_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tools import letters

    stale = tmp_path / "letter.html"
    stale.write_text(letters.compiled().replace("#00794a", "#aa0000"))
    monkeypatch.setattr(letters, "TARGET", stale)
    assert letters.main(["--check"]) == 1
    assert letters.main([]) == 0
    assert letters.main(["--check"]) == 0


def test_the_default_fonts_would_be_noticed() -> None:
    """What the compiler does when nobody says ``fonts={}``: the test above sees it."""
    from mjml import mjml2html

    html = str(mjml2html('<mjml><mj-body><mj-section><mj-column><mj-text font-family="Roboto">x</mj-text></mj-column></mj-section></mj-body></mjml>'))  # fmt: skip
    assert "fonts.googleapis.com" in html


def test_the_provider_looks_at_every_letter_and_nobody_else_does(as_provider: Client, as_alice: Client) -> None:
    listing = as_provider.get("/outbox/previews/").content.decode()
    for kind in kinds():
        assert f'href="/outbox/previews/{kind}/"' in listing
        page = as_provider.get(f"/outbox/previews/{kind}/")
        assert page.status_code == 200 and page.content.decode().count("<iframe") == 2
        frame = as_provider.get(f"/outbox/previews/{kind}/html/")
        assert "img-src 'none'" in frame.headers["Content-Security-Policy"]
        assert as_alice.get(f"/outbox/previews/{kind}/").status_code == 404
    assert as_provider.get("/outbox/previews/unheard_of/").status_code == 404


def test_the_registry_is_filled_by_the_wiring() -> None:
    assert {"news", "policy_changed"} <= set(previews.kinds())
