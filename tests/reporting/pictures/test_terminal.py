"""The picture in a terminal: never wider than it, in plain ASCII where there is nothing else, and told by the command."""

from __future__ import annotations

import pytest
from cli.support import process, run

from detention_rules import check
from detention_rules.reporting.lines import ASCII, HARD, UNICODE, cells, plain
from detention_rules.reporting.picture.characters import DRAWN, TYPED, Cells
from detention_rules.reporting.picture.terminal import timeline_lines
from reporting.pictures.cases import KEPT, ROOT, crowd, every_report, invented, report

CASE = str(ROOT / "scenarios" / "custody" / "held-past-48-hours.yaml")


@pytest.mark.parametrize("width", [40, 64, 80, 100, 140])
@pytest.mark.parametrize("name", KEPT)
def test_no_row_is_wider_than_the_terminal(name: str, width: int) -> None:
    for row in plain(timeline_lines(report(name), UNICODE, width), width).splitlines():
        assert cells(row) <= width, row


@pytest.mark.parametrize("name", KEPT)
def test_without_unicode_there_is_none(name: str) -> None:
    assert plain(timeline_lines(report(name), ASCII, 80), 80).isascii()


def test_every_shipped_scenario_and_another_country_can_be_drawn() -> None:
    for one in (*every_report(), invented(), crowd()):
        assert all(cells(row) <= 80 for row in plain(timeline_lines(one, UNICODE, 80), 80).splitlines())


def test_each_sign_is_one_column_and_no_two_are_alike() -> None:
    for strokes in (DRAWN, TYPED):
        assert all(cells(sign) == len(sign) == 1 for sign in strokes)
        frame = ("axis", "tick", "begin", "between", "end", "runs", "spare")
        signs = [sign for name, sign in strokes._asdict().items() if name not in frame]
        assert len(signs) == len(set(signs))


def test_the_overrun_is_drawn_after_the_limit() -> None:
    shown = plain(timeline_lines(report("held-past-48-hours"), ASCII, 80), 80)
    (row,) = (row for row in shown.splitlines() if row.startswith("x Custody"))
    bar = row[31:].strip()
    assert bar.rstrip("#").rstrip("x").endswith("=|")
    assert "x" in bar
    assert "5 h 35 min late; due 2021-03-03 09:15" in shown


WIDE = "長い名前の証人"


@pytest.mark.parametrize("width", [60, 80, 120])
def test_wide_characters_take_two_columns(width: int) -> None:
    at = {"accounts": {WIDE: "2021-03-01 09:00", "ヵメラ": "2021-03-01 15:00"}}
    shown = check({"title": WIDE, "events": [{"at": at, "is": "arrest"}, {"at": "2021-03-04 09:00", "is": "release"}]})
    rows = plain(timeline_lines(shown, UNICODE, width), width).splitlines()
    assert all(cells(row) <= width for row in rows)
    (row,) = (row for row in rows if row.startswith("arrest") and "●" in row)
    assert width < 120 or "09:00 長い名前の" in row


def test_no_line_is_drawn_through_words() -> None:
    strip = Cells(8)
    strip.put(1, f"a{HARD}b")
    assert not strip.free(2, 1)
    assert strip.free(4, 4)
    strip.put(5, "長e\u0301x")
    assert [words for words, _ in strip.spans] == [HARD, "a", HARD, "b", HARD, "長", "", "e\u0301"]
    assert not strip.free(6, 1)


def test_the_command_draws_below_the_report() -> None:
    found = run("check", "--no-expect", "--timeline", CASE)
    assert found.exit_code == 1
    assert found.stdout.index("In all:") < found.stdout.index("EVENTS AND CLOCKS")
    assert "EVENTS AND CLOCKS" not in run("check", "--no-expect", CASE).stdout


def test_a_terminal_without_unicode_gets_ascii() -> None:
    found = process("check", "--no-expect", "--timeline", CASE, PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert found.stdout.isascii()
    assert b"=|x" in found.stdout


def test_colour_is_given_where_it_is_asked_for_and_nowhere_else() -> None:
    assert b"\x1b[" in process("check", "--no-expect", "--timeline", CASE, FORCE_COLOR="1").stdout
    assert b"\x1b[" not in process("check", "--no-expect", "--timeline", CASE).stdout


@pytest.mark.parametrize("format", ["json", "html", "svg"])
def test_a_timeline_goes_with_text_only(format: str) -> None:
    found = run("check", "--timeline", "--format", format, CASE)
    assert found.exit_code == 2
    assert "--timeline" in found.stderr
    assert found.stdout == ""


def test_the_command_writes_a_page_and_a_picture() -> None:
    page = run("check", "--no-expect", "--format", "html", CASE)
    drawn = run("check", "--no-expect", "--format", "svg", CASE)
    assert page.exit_code == drawn.exit_code == 1
    assert page.stdout.startswith("<!DOCTYPE html>") and page.stdout.endswith("</html>\n")
    assert drawn.stdout.startswith("<?xml") and drawn.stdout.endswith("</svg>\n")


@pytest.mark.parametrize("format", ["html", "svg"])
def test_what_a_stream_cannot_write_stands_as_references(format: str) -> None:
    case = "title: Задержание <на рынке>\nevents:\n  - {at: 2021-03-01 09:15, is: arrest}\n".encode()
    found = process("check", "--format", format, "-", input=case, PYTHONUTF8="0", PYTHONIOENCODING="ascii").stdout
    assert found.isascii()
    assert b"\\u" not in found
    assert "Задержание &lt;на рынке&gt;".encode("ascii", "xmlcharrefreplace") in found
