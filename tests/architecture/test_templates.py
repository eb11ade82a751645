"""Every text of a template can be translated: none stands outside ``translate`` and ``blocktranslate``."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "src/leavethemeeting"
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))

_COMMENT = re.compile(r"{#.*?#}|{% comment.*?%}.*?{% endcomment %}", re.DOTALL)
_TRANSLATED = re.compile(r"{% blocktrans(?:late)?\b.*?%}.*?{% endblocktrans(?:late)? %}", re.DOTALL)
_LOOKS = re.compile(r"{% block wide %}\w*{% endblock %}")  # a class name
_TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
_HANDED_ON = re.compile(r"{% (?:include|with)\b(.*?)%}", re.DOTALL)
_LITERAL = re.compile(r"\b(?!class\b)\w+=(?P<quote>[\"'])(?P<text>.*?)(?P=quote)")
#: Attributes that a person reads or hears.
_SPOKEN = {"alt", "title", "aria-label", "aria-description", "aria-roledescription", "placeholder"}
_UNREAD = {"script", "style", "pre"}  # what machines read; ``pre`` holds commands
#: Not words of a language: the product's name, the people of the example, what a browser is told, file names and addresses.
_NAMES = re.compile(
    r"LeaveTheMeeting|&\w+;|https?://\S*|\b[\w.-]+\.csv\b|\bCSV\b|\bUTF-8\b|\bSHA-256\b|\b(?:Alice|Bob|Carol|Dora|Emil)\b"
)


class _Texts(HTMLParser):
    """Collects what a person would read."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unread += tag in _UNREAD
        self.texts += [value for name, value in attrs if name in _SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        self._unread -= tag in _UNREAD

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.texts.append(data)


def bare(template: str) -> list[str]:
    """The texts of ``template`` that a translator never sees."""
    source = _TRANSLATED.sub("", _LOOKS.sub("", _COMMENT.sub("", template)))
    handed = [found["text"] for tag in _HANDED_ON.findall(source) for found in _LITERAL.finditer(tag)]
    parser = _Texts()
    parser.feed(_TAG.sub("", source))
    parser.close()
    words = [*parser.texts, *(text for text in handed if re.search(r"[A-Za-z] [A-Za-z]|^[A-Z]", text))]
    return [text.strip() for text in words if re.search(r"[^\W\d_]{2,}", _NAMES.sub("", text))]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_text_can_be_translated(path: Path) -> None:
    assert bare(path.read_text()) == []


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ('<p>{% translate "Hello" %} · 12 {{ name }}</p>', []),
        ("{% blocktranslate %}Hello <b>you</b>{% endblocktranslate %}", []),
        ('<input placeholder="Find a name">', ["Find a name"]),
        ('<a aria-label="{% translate "Close" %}" class="button primary">×</a>', []),
        ("{% if x %}yes{% endif %}", ["yes"]),
        ('{% include "x.html" with title="No meetings" class="big" only %}', ["No meetings"]),
        ("{# a note #}<script>let word = 1</script>LeaveTheMeeting", []),
    ],
)
def test_the_search_finds_what_it_should_and_no_more(template: str, found: list[str]) -> None:
    assert bare(template) == found
