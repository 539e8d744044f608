"""The scenarios whose pictures and pages are kept, others that are hard to draw, and how to read what is drawn."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from detention_rules import Report, check, load_pack, load_scenarios
from detention_rules.model.findings import PackData

ROOT = Path(__file__).resolve().parents[3]
SVG = "{http://www.w3.org/2000/svg}"

KEPT = {
    "held-past-48-hours": ("custody/held-past-48-hours", 0),
    "disputed-time": ("custody/register-and-camera", 1),
    "clock-change": ("custody/clock-change", 0),
    "eighteen-months": ("remand/eighteen-month-chain", 0),
    "facility-year": ("records/penal-institution-year", 0),
}
"""By the name of the file kept: the shipped scenario, and its number in it."""


@cache
def report(name: str) -> Report:
    """Return the report on a kept scenario, without what changes with every rule that has nothing to do with it."""
    path, number = KEPT[name]
    scenario = load_scenarios(str(ROOT / "scenarios" / f"{path}.yaml"))[number]
    found = check(replace(scenario, file=f"scenarios/{path}.yaml"))
    return replace(found, pack=PackData(id=found.pack["id"], version=found.pack["version"], sha256="0" * 64), untriggered=0)


def every_report() -> list[Report]:
    """Return the reports on all shipped scenarios."""
    files = sorted((ROOT / "scenarios").rglob("*.yaml")) + sorted((ROOT / "scenarios").rglob("*.json"))
    return [check(scenario) for file in files for scenario in load_scenarios(str(file))]


def invented() -> Report:
    """Return a report under the rules of the invented country."""
    pack = load_pack(ROOT / "tests" / "packs" / "zubrovia")
    rule = next(rule for rule in pack.rules if rule.examples)
    data = {key: value for key, value in rule.examples[0].items() if key not in ("shows", "expect") and value is not None}
    return check(data, pack=pack)


def parsed_svg(drawn: str) -> ElementTree.Element:
    """Return a file as a tree. Raises where it is not well-formed XML."""
    return ElementTree.fromstring(drawn)


def parsed_page(page: str) -> ElementTree.Element:
    """Return a page as a tree: what this program writes is also well-formed XML."""
    head = "<!DOCTYPE html>\n"
    assert page.startswith(head)
    return ElementTree.fromstring(page.removeprefix(head))


def crowd() -> Report:
    """Return a report of 60 events and 80 findings: nine arrests, each with a paper that came late, and visits in between."""
    events: list[dict[str, object]] = []
    for month in range(1, 10):
        day = f"2021-{month:02d}"
        events += [
            {"at": f"{day}-01 09:15", "is": "arrest"},
            {"at": f"{day}-01 11:00", "is": "arrest_record"},
            {"at": f"{day}-01 13:00", "is": "counsel_access"},
            {"at": f"{day}-01 22:00", "is": "procurator_notified", "written": True},
            {"at": f"{day}-02 08:00", "is": "family_notified"},
            {"at": f"{day}-03 09:16", "is": "release"},
        ]
    events += [{"at": f"2021-{month:02d}-02 12:00", "is": "counsel_access"} for month in range(1, 7)]
    return check({"title": "Nine arrests", "events": events, "as_of": "2021-12-20 12:00"})
