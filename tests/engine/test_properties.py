"""Laws that every timeline obeys: order, time, and what is known."""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import cache
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from profiles import examples

from detention_rules import Finding, Report, check
from detention_rules.engine.explain import Explanation
from detention_rules.language.rules import Deadline, Recurrence, Rule
from detention_rules.language.vocabulary import EventType
from detention_rules.testing.arithmetic import instant_at, local_time
from detention_rules.testing.boundary import finding_about
from detention_rules.testing.clocks import clock_for
from detention_rules.testing.plans import Plan, plans
from detention_rules.testing.strategies import consulted
from detention_rules.testing.timelines import Done, scenario_data
from detention_rules.testing.vocabulary_strategies import event_data
from detention_rules.testing.windows import days_in_force, usual_start

from .strategies import BASE, DAYS, PACK, SECONDS, Data, instants, local, timelines

RANK = {"complied": 0, "pending": 1, "undetermined": 1, "violated": 2}


def counts_hours(rule: Rule) -> bool:
    """Tell whether no limit of a rule counts days."""
    cases = rule.form.cases if isinstance(rule.form, Deadline) else ()
    limits = [limit for case in cases for limit in (case.limit, case.limit.outer) if limit is not None]
    return bool(limits) and {limit.unit for limit in limits} <= {"elapsed", "standard", "fact"}


def law_changes(rule: Rule) -> list[date]:
    """Return the days on which a rule, or one of its cases, came into force or ceased to be."""
    cases = rule.form.cases if isinstance(rule.form, Deadline) else ()
    dates = [one for one in (rule.in_force and rule.in_force.dates, *(case.dates for case in cases)) if one]
    return [day for one in dates for bound in one if bound is not None for day in (bound.earliest, bound.latest)]


HOUR_RULES = {rule.id: law_changes(rule) for rule in PACK.rules if counts_hours(rule)}
KINDS = sorted(PACK.vocabulary.events)
CONSULTED = {rule.id: consulted(rule) for rule in PACK.rules}
MOMENTS = PACK.vocabulary.moments
START = instant_at(BASE, PACK.zone)

Key = tuple[str, str]


def checked(data: Data, **more: Any) -> Report:
    return check({**data, **more}, pack=PACK)


def by_duty(report: Report) -> dict[Key, Any]:
    """Return the findings by rule and trigger, or by the beginning of the period where nothing triggers them."""
    found = {(finding.rule.id, finding.trigger.id if finding.trigger else _period(finding)): finding for finding in report.findings}
    assert len(found) == len(report.findings)
    return found


def _period(finding: Finding) -> str:
    """Return when a period begins: where no law is known for it, it has no deadline."""
    assert isinstance(finding.details, Explanation)
    return str(finding.details.time)


def plain(report: Report) -> str:
    """Return a report as text, without the lines of the file."""

    def stripped(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: stripped(entry) for key, entry in value.items() if key != "line"}
        return [stripped(entry) for entry in value] if isinstance(value, list) else value

    return json.dumps(stripped(report.to_dict()), sort_keys=True)


@given(timelines(2), st.randoms(use_true_random=False))
@examples(25)
def test_the_order_of_events_in_the_file_changes_nothing(data: Data, random: Any) -> None:
    unnamed = {**data, "events": [{key: value for key, value in event.items() if key != "id"} for event in data["events"]]}
    shuffled = list(unnamed["events"])
    random.shuffle(shuffled)
    assert plain(checked(unnamed)) == plain(checked(unnamed, events=shuffled))
    assert plain(checked(data)) == plain(checked(data, events=data["events"][::-1]))


@given(timelines(2), SECONDS)
@examples(20)
def test_an_event_that_no_rule_mentions_changes_nothing(data: Data, when: int) -> None:
    """Every event of the pack is mentioned by some rule, so the vocabulary gets one more."""
    events = {**PACK.vocabulary.events, "window_opened": EventType("window_opened", "a window is opened", {}, {})}
    pack = PACK._replace(vocabulary=PACK.vocabulary._replace(events=events))
    more = [*data["events"], {"at": local(when), "is": "window_opened"}]
    before, after = (check({**data, "events": found}, pack=pack).to_dict() for found in (data["events"], more))
    assert before["findings"] == after["findings"]
    assert before["summary"] == after["summary"]


@given(timelines(), st.sampled_from(KINDS), st.data())
@examples(25)
def test_an_event_changes_only_the_rules_that_consult_it(data: Data, kind: str, pick: st.DataObject) -> None:
    extra = {**pick.draw(event_data(PACK, kind, START, (0, DAYS, 60 * DAYS), known=True)), "id": "more"}
    before, after = by_duty(checked(data)), by_duty(checked(data, events=[*data["events"], extra]))
    for key in before.keys() | after.keys():
        if kind not in CONSULTED[key[0]]:
            was, now = before[key], after[key]
            assert (now.verdict, now.deadline, now.margin_seconds) == (was.verdict, was.deadline, was.margin_seconds), (kind, key)


def moved(value: Any, days: int) -> Any:
    """Return a scenario's value with every date and time in it so many days later."""
    if isinstance(value, dict):
        return {key: moved(entry, days) for key, entry in value.items()}
    if isinstance(value, list):
        return [moved(entry, days) for entry in value]
    try:
        when = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return value
    shifted = local(days * DAYS, when)
    return shifted[:10] if len(value) == 10 else shifted


@given(timelines(6), st.integers(-300, 400))
@examples(40)
def test_shifting_by_whole_days_shifts_every_hour_limit(data: Data, days: int) -> None:
    """In a zone whose clocks do not change, and under one law. A birthday stays a date of its own; a duration may count days."""
    known = {path: value for path, value in data["facts"].items() if PACK.vocabulary.facts[path].type.kind not in ("date", "duration")}
    still = {**data, "zone": "Asia/Aqtobe", "facts": known}
    later = {**still, "facts": moved(known, days), "events": moved(still["events"], days), "as_of": moved(still["as_of"], days)}
    before, after = by_duty(checked(still)), by_duty(checked(later))
    named = [when.date() for when in instants([still["events"], later["events"]])]
    same = {name for name, changes in HOUR_RULES.items() if not any(min(named) <= day <= max(named) for day in changes)}
    hours = [key for key in before if key[0] in same]
    assert hours == [key for key in after if key[0] in same]
    for key in hours:
        first, second = before[key], after[key]
        assert (first.verdict, first.margin_seconds) == (second.verdict, second.margin_seconds), key
        assert (second.deadline is None) == (first.deadline is None)
        if first.deadline is not None:
            assert second.deadline - first.deadline == days * DAYS


LIMITS = [
    (rule.id, index)
    for rule in PACK.rules
    for index, case in enumerate(rule.form.cases if isinstance(rule.form, Deadline) else ())
    if case.limit.unit != "standard"
]


@cache
def planned(rule: str, index: int) -> Plan | None:
    return next(plans(rule_of(rule), index, PACK), None)


def rule_of(name: str) -> Rule:
    found = PACK.rule(name)
    assert found is not None
    return found


def trigger_on(plan: Plan, ahead: int) -> int | None:
    """Return the instant of a trigger so many seconds from an ordinary one; None where another law is in force then."""
    days = days_in_force(plan.rule, plan.case)
    trigger = plan.trigger_for(usual_start(days, PACK))
    trigger = (clock_for(plan.situation, trigger) or trigger) + ahead
    return trigger if days.holds(local_time(trigger, PACK.zone).date()) else None


def found_for(plan: Plan, trigger: int, *, done: int | None = None, as_of: int | None = None) -> Finding:
    """Return what a rule finds where the act that a plan speaks of is done at an instant, or not at all."""
    acts = [] if done is None else [Done(plan.act, plan.attributes, done, said=plan.said(trigger, done), reach=plan.deadline(trigger))]
    report = checked(scenario_data(plan.situation, trigger, done=acts, as_of=as_of))
    finding = finding_about(report, plan.rule.id)
    assert finding is not None
    return finding


@given(st.sampled_from(LIMITS), st.integers(-3 * DAYS, 3 * DAYS), st.integers(0, 3 * DAYS))
@examples(60)
def test_a_later_discharge_is_never_better(limit: tuple[str, int], first: int, more: int) -> None:
    plan = planned(*limit)
    trigger = None if plan is None else trigger_on(plan, 0)
    if plan is None or trigger is None or (deadline := plan.deadline(trigger)) is None or deadline <= trigger:
        return
    when = max(trigger + 1, deadline + first)
    earlier, later = (found_for(plan, trigger, done=one, as_of=deadline + 9 * DAYS) for one in (when, when + more))
    assert RANK[earlier.verdict.value] <= RANK[later.verdict.value]
    assert earlier.deadline == later.deadline == deadline
    assert (earlier.margin_seconds, later.margin_seconds) == (deadline - when, deadline - when - more)


@given(st.sampled_from(LIMITS), st.integers(-300 * DAYS, 300 * DAYS), st.one_of(st.integers(3600, 3 * DAYS), st.integers(3600, 90 * DAYS)))
@examples(60)
def test_a_later_trigger_never_has_an_earlier_limit(limit: tuple[str, int], first: int, more: int) -> None:
    """An hour later at least: where clocks go back, an earlier minute may show a later time of day."""
    plan = planned(*limit)
    if plan is None or plan.situation.late:
        return
    triggers = [trigger_on(plan, ahead) for ahead in (first, first + more)]
    found = [found_for(plan, trigger).deadline for trigger in triggers if trigger is not None]
    if len(found) == 2 and None not in found:
        assert found[0] <= found[1]


AFTERWARDS = {
    "complied": {"complied"},
    "violated": {"violated"},
    "not_applicable": {"not_applicable"},
    "pending": {"pending", "violated", "undetermined"},
    "undetermined": {"undetermined", "violated"},
}


@given(timelines(), st.sampled_from([0, 1, 3600, DAYS, 30 * DAYS]), st.sampled_from([1, 3600, 70 * DAYS, 900 * DAYS]))
@examples(50)
def test_time_alone_repairs_nothing(data: Data, first: int, more: int) -> None:
    """Once every event is known, time passing turns open duties into breaches, and begins new periods of recurring ones."""
    last = max(instants([{name: event.get(name) for name in ("at", *MOMENTS.get(event["is"], ()))} for event in data["events"]]))
    early = by_duty(checked(data, as_of=local(first, last)))
    late = by_duty(checked(data, as_of=local(first + more, last)))
    assert early.keys() <= late.keys()
    assert all(isinstance(rule_of(name).form, Recurrence) for name, _ in late.keys() - early.keys())
    for key, finding in early.items():
        if not _waits_for_facts(data, local(first, last)):
            assert late[key].verdict.value in AFTERWARDS[finding.verdict.value], key


def _waits_for_facts(data: Data, as_of: str) -> bool:
    """Tell whether a fact is dated after `as_of`, so that it becomes known later."""
    dated = [entry for fact in data["facts"].values() if isinstance(fact, list) for entry in fact if isinstance(entry, dict)]
    return any(entry.get("from", "") > as_of for entry in dated)


@given(timelines(), st.data())
@examples(70)
def test_forgetting_a_fact_leaves_a_verdict_or_leaves_it_open(data: Data, pick: st.DataObject) -> None:
    """What is decided without a fact is decided the same with it: forgetting one changes a verdict to undetermined or not at all.

    Facts with a default (the proceeding, the working day) are put back to it, as is what follows from a treaty's limit, and a span opens
    the duties of its periods, so they are outside this law.
    """
    known = PACK.vocabulary.facts
    assumed = {kind.derived.source for kind in known.values() if kind.derived and kind.default is not None}
    kept = {path for path, kind in known.items() if kind.default is not None or kind.type.kind == "span"} | assumed
    removable = sorted(data["facts"].keys() - kept)
    if not removable:
        return
    gone = pick.draw(st.sampled_from(removable))
    before = by_duty(checked(data))
    after = by_duty(checked(data, facts={path: value for path, value in data["facts"].items() if path != gone}))
    assert before.keys() == after.keys()
    for key, finding in before.items():
        assert after[key].verdict.value in {finding.verdict.value, "undetermined"}, (gone, key)


@given(timelines(), st.data())
@examples(70)
def test_forgetting_an_attribute_leaves_a_verdict_or_leaves_it_open(data: Data, pick: st.DataObject) -> None:
    """Duties may be added, where the attribute said that an event opens none."""
    given_ = [(index, name) for index, event in enumerate(data["events"]) for name in event if name not in ("at", "is", "id")]
    if not given_:
        return
    index, name = pick.draw(st.sampled_from(given_))
    events = list(data["events"])
    events[index] = {key: value for key, value in events[index].items() if key != name}
    before, after = by_duty(checked(data)), by_duty(checked(data, events=events))
    assert before.keys() <= after.keys()
    for key, finding in before.items():
        assert after[key].verdict.value in {finding.verdict.value, "undetermined"}, (name, key)
    for key in after.keys() - before.keys():
        assert after[key].verdict.value in {"undetermined", "not_applicable"}


@given(timelines())
@examples(60)
def test_the_margin_is_the_deadline_less_the_act_or_as_of(data: Data) -> None:
    """Or the event that ended the duty, never met, after its limit."""
    report = checked(data)
    for finding in report.findings:
        if finding.margin_seconds is None or finding.deadline is None:
            assert finding.margin_seconds is None
            continue
        spare = {finding.deadline - end for end in ([report.as_of] if finding.discharge is None else _counted(finding))}
        ended = any("The duty ended" in step for step in finding.because)
        assert finding.margin_seconds >= min(spare) if ended else finding.margin_seconds in spare
        assert finding.verdict.value != "complied" or finding.margin_seconds >= 0
        assert finding.verdict.value != "violated" or finding.margin_seconds < 0
        assert finding.verdict.value != "pending" or (finding.margin_seconds >= 0 and finding.discharge is None)


def _counted(finding: Finding) -> set[int]:
    """Return the instants at which an act may count: when it stands in the file, or where its rule says so one that it states."""
    act = finding.discharge
    assert act is not None
    stated = {pattern.counted for pattern in finding.rule.form.must if pattern.type == act.type} & set(act.attributes)
    return {act.at.default.earliest, *(act.attributes[name] for name in stated)}
