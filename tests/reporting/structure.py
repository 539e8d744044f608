"""The structure of Markdown: what it is made of, whatever its words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

_PARSER = MarkdownIt("commonmark").enable("table")
_TEXT = {"text", "text_special"}


def tokens(page: str) -> Iterator[Token]:
    """Yield every token of a page, those of its lines in place."""
    for token in _PARSER.parse(page):
        yield token
        yield from token.children or ()


def shape(page: str) -> list[str]:
    """Return the constructs of a page without its words. An anchor and a folded part are constructs too."""
    return [f"{token.type} {tag(token)}".strip() for token in tokens(page) if token.type not in _TEXT]


def tag(token: Token) -> str:
    """Return the HTML tags of a token, without what they say."""
    return " ".join(re.findall(r"</?\w+", token.content)) if token.type.startswith("html") else ""


def shown(page: str) -> str:
    """Return the words of a page as a reader sees them."""
    return "".join(token.content for token in tokens(page) if token.type in _TEXT or token.type == "code_inline")


def links(page: str) -> list[str]:
    """Return where the links of a page lead."""
    return [str(token.attrs["href"]) for token in tokens(page) if token.type == "link_open"]


def anchors(page: str) -> list[str]:
    """Return the places of a page to which links may lead."""
    return [name for token in tokens(page) if token.type.startswith("html") for name in re.findall(r'<a id="([^"]*)">', token.content)]


def fences(page: str) -> list[list[str]]:
    """Return the rows of every picture of a page."""
    return [token.content.splitlines() for token in tokens(page) if token.type == "fence"]
