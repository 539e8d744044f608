"""What the reader of an exercise has to take as given: where the papers or the law leave a choice, and what no paper of a case tells.

That is the option of a reading, whose account of a time, a change of clocks, and how days are counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta, timezone

from detention_rules.language.conditions import Limit
from detention_rules.language.rules import Pack
from detention_rules.language.sentences import counting_words, listed, words
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Finding, Report
from detention_rules.model.periods import elapsed
from detention_rules.model.zones import Zone, zone
from detention_rules.training.keys import details
from detention_rules.training.tasks import Premise, Task
from detention_rules.training.values import instant_words, local_words


def premises(asked: Iterable[tuple[Task, Finding]], report: Report, pack: Pack) -> tuple[Premise, ...]:
    """Return what has to be taken as given for tasks to have one answer each, by the findings that they ask about."""
    asked, home = list(asked), zone(report.scenario.zone)
    findings = [finding for _, finding in asked]
    return (*_choices(asked, pack, home), *_clock_changes(findings, report, home), *_countings(findings, pack))


def _choices(asked: Iterable[tuple[Task, Finding]], pack: Pack, home: Zone) -> tuple[Premise, ...]:
    """Return the readings and accounts that would change an answer, and those of which a task asks what they would change."""
    found: dict[str, Premise] = {}
    for task, finding in asked:
        offered = [option.name.partition("=")[0] for option in task.options if task.kind == "readings"]
        for name in (*(name for other in finding.alternatives for name in other.assuming), *offered):
            if name not in found:
                found[name] = _reading(name, finding, pack) if name in pack.readings else _account(name, finding, home)
    return tuple(found.values())


def _reading(name: str, finding: Finding, pack: Pack) -> Premise:
    reading, taken = pack.readings[name], details(finding).timeline.readings[name]
    means = next(option.means for option in reading.options if option.name == taken)
    return Premise(name, taken, text("premise.reading", id=name, question=reading.question, means=means))


def _account(name: str, finding: Finding, home: Zone) -> Premise:
    event = next(event for event in details(finding).timeline.scenario.events if event.id == name)
    account = event.at.default
    time = instant_words(account.earliest, home)
    return Premise(name, account.name or "", text("premise.account", event=words(event.type), account=account.name, time=time))


def _clock_changes(findings: Iterable[Finding], report: Report, home: Zone) -> Iterator[Premise]:
    """Yield each change of clocks between the first event of a case and the last of its limits, or the time up to which it is known."""
    events = [account.earliest for event in report.scenario.events for account in event.at.accounts]
    ends = [finding.deadline for finding in findings if finding.deadline is not None]
    for instant in home.changes(min(events), max([report.as_of, *ends])) if events else ():
        after, offset = home.local(instant), home.local(instant - 1).utcoffset() or timedelta()
        before = after.astimezone(timezone(offset))
        shift = (after.utcoffset() or timedelta()) - offset
        said = {
            "time": f"{before.date()} {before:%H:%M}",
            "length": elapsed(int(shift.total_seconds())),
            "shown": local_words(instant, home),
            "before": before.isoformat()[-6:],
            "after": after.isoformat()[-6:],
        }
        yield Premise(
            f"clock.{after.isoformat()}",
            said["after"],
            text("premise.clock-forward" if shift > timedelta() else "premise.clock-back", **said),
        )


def _countings(findings: Iterable[Finding], pack: Pack) -> Iterator[Premise]:
    """Yield how the days of limits are counted, each way with the limits that are counted so."""
    counted: dict[str, dict[str, str]] = {}
    for finding in findings:
        kept = details(finding)
        ways = {_counting(case.source.limit, pack) for case in kept.cases() or kept.rule.cases}
        if len(ways) == 1 and (way := ways.pop()):
            counted.setdefault(way, {})[finding.rule.id] = finding.rule.title
    for way, titles in counted.items():
        limits = listed((text("premise.limit", title=title) for title in titles.values()), "and")
        yield Premise(", ".join(titles), way, text("premise.counting", limits=limits, way=way))


def _counting(limit: Limit, pack: Pack) -> str:
    """Return how the days of a limit are counted; empty for one in hours, and for one that ends where an order or a document says."""
    parts = counting_words(limit)
    if parts and limit.ends == "morning" and pack.morning_ends is not None:
        hour, minute = divmod(pack.morning_ends // 60, 60)
        parts.append(text("premise.morning", time=f"{hour:02d}:{minute:02d}"))
    return ", ".join(parts)
