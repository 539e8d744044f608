"""The account of a source: every statement is carried or has a reason, and every fault in it is told where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from language.test_rule_problems import write

from detention_rules import Problem, load_pack
from detention_rules.language.coverage import load_coverage, summary
from detention_rules.testing.verification import Verification, verify

STATEMENTS = """\
statements:
  S1.limit: {theme: custody, paragraph: 7, tier: 1}
  S2.order: {theme: custody, paragraph: 7, tier: 2}
  S3.words: {theme: papers, paragraph: 7, tier: 3}
"""
COVERAGE = """\
reasons:
  no-act: nobody does anything that could be seen
coverage:
  S1.limit: {says: a limit, rules: [custody.limit], readings: [Q1]}
  S2.order: {says: an order, words: [order, matter]}
  S3.words: {says: fine words, reason: no-act, why: they name no act}
"""


def account(folder: Path, old: str = "", new: str = "", *, of: str = "coverage.yaml") -> Verification:
    """Verify the sound pack with an account of its source, changed in one place."""
    files = {"statements.yaml": STATEMENTS, "coverage.yaml": COVERAGE}
    assert not old or files[of].count(old) == 1
    files[of] = files[of].replace(old, new) if old else files[of]
    return verify(write(folder, dict(files)))


def faults(found: Verification) -> list[Problem]:
    """Return the problems but those of the small pack's own examples."""
    return [problem for problem in found.problems if problem.code != "limit-untested"]


def test_the_figures(tmp_path: Path) -> None:
    found = account(tmp_path)
    assert faults(found) == []
    assert found.coverage is not None
    assert [entry.executable for entry in found.coverage.entries] == [True, False, False]
    assert [entry.statement.id for entry in found.coverage.of_rule("custody.limit")] == ["S1.limit"]
    assert summary(found.coverage) == [
        "Statements of the source: 3. Found kept or broken on a timeline: 1. With a reason why not: 1.",
        "By tier: 1: 1 of 1, 2: 0 of 1, 3: 0 of 1.",
        "By theme: custody: 1 of 2, papers: 0 of 1.",
    ]


def test_a_pack_need_not_account_for_its_source(tmp_path: Path) -> None:
    assert verify(write(tmp_path, {})).coverage is None


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "piece"),
    [
        ("  S1.limit: {says", "  S1.limits: {says", "unknown-statement", 4, "Did you mean 'S1.limit'?"),
        ("rules: [custody.limit]", "rules: [custody.limits]", "unknown-rule", 4, "Did you mean 'custody.limit'?"),
        ("readings: [Q1]", "readings: [Q2]", "unknown-reading", 4, "Known: Q1."),
        ("words: [order, matter]", "words: [ordre, matter]", "unknown-word", 5, "Did you mean 'order'?"),
        ("reason: no-act", "reason: no-acts", "unknown-reason", 6, "Did you mean 'no-act'?"),
        ("reason: no-act, why: they name no act", "words: [stop]", "unused-reason", 2, "reason no-act is used by no statement"),
        ("rules: [custody.limit], readings: [Q1]", "rules: []", "wrong-rule", 4, "has `rules`, `readings` or `words` that carry it, or a"),
        ("why: they name no act", "rules: [custody.limit]", "wrong-rule", 6, "has `rules`, `readings` or `words` that carry it, or a"),
        ("says: a limit, ", "", "missing-key", 4, "says"),
    ],
)
def test_a_fault(old: str, new: str, code: str, line: int, piece: str, tmp_path: Path) -> None:
    wanted = [problem for problem in faults(account(tmp_path, old, new)) if problem.code == code]
    assert len(wanted) == 1
    assert (wanted[0].place.file, wanted[0].place.line) == (str(tmp_path / "coverage.yaml"), line)
    assert piece in wanted[0].message


def test_a_statement_that_stands_in_no_line(tmp_path: Path) -> None:
    (problem,) = faults(account(tmp_path, "S3.words", "S3.words: {theme: papers, paragraph: 7, tier: 3}\n  S4.more", of="statements.yaml"))
    assert (problem.code, problem.place.line) == ("uncovered-statement", 5)
    assert problem.message == "statement S4.more stands in no line of coverage.yaml"


def test_a_rule_that_does_not_cite_the_paragraph(tmp_path: Path) -> None:
    old = "S1.limit: {theme: custody, paragraph: 7"
    (problem,) = faults(account(tmp_path, old, old.replace("7", "8"), of="statements.yaml"))
    assert (problem.code, problem.place.line) == ("uncited-statement", 4)
    assert problem.message == "S1.limit is mapped to custody.limit, which does not cite paragraph 8"


def test_the_shipped_pack_accounts_for_the_whole_report() -> None:
    pack = load_pack()
    coverage, problems = load_coverage(pack)
    assert problems == ()
    assert coverage is not None
    counts = {key: coverage.counts(key) for key in ("tier", "theme")}
    assert {tier: whole for tier, (_, whole) in counts["tier"].items()} == {1: 72, 2: 60, 3: 50}
    assert sum(whole for _, whole in counts["theme"].values()) == 182
    assert {tier: done for tier, (done, _) in counts["tier"].items()} == {1: 70, 2: 60, 3: 49}
    # A rule that carries no statement would be law that the report does not state, or a line that is missing.
    assert [rule.id for rule in pack.rules if not coverage.of_rule(rule.id)] == []
