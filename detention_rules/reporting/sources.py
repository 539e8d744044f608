"""What stands behind the short names of a report: the documents that it cites, and the questions that its readings answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from detention_rules.language.rules import Pack, Reading
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Citation, Finding, Report
from detention_rules.reporting.lines import BLANK, Line, line


def pack_of(report: Report) -> Pack:
    """Return the rules that a report was made with."""
    assert isinstance(report.law, Pack)
    return report.law


def instrument(pack: Pack, name: str) -> Mapping[str, Any]:
    """Return what a pack's sources say of an instrument; nothing where they do not name it."""
    found: Mapping[str, Any] = (pack.sources.get("instruments") or {}).get(name) or {}
    return found


def instrument_parts(found: Mapping[str, Any]) -> list[str]:
    """Return an instrument's title, number and date, as far as they are known."""
    parts = [str(found["title"])]
    if found.get("number"):
        parts.append(text("report.rule.instrument-number", number=found["number"]))
    if found.get("date"):
        parts.append(text("report.rule.instrument-date", date=found["date"]))
    return parts


def source_lines(report: Report, findings: Iterable[Finding], *, verbose: bool) -> Iterator[Line]:
    """Yield the documents and the readings that findings name, under a heading each."""
    shown = list(findings)
    parts = (("sources", sources(report, shown)), ("readings", readings(report, shown, verbose=verbose)))
    for name, entries in parts:
        found = list(entries)
        if found:
            yield BLANK
            yield line((text(f"report.heading.{name}"), "bold"))
        for key, said in found:
            yield line((key, "cyan"), ": ", said, indent=2, hang=2)


def sources(report: Report, findings: Iterable[Finding]) -> Iterator[tuple[str, str]]:
    """Yield what the paragraphs that findings cite are those of, and each instrument under the name by which they cite it."""
    pack = pack_of(report)
    cites: dict[Citation, None] = {}
    for finding in findings:
        cites.update(dict.fromkeys((*finding.cites, *finding.rule.breach.liability)))
    source = pack.sources.get("report") or {}
    if source and any(cite.report is not None for cite in cites):
        yield text("report.source.paragraphs"), text("report.source.report", symbol=source["symbol"], title=source["title"])
    for name in sorted({cite.act for cite in cites if cite.act is not None}, key=str.casefold):
        if found := instrument(pack, name):
            yield name, ", ".join(instrument_parts(found))


def readings(report: Report, findings: Iterable[Finding], *, verbose: bool) -> Iterator[tuple[str, str]]:
    """Yield each reading that findings name: its question, the option that was taken, and the others that are named.

    `verbose` tells that their reasoning stands there too, and departures under which only the deadline differs.
    """
    pack = pack_of(report)
    named: dict[str, dict[str, None]] = {name: {} for name in report.scenario.readings}
    for finding in findings:
        for other in finding.alternatives:
            if verbose or other.verdict is not finding.verdict:
                for name, option in other.assuming.items():
                    named.setdefault(name, {})[option] = None
        if verbose:
            for name in _mentioned(pack, finding):
                named.setdefault(name, {})
    for name, reading in pack.readings.items():
        if name in named:
            taken = report.scenario.readings.get(name, reading.default)
            yield name, _worded(reading, taken, [option for option in named[name] if option != taken])


def _mentioned(pack: Pack, finding: Finding) -> set[str]:
    ids = "|".join(map(re.escape, pack.readings))
    return set(re.findall(rf"\b(?:{ids})\b", " ".join(finding.because))) if ids else set()


def _worded(reading: Reading, taken: str, others: Iterable[str]) -> str:
    means = {option.name: option.means for option in reading.options}
    told = [reading.question, text("report.source.taken", option=taken, means=means[taken])]
    told += [text("report.source.other", option=option, means=means[option]) for option in others]
    return " ".join(told)


__all__ = ["instrument", "instrument_parts", "pack_of", "readings", "source_lines", "sources"]
