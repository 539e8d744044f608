"""Laws of uncertain and disputed times: a certain verdict holds everywhere, and an alternative is what it claims."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from profiles import examples

from detention_rules import Report

from .strategies import DAYS, PACK, Data, disputed, local, timelines
from .test_properties import by_duty, checked


@given(timelines(), st.data(), st.sampled_from([1, 600, 3600, 5 * 3600, DAYS, 4 * DAYS]))
@examples(60)
def test_a_certain_verdict_holds_at_every_instant_of_the_interval(data: Data, pick: st.DataObject, length: int) -> None:
    index = pick.draw(st.integers(0, len(data["events"]) - 1))
    event = data["events"][index]
    first = datetime.fromisoformat(event["at"])
    kinds = PACK.vocabulary.events[event["is"]].attributes
    stated = [name for name, kind in kinds.items() if kind.kind in ("moment", "limit") and name in event]
    event = {**event, **{name: max(event[name], local(length, first)) for name in stated}}
    as_of = pick.draw(st.sampled_from([data["as_of"], local(length // 2, first), local(3 * DAYS)]))

    def judged(when: Any) -> Report:
        return checked(data, events=[*data["events"][:index], {**event, "at": when}, *data["events"][index + 1 :]], as_of=as_of)

    whole = by_duty(judged({"between": [local(0, first), local(length, first)]}))
    steps = {0, length, *pick.draw(st.lists(st.integers(0, length), max_size=4))}
    beside = {int((datetime.fromisoformat(other["at"]) - first).total_seconds()) + step for other in data["events"] for step in (-1, 0, 1)}
    steps |= {step for step in beside if 0 < step < length}
    points = {step: judged(local(step, first)) for step in steps}
    # Instants at which the timeline would contradict itself do not count where there are others.
    fewest = min(len(report.inconsistencies) for report in points.values())
    for step, report in points.items():
        if len(report.inconsistencies) > fewest:
            continue
        point = by_duty(report)
        instant = next(one.at.default.earliest for one in report.scenario.events if one.id == event["id"])
        for key, finding in whole.items():
            there = point.get(key)
            verdict = "not_applicable" if there is None else there.verdict.value
            if finding.verdict.value != "undetermined":
                assert verdict == finding.verdict.value, (key, step)
            if there is None:
                continue
            if finding.deadline is not None:
                assert there.deadline == finding.deadline, (key, step)
            if finding.margin_seconds is not None:
                assert there.margin_seconds == finding.margin_seconds, (key, step)
            for name, since in finding.violated_from.items():
                assert name == event["id"]
                assert instant < since or verdict == "violated", (key, step)
        for key in point.keys() - whole.keys():
            assert point[key].verdict.value == "not_applicable", key


OTHER_READINGS = (("A1", "juveniles-keep-24h"), ("A5", "day-before"), ("A9", "over-five-only"))


def with_defaults(data: Data, assuming: dict[str, str]) -> Data:
    """Return a scenario whose defaults are what an alternative assumes."""
    events = []
    for event in data["events"]:
        chosen = assuming.get(event["id"])
        if chosen is not None:
            given_ = event["at"]["accounts"]
            ordered = {chosen: given_[chosen], **{name: when for name, when in given_.items() if name != chosen}}
            events.append({**event, "at": {"accounts": ordered}})
        else:
            events.append(event)
    ids = {event["id"] for event in data["events"]}
    return {**data, "events": events, "readings": {name: option for name, option in assuming.items() if name not in ids}}


@given(disputed(4))
@examples(30)
def test_an_alternative_gives_the_verdict_that_it_claims(data: Data) -> None:
    for key, finding in by_duty(checked(data)).items():
        for other in finding.alternatives:
            there = by_duty(checked(with_defaults(data, dict(other.assuming)))).get(key)
            found = ("not_applicable", None, None) if there is None else (there.verdict.value, there.deadline, there.margin_seconds)
            assert found == (other.verdict.value, other.deadline, other.margin_seconds), (key, dict(other.assuming))
            assert (other.verdict, other.deadline) != (finding.verdict, finding.deadline)


@given(disputed(5, most=3))
@examples(30)
def test_alternatives_are_minimal(data: Data) -> None:
    """One that holds another has a verdict of its own."""
    for finding in checked(data).findings:
        assumed = {frozenset(other.assuming.items()): other.verdict for other in finding.alternatives}
        assert len(assumed) == len(finding.alternatives)
        assert all(assumed)
        for larger, verdict in assumed.items():
            smaller = {other for kept, other in assumed.items() if kept < larger}
            assert not smaller or verdict not in {*smaller, finding.verdict}


@given(disputed(5, most=3), st.data())
@examples(30)
def test_no_verdict_of_any_departure_is_hidden(data: Data, pick: st.DataObject) -> None:
    """However many accounts and readings are taken otherwise, an alternative among them has the verdict that all of them give."""
    names = [event["id"] for event in data["events"] if isinstance(event["at"], dict) and "camera" in event["at"].get("accounts", ())]
    events = pick.draw(st.lists(st.sampled_from(names), unique=True)) if names else []
    readings = pick.draw(st.lists(st.sampled_from(OTHER_READINGS), unique=True, max_size=2))
    assuming = {**dict.fromkeys(events, "camera"), **dict(readings)}
    other = by_duty(checked(with_defaults(data, assuming)))
    for key, finding in by_duty(checked(data)).items():
        there = other.get(key)
        if there is not None and there.verdict is not finding.verdict and not finding.more_worlds:
            told = [one.verdict for one in finding.alternatives if one.assuming.items() <= assuming.items()]
            assert there.verdict in told, (key, assuming)


@given(disputed(3))
@examples(20)
def test_single_departures_are_complete(data: Data) -> None:
    """Every single reading or account that changes a verdict or a deadline is listed."""
    report = checked(data)
    singles: list[dict[str, str]] = [{event["id"]: "camera"} for event in data["events"] if isinstance(event["at"], dict)]
    singles += [{name: option} for name, option in OTHER_READINGS]
    for assuming in singles:
        other = by_duty(checked(with_defaults(data, assuming)))
        for key, finding in by_duty(report).items():
            there = other.get(key)
            if there is None or key not in other:
                continue
            changed = (there.verdict, there.deadline) != (finding.verdict, finding.deadline)
            listed = any(dict(found.assuming) == assuming for found in finding.alternatives)
            assert listed == changed or finding.more_worlds, (key, assuming)
