"""detention-rules: check a detention timeline against procedural time limits, to the minute, with citations.

    from detention_rules import check

    report = check({"events": [{"at": "2021-03-01 09:15", "is": "arrest"}], "as_of": "2021-03-04 18:00"})

The whole public API is here. Limits come from packs of rules; the default is the Kazakhstan pack. Nothing here is legal advice.
"""

from detention_rules.checking import check
from detention_rules.language.packs import load_pack
from detention_rules.language.redaction import redacted
from detention_rules.language.rules import Pack, Reading, Rule
from detention_rules.language.scenarios import load_scenario, load_scenarios, scenario, scenarios_from_text
from detention_rules.model.findings import Alternative, Breach, Citation, Finding, Report, Verdict
from detention_rules.model.periods import Period
from detention_rules.model.problems import DetentionRulesError, InputError, Place, Problem
from detention_rules.model.scenario import Account, Event, Fact, Moment, Scenario
from detention_rules.reporting import writers

__version__ = "0.1.0"

Report.writers = writers  # a report stands below what writes it, and the package above both

__all__ = [
    "Account",
    "Alternative",
    "Breach",
    "Citation",
    "DetentionRulesError",
    "Event",
    "Fact",
    "Finding",
    "InputError",
    "Moment",
    "Pack",
    "Period",
    "Place",
    "Problem",
    "Reading",
    "Report",
    "Rule",
    "Scenario",
    "Verdict",
    "check",
    "load_pack",
    "load_scenario",
    "load_scenarios",
    "redacted",
    "scenario",
    "scenarios_from_text",
]
