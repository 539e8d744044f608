"""The page that accounts for the source: what became of each of its statements."""

from __future__ import annotations

from collections.abc import Iterator

from detention_rules.language.coverage import Carried, Coverage, summary
from detention_rules.language.rules import Pack
from detention_rules.model.catalogue import text
from detention_rules.reporting.markdown import anchor, bullets, code, escaped, heading, link, page, table, target
from detention_rules.reporting.reference.rules import paragraph_anchor, rule_link


def coverage_page(pack: Pack, coverage: Coverage) -> str:
    """Return the figures by tier and by theme, the reasons, and every statement with what carries it."""
    back = link(escaped(text("page.index.all")), "index.md")
    rows = [*heading(1, escaped(text("page.title.coverage"))), f"{back} · {escaped(text('page.lead.coverage'))}", ""]
    rows += [escaped(summary(coverage)[0]), ""]
    rows += bullets(escaped(text(f"page.tier.{tier}")) for tier in ("1", "2", "3"))
    for key in ("tier", "theme"):
        rows += heading(2, escaped(text(f"page.heading.by-{key}")), f"by-{key}")
        rows += _figures(coverage, key)
    rows += heading(2, escaped(text("page.heading.reasons")), "reasons")
    rows += table(
        [escaped(text(f"page.column.{name}")) for name in ("reason", "meaning", "statements")],
        (
            [code(name), escaped(why), str(sum(entry.reason == name for entry in coverage.entries))]
            for name, why in coverage.reasons.items()
        ),
    )
    rows += heading(2, escaped(text("page.heading.statements-all")), "statements")
    head = [escaped(text(f"page.column.{name}")) for name in ("statement", "theme", "paragraph", "tier", "says", "carried")]
    return page([*rows, *table(head, (_row(entry, pack) for entry in coverage.entries))])


def _figures(coverage: Coverage, key: str) -> list[str]:
    head = [escaped(text(f"page.column.{name}")) for name in (key, "executable", "of")]
    counts = sorted(coverage.counts(key).items(), key=lambda entry: str(entry[0]))
    return table(head, ([escaped(name), str(done), str(whole)] for name, (done, whole) in counts))


def _row(entry: Carried, pack: Pack) -> list[str]:
    said = entry.statement
    paragraph = link(str(said.paragraph), f"by-paragraph.md#{paragraph_anchor(said.paragraph)}")
    name = f"{target(said.id)}{code(said.id)}"
    return [name, escaped(said.theme), paragraph, str(said.tier), escaped(entry.says), "; ".join(_carried(entry, pack))]


def _carried(entry: Carried, pack: Pack) -> Iterator[str]:
    yield from (rule_link(rule) for name in entry.rules if (rule := pack.rule(name)) is not None)
    yield from (link(escaped(name), f"readings.md#{anchor(name)}") for name in entry.readings if name in pack.readings)
    yield from (code(name) for name in entry.words)
    if entry.reason:
        yield escaped(text("page.paragraph.why", reason=entry.reason, why=entry.why))
