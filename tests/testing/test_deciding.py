"""Scenarios in which one part of a rule decides: they hold, and each construct of the language has them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from detention_rules import Pack, Rule, Verdict, load_pack
from detention_rules.language.conditions import All, Earlier, Elapsed, Limit, Not, OnDayOf, OneOf, Pattern, Some, TriggerHas
from detention_rules.language.rules import Deadline
from detention_rules.model.periods import DAY, HOUR
from detention_rules.testing.boundary import differences
from detention_rules.testing.deciding import deciding
from detention_rules.testing.elapsing import at_elapsed
from detention_rules.testing.near import near, nearby, told_apart_by
from detention_rules.testing.plans import Plan
from detention_rules.testing.situations import Ahead, Happening, Situation, Unsure, state
from detention_rules.testing.windows import Window

KAZAKHSTAN = load_pack("kazakhstan")
ZUBROVIA = load_pack(Path(__file__).parent.parent / "packs" / "zubrovia")
SOME = ("custody.authorized-period", "release.end-of-term", "counsel.meetings", "oversight.preventive-visit-access-wider")
RULES = [(rule, ZUBROVIA) for rule in ZUBROVIA.rules] + [(rule, KAZAKHSTAN) for rule in KAZAKHSTAN.rules if rule.id in SOME]
REMANDED = Pattern("remand_authorized", (("by", OneOf(frozenset({"court"}))),), reaches="until")


@pytest.mark.parametrize(("rule", "pack"), RULES, ids=lambda one: getattr(one, "id", ""))
def test_what_a_part_decides_holds(rule: Rule, pack: Pack) -> None:
    assert [(one.data, wrong) for one in deciding(rule, pack) if (wrong := differences(one, pack))] == []


def _situation(*others: Happening) -> Situation:
    return Situation(KAZAKHSTAN, {}, "admitted", attributes={"as": "convict"}, others=others)


def test_a_step_changes_one_word() -> None:
    asked = TriggerHas("as", OneOf(frozenset({"remanded"})))
    steps = [one.attributes for one in near(_situation(), (asked,))]
    assert {"as": "remanded"} in steps
    assert all(set(step) == {"as"} and step != {"as": "convict"} for step in steps)


def test_a_step_moves_an_earlier_event_into_an_earlier_detention() -> None:
    here = Earlier(Pattern("arrest"), "detention")
    known = _situation(Happening("arrest", -HOUR))
    assert state(here, known) is True
    moved = [one for one in near(known, (here,)) if state(here, one) is False and state(here._replace(scope="case"), one) is True]
    assert len(moved) == 1


def test_two_steps_add_an_event_that_almost_fits() -> None:
    asked = Earlier(REMANDED, "case")
    for less in (REMANDED._replace(form=()), REMANDED._replace(reaches=None)):
        without = asked._replace(pattern=less)
        found = [one for one in nearby([_situation()], (asked, without)) if state(asked, one) is False and state(without, one) is True]
        assert found


def test_a_part_that_settles_a_condition_settles_it_whatever_is_not_sure_of_another() -> None:
    unsure, holds = OnDayOf("arrest"), TriggerHas("as", OneOf(frozenset({"convict"})))
    known = _situation(Happening("arrest", -HOUR))
    for parts in ((unsure, holds), (holds, unsure)):
        assert state(Some(parts), known) is True
        assert state(All(tuple(Not(part) for part in parts)), known) is False
        with pytest.raises(Unsure):
            state(All(parts), known)


def test_conditions_are_told_apart_by_what_only_one_of_them_asks() -> None:
    one, other = TriggerHas("as", OneOf(frozenset({"convict"}))), Earlier(Pattern("arrest"), "case")
    assert told_apart_by(one, other) == (one, other)
    assert told_apart_by(one, one) == (one,)


@pytest.mark.parametrize(("term", "ago", "moved"), [("P1M", 10, 20 * DAY), ("P2M", 10, 51 * DAY), ("P1M", 100, 1 - 70 * DAY)])
def test_a_term_that_has_not_run_out_and_one_that_just_has(term: str, ago: int, moved: int) -> None:
    rule = KAZAKHSTAN.rule("custody.authorized-period")
    assert rule is not None and isinstance(rule.form, Deadline)
    inside = Elapsed(("sentence_started",), None, Limit("attribute", carried="term"))
    act = rule.form.must[0]
    only = rule._replace(when=inside, form=rule.form._replace(must=(act,), cases=rule.form.cases[-1:]))
    start = Happening("sentence_started", -ago * DAY, {"term": term, "judgment": Ahead(-ago * DAY)})
    situation = replace(_situation(start), trigger="remand_authorized", attributes={"until": Ahead(40 * DAY)})
    trigger = 1_600_000_000
    ((plan, at),) = at_elapsed(Plan(only, 0, situation, 0, act, {}), trigger, Window(date(2000, 1, 1), date(2100, 1, 1)))
    (begun,) = plan.situation.others
    assert at - trigger == moved
    assert at + begun.ahead == trigger - ago * DAY
    assert begun.attributes["judgment"] == Ahead(begun.ahead)


def test_the_dates_of_the_law_are_shown_on_both_sides() -> None:
    rule = KAZAKHSTAN.rule("remand.release-at-expiry")
    assert rule is not None and rule.in_force is not None and rule.in_force.dates.since is not None
    first = rule.in_force.dates.since.latest
    shown = {
        event["at"][:10]: one.verdict for one in deciding(rule, KAZAKHSTAN) for event in one.data["events"] if event.get("id") == "trigger"
    }
    assert shown[f"{first}"] is Verdict.COMPLIED
    assert any(day < f"{first}" and verdict is Verdict.UNDETERMINED for day, verdict in shown.items())
