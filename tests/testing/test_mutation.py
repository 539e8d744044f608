"""Rule mutants: they differ from their rule, cover each of its parts, and the rules' examples and boundaries notice them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from detention_rules import Rule, load_pack
from detention_rules.language.conditions import (
    All,
    Compared,
    Condition,
    Earlier,
    Elapsed,
    FactIs,
    Limit,
    Not,
    OneOf,
    Pattern,
    Some,
    TriggerHas,
    TriggerIs,
    leaves,
)
from detention_rules.language.rules import Case, Deadline, Precondition
from detention_rules.testing.alike import exclusive, same_meaning
from detention_rules.testing.boundary import differences
from detention_rules.testing.deciding import deciding
from detention_rules.testing.limit_mutants import limit_changes
from detention_rules.testing.mutation import mutants

from . import mutate_rules
from .mutate_rules import UNTOLD, page, reached, reason, survey

PACK = load_pack("kazakhstan")


def _is(*words: str) -> Condition:
    return TriggerHas("provision", OneOf(frozenset(words)))


def _kinds(word: str) -> Condition:
    return FactIs("offence.kinds", OneOf(frozenset({word})))


SOME = ("custody.arrest-record", "custody.constitutional-ceiling", "release.early", "records.interpol-comparison", "consular.means")


@pytest.mark.parametrize("rule", PACK.rules, ids=lambda rule: rule.id)
def test_every_mutant_is_another_rule(rule) -> None:  # type: ignore[no-untyped-def]
    found = list(mutants(rule, PACK))
    forms = [(mutant.rule.triggers, mutant.rule.when, mutant.rule.form, mutant.rule.in_force) for mutant in found]
    assert found
    assert len(set(forms)) == len(forms)
    assert (rule.triggers, rule.when, rule.form, rule.in_force) not in forms
    kinds = {mutant.kind for mutant in found}
    assert "event" in kinds
    assert ("date" in kinds) == bool(_dated(rule))
    if isinstance(rule.form, Deadline) and any(case.limit.unit in ("elapsed", "days", "months") for case in rule.form.cases):
        assert {"number", "unit"} <= kinds
        assert len(rule.form.cases) == 1 or "order" in kinds


def _dated(rule: Rule) -> list[object]:
    cases = rule.form.cases if isinstance(rule.form, Deadline) else ()
    dates = [*(() if rule.in_force is None else rule.in_force.dates), *(day for case in cases for day in case.dates or ())]
    return [day for day in dates if day is not None]


def test_all_and_any_of_the_same_parts_are_two_conditions() -> None:
    parts = (FactIs("person.juvenile", OneOf(frozenset({True}))), TriggerIs(("arrest",)))
    assert All(parts) != Some(parts)
    assert len({All(parts), Some(parts)}) == 2
    turned = [mutant for rule in PACK.rules for mutant in mutants(rule, PACK) if {mutant.before, mutant.after} == {"all", "any"}]
    assert len(turned) > 300


def test_no_time_is_none_in_any_unit() -> None:
    found = limit_changes(Limit("elapsed", 0), lambda _: None)
    assert {change.kind for change in found} == {"number"}
    assert "unit" in {change.kind for change in limit_changes(Limit("elapsed", 3600), lambda _: None)}


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        (_is("a"), _is("b"), True),
        (_is("a", "b"), _is("b"), False),
        (All((_is("a"), TriggerIs(("arrest",)))), TriggerIs(("release",)), True),
        (_is("a"), Not(_is("a")), True),
        (_is("a"), Some((_is("b"), TriggerIs(("arrest",)))), False),
        (_kinds("drugs"), _kinds("riot"), False),
        (_is("a"), None, False),
    ],
)
def test_the_order_of_cases_that_exclude_each_other_does_not_matter(one: Condition, other: Condition | None, *, apart: bool) -> None:
    case = Case(Limit("elapsed", 3600), one)
    assert exclusive(case, case._replace(when=other), PACK.vocabulary) is apart
    assert not exclusive(case, case._replace(when=other, at_limit=True), PACK.vocabulary)


def test_what_no_end_may_follow_stands_in_the_same_detention() -> None:
    rule = PACK.rule("custody.before-court-order")
    assert rule is not None
    ends = tuple((Pattern(name), ()) for name in PACK.vocabulary.ends)
    here = Earlier(Pattern("remand_authorized"), "detention", (), ends)
    anywhere = here._replace(scope="case")
    assert same_meaning(rule._replace(when=here), rule._replace(when=anywhere), PACK)
    less = ends[:1]
    assert not same_meaning(rule._replace(when=here._replace(unless=less)), rule._replace(when=anywhere._replace(unless=less)), PACK)
    in_form = ((ends[0][0]._replace(form=(("by", OneOf(frozenset({"court"}))),)), ()), *ends[1:])
    assert not same_meaning(rule._replace(when=here._replace(unless=in_form)), rule._replace(when=anywhere._replace(unless=in_form)), PACK)


def test_a_case_that_repeats_a_condition_can_stand_anywhere_after_it() -> None:
    rule = PACK.rule("custody.before-court-order")
    assert rule is not None and isinstance(rule.form, Deadline)
    first, again, last = (Case(Limit("elapsed", hours * 3600), when) for hours, when in ((1, _is("a")), (2, _is("a")), (3, None)))
    other = Case(Limit("elapsed", 4), TriggerIs(("arrest",)))

    def of(*cases: Case) -> Rule:
        assert isinstance(rule.form, Deadline)
        return rule._replace(form=rule.form._replace(cases=cases))

    assert same_meaning(of(first, again, other, last), of(first, other, again, last), PACK)
    assert not same_meaning(of(first, other, last), of(other, first, last), PACK)
    assert not same_meaning(of(first, again, last), of(again, first, last), PACK)


def test_a_day_later_is_another_law() -> None:
    rule = PACK.rule("remand.release-at-expiry")
    assert rule is not None
    (date,) = (mutant for mutant in mutants(rule, PACK) if mutant.kind == "date")
    assert date.rule.in_force is not None and rule.in_force is not None
    assert date.rule.in_force.dates.since is not None and rule.in_force.dates.since is not None
    assert date.rule.in_force.dates.since.on - rule.in_force.dates.since.on == timedelta(days=1)
    other = PACK._replace(rules=(date.rule,), sha256="a day later")
    assert any(differences(one, other) for one in deciding(rule, PACK))


def test_a_rule_as_it_is_must_not_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = PACK.rule(SOME[0])
    assert rule is not None
    boundary, *_ = mutate_rules.boundaries_of(rule, PACK)
    wrong = replace(boundary, margin=12_345)
    monkeypatch.setattr(mutate_rules, "boundaries_of", lambda rule, pack: [wrong])
    with pytest.raises(RuntimeError, match="as it is would be noticed by its boundaries"):
        next(survey(PACK._replace(rules=(rule,))))
    unseen = rule._replace(worked=rule.examples[:1])
    with pytest.raises(RuntimeError, match="as it is would be noticed by its examples"):
        next(survey(PACK._replace(rules=(unseen,))))


def test_examples_and_boundaries_notice() -> None:
    pack = PACK._replace(rules=tuple(rule for rule in PACK.rules if rule.id in SOME))
    found = list(survey(pack))
    assert {mutant.kind for _, mutant, _ in found} >= {"number", "unit", "end", "event", "condition", "order"}
    unseen = [(name, mutant) for name, mutant, outcome in found if outcome == "nothing"]
    assert unseen
    assert [(name, mutant[:4]) for name, mutant in unseen if reason(name, mutant) is UNTOLD] == []
    assert {outcome for _, _, outcome in found} >= {"examples", "boundaries"}
    assert not reached([(name, mutant, "nothing") for name, mutant, _ in found])
    written = page(found)
    assert f"| all | {len(found)} |" in written
    assert written.count("\n| consular") == sum(name.startswith("consular") and outcome == "nothing" for name, _, outcome in found)


def test_what_the_reasons_say_of_words_and_numbers_is_so() -> None:
    events = PACK.vocabulary.events
    status, capacity = events["defence_status_acquired"].attributes["acquired"], events["admitted"].attributes["as"]
    assert not status.open and set(status.values) == {"witness_with_right_to_defence", "suspect", "accused"}
    assert not capacity.open and set(capacity.values) == {"remanded", "convict"}

    def asked(name: str) -> list[Condition]:
        rule = PACK.rule(name)
        assert rule is not None and isinstance(rule.form, Precondition)
        return list(leaves(rule.form.only_if))

    periods = [leaf.at_least.amount for leaf in asked("limitation.exemption-too-early") if isinstance(leaf, Elapsed) and leaf.at_least]
    assert periods[-1] == max(periods)
    tests = [leaf.test for leaf in asked("limitation.longest-sentence") if isinstance(leaf, TriggerHas)]
    longest = [test.bound for test in tests if isinstance(test, Compared)]
    assert longest[-1] == min(longest)
