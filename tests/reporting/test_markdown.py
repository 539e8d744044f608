"""Texts of a pack in Markdown: whatever they hold, they start no construct of their own."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from detention_rules.reporting.markdown import (
    anchor,
    bullets,
    code,
    escaped,
    fenced,
    folded,
    heading,
    outside,
    page,
    sentence,
    table,
)

from .structure import shape, shown

HOSTILE = [
    *("# heading", "- item", "+ x", "1. item", "10) x", "> quote", "***", "---", "===", "    code", "`code`", "``", "```", "~~~", ": x"),
    *("| a | b |", "<b>x</b>", "</details>", "<!-- x", "[x](y)", "![x](y)", "[x]: y", "&amp;", "&#35; x", "https://example.org/?a=1"),
    *("**x**", "_x_", "__x__", "a_b_c", "\\", "x\\", "a\nb", "a\n\n# b", "$x$", "@someone", "*", "_", "]", ")", "!"),
    *("\u202ereversed", "\x1b[31m", "\ud800"),
]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stand_as_they_are(words: str) -> None:
    for build in (
        lambda told: [told],
        lambda told: heading(2, told),
        lambda told: bullets([told]),
        lambda told: table(["a", "b"], [[told, told]]),
        lambda told: folded("x", [told, ""]),
    ):
        assert shape(page(build(escaped(words)))) == shape(page(build("word")))
    assert shape(page(folded(words, ["word", ""]))) == shape(page(folded("x", ["word", ""])))
    assert shape(page([code(words)]))[:2] == shape(page(["word"]))[:2]


@given(st.text(st.characters(codec="utf-8"), min_size=1))
@example("\\|")
@example("a\\")
@example("_|_")
def test_any_text_is_shown_as_it_is(words: str) -> None:
    flat = escaped(words)
    assert "\n" not in flat
    if words.split() and words.isprintable():
        assert shown(page([flat])) == " ".join(words.split())
        assert shape(page(table(["a"], [[flat]]))) == shape(page(table(["a"], [["word"]])))


@pytest.mark.parametrize("words", ["Case #", "C#", "a ##", "#", "a # b"])
def test_a_title_keeps_its_hashes(words: str) -> None:
    assert shown(page(heading(1, escaped(words)))) == words


@pytest.mark.parametrize("words", ["see https://example.org/x", "ftp://x", "www.example.org", "WWW.example.org"])
def test_an_address_in_a_text_is_no_link(words: str) -> None:
    assert not re.search(r"(?i)\w://|\bwww\.", escaped(words))
    assert shown(page([escaped(words)])) == words


def test_a_sentence_begins_with_a_capital_and_ends_with_a_stop() -> None:
    assert sentence("freedom at once") == "Freedom at once."
    assert sentence("Who asks?") == "Who asks?"


def test_no_row_ends_a_fence() -> None:
    assert fenced(["```", "a ```` b"]) == ["`````text", "```", "a ```` b", "`````", ""]


def test_an_address_cannot_leave_its_link() -> None:
    assert outside("x", "https://example.org/a>b<c(d)e") == "[x](<https://example.org/a%3Eb%3Cc(d)e>)"


def test_anchors() -> None:
    assert anchor("P215.custody_48h") == "P215.custody_48h"
    assert anchor('the judge, and "more"') == "the-judge-2c--and--22-more-22-"


def test_a_page_ends_with_one_newline_and_has_no_space_at_the_ends_of_lines() -> None:
    assert page(["", "a ", "", "", "b", ""]) == "a\n\nb\n"
