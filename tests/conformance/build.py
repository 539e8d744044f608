"""Writes the conformance kit: scenarios with what must be found. Usage: python -m conformance.build [--check], with `tests` on the path.

What stands in the kit is listed here; what must be found is what the reference engine finds, and is held against the examples' own
expectations, against limits worked by hand, and against a second engine. See README.md.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from packs.mutants import built
from packs.test_zubrovia import LATE, ROWS, moment

from conformance.constructs import DECIDING, of_rule, of_scenario, without
from conformance.more import MORE
from detention_rules import Finding, Pack, Report, check, load_pack
from detention_rules.language.source import documents

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
FORMAT = "detention-rules/conformance/1"

KAZAKHSTAN = (
    *("custody.before-court-order", "custody.constitutional-ceiling", "custody.arrest-record", "custody.authorized-period"),
    *("notice.procurator", "notice.procurator-change-of-place", "notice.family", "consular.mfa-after-arrest", "consular.means"),
    *("remand.judge-authorization", "remand.two-months", "remand.eighteen-months", "remand.penalty-threshold", "place.recognized"),
    *("extradition.sentence-cap", "extradition.foreign-maximum", "extradition.twelve-months", "release.end-of-term", "release.early"),
    *("release.documents-same-day", "convict.mission-notice", "records.discrepancy", "records.monthly-cross-check"),
    *("refugee.registration", "register.arrest-time", "complaint.appeal-not-to-the-same-official"),
)
"""The rules whose worked examples are taken."""

Scenario = dict[str, Any]


def examples(pack: Pack, rules: Iterable[str]) -> Iterator[tuple[str, str, Scenario]]:
    """Yield the worked examples of rules: rule, what it shows, scenario."""
    for name in rules:
        rule = pack.rule(name)
        assert rule is not None, name
        for example in rule.examples:
            yield name, example["shows"], {key: value for key, value in example.items() if key not in ("shows", "expect")}


def boundaries() -> Iterator[tuple[str, str, Scenario]]:
    """Yield the limits of the invented country that are worked by hand, met to the second and missed by one, and not met at all."""
    for row in ROWS:
        if row.name == LATE:
            continue
        limit = moment(row.limit)
        tolerances = {"tolerances": {"custody.doctor": "24h"}} if row.rule == "custody.doctor" else {}
        for late, shows in ((0, "at the limit"), (1, "a second late")):
            when = moment(row.limit, late).isoformat()
            yield row.rule, f"{row.name}: {shows}", _case(row.facts, [*row.before, {"at": when, **row.done}], when, tolerances)
        if row.before:
            yield row.rule, f"{row.name}: still open", _case(row.facts, row.before, limit.isoformat(), tolerances)


def _case(facts: dict[str, Any], events: list[Any], as_of: str, more: dict[str, Any]) -> Scenario:
    return {"facts": {name: value for name, value in facts.items() if value is not None}, "events": events, "as_of": as_of, **more}


def kit() -> dict[str, str]:
    """Return the files of the kit by name."""
    zubrovia, kazakhstan = load_pack(ROOT / "tests" / "packs" / "zubrovia"), load_pack("kazakhstan")
    return {
        "zubrovia-examples.json": _file(zubrovia, "tests/packs/zubrovia", examples(zubrovia, (rule.id for rule in zubrovia.rules))),
        "zubrovia-boundaries.json": _file(zubrovia, "tests/packs/zubrovia", boundaries()),
        "zubrovia-more.json": _file(zubrovia, "tests/packs/zubrovia", MORE),
        "kazakhstan-examples.json": _file(kazakhstan, "rules/kazakhstan", examples(kazakhstan, KAZAKHSTAN)),
    }


def _file(pack: Pack, folder: str, cases: Iterable[tuple[str, str, Scenario]]) -> str:
    found: list[dict[str, Any]] = []
    constructs: dict[str, set[str]] = {}
    for rule, shows, scenario in cases:
        report = check(scenario, pack=pack)
        for construct in (*used(rule_data(folder, rule), rule, report, pack), *of_scenario(scenario, pack)):
            constructs.setdefault(construct, set()).add(rule)
        as_of = report.local(report.as_of).isoformat()
        found.append({"rule": rule, "shows": shows, "scenario": scenario, "as_of": as_of, "expected": expected(report, rule)})
    data = {
        "format": FORMAT,
        "pack": folder,
        "constructs": {name: sorted(constructs[name]) for name in sorted(constructs)},
        "cases": found,
    }
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def used(data: dict[str, Any], rule: str, report: Report, pack: Pack) -> Iterator[str]:
    """Yield the constructs of a rule that a case uses: of those that it may never meet, the ones without which it comes out otherwise."""
    for construct in of_rule(data):
        if construct in DECIDING:
            other = pack._replace(rules=(built(without(data, construct), pack),), sha256=f"{pack.sha256}-without-{construct}-{rule}")
            if expected(check(report.scenario, pack=other), rule) == expected(report, rule):
                continue
        yield construct


def rule_data(folder: str, rule: str) -> dict[str, Any]:
    """Return the data of a rule's file."""
    path = ROOT / folder / f"{rule.replace('.', '/', 1)}.yaml"
    data: dict[str, Any] = documents(path.read_text(encoding="utf-8"), str(path))[0].data
    return data


def expected(report: Report, rule: str) -> list[dict[str, Any]]:
    """Return what must be found under one rule, in order."""
    return [_finding(report, finding) for finding in report.findings if finding.rule.id == rule]


def _finding(report: Report, finding: Finding) -> dict[str, Any]:
    data: dict[str, Any] = {
        "verdict": finding.verdict.value,
        "trigger": None if finding.trigger is None else finding.trigger.id,
        "deadline": _iso(report, finding.deadline),
        "discharge": None if finding.discharge is None else finding.discharge.id,
        "margin_seconds": finding.margin_seconds,
        "alternatives": [
            {
                "assuming": dict(other.assuming),
                "verdict": other.verdict.value,
                "deadline": _iso(report, other.deadline),
                "margin_seconds": other.margin_seconds,
            }
            for other in finding.alternatives
        ],
    }
    if finding.needs:
        data["needs"] = sorted(finding.needs)
    if finding.violated_from:
        data["violated_from"] = {event: _iso(report, instant) for event, instant in finding.violated_from.items()}
    return data


def _iso(report: Report, instant: int | None) -> str | None:
    return None if instant is None else report.local(instant).isoformat()


def main(arguments: list[str]) -> int:
    """Write the kit, or tell with --check whether it is as it would be written."""
    stale = [name for name, content in kit().items() if not _same(HERE / name, content)]
    if "--check" in arguments:
        sys.stdout.writelines(f"{name} is not up to date; run: make conformance\n" for name in stale)
        return int(bool(stale))
    for name, content in kit().items():
        (HERE / name).write_text(content, encoding="utf-8", newline="\n")
    return 0


def _same(path: Path, content: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == content


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
