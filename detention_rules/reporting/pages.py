"""Rules and readings of a pack as lines: a list, a page for one rule, a page for readings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from detention_rules.language.rules import Deadline, Pack, Reading, Recurrence, Rule, Settled, theme_of
from detention_rules.language.sentences import length_words, listed, period_words, rule_sentences
from detention_rules.model.catalogue import count, text
from detention_rules.model.findings import Citation
from detention_rules.reporting.blocks import law
from detention_rules.reporting.lines import BLANK, Line, Symbols, hard, line
from detention_rules.reporting.sources import instrument, instrument_parts


def theme(rule: Rule) -> str:
    """Return the first half of a rule's id, by which rules are grouped."""
    return theme_of(rule.id)


def limits(rule: Rule) -> str:
    """Return the limits that a rule may apply, in a few words."""
    form = rule.form
    if isinstance(form, Deadline):
        return listed(dict.fromkeys(length_words(case.limit) for case in form.cases))
    if isinstance(form, Recurrence):
        return listed(dict.fromkeys(text("report.rule.every", period=period_words(cycle)) for cycle in form.cycles))
    return text("report.rule.condition")


def rule_list(rules: Iterable[Rule], pack: Pack) -> Iterator[Line]:
    """Yield the rules of a pack, grouped by theme."""
    found = list(rules)
    yield line((pack.title, "bold"), hang=2)
    for name, group in groupby(found, key=theme):
        yield BLANK
        yield line((name, "bold"))
        for rule in group:
            yield line((hard(f"{rule.id} "), "cyan"), f" {rule.title}", indent=2, hang=4)
            yield line(text("report.rule.summary", limit=limits(rule), cites=law(rule.cites)), indent=6, hang=2)
    yield BLANK
    yield line(count("report.rule.number", len(found)))


def rule_page(rule: Rule, pack: Pack, symbols: Symbols) -> Iterator[Line]:
    """Yield everything about one rule."""
    yield line((rule.title, "bold"))
    yield line((rule.id, "cyan"))
    yield BLANK
    yield line(rule.means)
    yield from _part("demands", (line(f"{symbols.bullet} {one}", indent=2, hang=2) for one in rule_sentences(rule, pack)))
    yield from _part("sources", _sources(rule.all_cites, pack))
    yield from _part("owed-by", [line(rule.owed_by, indent=2, hang=2)])
    yield from _part("breach", _breach(rule))
    yield from _part("readings", (one for name in _readings(rule, pack) for one in _options(pack.readings[name], symbols, indent=2)))
    yield from _part("notes", (line(f"{symbols.bullet} {note}", indent=2, hang=2) for note in rule.notes))
    yield from _part("examples", (_example(example, symbols) for example in rule.examples))


def reading_pages(readings: Iterable[Reading], pack: Pack, symbols: Symbols) -> Iterator[Line]:
    """Yield readings: the question, what may be answered and what speaks for it, and the rules that depend on it."""
    for index, reading in enumerate(readings):
        if index:
            yield BLANK
        yield from _options(reading, symbols, indent=0, reasons=True)
        users = [rule.id for rule in pack.rules if reading.id in rule.readings]
        yield line(text("report.reading.used", rules=", ".join(users) or text("value.none")), indent=2, hang=2)


def settled_pages(settled: Iterable[Settled], symbols: Symbols) -> Iterator[Line]:
    """Yield questions on which no verdict hangs, with how the pack answers them."""
    for index, question in enumerate(settled):
        if index:
            yield BLANK
        yield _question(question, indent=0)
        yield line(symbols.bullet, " ", text("report.reading.settled", answer=question.answer), indent=2, hang=2)
        if question.cites:
            yield line(f"[{law(question.cites)}]", indent=4, hang=2)


def _part(key: str, lines: Iterable[Line]) -> Iterator[Line]:
    found = list(lines)
    if found:
        yield BLANK
        yield line((text(f"report.rule.{key}"), "bold"))
        yield from found


def _readings(rule: Rule, pack: Pack) -> Iterator[str]:
    return (name for name in pack.readings if name in rule.readings)


def _options(reading: Reading, symbols: Symbols, *, indent: int, reasons: bool = False) -> Iterator[Line]:
    yield _question(reading, indent=indent)
    for option in reading.options:
        key = "report.reading.default" if option.name == reading.default else "report.reading.option"
        name = text(key, option=option.name)
        yield line(symbols.bullet, " ", (hard(name), "cyan"), f": {option.means}", indent=indent + 2, hang=2)
        if reasons and option.speaks_for:
            yield line(text("report.reading.speaks-for", why=option.speaks_for), indent=indent + 4, hang=2)
        if reasons and option.cites:
            yield line(f"[{law(option.cites)}]", indent=indent + 4, hang=2)


def _question(asked: Reading | Settled, *, indent: int) -> Line:
    paragraphs = ", ".join(str(number) for number in asked.paragraphs)
    key = "report.reading.paragraph" if len(asked.paragraphs) == 1 else "report.reading.paragraphs"
    question = text(key, question=asked.question, paragraphs=paragraphs) if paragraphs else asked.question
    return line((asked.id, "bold"), f" {question}", indent=indent, hang=len(asked.id) + 1)


def _sources(cites: Iterable[Citation], pack: Pack) -> Iterator[Line]:
    told: set[str] = set()
    for cite in cites:
        what = _paragraph(cite.report, pack) if cite.report is not None else _instrument(cite.act or "", pack, told)
        yield line((hard(str(cite)), "cyan"), f": {what}" if what else "", indent=2, hang=2)
    report = pack.sources.get("report") or {}
    if report:
        yield line(text("report.rule.report", symbol=report["symbol"], title=report["title"]), indent=2, hang=2)
        if report.get("address"):
            yield line(report["address"], indent=4)


def _paragraph(number: int, pack: Pack) -> str:
    return str(((pack.sources.get("report") or {}).get("paragraphs") or {}).get(str(number), ""))


def _instrument(name: str, pack: Pack, told: set[str]) -> str:
    """Return an instrument's title, number, date and address; only its title where it has been told before."""
    found = instrument(pack, name)
    if not found:
        return ""
    if name in told:
        return str(found["title"])
    told.add(name)
    return ", ".join([*instrument_parts(found), *([str(found["address"])] if found.get("address") else [])])


def _breach(rule: Rule) -> Iterator[Line]:
    yield line(rule.breach.consequence, indent=2, hang=2)
    if rule.breach.liability:
        yield line(text("report.rule.liability", cites=law(rule.breach.liability)), indent=2, hang=2)


def _example(example: Mapping[str, Any], symbols: Symbols) -> Line:
    expected = example["expect"]
    outcomes = expected if isinstance(expected, (list, tuple)) else [expected]
    found = "; ".join(_found(outcome) for outcome in outcomes) or text("report.example.nothing")
    return line(f"{symbols.bullet} ", text("report.example", shows=example["shows"], found=found), indent=2, hang=2)


def _found(outcome: Mapping[str, Any]) -> str:
    parts = [text(f"report.verdict.{outcome['verdict']}")]
    for key in ("deadline", "margin"):
        if outcome.get(key) is not None:
            parts.append(text(f"report.example.{key}", value=hard(str(outcome[key]))))
    if outcome.get("needs"):
        parts.append(text("report.example.needs", needs=listed(outcome["needs"], "and")))
    return ", ".join(parts)
