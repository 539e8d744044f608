"""Reports as text for people: each as it comes, and a summary after several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice

from detention_rules.reporting.expectations import held_line, mismatch_lines
from detention_rules.reporting.lines import BLANK, Line
from detention_rules.reporting.opinions import closing_line, opinion_lines
from detention_rules.reporting.results import Checked, Result, Style
from detention_rules.reporting.summary import Tally, breach_lines, summary_line
from detention_rules.reporting.text import report_lines


def write_text(results: Iterator[Result], style: Style) -> Iterator[Sequence[Line]]:
    """Yield the lines of each report. Of several, one that is found as it expects takes one line only, unless `style` is verbose."""
    ahead = list(islice(results, 2))
    several = len(ahead) > 1
    tally, before_short = Tally(), None
    for result in chain(ahead, results):
        tally.add(result)
        if isinstance(result, Checked):
            short = result.faults == () and several and not style.verbose
            gap: list[Line] = [] if before_short is None or (short and before_short) else [BLANK]
            yield [*gap, *_lines(result, style, short=short)]
            before_short = short
    if several and before_short is not None:
        yield list(breach_lines(tally))
        yield [BLANK, summary_line(tally), *([closing_line(tally.agreement)] if tally.agreement else [])]


def _lines(checked: Checked, style: Style, *, short: bool) -> Iterator[Line]:
    symbols = style.symbols
    if checked.faults:
        yield from mismatch_lines(checked.report, checked.faults, symbols)
        yield BLANK
    if not short:
        yield from report_lines(checked.report, symbols, verbose=style.verbose)
        if style.timeline is not None:
            from detention_rules.reporting.picture.terminal import timeline_lines

            yield BLANK
            yield from timeline_lines(checked.report, symbols, style.timeline)
    if checked.faults == ():
        yield held_line(checked.report, symbols)
    if checked.opinion is not None and not (short and checked.opinion.sound):
        yield from opinion_lines(checked.opinion, symbols)
