"""Rule mutants: they differ from their rule, cover each of its parts, and the rules' examples and boundaries notice them."""

from __future__ import annotations

import pytest

from detention_rules import load_pack
from detention_rules.language.conditions import All, FactIs, OneOf, Some, TriggerIs
from detention_rules.language.rules import Deadline
from detention_rules.testing.mutation import mutants

from .mutate_rules import EXPLAINED, page, reached, survey

PACK = load_pack("kazakhstan")
SOME = ("custody.arrest-record", "custody.constitutional-ceiling", "release.early", "records.interpol-comparison", "consular.means")


@pytest.mark.parametrize("rule", PACK.rules, ids=lambda rule: rule.id)
def test_every_mutant_is_another_rule(rule) -> None:  # type: ignore[no-untyped-def]
    found = list(mutants(rule, PACK))
    forms = [(mutant.rule.triggers, mutant.rule.when, mutant.rule.form) for mutant in found]
    assert found
    assert len(set(forms)) == len(forms)
    assert (rule.triggers, rule.when, rule.form) not in forms
    kinds = {mutant.kind for mutant in found}
    assert "event" in kinds
    if isinstance(rule.form, Deadline) and any(case.limit.unit in ("elapsed", "days", "months") for case in rule.form.cases):
        assert {"number", "unit"} <= kinds
        assert len(rule.form.cases) == 1 or "order" in kinds


def test_all_and_any_of_the_same_parts_are_two_conditions() -> None:
    parts = (FactIs("person.juvenile", OneOf(frozenset({True}))), TriggerIs(("arrest",)))
    assert All(parts) != Some(parts)
    assert len({All(parts), Some(parts)}) == 2
    turned = [mutant for rule in PACK.rules for mutant in mutants(rule, PACK) if {mutant.before, mutant.after} == {"all", "any"}]
    assert len(turned) > 300


def test_examples_and_boundaries_notice() -> None:
    pack = PACK._replace(rules=tuple(rule for rule in PACK.rules if rule.id in SOME))
    found = list(survey(pack))
    assert {mutant.kind for _, mutant, _ in found} >= {"number", "unit", "end", "event", "condition", "order"}
    unseen = [(name, mutant) for name, mutant, outcome in found if outcome == "nothing" and mutant.kind in ("number", "unit")]
    assert [(name, mutant[:4]) for name, mutant in unseen if (name, mutant.where) not in EXPLAINED] == []
    assert {outcome for _, _, outcome in found} >= {"examples", "boundaries"}
    assert not reached([(name, mutant, "nothing") for name, mutant, _ in found])
    written = page(pack, found)
    assert f"| all | {len(found)} |" in written
    assert written.count("\n| consular") == sum(name.startswith("consular") and outcome == "nothing" for name, _, outcome in found)
