"""Deadlines and preconditions of any pack: whatever a rule asks, its boundaries hold and its verdicts are given."""

from __future__ import annotations

import pytest
from packs.test_zubrovia import with_rules

from detention_rules import Pack, Verdict
from detention_rules.language.rules import Precondition
from detention_rules.testing.boundary import differences
from detention_rules.testing.deciding import deciding
from detention_rules.testing.edges import rule_boundaries
from detention_rules.testing.strategies import NoSuchScenario, scenarios

from .test_strategies import always

SEIZED = "after: seizure\n"
SOON = "within: [{standard: soon, outer: {hours: 24}}]"
DAY = "within: [{hours: 24}]"
HOSPITAL = "paused: [{from: hospital_in, until: hospital_out}]"
FLOORS = {
    "days": f"{SEIZED}must: charge\nwithin: [{{days: 5, first_day: next, ends: day}}]\n"
    "not_before: {days: 2, first_day: next, ends: moment}",
    "the limit": f"{SEIZED}must: charge\n{DAY}\nnot_before: {{hours: 24}}",
    "an act that counts when sent": f"{SEIZED}must: [{{is: charge, counted: sent}}]\n{DAY}\nnot_before: {{hours: 12}}",
    "an act of two": f"{SEIZED}must: [charge, freed]\n{DAY}\nnot_before: {{minutes: 30}}",
    "with a pause": f"{SEIZED}must: charge\n{DAY}\n{HOSPITAL}\nnot_before: {{hours: 12}}",
    "a clock of its own": "after: warrant\nmust: freed\nwithin: [{days: 5, first_day: next, ends: day}]\n"
    "not_before: {from: {event: seizure, which: last, otherwise: unknown}, days: 2, first_day: next, ends: moment}",
    "a date given": "after: warrant\nmust: freed\nwithin: [{months: 4, ends: day}]\nnot_before: {from: {attribute: ends_at}}",
    "a standard": f"{SEIZED}must: charge\n{SOON}\nnot_before: {{minutes: 30}}",
    "a standard without a bound": f"{SEIZED}must: charge\nwithin: [{{standard: soon}}]\nnot_before: {{minutes: 30}}",
}
DEADLINES = {
    **{f"not before: {name}": body for name, body in FLOORS.items()},
    "the act ends the pause": f"{SEIZED}must: [hospital_out]\n{HOSPITAL}\n{DAY}",
    "the act begins the pause": f"{SEIZED}must: [hospital_in]\n{HOSPITAL}\n{DAY}",
    "what ends the duty ends the pause": f"{SEIZED}must: [freed]\nlapses: [hospital_out]\n{HOSPITAL}\n{DAY}",
    "an act in a form begins the pause": f"{SEIZED}must: [{{is: warrant, with: {{by: magistrate}}}}]\n"
    f"paused: [{{from: warrant, until: freed}}]\n{DAY}",
    "the pause begins in a condition": f"{SEIZED}must: [freed]\n{DAY}\n"
    "paused: [{from: hospital_in, until: hospital_out, when: {ward.guarded: true}}]",
    "an act that reaches, soon": f"{SEIZED}must: [{{is: warrant, reaches: ends_at}}]\n{SOON}",
    "an act that reaches, soon without a bound": f"{SEIZED}must: [{{is: warrant, reaches: ends_at}}]\nwithin: [{{standard: soon}}]",
    "an act that reaches": f"{SEIZED}must: [{{is: warrant, reaches: ends_at}}]\n{DAY}",
    "one act that reaches and one that need not": f"{SEIZED}must: [{{is: warrant, reaches: ends_at}}, freed]\n{SOON}",
    "an act that counts when sent, soon": f"{SEIZED}must: [{{is: charge, counted: sent}}]\n{SOON}",
    "an act that counts when sent": f"{SEIZED}must: [{{is: charge, counted: sent}}]\n{DAY}",
    "an act that counts when sent, and at once from another": f"{SEIZED}must: [{{is: charge, counted: sent}}, "
    f"{{is: charge, with: {{by: magistrate}}}}]\n{DAY}",
    "an earlier act": f"{SEIZED}must: [check]\nearlier_counts: detention\n{DAY}",
    "an earlier act, soon": f"{SEIZED}must: [check]\nearlier_counts: detention\n{SOON}",
    "the end of the detention, soon": f"{SEIZED}must: [freed]\n{SOON}",
    "after the end of the detention": "after: freed\nmust: [copy_served]\nwithin: [{standard: soon}]",
    "an attribute shared": f"{SEIZED}must: [doctor]\nsame: [cell]\n{DAY}",
    "an attribute shared, soon": f"{SEIZED}must: [doctor]\nsame: [cell]\n{SOON}",
    "what ends the duty": f"{SEIZED}must: [charge]\nlapses: [freed]\n{DAY}",
    "two cases": f"{SEIZED}must: [charge]\nwithin: [{{hours: 72, when: {{suspicion.tags: [arson]}}, tested: limit}}, {{hours: 48}}]",
    "a case in a reading": f"{SEIZED}must: [charge]\nwithin: [{{hours: 72, when: {{reading.Z3: each-half}}}}, {{hours: 48}}]",
    "a term": "after: {is: warrant, with: {by: magistrate}}\nmust: [freed]\nwithin: [{period: {attribute: term}, ends: morning}]",
    "a date": "after: warrant\nmust: [freed]\nwithin: [{from: {attribute: ends_at}}]",
    "a fact's length": "after: seizure\nmust: [freed]\nwithin: [{period: {fact: ruling.length}, from: {fact: ruling.day}, ends: day}]",
    "the first of several": "after: warrant\nmust: [freed]\n"
    "within: [{hours: 24, from: {event: seizure, which: first, otherwise: trigger}}]",
    "the next": f"{SEIZED}must: [freed]\nwithin: [{{hours: 24, from: {{event: warrant, which: next, otherwise: unknown}}}}]",
    "working days": f"{SEIZED}must: [freed]\nwithin: [{{working_days: 3, first_day: next, ends: working_day}}]",
    "before the weekend": f"{SEIZED}must: [freed]\nwithin: [{{days: 10, first_day: same, ends: day, non_working: previous}}]",
    "something earlier": f"{SEIZED}must: [freed]\n{DAY}\nwhen: {{earlier: {{is: charge, with: {{by: magistrate}}, scope: case}}}}",
}
PRECONDITIONS = {
    "a word": "whenever: warrant\nonly_if: {trigger: {by: magistrate}}",
    "one of two": "whenever: strip_search\nonly_if: {any: [{captive.child: false}, {not: {suspicion.weight: petty}}]}",
    "never": "whenever: blow\nonly_if: never",
    "something earlier": "whenever: freed\nonly_if: {earlier: {is: warrant_asked, scope: case}}",
    "an order still running": "whenever: strip_search\n"
    "only_if: {earlier: {is: warrant, with: {by: magistrate}, scope: detention, reaches: ends_at}}",
    "a time elapsed": "whenever: freed\nonly_if: {elapsed: {since: warrant, at_least: {hours: 5}}}",
    "a time not elapsed": "whenever: freed\nonly_if: {elapsed: {since: [warrant, charge], at_most: {days: 2, first_day: next, ends: day}}}",
}
BODIES = {**DEADLINES, **PRECONDITIONS}


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """The invented pack with every body as a rule of its own, in their order."""
    return with_rules(tmp_path_factory.mktemp("any"), *BODIES.values())


@pytest.mark.parametrize("number", range(len(BODIES)), ids=list(BODIES))
def test_any_rule(number: int, rules: Pack) -> None:
    rule = rules.rule(f"paper.added-{number}" if number else "paper.added")
    assert rule is not None
    found, unreached = rule_boundaries(rule, rules)
    assert unreached == []
    assert len(found) > (0 if isinstance(rule.form, Precondition) else 2)
    assert [(one.shows, wrong, one.data) for one in (*found, *deciding(rule, rules)) if (wrong := differences(one, rules))] == []
    for verdict in Verdict:
        try:
            strategies = [scenarios(rules, rule=rule.id, verdict=verdict, near_limit=near) for near in (True, False)]
        except NoSuchScenario:
            pass
        else:
            for strategy in strategies:
                always(strategy, rules, verdict)
