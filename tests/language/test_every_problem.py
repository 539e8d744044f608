"""No problem of input is without a test: the tables of the other files name every code of the catalogue."""

from __future__ import annotations

import re

from detention_rules.model.texts_en import ENGINE_TEXTS

from . import test_rule_problems, test_scenario_problems

PARTS_OF_MESSAGES = {"did-you-mean", "known-are", "none-known", "whole-file", "nested", "where-at", "where-past"}
REASONS = {
    # texts of the shapes of rules, which stand inside a `wrong-rule` problem; each has a row
    "citation-kind", "start-kind", "carried-kind", "limit-one-length", "limit-ends", "limit-first-day", "limit-elapsed", "limit-outer",
    "every-kind", "over-kind", "rule-form", "rule-form-missing", "rule-form-foreign",
}  # fmt: skip


def test_every_code_is_tested() -> None:
    known = {key.removeprefix("problem.") for key in ENGINE_TEXTS if key.startswith("problem.")}
    scenarios = {row.code for row in test_scenario_problems.ROWS} | test_scenario_problems.ELSEWHERE | test_scenario_problems.INSIDE_VALUES
    packs = {row.code for row in test_rule_problems.ROWS} | test_rule_problems.ELSEWHERE
    assert known - scenarios - packs == PARTS_OF_MESSAGES | REASONS
    assert (scenarios | packs) - known == set()


def shows(piece: str, code: str) -> bool:
    """Tell whether a piece of a message is of this code's text."""
    template = ENGINE_TEXTS[f"problem.{code}"].replace("{{", "{").replace("}}", "}")
    pattern = re.sub(r"\\{\w+\\}", ".+", re.escape(template))
    return piece in template or re.search(pattern, piece) is not None


def test_every_reason_has_a_row() -> None:
    pieces = {piece for row in test_rule_problems.ROWS if row.code == "wrong-rule" for piece in row.pieces}
    assert [reason for reason in sorted(REASONS) if not any(shows(piece, reason) for piece in pieces)] == []


def test_every_fault_of_a_value_has_a_row() -> None:
    pieces = " | ".join(piece for row in test_scenario_problems.ROWS if row.code == "value" for piece in row.pieces)
    of_code = {
        "wrong-type": "expected true or false, found",
        "unknown-value": "unknown value 'grave'",
        "number-out-of-range": "is out of range",
        "not-a-country": "two-letter ISO 3166",
        "not-a-duration": "at most 200 years",
        "span-backwards": "must end after it begins",
        "not-a-date": "expected a date such as",
        "needs-time": "expected a date with a time",
        "not-a-clock": '"18:00"',
    }
    assert set(of_code) == test_scenario_problems.INSIDE_VALUES
    for code, piece in of_code.items():
        assert piece in pieces, code
