"""The posted Markdown as HTML: no HTML of its own, an anchor for each heading and clause, tables that fit a phone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from leavethemeeting.consent.filling import MARK


@dataclass(frozen=True, slots=True)
class Rendered:
    """``summary`` stands before the first heading; ``contents`` are (anchor, heading)."""

    summary: SafeString
    contents: tuple[tuple[str, str], ...]
    body: SafeString


def anchor_of(heading: str) -> str:
    """``Children's Privacy`` → ``childrens-privacy``."""
    return slugify(heading)


def _heading_of(tokens: Sequence[Token], place: int) -> str:
    return tokens[place + 1].content


def _name_headings(tokens: list[Token]) -> list[tuple[str, str]]:
    contents = []
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            heading = _heading_of(tokens, place)
            token.attrSet("id", anchor_of(heading))
            if token.tag == "h2":
                contents.append((anchor_of(heading), heading))
    return contents


def _dress_tables(tokens: list[Token]) -> None:
    """Every cell is told its column's name: on a phone each row is a card."""
    names: list[str] = []
    column, heading = 0, ""
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            heading = _heading_of(tokens, place)
        elif token.type == "table_open":
            names = []
            token.attrSet("class", "data as-cards")
            token.meta["label"] = heading
        elif token.type == "th_open":
            names.append(tokens[place + 1].content)
            token.attrSet("scope", "col")
        elif token.type == "tr_open":
            column = 0
        elif token.type == "td_open":
            token.attrSet("data-label", names[column])
            column += 1


class _Renderer(RendererHTML):
    """Tables scroll inside a frame of their own, by keyboard as well."""

    def table_open(self, tokens: Sequence[Token], idx: int, options: object, env: object) -> str:  # noqa: ARG002 -- the library's signature
        label = escape(str(tokens[idx].meta.get("label", "")), quote=True)
        frame = f'<div class="table-wrap" tabindex="0" role="region" aria-label="{label}">'
        return frame + self.renderToken(tokens, idx, options, {})  # type: ignore[arg-type]  # -- typed as the library's own dict

    def table_close(self, tokens: Sequence[Token], idx: int, options: object, env: object) -> str:  # noqa: ARG002 -- the library's signature
        return self.renderToken(tokens, idx, options, {}) + "</div>\n"  # type: ignore[arg-type]  # -- typed as the library's own dict

    def td_open(self, tokens: Sequence[Token], idx: int, options: object, env: object) -> str:  # noqa: ARG002 -- the library's signature
        """What stands in a cell is one thing, also where a phone sets it beside its label."""
        return self.renderToken(tokens, idx, options, {}) + "<span>"  # type: ignore[arg-type]  # -- typed as the library's own dict

    def td_close(self, tokens: Sequence[Token], idx: int, options: object, env: object) -> str:  # noqa: ARG002 -- the library's signature
        return "</span>" + self.renderToken(tokens, idx, options, {})  # type: ignore[arg-type]  # -- typed as the library's own dict


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer).enable("table")


def _mark_clauses(html: str) -> str:
    """``[[C14]]`` becomes an anchor; a clause that is kept in two places has it at the first."""
    seen: set[str] = set()

    def one(found: re.Match[str]) -> str:
        first = found[1] not in seen
        seen.add(found[1])
        return f'<span id="{found[1].lower()}"></span>' if first else ""

    return MARK.sub(one, html)


@lru_cache(maxsize=16)
def rendered(text: str) -> Rendered:
    """``text`` as HTML."""
    parser = _parser()
    tokens = parser.parse(text)
    contents = _name_headings(tokens)
    _dress_tables(tokens)
    first = next((place for place, token in enumerate(tokens) if token.type == "heading_open"), 0)
    halves = (parser.renderer.render(half, parser.options, {}) for half in (tokens[:first], tokens[first:]))
    html = _mark_clauses("\0".join(str(half) for half in halves))
    summary, _, body = html.partition("\0")
    return Rendered(mark_safe(summary), tuple(contents), mark_safe(body))  # noqa: S308 -- html=False: the text cannot bring tags
