"""Readers of GIFT and of Moodle XML, written from their published descriptions, for the round trip of what is exported."""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.etree import ElementTree

FRACTIONS = {100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20, 16.66667, 14.28571, 12.5, 11.11111, 10, 5, 0}
"""The percentages that Moodle accepts for an answer, and their negatives."""


class Read(NamedTuple):
    """A question as read: its kind, name and text, and each answer with its percentage and feedback."""

    kind: str
    name: str
    text: str
    answers: tuple[tuple[str, float, str], ...]


def read_xml(content: str) -> list[Read]:
    """Read Moodle XML: every question with an answer's `fraction`, `text` and `feedback`, and the category questions."""
    found = []
    for node in ElementTree.fromstring(content):
        assert node.tag == "question"
        kind = node.attrib["type"]
        if kind == "category":
            found.append(Read(kind, node.findtext("category/text") or "", "", ()))
            continue
        assert kind in {"multichoice", "shortanswer", "description"}
        answers = tuple(
            (one.findtext("text") or "", float(one.attrib["fraction"]), one.findtext("feedback/text") or "") for one in node.iter("answer")
        )
        if kind == "multichoice":
            kind = "one" if node.findtext("single") == "true" else "several"
        found.append(Read(kind.replace("answer", ""), node.findtext("name/text") or "", node.findtext("questiontext/text") or "", answers))
    return found


def read_gift(content: str) -> list[Read]:
    """Read GIFT: blocks apart by blank lines, `::name::`, `[format]`, then answers in braces, with backslashes before what is text."""
    return [_block(block) for block in re.split(r"\n[ \t]*\n", content.strip())]


def _block(block: str) -> Read:
    if block.startswith("$CATEGORY:"):
        return Read("category", block.partition(":")[2].strip(), "", ())
    assert block.startswith("::")
    name, rest = _until(block[2:], "::")
    rest = rest.strip().removeprefix("[markdown]")
    text, body = _until(rest, "{")
    if not body:
        return Read("description", _plain(name), _plain(text).strip(), ())
    inside, after = _until(body, "}")
    assert after.strip() == ""
    answers = tuple(_answer(*one) for one in _marked(inside))
    weighted = [percent for _, percent, _, mark in answers if mark == "~" and percent]
    kind = "several" if weighted else "one" if any(mark == "~" for *_, mark in answers) else "short"
    return Read(kind, _plain(name), _plain(text).strip(), tuple(answer[:3] for answer in answers))


def _until(text: str, end: str) -> tuple[str, str]:
    """Return what stands before the first `end` that no backslash precedes, and what follows it."""
    at = 0
    while at < len(text):
        if text[at] == "\\":
            at += 2
        elif text.startswith(end, at):
            return text[:at], text[at + len(end) :]
        else:
            at += 1
    return text, ""


def _marked(inside: str) -> list[tuple[str, str]]:
    """Return each answer with the mark before it."""
    found: list[tuple[str, str]] = []
    at, mark, start = 0, "", 0
    while at < len(inside):
        if inside[at] == "\\":
            at += 2
            continue
        if inside[at] in "=~":
            if mark:
                found.append((mark, inside[start:at]))
            mark, start = inside[at], at + 1
        at += 1
    return [*found, (mark, inside[start:])]


def _answer(mark: str, raw: str) -> tuple[str, float, str, str]:
    weight = re.match(r"%(-?[\d.]+)%", raw)
    text, feedback = _until(raw[weight.end() :] if weight else raw, "#")
    percent = float(weight[1]) if weight else 100.0 if mark == "=" else 0.0
    return _plain(text).strip(), percent, _plain(feedback).strip(), mark


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], text)
