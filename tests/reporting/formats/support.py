"""What the tests of the formats share: cases with an invented pack, texts that try to break out, and running a format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from detention_rules import Report, Scenario, check, load_scenarios
from detention_rules.model.problems import Place, Problem
from detention_rules.model.scenario import Account, Event, Moment
from detention_rules.reporting.expectations import mismatches
from detention_rules.reporting.formats import Format, writer
from detention_rules.reporting.lines import plain
from detention_rules.reporting.results import Checked, Result, Style, Unread

HERE = Path(__file__).parent
CASES = HERE / "cases"
DEMO = HERE.parent.parent / "cli" / "cases"

HOSTILE = (
    "a\nb\r\nc\td",
    "::error file=x::y",
    "##[add-mask]x",
    "a | b",
    "`code` ``` ~~~",
    "]]></failure><testcase/>",
    "<!-- --> &amp; &#10;",
    "=cmd|'/c calc'!A0",
    "a;=1", "a;\t @SUM(A1);b", "a\t-1;\uff0b2",
    "\u200b\u2060\xad\u180e\U000e0041\U000e007f\ufff9",
    "+1", "-2+3", "@SUM(A1)", "\t=1", " =1", "＝1",
    '"; DROP, \\',
    "a\x00b\x01\x1b[31m\x7f\x85",
    "\u202egnp.exe\u2066\u061c",
    "\ufeff\ufffe\uffff\u2028\u2029",
    "\ud800",
    "{0} {{1}} [x](javascript:alert)",
    "%0A%25",
    "x" * 5000,
    "Нурлан Әбдіров",
)  # fmt: skip


def written(results: Iterable[Result], format: Format, style: Style | None = None) -> str:
    """Return what a format makes of results."""
    pieces = writer(format)(iter(results), style or Style())
    return "".join(piece if isinstance(piece, str) else plain(piece, 100) for piece in pieces)


def checked(report: Report) -> Checked:
    """Return a report as `check` hands it to a format."""
    expect = report.scenario.expect
    return Checked(report, None if expect is None else mismatches(report, expect))


def demo() -> Iterator[Checked]:
    """Yield five scenarios: two cases, one pending, one as expected and one not. The working folder must be DEMO."""
    return (checked(check(scenario)) for scenario in load_scenarios("demo.yaml"))


def unread(words: str = "no.yaml") -> Unread:
    """Return a file that could not be read, of which everything says the same."""
    return Unread(words, (Problem(Place(words, 2, 5), "unknown-event", f"unknown event '{words}'"),))


@cache
def hostile(words: str) -> Report:
    """Return a report in which everything that a user may type is the same words."""
    accounts = (Account(1_614_568_500, 1_614_568_500, name=words), Account(1_614_572_100, 1_614_575_700, name=words + "2", kind="between"))
    arrest = Event(words, "arrest", Moment(accounts), note=words, source=words, line=3, column=5)
    moved = Event(words + "3", "place_changed", Moment((Account(1_614_590_000, 1_614_590_000),)), {"place": words}, note=words, line=4)
    return check(Scenario(words, "kazakhstan", "Asia/Almaty", (arrest, moved), {}, as_of=1_614_990_000, file=words, line=1))
