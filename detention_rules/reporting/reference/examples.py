"""Worked examples as sections of a page: what is given, a picture of the clock, and what the engine finds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from detention_rules.engine.reference import run
from detention_rules.language.rules import Pack, Precondition, Recurrence, Rule
from detention_rules.language.scenarios import scenario
from detention_rules.language.sentences import listed
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Finding, Report, Verdict
from detention_rules.reporting.blocks import departures, status
from detention_rules.reporting.lines import HARD
from detention_rules.reporting.markdown import bullets, code, escaped, fenced, folded, heading
from detention_rules.reporting.reference.clocks import deadline_drawing
from detention_rules.reporting.reference.drawing import Drawing, draw
from detention_rules.reporting.reference.marks import by_working_days, condition_drawing
from detention_rules.reporting.reference.periods import MOST, periods_drawing, spans_of
from detention_rules.reporting.reference.wording import Wording

OPEN = 4
"""So many examples of a rule stand open; the others are folded."""


def examples_part(rule: Rule, pack: Pack) -> Iterator[str]:
    """Yield the section of a rule's examples."""
    if not rule.examples:
        return
    yield from heading(2, escaped(text("page.heading.examples")))
    sections = [list(_example(number, example, rule, pack)) for number, example in enumerate(rule.examples, 1)]
    for section in sections[:OPEN]:
        yield from section
    rest = sections[OPEN:] if len(sections) > OPEN + 1 else []
    if rest:
        yield from folded(text("page.example.more", number=len(rest)), [row for section in rest for row in section])
    else:
        for section in sections[OPEN:]:
            yield from section


def judged(example: Mapping[str, Any], rule: Rule, pack: Pack) -> Report:
    """Return what the engine finds in an example under its rule alone. Raises InputError for an example that is no scenario."""
    data = {key: value for key, value in example.items() if key not in ("shows", "expect") and value is not None}
    return run(scenario({"title": example["shows"], **data}, pack=pack), pack, only=(rule.id,))


def drawings(report: Report, rule: Rule, pack: Pack) -> Iterator[tuple[Drawing, Sequence[Finding]]]:
    """Yield the pictures of an example's findings, each with the findings that it shows."""
    wording = Wording(report, pack, weekdays=by_working_days(rule))
    if isinstance(rule.form, Recurrence):
        for group in spans_of(report.findings):
            yield periods_drawing(group, wording), group
        return
    for finding in report.findings:
        if isinstance(rule.form, Precondition):
            yield condition_drawing(finding, wording), [finding]
        else:
            yield deadline_drawing(finding, wording, pack), [finding]


def _example(number: int, example: Mapping[str, Any], rule: Rule, pack: Pack) -> Iterator[str]:
    report = judged(example, rule, pack)
    wording = Wording(report, pack, weekdays=by_working_days(rule))
    shows = str(example["shows"])
    yield from heading(3, escaped(text("page.example.title", number=number, shows=shows)), f"example-{number}")
    given = [text("page.example.given", label=text(f"page.given.{key}"), words=escaped(told)) for key, told in wording.given()]
    if given:
        yield from (*"\\\n".join(given).split("\n"), "")
    for drawing, findings in drawings(report, rule, pack):
        yield from fenced(draw(drawing))
        if len(findings) > MOST:
            yield from (escaped(text("page.example.more-periods", number=len(findings) - MOST)), "")
        yield from _found(findings, report, wording, recurring=isinstance(rule.form, Recurrence))
    if not report.findings:
        yield from (escaped(text("page.example.nothing")), "")


def _found(findings: Sequence[Finding], report: Report, wording: Wording, *, recurring: bool) -> Iterator[str]:
    told = [_outcome(finding, report, wording) for finding in findings[:MOST]]
    if recurring and len(told) > 1:
        yield from (*bullets(told), "")
    else:
        yield from (row for one in told for row in (one, ""))


def _outcome(finding: Finding, report: Report, wording: Wording) -> str:
    verdict = text(f"report.verdict.{finding.verdict.value}")
    facts = []
    if finding.deadline is not None and finding.verdict is not Verdict.NOT_APPLICABLE:
        facts.append(text("report.overview-due", due=wording.time(finding.deadline)))
    if finding.verdict is Verdict.VIOLATED and finding.discharge is None and finding.margin_seconds is not None:
        facts.append(text("report.status.not-done"))
    if (how := status(finding)) and (finding.margin_seconds is not None or finding.verdict is Verdict.VIOLATED):
        facts.append(how)
    head = f"**{escaped(verdict[:1].upper() + verdict[1:])}**"
    sentences = [text("page.example.found", verdict=head, facts=escaped(", ".join(facts))) if facts else f"{head}."]
    if finding.needs:
        needs = (escaped(need) if " " in need else code(need) for need in finding.needs)
        sentences.append(text("page.example.needs", needs=listed(needs, "and")))
    if others := departures(finding, report, wording.clock):
        sentences.append(text("page.example.but", others=escaped(others.replace(HARD, " "))))
    if finding.outside_source:
        sentences.append(escaped(text("page.example.outside")))
    return " ".join(sentences)
