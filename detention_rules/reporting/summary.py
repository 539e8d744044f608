"""What several results come to, counted as they come, and the line that says it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from detention_rules.model.catalogue import count, text
from detention_rules.model.findings import Report, Selection, Verdict
from detention_rules.reporting.blocks import selection_words
from detention_rules.reporting.lines import BLANK, Line, hard, line
from detention_rules.reporting.opinions import Agreement, agreement
from detention_rules.reporting.results import Checked, Result

_SHOWN = 20
"""Rows of a table in a terminal."""


@dataclass(slots=True)
class Breached:
    """How often one rule, or the rules of one theme, were breached: violations, the scenarios that have any, and open findings."""

    name: str
    violated: int = 0
    scenarios: int = 0
    undetermined: int = 0

    @property
    def numbers(self) -> tuple[int, int, int]:
        """The counts, in the order of a table."""
        return (self.violated, self.scenarios, self.undetermined)


@dataclass(slots=True)
class Tally:
    """Counts of results; the reports themselves are not kept.

    Cases are scenarios without expectations: those with a violation, those with something undetermined, and the rest.
    """

    held: int = 0
    failed: int = 0
    violated: int = 0
    open: int = 0
    good: int = 0
    unread: int = 0
    agreement: Agreement | None = None
    selection: Selection | None = None
    rules: dict[str, Breached] = field(default_factory=dict)
    themes: dict[str, Breached] = field(default_factory=dict)

    def add(self, result: Result) -> None:
        """Count one more result."""
        if not isinstance(result, Checked):
            self.unread += 1
            return
        if (selection := result.report.selection) is not None:
            self.selection = selection._replace(left_out=selection.left_out + (self.selection.left_out if self.selection else 0))
        if result.faults is not None:
            self.held += not result.faults
            self.failed += bool(result.faults)
        elif self._breached(result.report):
            self.violated += 1
        elif result.report.of(Verdict.UNDETERMINED):
            self.open += 1
        else:
            self.good += 1
        if result.opinion is not None:
            self.agreement = agreement(result.opinion, self.agreement)

    def _breached(self, report: Report) -> bool:
        """Count the breaches of one more case, and tell whether there are any."""
        violated: dict[int, Breached] = {}
        for finding in report.findings:
            if finding.verdict not in (Verdict.VIOLATED, Verdict.UNDETERMINED):
                continue
            name = finding.rule.id
            theme = name.partition(".")[0]
            for one in (self.rules.setdefault(name, Breached(name)), self.themes.setdefault(theme, Breached(theme))):
                if finding.verdict is Verdict.VIOLATED:
                    one.violated += 1
                    violated[id(one)] = one
                else:
                    one.undetermined += 1
        for one in violated.values():
            one.scenarios += 1
        return bool(violated)

    @property
    def cases(self) -> int:
        """The number of scenarios without expectations."""
        return self.violated + self.open + self.good


def summary_line(tally: Tally) -> Line:
    """Return how many scenarios there were and what came of them."""
    parts = [count("report.summary.scenarios", tally.cases + tally.held + tally.failed)]
    if tally.held:
        parts.append(text("report.summary.held", number=tally.held))
    if tally.failed:
        parts.append(text("report.summary.failed", number=tally.failed))
    if tally.cases:
        parts.append(text("report.summary.cases", bad=tally.violated, open=tally.open, good=tally.good))
    if tally.unread:
        parts.append(count("report.summary.unread", tally.unread))
    if tally.selection is not None:
        parts.append(text("report.summary.selection", selection=selection_words(tally.selection)))
    return line(("; ".join(parts) + ".", "bold"), hang=2)


def breaches(tally: Tally) -> list[tuple[str, list[Breached]]]:
    """Return what was breached in several cases, by `rule` and by `theme`, the most breached first; nothing where nothing was."""
    found = (("rule", tally.rules), ("theme", tally.themes))
    tables = [(by, sorted((one for one in every.values() if one.violated), key=_most)) for by, every in found]
    return [(by, rows) for by, rows in tables if rows and tally.cases > 1]


def _most(one: Breached) -> tuple[int, int, int, str]:
    return (-one.violated, -one.scenarios, -one.undetermined, one.name)


def breach_lines(tally: Tally) -> Iterator[Line]:
    """Yield the tables of what was breached."""
    for by, rows in breaches(tally):
        heads = [text(f"report.breached.{name}") for name in ("violated", "scenarios", "undetermined")]
        yield BLANK
        yield line((hard("  ".join([*heads, text(f"report.breached.{by}")])), "bold"), indent=2)
        for one in rows[:_SHOWN]:
            cells = [str(number).rjust(len(head)) for number, head in zip(one.numbers, heads, strict=True)]
            yield line(hard("  ".join([*cells, one.name])), indent=2)
        if len(rows) > _SHOWN:
            yield line(text(f"report.breached.more-{by}", number=len(rows) - _SHOWN), indent=2)
