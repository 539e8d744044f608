"""Reference pages: every rule has one, every link leads somewhere, every citation and picture is there, and nothing breaks them."""

from __future__ import annotations

import os
import posixpath
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from language.test_rule_problems import write
from packs.test_coverage import COVERAGE, STATEMENTS

from detention_rules import Pack, load_pack
from detention_rules.language.coverage import Coverage, load_coverage
from detention_rules.language.rules import Recurrence, Rule
from detention_rules.language.sentences import rule_sentences
from detention_rules.model.findings import Verdict
from detention_rules.reporting.lines import cells
from detention_rules.reporting.reference.drawing import BOUND, WIDTH, Drawing, column, draw
from detention_rules.reporting.reference.examples import drawings, judged
from detention_rules.reporting.reference.rules import rule_page, rule_path
from detention_rules.reporting.reference.site import differences, reference_pages

from .structure import anchors, fences, links, shape, shown

TESTS = Path(__file__).resolve().parent.parent
GOLDEN = Path(__file__).parent / "golden"
PACKS = {"demo": TESTS / "cli" / "demo", "zubrovia": TESTS / "packs" / "zubrovia", "shipped": "kazakhstan"}
INDEXES = {"index.md", "by-theme.md", "by-paragraph.md", "by-duty-bearer.md", "readings.md"}
DEMO = ["custody/hearing.md", "custody/warrant.md", "notice/embassy.md", "notice/family.md", "records/review.md", *sorted(INDEXES)]
ZUBROVIA = [
    "custody/charge.md",
    "custody/ceiling.md",
    "custody/check-after-check.md",
    "custody/doctor.md",
    "custody/night-search.md",
    "custody/second-request.md",
    "paper/copy.md",
    "register/audit.md",
    "register/log.md",
]


@cache
def pages(name: str) -> dict[str, str]:
    """Return the pages of one of the packs."""
    pack = load_pack(PACKS[name])
    return reference_pages(pack, load_coverage(pack, PACKS[name])[0])


def accounted(folder: Path) -> tuple[Pack, Coverage, dict[str, str]]:
    """Return a pack that accounts for its source, with its pages."""
    written = write(folder, {"statements.yaml": STATEMENTS, "coverage.yaml": COVERAGE})
    pack = load_pack(written)
    coverage = load_coverage(pack, written)[0]
    assert coverage is not None
    return pack, coverage, reference_pages(pack, coverage)


def lead_somewhere(found: dict[str, str]) -> None:
    """Check that every link of pages leads to a page among them, and to a place in it if it names one."""
    places = {path: anchors(content) for path, content in found.items()}
    for path, content in found.items():
        assert len(places[path]) == len(set(places[path])), path
        for href in links(content):
            if href.startswith(("https://", "http://")):
                continue
            file, _, place = href.partition("#")
            to = posixpath.normpath(posixpath.join(posixpath.dirname(path), file)) if file else path
            assert to in found, (path, href)
            assert not place or place in places[to], (path, href)


@pytest.mark.parametrize(("name", "path"), [*(("demo", path) for path in DEMO), *(("zubrovia", path) for path in ZUBROVIA)])
def test_a_page_is_as_stored(name: str, path: str) -> None:
    """After a change that is meant, write the files anew and read the difference: UPDATE_GOLDEN=1 pytest tests/reporting -n0"""
    file, found = GOLDEN / name / path, pages(name)[path]
    if os.environ.get("UPDATE_GOLDEN"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(found, encoding="utf-8", newline="\n")
    assert found == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PACKS)
class TestEveryPack:
    def test_every_rule_has_a_page_and_there_is_every_index(self, name: str) -> None:
        paths = {rule_path(rule.id) for rule in load_pack(PACKS[name]).rules}
        assert set(pages(name)) - {"coverage.md"} == paths | INDEXES
        assert list(pages(name)) == sorted(pages(name))

    def test_every_link_leads_somewhere(self, name: str) -> None:
        lead_somewhere(pages(name))

    def test_every_rule_is_reached_from_every_index_of_rules(self, name: str) -> None:
        paths = {rule_path(rule.id) for rule in load_pack(PACKS[name]).rules}
        for index in ("index.md", "by-theme.md", "by-duty-bearer.md", "by-paragraph.md"):
            assert paths <= set(links(pages(name)[index])), index

    def test_a_page_tells_everything_of_its_rule(self, name: str) -> None:
        pack = load_pack(PACKS[name])
        for rule in pack.rules:
            told = " ".join(shown(pages(name)[rule_path(rule.id)]).split())
            assert all(str(cite) in told for cite in rule.all_cites), rule.id
            for part in (
                rule.title,
                rule.id,
                rule.means,
                rule.breach.consequence[1:],
                rule.owed_by[1:],
                *(note[1:] for note in rule.notes),
            ):
                assert " ".join(part.split()) in told, (rule.id, part)
            assert all(" ".join(str(example["shows"]).split()) in told for example in rule.examples), rule.id
            for reading in (pack.readings[one] for one in rule.readings):
                assert reading.question in told, (rule.id, reading.id)
                assert all(option.name in told and " ".join(option.means.split()) in told for option in reading.options)
            assert all(number in told for one in rule_sentences(rule, pack) for number in re.findall(r"\d+", one)), rule.id

    def test_every_example_has_its_pictures(self, name: str) -> None:
        pack = load_pack(PACKS[name])
        for rule in pack.rules:
            expected = 0
            for example in rule.examples:
                found = [picture for picture, _ in drawings(judged(example, rule, pack), rule, pack)]
                outcomes = example["expect"] if isinstance(example["expect"], (list, tuple)) else [example["expect"]]
                assert len(found) <= len(outcomes) if isinstance(rule.form, Recurrence) else len(found) == len(outcomes)
                expected += len(found)
                for picture in found:
                    sound(picture)
            assert len(fences(pages(name)[rule_path(rule.id)])) == expected

    def test_pages_are_plain(self, name: str) -> None:
        for path, content in pages(name).items():
            assert content.endswith("\n"), path
            assert not content.endswith("\n\n"), path
            assert "\r" not in content, path
            assert "\n\n\n" not in content, path
            assert not re.search(r"^ *- .*\n\n- ", content, re.MULTILINE), f"{path}: two lists run into one"
            assert not re.search(r"[ \t]$", content, re.MULTILINE), path
            for rows in fences(content):
                assert all(cells(row) <= WIDTH for row in rows), path
            assert content.count("<details>") == content.count("</details>")


def sound(picture: Drawing) -> None:
    """Check what holds of every picture."""
    rows = draw(picture)
    first, last = picture.span
    assert first <= last
    assert any(first <= mark.time <= last for mark in picture.marks)
    told = [mark.time for mark in sorted(picture.marks, key=lambda mark: (mark.time, mark.rank))]
    assert told == sorted(told)
    if first == last:
        return
    assert len(rows[0]) == WIDTH, "the line is drawn from end to end"
    for bound in picture.bounds:
        assert rows[0][column(bound, picture.span)] == BOUND


def margin_picture(rule_id: str, shows: str) -> list[str]:
    """Return the picture of an example of the invented country."""
    pack = load_pack(PACKS["zubrovia"])
    rule = pack.rule(rule_id)
    assert rule is not None
    (example,) = (one for one in rule.examples if one["shows"] == shows)
    ((picture, _),) = drawings(judged(example, rule, pack), rule, pack)
    return draw(picture)


def test_a_pause_is_drawn_where_the_clock_stands_still() -> None:
    rows = margin_picture("custody.charge", "two hours in hospital")
    assert rows[0] == "=" * 11 + "." * 6 + "=" * 54 + "|"
    assert rows[-3:] == [
        "3  2021-05-03 14:00  hospital out: the clock goes on",
        "4  2021-05-04 10:00  freed: at the limit",
        "5  2021-05-04 10:00  limit: 24 h",
    ]


def test_an_act_before_the_floor_is_drawn_in_the_part_that_is_too_early() -> None:
    rows = margin_picture("custody.second-request", "asked before the third day")
    assert rows[0].startswith(":")
    assert {":", "=", "|", "x"} == set(rows[0])
    assert "2  2021-05-06 08:59  warrant asked" in rows
    assert rows[-1].endswith("known up to here, not done: 6 d 12 h late")


def test_a_margin_is_drawn_true_to_scale() -> None:
    rows = margin_picture("custody.renewal", "prolonged in time, but not beyond the tenth day")
    whole, late = (14 - 3) * 24, 34
    assert rows[0].count("x") == pytest.approx(late / whole * WIDTH, abs=1)


def test_every_verdict_is_told_under_its_picture() -> None:
    for name, folder in PACKS.items():
        told = "\n".join(pages(name).values())
        for verdict in Verdict:
            if any(verdict.value in str(example["expect"]) for rule in load_pack(folder).rules for example in rule.examples):
                word = verdict.value.replace("_", " ").capitalize()
                assert re.search(rf"^(- )?\*\*{word}\*\*", told, re.MULTILINE), (name, verdict)


def test_a_pack_that_accounts_for_its_source(tmp_path: Path) -> None:
    pack, coverage, found = accounted(tmp_path)
    lead_somewhere(found)
    told = shown(found["coverage.md"])
    for entry in coverage.entries:
        assert entry.statement.id in told
        assert entry.says in told
        assert entry.why in told
    paragraph = found["by-paragraph.md"]
    assert [entry.executable for entry in coverage.entries] == [True, False, False]
    assert "S1.limit" not in shown(paragraph)
    assert 'No rule finds S2.order kept or broken: "an order" (only readings or words of the vocabulary carry it).' in shown(paragraph)
    assert 'No rule finds S3.words kept or broken: "fine words" (no-act: they name no act).' in shown(paragraph)
    assert "S1.limit" in shown(found["custody/limit.md"])
    assert "coverage.md" in links(found["index.md"])
    without = reference_pages(pack, None)
    assert "coverage.md" not in without
    lead_somewhere(without)


# what cannot break a page

PACK = load_pack(PACKS["zubrovia"])
words = st.text(st.characters(codec="utf-8"), min_size=1).filter(lambda told: bool(told.split()))


def worded(rule: Rule, told: str) -> Rule:
    """Return a rule in which every text of its author is another."""
    examples = tuple({**example, "shows": told} for example in rule.examples)
    breach = type(rule.breach)(told, rule.breach.liability)
    return rule._replace(title=told, means=told, owed_by="x", notes=(told, told), breach=breach, worked=examples)


@settings(max_examples=25)
@given(words)
def test_no_text_of_a_rule_breaks_its_page(told: str) -> None:
    rule = PACK.rule("custody.charge")
    assert rule is not None
    assert shape(rule_page(worded(rule, told), PACK, None)) == shape(rule_page(worded(rule, "word"), PACK, None))


@pytest.mark.parametrize("told", ["</details>", "```", "| a |", "# x\n\n- y", "<script>", "[x](y)", "a\\", "<!-- ", "1. x", "&lt;"])
def test_hostile_texts_of_a_pack_leave_every_page_whole(told: str) -> None:
    rules = tuple(worded(rule, told) for rule in PACK.rules)
    found = reference_pages(PACK._replace(title=told, rules=rules), None)
    plain = reference_pages(PACK._replace(title="word", rules=tuple(worded(rule, "word") for rule in PACK.rules)), None)
    assert {path: shape(content) for path, content in found.items()} == {path: shape(content) for path, content in plain.items()}


# the same everywhere


def test_pages_do_not_hang_on_the_order_of_sets() -> None:
    code = (
        "import hashlib, sys\nfrom detention_rules import load_pack\nfrom detention_rules.reporting.reference.site import reference_pages\n"
        f"print(hashlib.sha256(repr(reference_pages(load_pack({str(PACKS['zubrovia'])!r}, fresh=True), None)).encode()).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(found) == 1


def test_what_is_missing_stale_or_surplus_is_named() -> None:
    made = {"a.md": "a\n", "b.md": "b\n", "c.md": "c\n"}
    kept = {"b.md": b"b\n", "c.md": b"c\r\n", "d.md": b"d\n"}
    assert list(differences(made, kept)) == ["missing: a.md", "stale: c.md", "surplus: d.md"]
    assert list(differences(made, {path: content.encode() for path, content in made.items()})) == []
