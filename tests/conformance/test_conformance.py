"""The conformance kit: up to date, covering the whole language, and judged alike by both engines."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from opinions.support import SILENT, needs_durable_rules
from packs.test_zubrovia import LATE, PETTY, ROWS, moment

from conformance.build import HERE, ROOT, kit, rule_data, used
from conformance.constructs import DECIDING, DESCRIPTIVE, LANGUAGE, SCENARIOS
from detention_rules import Pack, Verdict, check, load_pack, scenario
from detention_rules.engine.durable.opinions import DurableRules
from detention_rules.engine.reference import run
from detention_rules.language.schema import rule_schema

FILES = sorted(HERE.glob("*.json"))


@cache
def data(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((HERE / name).read_text(encoding="utf-8"))
    return found


@cache
def pack(folder: str) -> Pack:
    return load_pack(ROOT / folder)


def test_the_kit_is_up_to_date() -> None:
    made = kit()
    assert set(made) == {file.name for file in FILES}
    stale = [name for name, content in made.items() if (HERE / name).read_text(encoding="utf-8") != content]
    assert stale == [], "run: make conformance"


def test_the_kit_covers_every_construct() -> None:
    covered = {name for file in FILES for name in data(file.name)["constructs"]}
    assert covered == LANGUAGE | SCENARIOS


@pytest.mark.parametrize(("until", "construct"), [("10:00", set()), ("14:00", {"paused"})])
def test_a_case_uses_what_it_comes_out_otherwise_without(until: str, construct: set[str]) -> None:
    """A rule with a pause: a case in which the clock stood still uses it, one in which it did not does not."""
    rule, of = "custody.charge", pack("tests/packs/zubrovia")
    events = [
        {"at": "2021-05-03 08:00", "is": "seizure"},
        {"at": "2021-05-03 10:00", "is": "hospital_in"},
        {"at": f"2021-05-03 {until}", "is": "hospital_out"},
    ]
    report = check({"facts": PETTY, "events": events, "as_of": "2021-05-03 16:00"}, pack=of)
    assert set(used(rule_data("tests/packs/zubrovia", rule), rule, report, of)) & set(DECIDING) == construct


def test_every_construct_of_the_language_is_listed() -> None:
    """A key that the schema of rules gains must be listed, and then be covered."""
    schema = rule_schema()
    examples = set(schema["$defs"]["ExampleShape"]["properties"]) | set(schema["$defs"]["OutcomeShape"]["properties"])
    examples |= set(schema["$defs"]["AlternativeShape"]["properties"])
    examples |= {verdict.value for verdict in Verdict}
    words = {name.partition(":")[0] for name in LANGUAGE}
    assert set(_properties(schema)) - words - DESCRIPTIVE - examples == set()


def _properties(schema: Any) -> Iterator[str]:
    if isinstance(schema, list):
        for part in schema:
            yield from _properties(part)
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for part in schema.values():
            yield from _properties(part)


def test_every_verdict_is_expected_somewhere() -> None:
    verdicts = Counter(finding["verdict"] for file in FILES for case in data(file.name)["cases"] for finding in case["expected"])
    assert set(verdicts) == {"complied", "violated", "pending", "undetermined", "not_applicable"}
    assert min(verdicts.values()) > 10


def test_limits_worked_by_hand_are_in_it() -> None:
    cases = {case["shows"]: case["expected"] for case in data("zubrovia-boundaries.json")["cases"]}
    for row in ROWS:
        if row.name == LATE:
            continue
        for late, shows in ((0, "at the limit"), (1, "a second late")):
            finding = cases[f"{row.name}: {shows}"][row.number]
            assert finding["margin_seconds"] == -late
            assert finding["verdict"] == ("violated" if late else "complied")
            assert moment(row.limit).isoformat() == moment(finding["deadline"][:19]).isoformat()


@needs_durable_rules
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_both_engines_say_the_same(file) -> None:
    content = data(file.name)
    of = pack(content["pack"])
    silent: Counter[str] = Counter()
    spoken = 0
    with DurableRules() as engine:
        for case in content["cases"]:
            report = run(scenario(case["scenario"], pack=of), of, only={case["rule"]})
            found = engine.second_opinion(report)
            assert found.disagreements == found.faults == (), case["shows"]
            for opinion, expected in zip(found.opinions, case["expected"], strict=True):
                if opinion.verdict is not None:
                    spoken += 1
                    said = (opinion.verdict.value, opinion.margin_seconds)
                    assert said == (expected["verdict"], expected["margin_seconds"]), case["shows"]
            silent.update(found.reasons)
    assert set(silent) <= SILENT
    assert spoken > 4 * sum(silent.values())
