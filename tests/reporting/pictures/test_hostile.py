"""Nothing that a user types becomes markup, steers a terminal, or breaks a page."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detention_rules import Report, Scenario, check
from detention_rules.model.scenario import Account, Event, Moment
from detention_rules.reporting.html import document
from detention_rules.reporting.lines import UNICODE, plain
from detention_rules.reporting.markup import Markup, clean, element, join
from detention_rules.reporting.picture.svg import pictures
from detention_rules.reporting.picture.terminal import timeline_lines
from reporting.pictures.cases import SVG, parsed_page, parsed_svg

HOSTILE = (
    "</title><script>alert(1)</script>",
    '" onload="alert(1)" x="',
    "' onmouseover='alert(1)",
    "]]><svg onload=alert(1)>",
    "<!-- -->&lt;&#60;&amp;",
    "a\x00b\x01c\x0bd\x1be\x7ff\x85g",
    "\u202edetsurt\u202c \u2066x\u2069 \u061c",
    "\ufffe\uffff\ud800",
    "x" * 5000,
    "a\tb\r\nc\u2028d",
    "}</style><style>*{display:none}",
    "javascript:alert(1)",
    "\N{COMBINING ACUTE ACCENT}" * 200,
)


def hostile(words: str) -> Report:
    """Return a report in which everything that a user may type is the same words."""
    at = Moment(
        (Account(1_614_568_500, 1_614_568_500, name=words), Account(1_614_572_100, 1_614_575_700, name=words + "2", kind="between"))
    )
    arrest = Event(words, "arrest", at, note=words, source=words)
    moved = Event(words + "3", "place_changed", Moment((Account(1_614_590_000, 1_614_590_000),)), {"place": words}, note=words)
    return check(Scenario(words, "kazakhstan", "Asia/Almaty", (arrest, moved), {}, as_of=1_614_990_000, file=words))


def elements(root) -> list[tuple[str, tuple[str, ...]]]:
    return [(node.tag, tuple(sorted(node.attrib))) for node in root.iter()]


@pytest.mark.parametrize("words", HOSTILE)
def test_a_page_has_the_same_kinds_of_elements_whatever_is_typed(words: str) -> None:
    short, long = (set(elements(parsed_page(document([hostile(plain)])))) for plain in ("plain", "long" * 1250))
    assert set(elements(parsed_page(document([hostile(words)])))) <= short | long


@pytest.mark.parametrize("words", HOSTILE)
def test_a_picture_has_no_element_or_attribute_that_was_typed(words: str) -> None:
    root = parsed_svg(pictures([hostile(words)]))
    tags = {tag for tag, _ in elements(root)}
    assert tags == {tag for tag, _ in elements(parsed_svg(pictures([hostile("plain")])))}
    assert not any(name.startswith("on") or "href" in name for _, names in elements(root) for name in names)
    assert not list(root.iter(f"{SVG}script"))


@pytest.mark.parametrize("words", HOSTILE)
def test_no_control_and_no_turn_of_direction_is_left(words: str) -> None:
    report = hostile(words)
    page = document([report]) + pictures([report])
    page += report._repr_html_()
    page.encode()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]", page)
    shown = plain(timeline_lines(report, UNICODE, 80), 80)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)


def test_a_word_of_5000_letters_keeps_the_picture_small() -> None:
    drawn = parsed_svg(pictures([hostile("x" * 5000)]))
    shown = [node.text or "" for node in drawn.iter(f"{SVG}text")]
    assert max(map(len, shown)) < 200


@given(st.text())
def test_any_text_is_the_text_of_its_element(words: str) -> None:
    root = parsed_svg(element("p", words, title=words))
    assert (root.text or "") == clean(words)
    assert root.get("title") == clean(words)
    assert len(list(root.iter())) == 1


def test_markup_that_was_handled_as_text_is_text_again() -> None:
    bold = element("b", "x")
    assert join((bold, "<i>")) == "<b>x</b>&lt;i&gt;"
    assert element("p", f"{bold}") == "<p>&lt;b&gt;x&lt;/b&gt;</p>"
    assert element("p", bold + "") == "<p>&lt;b&gt;x&lt;/b&gt;</p>"
    assert isinstance(bold, Markup)
