"""Deadlines and preconditions of any pack: whatever a rule asks, its boundaries hold and its verdicts are given."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from packs.test_zubrovia import with_rules

from detention_rules import Pack, Rule, Verdict
from detention_rules.language.rules import Bound, Dates, InForce, Precondition
from detention_rules.testing.boundary import differences
from detention_rules.testing.deciding import deciding
from detention_rules.testing.edges import rule_boundaries
from detention_rules.testing.recipes import recipes
from detention_rules.testing.strategies import NoSuchScenario, scenarios
from detention_rules.testing.windows import FIRST, LAST, LASTING, days_in_force

from .test_strategies import always

SEIZED = "after: seizure\n"
SOON = "within: [{standard: soon, outer: {hours: 24}}]"
DAY = "within: [{hours: 24}]"
HOSPITAL = "paused: [{from: hospital_in, until: hospital_out}]"
PAST = "in_force: {from: 1950-01-01, until: 1956-05-01, otherwise: no_duty, why: then}"
FUTURE = "in_force: {from: 2105-01-01, otherwise: unknown, why: then}"
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
    "the end of the detention, soon": f"{SEIZED}must: freed\n{SOON}\nnot_before: {{minutes: 30}}",
    "past the tolerance": f"{SEIZED}must: freed\nwithin: [{{standard: soon}}]\nnot_before: {{days: 1, first_day: next, ends: day}}",
    "an act that ends the duty in another form": f"{SEIZED}must: charge\nlapses: [{{is: charge, with: {{by: sergeant}}}}]\n{DAY}\n"
    "not_before: {hours: 24}",
    "the end of the day": f"{SEIZED}must: charge\nwithin: [{{standard: soon}}]\nnot_before: {{days: 0, first_day: next, ends: day}}",
    "past the limit": f"{SEIZED}must: freed\n{DAY}\nnot_before: {{days: 2, first_day: next, ends: moment}}",
    "in a law of the last century": f"{SEIZED}must: charge\n{DAY}\n{PAST}\nnot_before: {{minutes: 30}}",
    "soon, in a law of the last century": f"{SEIZED}must: charge\n{SOON}\n{PAST}\nnot_before: {{minutes: 30}}",
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
    "soon after another event": "after: warrant\nmust: [freed]\n"
    "within: [{standard: soon, from: {event: seizure, which: last, otherwise: unknown}}]",
    "soon after the next event": f"{SEIZED}must: [charge]\n"
    "within: [{standard: soon, from: {event: warrant, which: next, otherwise: unknown}, outer: {hours: 24}}]",
    "soon after another event, in a bound": "after: warrant\nmust: [charge]\n"
    "within: [{standard: soon, from: {event: seizure, which: first, otherwise: unknown}, outer: {hours: 24}}]",
    "soon, in a bound of its own": "after: warrant\nmust: [charge]\n"
    "within: [{standard: soon, outer: {hours: 24, from: {event: seizure, which: last, otherwise: trigger}}}]",
    "an act that counts from before": "after: warrant\nmust: [{is: charge, counted: sent, earlier_counts: false}]\nwithin: [{hours: 24}]",
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
    "the first of several, after the end": "after: freed\nmust: [check]\n"
    "within: [{months: 1, ends: moment, from: {event: hospital_in, which: first, otherwise: trigger}}]",
    "a clock that starts with a pause": f"{SEIZED}must: [freed]\n"
    "paused: [{from: hospital_in, until: check, when: {ward.guarded: true}}]\n"
    "within: [{months: 1, ends: moment, from: {event: hospital_in, which: first, otherwise: trigger}}]",
    "the next": f"{SEIZED}must: [freed]\nwithin: [{{hours: 24, from: {{event: warrant, which: next, otherwise: unknown}}}}]",
    "working days": f"{SEIZED}must: [freed]\nwithin: [{{working_days: 3, first_day: next, ends: working_day}}]",
    "before the weekend": f"{SEIZED}must: [freed]\nwithin: [{{days: 10, first_day: same, ends: day, non_working: previous}}]",
    "something earlier": f"{SEIZED}must: [freed]\n{DAY}\nwhen: {{earlier: {{is: charge, with: {{by: magistrate}}, scope: case}}}}",
    "a law of the last century": f"{SEIZED}must: [freed]\n{DAY}\n{PAST}",
    "a law to come": f"{SEIZED}must: [freed]\n{DAY}\n{FUTURE}",
    "a case of the last century": f"{SEIZED}must: [freed]\n"
    "within: [{hours: 24, in_force: {from: 1950-01-01, until: 1956-05-01}}, {hours: 48}]",
}
PRECONDITIONS = {
    "a word": "whenever: warrant\nonly_if: {trigger: {by: magistrate}}",
    "one of two": "whenever: strip_search\nonly_if: {any: [{captive.child: false}, {not: {suspicion.weight: petty}}]}",
    "never": "whenever: blow\nonly_if: never",
    "something earlier": "whenever: freed\nonly_if: {earlier: {is: warrant_asked, scope: case}}",
    "an order still running": "whenever: strip_search\n"
    "only_if: {earlier: {is: warrant, with: {by: magistrate}, scope: detention, reaches: ends_at}}",
    "something later": "whenever: strip_search\nonly_if: {later: {is: charge, with: {by: magistrate}, within: {hours: 5}}}",
    "in detention": "whenever: strip_search\nonly_if: {detained: true}",
    "a time elapsed": "whenever: freed\nonly_if: {elapsed: {since: warrant, at_least: {hours: 5}}}",
    "a time not elapsed": "whenever: freed\nonly_if: {elapsed: {since: [warrant, charge], at_most: {days: 2, first_day: next, ends: day}}}",
    "a law of the last century": f"whenever: blow\nonly_if: {{trigger: {{at_night: false}}}}\n{PAST}",
    "a law to come": f"whenever: blow\nonly_if: {{trigger: {{at_night: false}}}}\n{FUTURE}",
}
NO_TIME = "{days: 1, first_day: same, ends: moment}"
IMPOSSIBLE = {
    "an act that reaches, soon": [Verdict.COMPLIED],
    "an act that reaches, soon without a bound": [Verdict.COMPLIED],
    "not before: the end of the day": [Verdict.COMPLIED],
    "not before: past the tolerance": [Verdict.COMPLIED],
    "not before: past the limit": [Verdict.COMPLIED, Verdict.UNDETERMINED],
    "in detention": [Verdict.VIOLATED],
    "never": [Verdict.COMPLIED, Verdict.UNDETERMINED],
}
"""An open standard has no number past which an act could certainly reach, and no tolerance is tried that is longer than a floor; what is
never allowed is certain; a file never tells that nobody was or would be detained."""
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
            assert verdict in _cannot(rule, list(BODIES)[number])
        else:
            for strategy in strategies:
                always(strategy, rules, verdict)


def _cannot(rule: Rule, name: str) -> set[Verdict]:
    """Return the verdicts that a rule has no way to give."""
    found = set(IMPOSSIBLE.get(name, ()))
    found |= {Verdict.PENDING} if isinstance(rule.form, Precondition) else set()
    return found | ({Verdict.NOT_APPLICABLE} if rule.when is None else set())


def test_a_case_without_a_second_in_time_is_said_to_have_no_boundary(tmp_path: Path) -> None:
    pack = with_rules(tmp_path, f"{SEIZED}must: charge\nwithin: [{{hours: 5, when: {{captive.child: true}}}}, {NO_TIME}]")
    found, (unreached,) = rule_boundaries(_added(pack), pack)
    assert {one.case for one in found} == {0}
    assert (unreached.case, unreached.why) == (1, "its limit ends with the second in which it starts, or before it")


@pytest.mark.parametrize("body", [f"{SEIZED}must: charge\n{DAY}", "whenever: blow\nonly_if: {trigger: {at_night: false}}"])
def test_a_law_that_is_never_certainly_in_force_is_said_to_be(body: str, tmp_path: Path) -> None:
    pack = with_rules(tmp_path, body)
    perhaps = Dates(
        Bound(date(2021, 1, 1), date(2020, 1, 1), date(2022, 1, 1)), Bound(date(2021, 6, 1), date(2021, 6, 1), date(2021, 6, 1))
    )
    rule = _added(pack)._replace(in_force=InForce(perhaps, "unknown", "the day is not known"))
    found, (unreached,) = rule_boundaries(rule, pack)
    assert not found
    assert unreached.why.startswith("there is no day")
    with pytest.raises(NoSuchScenario, match="there is no day"):
        recipes(rule, pack, Verdict.COMPLIED)


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        (None, None, (FIRST, LAST)),
        (date(2015, 1, 1), None, (date(2015, 1, 1), LAST)),
        (None, date(2050, 1, 1), (FIRST, date(2050, 1, 1))),
        (date(1990, 1, 1), date(1996, 1, 1), (date(1990, 1, 1), date(1996, 1, 1))),
        (None, date(1996, 1, 1), (date(1996, 1, 1) - LASTING, date(1996, 1, 1))),
        (date(2105, 1, 1), None, (date(2105, 1, 1), date(2105, 1, 1) + LASTING)),
        (None, date(10, 1, 1), (date.min, date(10, 1, 1))),
        (date(9990, 1, 1), None, (date(9990, 1, 1), date.max)),
    ],
)
def test_a_law_is_tried_on_days_of_its_own(since: date | None, until: date | None, days: tuple[date, date], rules: Pack) -> None:
    dates = Dates(*(None if day is None else Bound(day, day, day) for day in (since, until)))
    assert days_in_force(_added(rules)._replace(in_force=InForce(dates, "no_duty", ""))) == days


def _added(pack: Pack) -> Rule:
    rule = pack.rule("paper.added")
    assert rule is not None
    return rule
