"""Nothing of a country stands in the code: its facts, events, articles and paragraphs are words of its pack alone."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import detention_rules
from detention_rules import load_pack

PACKAGE = Path(detention_rules.__file__).parent
ROOTS = (PACKAGE, PACKAGE.parent / "cli")
PACK = load_pack("kazakhstan")
VOCABULARY = PACK.vocabulary

ALLOWED = {
    "as", "body", "born", "by", "category", "facility", "foreign", "kinds", "means", "nationality", "person", "place", "received",
    "results", "to", "until", "working_day_ends",
}  # fmt: skip
"""Words of the vocabulary that the code uses in their plain English sense, or as words of the rule language or of HTML."""


@cache
def sources() -> tuple[tuple[Path, str], ...]:
    """Return every source file."""
    found = tuple((path, path.read_text(encoding="utf-8")) for root in ROOTS for path in sorted(root.rglob("*.py")))
    assert len(found) > 35
    return found


@cache
def code_words() -> tuple[tuple[str, str], ...]:
    """Return the names and the words of plain texts in the code, without comments and docstrings, with where they stand."""
    return tuple(_words())


def _words() -> Iterator[tuple[str, str]]:
    for path, content in sources():
        if path.name.startswith("texts_"):
            continue
        previous = tokenize.NEWLINE
        for token in tokenize.generate_tokens(io.StringIO(content).readline):
            docstring = token.type == tokenize.STRING and previous in (tokenize.NEWLINE, tokenize.INDENT, tokenize.NL, tokenize.DEDENT)
            if token.type in (tokenize.NAME, tokenize.STRING) and not docstring:
                for word in re.findall(r"[A-Za-z_][\w.-]*", token.string):
                    yield word.strip(".-"), f"{path.name}:{token.start[0]}"
            if token.type != tokenize.COMMENT:
                previous = token.type


def national_words() -> set[str]:
    """Return every word that the pack declares."""
    found = set(VOCABULARY.facts) | {part for path in VOCABULARY.facts for part in path.split(".")} | set(VOCABULARY.events)
    for fact in VOCABULARY.facts.values():
        found |= set(fact.type.values) | set(fact.type.also)
    for event in VOCABULARY.events.values():
        found |= set(event.attributes)
        for attribute in event.attributes.values():
            found |= set(attribute.values)
    found |= {rule.id for rule in PACK.rules}
    found |= {option for reading in PACK.readings.values() for option in reading.names}
    found |= set(PACK.sources["instruments"]) | set(PACK.sources.get("dates", {}))
    return found


def test_the_scan_sees_the_code() -> None:
    words = {word for word, _ in code_words()}
    assert {"detention", "deadline_of", "earlier_counts", "within", "holidays"} <= words
    assert {"person.juvenile", "remand_authorized", "investigating_judge", "custody.before-court-order", "CPC"} <= national_words()


def test_no_word_of_the_pack_stands_in_the_code() -> None:
    national = national_words() - ALLOWED
    assert len(national) > 150
    assert sorted({(word, where) for word, where in code_words() if word in national}) == []


def test_no_name_of_the_pack_stands_in_the_texts() -> None:
    national = {word for word in national_words() - ALLOWED if "_" in word or "." in word or "-" in word}
    texts = [(path.name, content) for path, content in sources() if path.name.startswith("texts_")]
    assert len(texts) >= 5
    for name, content in texts:
        assert sorted(set(re.findall(r"[A-Za-z_][\w.-]*\w", content)) & national) == [], name


def test_no_reading_is_named_in_the_code() -> None:
    names = set(PACK.readings)
    assert "A1" in names
    assert sorted({(word, where) for word, where in code_words() if word in names}) == []


def test_no_article_or_paragraph_stands_in_the_code() -> None:
    citation = re.compile(r"\b(?:art(?:icle)?\.?|para(?:graph)?\.?|§|CPC|PEC)\s*\d+|\b\d{2,3}\(\d\)")
    assert citation.search("see CPC 131(4)")
    for path, content in sources():
        assert citation.findall(content) == [], path.name


def test_the_country_is_named_only_as_the_default_pack() -> None:
    country = re.compile(r"kazakh\w*|almaty|\bKZ\b|\bastana\b|qyzylorda", re.IGNORECASE)
    code = [(word, where) for word, where in code_words() if country.search(word)]
    assert [word for word, where in code if where.startswith("packs.py")] == ["kazakhstan"]
    assert [entry for entry in code if not entry[1].startswith("packs.py")] == []


def test_every_word_allowed_is_needed() -> None:
    assert {word for word, _ in code_words()} & national_words() == ALLOWED


def test_no_limit_of_the_law_stands_in_the_engine() -> None:
    """The only numbers above nine in the engine are those of clocks and of its own bounds."""
    clocks = {12, 24, 60, 3600, 86_400, 62, 64, 10_000}
    for path in sorted((PACKAGE / "engine").glob("*.py")):
        for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline):
            if token.type == tokenize.NUMBER:
                number = int(token.string.replace("_", ""))
                assert number <= 9 or number in clocks, f"{path.name}:{token.start[0]}"
