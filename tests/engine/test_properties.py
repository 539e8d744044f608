"""Laws that every timeline obeys: order, time, and what is known."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from detention_rules import Finding, Report, check
from detention_rules.engine.explain import Explanation
from detention_rules.language.vocabulary import EventType

from . import strategies as ours
from .builder import PACK
from .strategies import AS_OF, BASE, DAYS, LAST, Data, local

RANK = {"complied": 0, "pending": 1, "undetermined": 1, "violated": 2}
HOUR_RULES = (
    "custody.before-court-order",
    "custody.constitutional-ceiling",
    "custody.arrest-record",
    "notice.procurator",
    "notice.procurator-change-of-place",
    "consular.mfa-after-arrest",
    "consular.mfa-after-remand",
    "consular.mission-after-arrest",
    "consular.mission-after-remand",
)

MENTIONED = {rule.id: rule.events for rule in PACK.rules}

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


@given(ours.scenarios(ours.TIMES, loose=2), st.randoms(use_true_random=False))
@ours.examples(25)
def test_the_order_of_events_in_the_file_changes_nothing(data: Data, random: Any) -> None:
    unnamed = {**data, "events": [{key: value for key, value in event.items() if key != "id"} for event in data["events"]]}
    shuffled = list(unnamed["events"])
    random.shuffle(shuffled)
    assert plain(checked(unnamed)) == plain(checked(unnamed, events=shuffled))
    assert plain(checked(data)) == plain(checked(data, events=data["events"][::-1]))


@given(ours.scenarios(ours.TIMES, loose=2), ours.SECONDS)
@ours.examples(20)
def test_an_event_that_no_rule_mentions_changes_nothing(data: Data, when: int) -> None:
    """Every event of the pack is mentioned by some rule, so the vocabulary gets one more."""
    events = {**PACK.vocabulary.events, "window_opened": EventType("window_opened", "a window is opened", {}, {})}
    pack = PACK._replace(vocabulary=PACK.vocabulary._replace(events=events))
    more = [*data["events"], {"at": local(when), "is": "window_opened"}]
    before, after = (check({**data, "events": found}, pack=pack).to_dict() for found in (data["events"], more))
    assert before["findings"] == after["findings"]
    assert before["summary"] == after["summary"]


@given(ours.scenarios(), ours.SECONDS)
@ours.examples(25)
def test_an_event_changes_only_the_rules_that_mention_it(data: Data, when: int) -> None:
    more = [*data["events"], {"at": local(when), "is": "brought_in", "id": "more"}]
    before, after = by_duty(checked(data)), by_duty(checked(data, events=more))
    assert before.keys() == after.keys()
    for key, finding in before.items():
        if "brought_in" not in MENTIONED[key[0]]:
            assert (finding.verdict, finding.deadline, finding.margin_seconds) == (
                after[key].verdict,
                after[key].deadline,
                after[key].margin_seconds,
            )


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


@given(ours.scenarios(ours.TIMES), st.integers(-300, 400))
@ours.examples(40)
def test_shifting_by_whole_days_shifts_every_hour_limit(data: Data, days: int) -> None:
    """In a zone whose clocks do not change. The birthday stays a date of its own, so age is given as a truth."""
    known = {path: value for path, value in data["facts"].items() if path != "person.born"}
    still = {**data, "zone": "Asia/Aqtobe", "facts": known}
    later = {**still, "facts": moved(known, days), "events": moved(still["events"], days), "as_of": moved(still["as_of"], days)}
    before, after = by_duty(checked(still)), by_duty(checked(later))
    hours = [key for key in before if key[0] in HOUR_RULES]
    assert hours
    assert hours == [key for key in after if key[0] in HOUR_RULES]
    for key in hours:
        first, second = before[key], after[key]
        assert (first.verdict, first.margin_seconds) == (second.verdict, second.margin_seconds), key
        assert (second.deadline is None) == (first.deadline is None)
        if first.deadline is not None:
            assert second.deadline - first.deadline == days * DAYS


DISCHARGES = (
    ("custody.before-court-order", "release", {}),
    ("custody.before-court-order", "remand_authorized", {"by": "court", "until": local(AS_OF)}),
    ("custody.before-court-order", "remand_authorized", {}),
    ("custody.constitutional-ceiling", "release", {}),
    ("custody.arrest-record", "arrest_record", {}),
    ("notice.procurator", "procurator_notified", {"written": True}),
    ("notice.family", "family_notified", {}),
    ("consular.mfa-after-arrest", "mfa_notified", {}),
    ("consular.mission-after-arrest", "mission_notified", {}),
    ("extradition.twelve-months", "surrendered", {}),
)


@given(st.sampled_from(DISCHARGES), ours.facts(), ours.SECONDS, ours.SECONDS)
@ours.examples(100)
def test_a_later_discharge_is_never_better(duty: tuple[str, str, Data], known: Data, first: int, second: int) -> None:
    rule, kind, attributes = duty
    found = []
    for when in sorted((first, second)):
        done = {"at": local(when), "is": kind, **attributes}
        report = checked({"facts": known, "events": [{"at": local(0), "is": "arrest", "id": "arrest"}, done], "as_of": local(AS_OF)})
        found.append(by_duty(report)[(rule, "arrest")].verdict.value)
    if "not_applicable" in found:  # an order of the very second of the arrest authorizes custody from its beginning
        assert set(found) == {"not_applicable"} or (found[0] == "not_applicable" and min(first, second) == 0)
    else:
        assert RANK[found[0]] <= RANK[found[1]]


AFTERWARDS = {
    "complied": {"complied"},
    "violated": {"violated"},
    "not_applicable": {"not_applicable"},
    "pending": {"pending", "violated", "undetermined"},
    "undetermined": {"undetermined", "violated"},
}


@given(ours.scenarios(), st.sampled_from([0, 1, 3600, DAYS, 30 * DAYS]), st.sampled_from([1, 3600, 70 * DAYS, 900 * DAYS]))
@ours.examples(50)
def test_time_alone_repairs_nothing(data: Data, first: int, more: int) -> None:
    """Once every event is known, time passing turns open duties into breaches and nothing else."""
    last = max(datetime.fromisoformat(when) for event in data["events"] for when in (event["at"], event.get("judgment")) if when)
    early = by_duty(checked(data, as_of=local(first, last)))
    late = by_duty(checked(data, as_of=local(first + more, last)))
    assert early.keys() == late.keys()
    for key, finding in early.items():
        if not _waits_for_facts(data, local(first, last)):
            assert late[key].verdict.value in AFTERWARDS[finding.verdict.value], key


def _waits_for_facts(data: Data, as_of: str) -> bool:
    """Tell whether a fact is dated after `as_of`, so that it becomes known later."""
    category = data["facts"].get("offence.category")
    return isinstance(category, list) and any(entry.get("from", "") > as_of for entry in category)


@given(ours.scenarios(), st.data())
@ours.examples(70)
def test_forgetting_a_fact_leaves_a_verdict_or_leaves_it_open(data: Data, pick: st.DataObject) -> None:
    """What is decided without a fact is decided the same with it: forgetting one changes a verdict to undetermined or not at all.

    Facts with a default (the proceeding, the working day) are put back to it, and a span opens the duties of its periods, so they are
    outside this law.
    """
    known = PACK.vocabulary.facts
    removable = sorted(path for path in data["facts"] if known[path].default is None and known[path].type.kind != "span")
    if not removable:
        return
    gone = pick.draw(st.sampled_from(removable))
    before = by_duty(checked(data))
    after = by_duty(checked(data, facts={path: value for path, value in data["facts"].items() if path != gone}))
    assert before.keys() == after.keys()
    for key, finding in before.items():
        assert after[key].verdict.value in {finding.verdict.value, "undetermined"}, (gone, key)


@given(ours.scenarios(), st.data())
@ours.examples(70)
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


@given(ours.scenarios())
@ours.examples(60)
def test_the_margin_is_the_deadline_less_the_act_or_as_of(data: Data) -> None:
    """Or the event that ended the duty, never met, after its limit."""
    report = checked(data)
    for finding in report.findings:
        if finding.margin_seconds is None or finding.deadline is None:
            assert finding.margin_seconds is None
            continue
        end = report.as_of if finding.discharge is None else _counted(finding)
        ended = any("The duty ended" in step for step in finding.because)
        assert finding.margin_seconds >= finding.deadline - end if ended else finding.margin_seconds == finding.deadline - end
        assert finding.verdict.value != "complied" or finding.margin_seconds >= 0
        assert finding.verdict.value != "violated" or finding.margin_seconds < 0
        assert finding.verdict.value != "pending" or (finding.margin_seconds >= 0 and finding.discharge is None)


def _counted(finding: Finding) -> int:
    """Return the instant at which an act counts: a sentence ends remand when it is passed, and ends nothing else."""
    assert finding.discharge is not None
    if finding.discharge.type == "sentence_started":
        return finding.discharge.attributes["judgment"]
    return finding.discharge.at.default.earliest


def test_the_timelines_stand_where_the_tests_say() -> None:
    assert local(0) == BASE.isoformat(" ") == "2021-03-01 09:15:00"
    assert AS_OF > LAST
    assert set(ours.ATTRIBUTES) == set(PACK.vocabulary.events)
    assert set(ours.FACTS) <= set(PACK.vocabulary.facts)
    for name, event in PACK.vocabulary.events.items():
        assert set(ours.ATTRIBUTES[name]) <= set(event.attributes), name
