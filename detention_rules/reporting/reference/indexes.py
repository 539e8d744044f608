"""The pages that lead to the rules: all of them, by theme, by paragraph, by who owes the duty, and by reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from detention_rules.language.coverage import Carried, Coverage
from detention_rules.language.rules import Deadline, Pack, Rule, Settled
from detention_rules.model.catalogue import count, text
from detention_rules.model.findings import Verdict
from detention_rules.reporting.blocks import law
from detention_rules.reporting.lines import HARD
from detention_rules.reporting.markdown import anchor, bullets, code, escaped, heading, link, page, sentence, table
from detention_rules.reporting.pages import limits, theme
from detention_rules.reporting.reference.drawing import AFTER, BEFORE, BOUND, DAY_OFF, EARLY, IDLE, LATE, OPEN, RUNS, SPARE, STILL
from detention_rules.reporting.reference.rules import (
    cite_links,
    instrument,
    paragraph_anchor,
    reading_part,
    report_line,
    rule_link,
)

_KEY = {
    "runs": RUNS,
    "spare": SPARE,
    "late": LATE,
    "bound": BOUND,
    "open": OPEN,
    "still": STILL,
    "early": EARLY,
    "day-off": DAY_OFF,
    "idle": IDLE,
    "before": BEFORE,
    "after": AFTER,
}


def index_page(pack: Pack, coverage: Coverage | None) -> str:
    """Return the first page: what the pack is, how much is in it, and how a page is read."""
    rows = [*heading(1, escaped(pack.title)), escaped(text("page.index.pack", pack=pack.id, version=pack.version)), ""]
    rows += [escaped(text("page.index.made")), ""]
    rows += [*bullets(escaped(part) for part in _counts(pack, coverage)), ""]
    names = ["by-theme", "by-paragraph", "by-duty-bearer", "readings", *(["coverage"] if coverage else [])]
    rows += heading(2, escaped(text("page.heading.ways")))
    rows += [
        *bullets(f"{link(escaped(text(f'page.title.{name}')), f'{name}.md')}: {escaped(text(f'page.lead.{name}'))}" for name in names),
        "",
    ]
    rows += [*heading(2, escaped(text("page.heading.reading")), "reading"), escaped(text("page.index.reading")), ""]
    verdicts = (
        [f"**{escaped(text(f'report.verdict.{verdict.value}'))}**", escaped(text(f"page.verdict.{verdict.value}"))] for verdict in Verdict
    )
    rows += table([escaped(text("page.column.verdict")), escaped(text("page.column.when"))], verdicts)
    rows += [*heading(2, escaped(text("page.heading.pictures")), "pictures"), escaped(text("page.index.pictures")), ""]
    key = ([f"`{sign}`" if sign != BOUND else "`\\|`", escaped(text(f"page.key.{name}"))] for name, sign in _KEY.items())
    rows += table([escaped(text("page.column.sign")), escaped(text("page.column.meaning"))], key)
    rows += [*heading(2, escaped(text("page.heading.all")), "all"), *_rule_table(pack.rules)]
    return page(rows)


def _counts(pack: Pack, coverage: Coverage | None) -> Iterator[str]:
    cases = sum(len(rule.form.cases) for rule in pack.rules if isinstance(rule.form, Deadline))
    counts = {
        "rules": len(pack.rules),
        "themes": len({theme(rule) for rule in pack.rules}),
        "limits": cases,
        "examples": sum(len(rule.examples) for rule in pack.rules),
        "readings": len(pack.readings),
    }
    yield ", ".join(count(f"page.count.{name}", number) for name, number in counts.items())
    if coverage is not None:
        done = sum(entry.executable for entry in coverage.entries)
        yield text("page.index.coverage", executable=done, whole=len(coverage.entries))
    if pack.described is not None:
        yield text("page.index.described", since=pack.described.since, until=pack.described.until, why=pack.described.why)
    yield text("page.index.zone", zone=pack.zone)
    if pack.calendar.known_until:
        yield text("rule.calendar", country=pack.calendar.country, until=pack.calendar.known_until)


def _rule_table(rules: Iterable[Rule]) -> list[str]:
    head = [escaped(text(f"page.column.{name}")) for name in ("rule", "id", "limit", "law")]
    rows = ([rule_link(rule), code(rule.id), escaped(limits(rule)), escaped(law(rule.cites).replace(HARD, " "))] for rule in rules)
    return table(head, rows)


def theme_page(pack: Pack) -> str:
    """Return the rules by theme."""
    rows = _head("by-theme")
    for name, group in groupby(pack.rules, key=theme):
        rows += [*heading(2, escaped(name), name), *_rule_table(group)]
    return page(rows)


def duty_bearer_page(pack: Pack) -> str:
    """Return the rules by who owes the duty; texts that differ stand apart."""
    rows = _head("by-duty-bearer")
    owed: dict[str, list[Rule]] = {}
    for rule in pack.rules:
        owed.setdefault(rule.owed_by, []).append(rule)
    for name in sorted(owed, key=lambda one: (one.casefold(), one)):
        rows += [*heading(2, escaped(name[:1].upper() + name[1:]), name), *_rule_table(owed[name])]
    return page(rows)


def paragraph_page(pack: Pack, coverage: Coverage | None) -> str:
    """Return every paragraph that is cited, with its rules and with the statements that no rule carries; then the articles."""
    rows = _head("by-paragraph")
    glosses = {int(number): gist for number, gist in ((pack.sources.get("report") or {}).get("paragraphs") or {}).items()}
    entries = coverage.entries if coverage else ()
    cited: dict[int, list[Rule]] = {}
    for rule in pack.rules:
        for cite in rule.all_cites:
            if cite.report is not None:
                cited.setdefault(cite.report, []).append(rule)
    numbers = sorted({*glosses, *cited, *(entry.statement.paragraph for entry in entries), *_asked(pack)})
    rows += report_line(pack) if numbers else [escaped(text("page.paragraph.none")), ""]
    for number in numbers:
        rows += heading(2, escaped(text("page.paragraph.title", number=number)), paragraph_anchor(number))
        rows += [sentence(glosses[number]), ""] if number in glosses else []
        rows += bullets(_of_paragraph(number, cited.get(number, []), pack, entries))
    return page([*rows, "", *_articles(pack)])


def _asked(pack: Pack) -> set[int]:
    """Return the paragraphs that only readings name."""
    cites = [cite for reading in pack.readings.values() for option in reading.options for cite in option.cites]
    cites += [cite for one in pack.settled for cite in one.cites]
    numbers = [number for reading in pack.readings.values() for number in reading.paragraphs]
    numbers += [number for one in pack.settled for number in one.paragraphs]
    return {*numbers, *(cite.report for cite in cites if cite.report is not None)}


def _of_paragraph(number: int, rules: Iterable[Rule], pack: Pack, entries: Iterable[Carried]) -> Iterator[str]:
    if named := "; ".join(rule_link(rule) for rule in rules):
        yield text("page.paragraph.rules", rules=named)
    asked = [link(escaped(one.id), f"readings.md#{anchor(one.id)}") for one in pack.readings.values() if number in one.paragraphs]
    if asked:
        yield text("page.paragraph.readings", readings=", ".join(asked))
    for entry in entries:
        if entry.statement.paragraph == number and not entry.executable:
            name = link(escaped(entry.statement.id), f"coverage.md#{anchor(entry.statement.id)}")
            why = escaped(
                text("page.paragraph.why", reason=entry.reason, why=entry.why) if entry.reason else text("page.paragraph.carried")
            )
            yield text("page.paragraph.statement", statement=name, says=escaped(entry.says), why=why)


def _articles(pack: Pack) -> Iterator[str]:
    found: dict[str, dict[str, list[Rule]]] = {}
    for rule in pack.rules:
        for cite in rule.all_cites:
            if cite.act is not None:
                found.setdefault(cite.act, {}).setdefault(str(cite), []).append(rule)
    if found:
        yield from heading(1, escaped(text("page.heading.articles")), "articles")
    for act in sorted(found):
        yield from heading(2, escaped(act), f"act-{act}")
        yield from (instrument((pack.sources.get("instruments") or {}).get(act) or {}), "")
        yield from bullets(f"{escaped(cite)}: {'; '.join(map(rule_link, found[act][cite]))}" for cite in sorted(found[act], key=_natural))
        yield ""


def _natural(label: str) -> tuple[tuple[int, str], ...]:
    """Return a key by which numbers in labels are sorted as numbers."""
    parts = ["".join(group) for _, group in groupby(label, key=str.isdecimal)]
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)


def readings_page(pack: Pack) -> str:
    """Return the questions that the text leaves open, with the rules that depend on each, and those that are settled."""
    rows = _head("readings")
    for reading in pack.readings.values():
        rows += [*heading(2, escaped(reading.id), reading.id), *reading_part(reading, "")]
        users = "; ".join(rule_link(rule) for rule in pack.rules if reading.id in rule.readings)
        rows += [text("report.reading.used", rules=users or escaped(text("value.none"))), ""]
    if pack.settled:
        rows += [*heading(1, escaped(text("page.heading.settled")), "settled"), escaped(text("page.lead.settled")), ""]
        rows += [row for question in pack.settled for row in _settled(question)]
    return page(rows)


def _settled(question: Settled) -> Iterator[str]:
    yield from heading(2, escaped(question.id), question.id)
    yield from (escaped(question.question), "", escaped(question.answer), "")
    if question.cites:
        yield from (cite_links(question.cites, ""), "")


def _head(name: str) -> list[str]:
    back = link(escaped(text("page.index.all")), "index.md")
    return [*heading(1, escaped(text(f"page.title.{name}"))), f"{back} · {escaped(text(f'page.lead.{name}'))}", ""]
