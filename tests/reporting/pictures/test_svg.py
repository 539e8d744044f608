"""The picture as SVG: well-formed, told in words, readable, and nothing in it over anything else."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from detention_rules import Report, Verdict, check
from detention_rules.reporting.picture.scene import scene
from detention_rules.reporting.picture.style import BODY, PLOT, RIGHT, SMALL, WIDTH
from detention_rules.reporting.picture.svg import pictures, sheets
from detention_rules.reporting.picture.widths import ELLIPSIS, fitted, width, wrapped
from reporting.pictures.cases import KEPT, SVG, crowd, every_report, invented, parsed_svg, report


def boxes(root) -> list[tuple[float, float, float, float, str]]:
    """Return where the words of a picture stand, as far as they stand on rows and along the axis."""
    found = []
    for node in root.iter(f"{SVG}text"):
        style = node.get("class", "")
        spans = [child for child in node if child.tag == f"{SVG}tspan"]
        words = "".join(node.itertext()).removeprefix(node.findtext(f"{SVG}title") or "")
        if "dr-title" in style or not words:
            continue
        size = BODY if "dr-label" in style or "dr-heading" in style else SMALL
        # the measure is a little too wide on purpose: words take about five sixths of it
        length = sum(width(part.text or "", size) for part in spans) + 8 if spans else width(words, size)
        length *= 0.85
        x, y = float(node.get("x")), float(node.get("y"))
        left = x - length if "dr-end" in style else x - length / 2 if "dr-middle" in style else x
        found.append((left, left + length, y - size * 0.7, y, words))
    return found


@pytest.mark.parametrize("name", KEPT)
def test_no_words_stand_over_others(name: str) -> None:
    root = parsed_svg(report(name).to_svg())
    legend_from = max(float(node.get("y")) for node in root.iter(f"{SVG}text"))
    told = [box for box in boxes(root) if box[3] < legend_from - 60]
    assert len(told) > 20
    for (left, right, top, bottom, words), (left2, right2, top2, bottom2, others) in combinations(told, 2):
        apart = right <= left2 or right2 <= left or bottom <= top2 or bottom2 <= top
        assert apart, (words, others)


@pytest.mark.parametrize("name", KEPT)
def test_no_words_are_cut_at_the_edge(name: str) -> None:
    for left, right, _, _, words in boxes(parsed_svg(report(name).to_svg())):
        assert left >= -16 and right <= WIDTH + 16, words


YEARS = {
    "facts": {"person": {"born": "1990-06-01", "nationality": "KG"}, "offence": {"category": "serious", "kinds": []}},
    "events": [
        {"at": "2019-03-01 09:15", "is": "arrest"},
        {"at": "2019-03-02 02:00", "is": "procurator_notified", "written": True},
        {"at": "2019-03-03 08:00", "is": "remand_authorized", "by": "court", "until": "2019-05-01"},
        {"at": "2020-01-05 10:00", "is": "remand_extended", "by": "court", "until": "2020-08-01"},
        {"at": "2024-01-05 10:00", "is": "place_changed", "place": "other"},
        {"at": "2025-01-05 10:00", "is": "release"},
    ],
    "as_of": "2026-01-01 00:00",
}
"""The last year begins where the axis ends."""


@pytest.mark.parametrize("shown", [*map(report, KEPT), check(YEARS)], ids=[*KEPT, "years"])
def test_no_words_are_cut_at_the_edge_of_a_sheet(shown: Report) -> None:
    for sheet in sheets(scene(shown), "x", (600.0, 900.0)):
        for left, right, _, _, words in boxes(parsed_svg(sheet)):
            assert left >= 0 and right <= WIDTH, words


@pytest.mark.parametrize("name", KEPT)
def test_a_picture_is_told_in_words_and_holds_nothing_active(name: str) -> None:
    drawn = report(name).to_svg()
    root = parsed_svg(drawn)
    assert root.get("role") == "img"
    labels = root.get("aria-labelledby", "").split()
    ids = {node.get("id"): node for node in root.iter() if node.get("id")}
    assert [ids[label].tag for label in labels] == [f"{SVG}title", f"{SVG}desc"]
    assert ids[labels[0]].text == report(name).scenario.title
    for finding in report(name).of(Verdict.VIOLATED):
        assert finding.rule.title in ids[labels[1]].text
    tags = {node.tag.removeprefix(SVG) for node in root.iter()}
    assert tags <= {"svg", "title", "desc", "style", "g", "rect", "path", "circle", "text", "tspan"}
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)|@import|@font-face|\son[a-z]+=", drawn)


def test_every_shipped_scenario_can_be_drawn() -> None:
    for one in every_report():
        parsed_svg(one.to_svg())


def test_what_is_late_is_hatched_and_told() -> None:
    drawn = report("held-past-48-hours").to_svg()
    root = parsed_svg(drawn)
    late = [node for node in root.iter(f"{SVG}path") if node.get("class") == "dr-hatch"]
    assert len(late) == 2  # the bar and its sign in the legend
    assert "pattern" not in drawn
    assert "5 h 35 min late" in drawn
    assert "due 2021-03-03 09:15; done 2021-03-03 14:50 (release)" in drawn


def test_both_accounts_and_the_deadlines_of_both_are_drawn() -> None:
    row = next(row for row in scene(report("disputed-time")).groups[0].rows if row.label == "arrest")
    assert [(spot.kind, spot.account) for spot in row.spots] == [("event", "camera"), ("other", "register")]
    violated = next(group for group in scene(report("disputed-time")).groups if group.verdict is Verdict.VIOLATED)
    assert all(row.others for row in violated.rows)


def test_an_uncertain_act_is_a_range_over_the_limit() -> None:
    events = [
        {"at": "2021-03-01 09:00", "is": "arrest"},
        {"at": {"between": ["2021-03-01 20:00", "2021-03-01 22:00"]}, "is": "procurator_notified", "written": True},
    ]
    found = scene(check({"events": events, "as_of": "2021-03-02 09:00"}))
    (row,) = (row for group in found.groups for row in group.rows if "procurator" in row.label and row.verdict is Verdict.UNDETERMINED)
    act = next(spot for spot in row.spots if spot.kind == "act")
    assert act.first < row.bounds[0] < act.last
    assert any(piece.part == "open" and (piece.first, piece.last) == (act.first, act.last) for piece in row.pieces)


def test_a_pending_duty_runs_to_its_deadline_and_is_open_from_as_of() -> None:
    found = scene(check({"events": [{"at": "2021-03-01 09:00", "is": "arrest"}], "as_of": "2021-03-01 10:00"}))
    pending = next(group for group in found.groups if group.verdict is Verdict.PENDING)
    for row in pending.rows:
        if row.bounds and row.pieces:
            assert {piece.part for piece in row.pieces} <= {"runs", "spare", "open"}
            assert {piece.last for piece in row.pieces if piece.part == "runs"} == {found.as_of}
            assert max(piece.last for piece in row.pieces) == row.bounds[-1] > found.as_of


def test_what_does_not_apply_is_left_out_and_the_worst_comes_first() -> None:
    verdicts = [group.verdict for group in scene(report("facility-year")).groups]
    assert verdicts == [None, Verdict.VIOLATED, Verdict.UNDETERMINED, Verdict.COMPLIED]


def test_the_change_of_clocks_is_told() -> None:
    assert "clocks back 1 h: +06:00 to +05:00" in report("clock-change").to_svg()
    assert "clocks" not in report("held-past-48-hours").to_svg().split("</desc>")[1].replace("Clocks", "")


def test_an_empty_timeline_is_a_picture() -> None:
    parsed_svg(check({"events": [], "as_of": "2021-03-01 10:00"}).to_svg())


def test_the_first_and_the_last_year_that_a_file_may_name() -> None:
    events = [{"at": "1930-01-01 00:00", "is": "arrest"}, {"at": "2200-12-31 23:59", "is": "release"}]
    parsed_svg(check({"events": events}).to_svg())


def test_another_country_is_drawn() -> None:
    parsed_svg(invented().to_svg())


def test_several_pictures_are_one_file() -> None:
    root = parsed_svg(pictures([report("clock-change"), report("disputed-time")]))
    assert len(root.findall(f"{SVG}svg")) == 2
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    assert parsed_svg(pictures([])).tag == f"{SVG}svg"


@pytest.mark.parametrize("heights", [(300.0,), (500.0, 800.0), (10_000.0,)])
def test_sheets_hold_every_row_once(heights: tuple[float, ...]) -> None:
    shown = scene(crowd())
    found = sheets(shown, "x", heights)
    drawn = "".join(found)
    labels = re.findall(r'class="dr-label"', drawn)
    expected = len(re.findall(r'class="dr-label"', crowd().to_svg()))
    assert len(labels) == expected
    for sheet in found:
        parsed_svg(sheet)


@pytest.mark.parametrize("words", ["", "a", "arrest record", "x" * 5000, "Ж" * 300, "長" * 90, "a b " * 400])
@pytest.mark.parametrize("room", [20.0, 120.0, float(RIGHT - PLOT)])
def test_words_are_never_wider_than_their_room(words: str, room: float) -> None:
    assert width(fitted(words, room, SMALL), SMALL) <= room
    lines = wrapped(words, room, SMALL, 3)
    assert 1 <= len(lines) <= 3
    assert all(width(line, SMALL) <= room for line in lines)
    if ELLIPSIS not in lines[-1]:
        assert " ".join(lines).split() == words.split()
