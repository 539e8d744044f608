"""The page of one rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from detention_rules.language.conditions import NEVER, All, Condition, Some
from detention_rules.language.coverage import Carried, Coverage
from detention_rules.language.rules import Case, Deadline, Pack, Precondition, Reading, Rule
from detention_rules.language.sentences import (
    after_sentence,
    condition_words,
    dates_words,
    limit_words,
    listed,
    modifier_sentences,
    pattern_words,
    rule_sentences,
    scope_sentences,
)
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Citation
from detention_rules.reporting.markdown import (
    anchor,
    bullets,
    code,
    escaped,
    heading,
    link,
    numbered,
    outside,
    page,
    sentence,
    table,
)
from detention_rules.reporting.reference.examples import examples_part
from detention_rules.reporting.sources import instrument_parts

_FEW = 2
"""Up to so many alternatives stand in one sentence; more of them are listed."""


def rule_path(rule_id: str) -> str:
    """Return the path of a rule's page below the folder of all pages."""
    theme, _, name = rule_id.partition(".")
    return f"{theme}/{name}.md"


def rule_link(rule: Rule, up: str = "") -> str:
    """Return a link to a rule's page by its title. `up` leads from the page that holds the link to the folder of all pages."""
    return link(escaped(rule.title), up + rule_path(rule.id))


def cite_link(cite: Citation, up: str) -> str:
    """Return a citation; a paragraph of the report leads to what stands there."""
    if cite.report is None:
        return escaped(cite)
    return link(escaped(cite), f"{up}by-paragraph.md#{paragraph_anchor(cite.report)}")


def cite_links(cites: Iterable[Citation], up: str) -> str:
    """Return citations in a row."""
    return "; ".join(cite_link(cite, up) for cite in cites)


def paragraph_anchor(number: int) -> str:
    """Return the anchor of a paragraph of the report."""
    return f"paragraph-{number}"


def rule_page(rule: Rule, pack: Pack, coverage: Coverage | None) -> str:
    """Return everything about one rule as a page."""
    return page(_rows(rule, pack, coverage))


def _rows(rule: Rule, pack: Pack, coverage: Coverage | None) -> Iterator[str]:
    yield from heading(1, escaped(rule.title))
    ways = [link(escaped(text(f"page.index.{name}")), f"../{file}") for name, file in (("all", "index.md"), ("theme", "by-theme.md"))]
    key = link(escaped(text("page.index.key")), "../index.md#pictures")
    yield from (f"{code(rule.id)} · {' · '.join((*ways, key))}", "", escaped(rule.means), "")
    yield from _part("demands", _demands(rule, pack))
    yield from _part("limits", _limits(rule))
    yield from _part("applies", _applies(rule, pack))
    yield from _part("owed-by", [link(sentence(rule.owed_by), f"../by-duty-bearer.md#{anchor(rule.owed_by)}")])
    yield from _part("breach", _breach(rule))
    for index, reading in enumerate(pack.readings[name] for name in pack.readings if name in rule.readings):
        yield from (heading(2, escaped(text("page.heading.readings"))) if not index else [])
        yield from reading_part(reading, "../")
    yield from _part("notes", bullets(sentence(note) for note in rule.notes))
    yield from _part("statements", _statements(coverage.of_rule(rule.id) if coverage else ()))
    yield from _part("sources", _sources(rule, pack))
    yield from examples_part(rule, pack)


def _part(key: str, rows: Iterable[str]) -> Iterator[str]:
    found = list(rows)
    if found:
        yield from heading(2, escaped(text(f"page.heading.{key}")))
        yield from (*found, "")


def _demands(rule: Rule, pack: Pack) -> Iterator[str]:
    form = rule.form
    if isinstance(form, Deadline):
        triggers = listed(pattern_words(pattern) for pattern in rule.triggers)
        acts = [escaped(pattern_words(pattern)) for pattern in form.must]
        if len(acts) > _FEW:
            yield from (escaped(text("page.rule.after", trigger=triggers)), "", *bullets(acts), "")
        else:
            yield from (escaped(after_sentence(rule, form)), "")
        yield from (row for one in modifier_sentences(form) for row in (escaped(one), ""))
    elif isinstance(form, Precondition) and form.only_if != NEVER and _long(form.only_if):
        triggers = listed(pattern_words(pattern) for pattern in rule.triggers)
        yield from (escaped(text("page.rule.whenever", trigger=triggers, whole=_whole(form.only_if))), "", *_clauses(form.only_if))
    else:
        scope = set(scope_sentences(rule, pack))
        for sentence in rule_sentences(rule, pack):
            if sentence not in scope:
                yield from (escaped(sentence), "")


def _long(condition: Condition) -> bool:
    """Tell whether a condition reads better as a list."""
    match condition:
        case All(parts) | Some(parts) if len(parts) > 1:
            return len(parts) > _FEW or any(_long(part) for part in parts) or len(condition_words(condition)) > 160
    return False


def _whole(condition: Condition) -> str:
    """Return the words that stand before the parts of a condition."""
    return text("page.rule.all-of" if isinstance(condition, All) else "page.rule.one-of")


def _parts(condition: Condition) -> Iterator[Condition]:
    """Yield the parts of a condition; what they say in the same way is part of the whole."""
    if not isinstance(condition, (All, Some)):
        yield condition
        return
    for part in condition.parts:
        yield from _parts(part) if isinstance(part, type(condition)) else (part,)


def _clauses(condition: Condition, indent: int = 0) -> Iterator[str]:
    """Yield the parts of a condition as a list."""
    for part in _parts(condition):
        if _long(part):
            yield from bullets([escaped(_whole(part))], indent)
            yield from _clauses(part, indent + 2)
        else:
            yield from bullets([escaped(condition_words(part))], indent)


def _limits(rule: Rule) -> Iterator[str]:
    cases = rule.form.cases if isinstance(rule.form, Deadline) else ()
    told = ["\n".join(_case(case)) for case in cases]
    if len(told) > 1:
        yield from (escaped(text("page.rule.ordered")), "", *numbered(told))
    else:
        yield from (row for case in told for row in case.split("\n"))


def _case(case: Case) -> Iterator[str]:
    """Yield a case of a limit: its length, when it decides, its citations and its note."""
    words = [text("page.rule.limit", limit=escaped(limit_words(case.limit)))]
    if case.dates is not None:
        words.append(escaped(text("case.dates", dates=dates_words(case.dates))))
    long = case.when is not None and _long(case.when)
    if case.when is not None:
        told = _whole(case.when) if long else condition_words(case.when)
        words.append(escaped(text("case.tested-at-limit" if case.at_limit else "case.when", condition=told)))
    yield " ".join(words) + ("" if long else ".")
    if case.when is not None and long:
        yield from ("", *_clauses(case.when))
    if case.cites:
        yield from ("", cite_links(case.cites, "../"))
    if case.note:
        yield from ("", sentence(text("page.rule.note", note=case.note)))


def _applies(rule: Rule, pack: Pack) -> Iterator[str]:
    told = ""
    if rule.when is not None and _long(rule.when):
        told = text("rule.when", condition=condition_words(rule.when))
        yield from (escaped(text("page.rule.applies", whole=_whole(rule.when))), "", *_clauses(rule.when), "")
    for sentence_ in scope_sentences(rule, pack):
        if sentence_ != told:
            yield from (escaped(sentence_), "")


def _breach(rule: Rule) -> Iterator[str]:
    yield sentence(rule.breach.consequence)
    if rule.breach.liability:
        yield from ("", text("page.rule.liability", cites=cite_links(rule.breach.liability, "../")))


def reading_part(reading: Reading, up: str) -> Iterator[str]:
    """Yield a question that the text leaves open, with its options and what speaks for each."""
    numbers = listed((link(str(number), f"{up}by-paragraph.md#{paragraph_anchor(number)}") for number in reading.paragraphs), "and")
    key = "page.reading.paragraph" if len(reading.paragraphs) == 1 else "page.reading.paragraphs"
    where = f" ({text(key, numbers=numbers)})" if numbers else ""
    asked = f"**{link(escaped(reading.id), f'{up}readings.md#{anchor(reading.id)}')}** " if up else ""
    yield from (f"{asked}{escaped(reading.question)}{where}", "")
    for option in reading.options:
        key = "page.reading.default" if option.name == reading.default else "page.reading.option"
        rows = [text(key, option=code(option.name), means=escaped(option.means))]
        if option.speaks_for:
            rows.append(escaped(text("report.reading.speaks-for", why=option.speaks_for)))
        if option.cites:
            rows.append(cite_links(option.cites, up))
        yield from bullets(["\\\n".join(rows)])
    yield ""


def _statements(carried: Sequence[Carried]) -> list[str]:
    head = [escaped(text(f"page.column.{name}")) for name in ("statement", "paragraph", "tier", "says")]
    return table(head, (_statement(entry) for entry in carried))


def _statement(entry: Carried) -> list[str]:
    number = entry.statement.paragraph
    paragraph = link(str(number), f"../by-paragraph.md#{paragraph_anchor(number)}")
    name = link(escaped(entry.statement.id), f"../coverage.md#{anchor(entry.statement.id)}")
    return [name, paragraph, str(entry.statement.tier), escaped(entry.says)]


def _sources(rule: Rule, pack: Pack) -> list[str]:
    told: set[str] = set()
    head = [escaped(text(f"page.column.{name}")) for name in ("citation", "stands")]
    rows = table(head, ([cite_link(cite, "../"), _stands(cite, pack, told)] for cite in rule.all_cites))
    return [*rows, *report_line(pack)] if any(cite.report is not None for cite in rule.all_cites) else rows


def report_line(pack: Pack) -> list[str]:
    """Return what the paragraphs are those of, where the pack has such a report."""
    report = pack.sources.get("report") or {}
    if not report:
        return []
    told = escaped(text("report.rule.report", symbol=report["symbol"], title=report["title"]))
    return [outside(told, report["address"]) if report.get("address") else told, ""]


def _stands(cite: Citation, pack: Pack, told: set[str]) -> str:
    """Return what a citation is: the gist of a paragraph, or an instrument, in full where it has not been told before."""
    if cite.act is None:
        return escaped(((pack.sources.get("report") or {}).get("paragraphs") or {}).get(str(cite.report), ""))
    found = (pack.sources.get("instruments") or {}).get(cite.act) or {}
    if cite.act in told:
        return escaped(found.get("title", ""))
    told.add(cite.act)
    return instrument(found)


def instrument(found: Mapping[str, Any]) -> str:
    """Return an instrument of the sources: its title, which leads to its address, its number and its date."""
    title, *rest = map(escaped, instrument_parts(found)) if found else [""]
    return " ".join([outside(title, found["address"]) if found.get("address") else title, *rest])
