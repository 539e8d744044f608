"""Recurring duties of any pack: whatever a rule asks of spans, acts and circumstances, its boundaries hold and its verdicts are given."""

from __future__ import annotations

from pathlib import Path

import pytest
from packs.test_zubrovia import with_rules

from detention_rules import Verdict
from detention_rules.testing.boundary import differences
from detention_rules.testing.edges import rule_boundaries
from detention_rules.testing.strategies import NoSuchScenario, scenarios

from .test_strategies import always

SEIZED = "over: {after: seizure, until: [freed, handed_over]}\n"
LOG = "over: {fact: station.log}\n"
CHARGED = "when: {earlier: {is: charge, with: {by: magistrate}, scope: "
BODIES = {
    "an act in a form": f"every: {{hours: 9}}\n{SEIZED}must: [{{is: charge, with: {{by: magistrate}}}}]",
    "an act that counts when it was sent": f"every: {{hours: 9}}\n{SEIZED}must: [{{is: charge, counted: sent}}]",
    "an act in some circumstances": f"every: {{days: 2}}\n{SEIZED}must: [{{is: check, when: {{captive.child: true}}}}]",
    "two kinds of acts": f"every: {{hours: 1}}\n{SEIZED}must: [check, doctor]",
    "many acts": f"every: {{hours: 2, times: 30}}\n{SEIZED}must: [check]",
    "acts that open spans": "every: {hours: 9}\nover: {after: check, until: [freed]}\nmust: [check]",
    "an act before the limit of a day": f"every: {{months: 1, by: {{day: 28, non_working: next}}, times: 2}}\n{LOG}must: [audited]",
    "months from an event": f"every: {{months: 1, by: {{day: 3}}}}\n{SEIZED}must: [check]",
    "something earlier": f"every: {{days: 1}}\n{SEIZED}must: [check]\n{CHARGED}case}}}}",
    "something in the same detention": f"every: {{days: 1}}\n{SEIZED}must: [check]\n{CHARGED}detention}}}}",
    "something long before": f"every: {{hours: 3}}\n{SEIZED}must: [check]\nwhen: {{elapsed: {{since: charge, at_least: {{hours: 5}}}}}}",
    "one of two facts": f"every: {{days: 1}}\n{SEIZED}must: [check]\nwhen: {{any: [{{captive.child: true}}, {{suspicion.weight: grave}}]}}",
    "a dated law": f"every: {{days: 1}}\n{SEIZED}must: [check]\nin_force: {{from: 2023-06-15, otherwise: unknown, why: it came then}}",
    "two readings": f"every: [{{days: 1, when: {{reading.Z3: each-half}}}}, {{months: 3}}]\n{SEIZED}must: [check]",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_any_recurring_duty(body: str, tmp_path: Path) -> None:
    pack = with_rules(tmp_path, body)
    rule = pack.rule("paper.added")
    assert rule is not None
    found, unreached = rule_boundaries(rule, pack)
    assert unreached == []
    assert len(found) > 20
    assert [(one, wrong) for one in found if (wrong := differences(one, pack))] == []
    for verdict in Verdict:
        try:
            strategy = scenarios(pack, rule=rule.id, verdict=verdict, near_limit=True)
        except NoSuchScenario:
            assert (verdict, rule.when) == (Verdict.NOT_APPLICABLE, None)
        else:
            always(strategy, pack, verdict)
