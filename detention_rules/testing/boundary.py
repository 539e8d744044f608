"""What a boundary scenario is, and whether the engine finds what it must give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from detention_rules.engine.reference import run
from detention_rules.language.rules import Pack, Rule
from detention_rules.language.scenarios import scenario
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Finding, Report, Verdict
from detention_rules.model.problems import did_you_mean
from detention_rules.model.scenario import Scenario
from detention_rules.testing.arithmetic import stamp
from detention_rules.testing.timelines import TRIGGER


@dataclass(frozen=True, slots=True)
class Boundary:
    """A scenario with what a rule must find for the event whose id is `trigger`.

    `case` is the index of the case that decides, from 0 (None for a precondition; messages call the first limit 1), `shows` what the
    scenario is about; `margin` is in seconds, None where a finding has none; `deadline` an instant (seconds since 1970, UTC), None where it
    is not looked at. A `verdict` of None says that the event starts no duty of the rule. Of a recurring duty `case` is the index of the
    cycle, from 0, and `period` that of the period in the span, which the event opens or a fact gives.
    """

    rule: str
    case: int | None
    shows: str
    data: Mapping[str, Any]
    verdict: Verdict | None
    margin: int | None
    deadline: int | None
    period: int = 0


@dataclass(frozen=True, slots=True)
class Unreached:
    """A case for which no boundary could be built, and why."""

    rule: str
    case: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Boundaries:
    """The boundary scenarios of a pack, and the cases that have none."""

    found: tuple[Boundary, ...]
    unreached: tuple[Unreached, ...]


def differences(boundary: Boundary, pack: Pack, timeline: Scenario | None = None) -> list[tuple[str, object, object]]:
    """Run a boundary scenario and return what differs from what it must give: the name, what was found, and what was expected.

    `timeline` is the scenario once read, where it is run more than once.
    """
    timeline = timeline or scenario(boundary.data, pack=pack)
    finding = finding_about(run(timeline, pack, only=(boundary.rule,)), boundary.rule, boundary.period)
    if finding is None or boundary.verdict is None:
        found, wanted = None if finding is None else finding.verdict.value, None if boundary.verdict is None else boundary.verdict.value
        return [] if found == wanted else [("verdict", found, wanted)]
    return list(_different(boundary, finding, timeline.zone))


def finding_about(report: Report, rule: str, period: int = 0) -> Finding | None:
    """Return what a rule finds for the event whose id is `trigger` or, of a recurring duty, for a period of its span; None for nothing."""
    own = (one for one in report.findings if one.rule.id == rule and (one.trigger is None or one.trigger.id == TRIGGER))
    return next(islice(own, period, None), None)


def _different(boundary: Boundary, finding: Finding, home: str) -> Iterator[tuple[str, object, object]]:
    if finding.verdict is not boundary.verdict:
        yield "verdict", finding.verdict.value, None if boundary.verdict is None else boundary.verdict.value
    if finding.margin_seconds != boundary.margin:
        yield "margin_seconds", finding.margin_seconds, boundary.margin
    if boundary.deadline is not None and finding.deadline != boundary.deadline:
        found = None if finding.deadline is None else stamp(finding.deadline, home)
        yield "deadline", found, stamp(boundary.deadline, home)


def rule_named(pack: Pack, name: str) -> Rule:
    """Return a rule by its id. Raises ValueError, with the nearest id that there is."""
    found = pack.rule(name)
    if found is None:
        raise ValueError(text("kit.unknown-rule", rule=name, pack=pack.id, hint=did_you_mean(name, [rule.id for rule in pack.rules])))
    return found
