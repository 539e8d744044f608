"""The picture as SVG: one file, or sheets that fit on a page each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from detention_rules.model.catalogue import text
from detention_rules.model.findings import Report
from detention_rules.model.zones import zone
from detention_rules.reporting.markup import Markup, element, join
from detention_rules.reporting.picture.axis import Axis, axis
from detention_rules.reporting.picture.legend import legend
from detention_rules.reporting.picture.measure import wrapped
from detention_rules.reporting.picture.palette import PAPER, VERDICTS
from detention_rules.reporting.picture.rows import drawn_row, row_height
from detention_rules.reporting.picture.ruler import cut_overlays, line_over, ruler, under
from detention_rules.reporting.picture.scene import Group, Row, Scene, scene
from detention_rules.reporting.picture.style import BOTTOM, CUT, EDGE, LEAST, LEFT, PLOT, RIGHT, STYLE, TITLE, WIDTH, patterns, words_at

_HEADING_ROOM = 30


class _Line(NamedTuple):
    """A heading or a row of a sheet, and its height."""

    group: Group
    row: Row | None
    height: float


def picture(report: Report) -> str:
    """Return a picture of a report's clocks as an SVG file."""
    shown = scene(report)
    plan = axis(shown.points, PLOT, RIGHT, CUT, LEAST)
    head = wrapped(shown.title, WIDTH - 2 * LEFT, TITLE, 2, bold=True)
    sheet = _sheet(shown, plan, list(_lines(shown.groups)), key="picture", head=head, first=True, last=True, alone=True)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{sheet}\n'


def sheets(shown: Scene, key: str, heights: Sequence[float]) -> list[Markup]:
    """Return a picture as sheets whose rows take at most the given heights, the last of which holds for all that follow."""
    plan = axis(shown.points, PLOT, RIGHT, CUT, LEAST)
    parts = list(_divided(list(_lines(shown.groups)), heights))
    return [
        _sheet(shown, plan, lines, key=f"{key}-{number}", head=(), first=number == 0, last=number == len(parts) - 1)
        for number, lines in enumerate(parts)
    ]


def _lines(groups: Iterable[Group]) -> Iterator[_Line]:
    for group in groups:
        yield _Line(group, None, _HEADING_ROOM)
        for row in group.rows:
            yield _Line(group, row, row_height(row))


def _divided(lines: Sequence[_Line], heights: Sequence[float]) -> Iterator[list[_Line]]:
    """Divide lines into sheets. A heading is not left without a row, and stands again where its rows go on."""
    sheet: list[_Line] = []
    used, number = 0.0, 0
    for line in lines:
        limit = heights[min(number, len(heights) - 1)]
        needed = line.height + (44 if line.row is None else 0)
        if sheet and used + needed > limit:
            yield sheet
            number += 1
            sheet = [] if line.row is None else [_Line(line.group, None, _HEADING_ROOM)]
            used = sum(one.height for one in sheet)
        sheet.append(line)
        used += line.height
    yield sheet


def _sheet(
    shown: Scene, plan: Axis, lines: Sequence[_Line], *, key: str, head: Sequence[str], first: bool, last: bool, alone: bool = False
) -> Markup:
    y = 12.0
    over: list[Markup] = []
    for one in head:
        y += 20
        over.append(words_at(LEFT, y, one, "dr-title"))
    y += 8 if head else 0
    home = zone(shown.zone)
    rule = ruler(shown, plan, home, y)
    top = rule.bottom
    bars: list[Markup] = []
    y = top
    for line in lines:
        if line.row is None:
            over.append(_heading(line.group, y))
        else:
            shapes, words = drawn_row(line.row, plan, home, y, key)
            bars += shapes
            over += words
        y += line.height
    y += 6
    ground = under(plan, home, rule, top, y)
    foot: Markup = Markup("")
    height = y
    if last:
        foot, height = legend(shown, plan, y + 8, key)
    body = join(
        (
            ground,
            element("g", *bars),
            cut_overlays(plan, top, y),
            line_over(rule, y),
            element("g", *over),
            rule.drawn,
            foot,
        ),
        "\n",
    )
    edge = EDGE if alone else 0
    title = shown.title if first else text("picture.continued", title=shown.title)
    described = shown.described if first else text("picture.described-before")
    return element(
        "svg",
        element("title", title, id=f"{key}-title"),
        element("desc", described, id=f"{key}-desc"),
        *((element("style", Markup(STYLE)),) if alone else ()),
        patterns(key),
        *((element("rect", x=-EDGE, width=WIDTH + 2 * EDGE, height="100%", fill=PAPER),) if alone else ()),
        body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"{-edge} 0 {WIDTH + 2 * edge} {round(height) + BOTTOM + edge}",
        width=WIDTH + 2 * edge,
        height=round(height) + BOTTOM + edge,
        role="img",
        aria_labelledby=f"{key}-title {key}-desc",
        class_="dr-picture",
    )


def _heading(group: Group, y: float) -> Markup:
    ink = None if group.verdict is None else VERDICTS[group.verdict].ink
    return words_at(LEFT, y + 21, group.heading, "dr-heading", fill=ink)
