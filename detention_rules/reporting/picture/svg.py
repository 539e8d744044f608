"""The picture as SVG: one file, or sheets that fit on a page each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from detention_rules.model.catalogue import count, text
from detention_rules.model.findings import Report
from detention_rules.model.zones import zone
from detention_rules.reporting.markup import Markup, element, join
from detention_rules.reporting.picture.axis import Axis, axis
from detention_rules.reporting.picture.legend import legend
from detention_rules.reporting.picture.palette import PAPER, VERDICTS
from detention_rules.reporting.picture.rows import drawn_row, row_height
from detention_rules.reporting.picture.ruler import cut_overlays, line_over, ruler, under
from detention_rules.reporting.picture.scene import Group, Row, Scene, scene
from detention_rules.reporting.picture.style import BOTTOM, CUT, EDGE, LEAST, LEFT, PLOT, RIGHT, STYLE, TITLE, WIDTH, words_at
from detention_rules.reporting.picture.widths import wrapped

_HEADING_ROOM = 30
_FILLED = 0.6
_NAMESPACE = "http://www.w3.org/2000/svg"
_OUTER = WIDTH + 2 * EDGE
"""The width of a picture that stands alone."""


class _Line(NamedTuple):
    """A heading or a row of a sheet, and its height."""

    group: Group
    row: Row | None
    height: float


def picture(report: Report) -> str:
    """Return a picture of a report's clocks as an SVG file."""
    return pictures([report])


def pictures(reports: Sequence[Report]) -> str:
    """Return the pictures of reports as one SVG file, below each other."""
    shown = [scene(report) for report in reports]
    if len(shown) == 1:
        found = _alone(shown[0], "picture", None)[0]
    else:
        parts, y = [], 0
        for number, one in enumerate(shown, 1):
            part, height = _alone(one, f"picture-{number}", y)
            parts.append(part)
            y += height
        title = element("title", count("html.title", len(reports)))
        found = element("svg", title, *parts, xmlns=_NAMESPACE, viewBox=f"0 0 {_OUTER} {max(y, 1)}", width=_OUTER, height=max(y, 1))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{found}\n'


def sheets(shown: Scene, key: str, heights: Sequence[float]) -> list[Markup]:
    """Return a picture as sheets whose rows take at most the given heights, the last of which holds for all that follow."""
    plan = axis(shown.points, PLOT, RIGHT, CUT, LEAST)
    parts = list(_divided(list(_lines(shown.groups)), heights))
    found = []
    for number, lines in enumerate(parts):
        name = f"{key}-{number}"
        drawn, height = _drawn(shown, plan, lines, (), legend_too=number == len(parts) - 1)
        title, described = shown.title, shown.described
        if number:
            title, described = text("picture.continued", title=title), text("picture.described-before")
        told = _told(title, described, name)
        found.append(_frame(name, join((*told, drawn)), f"0 0 {WIDTH} {height}", WIDTH, height))
    return found


def _alone(shown: Scene, key: str, y: int | None) -> tuple[Markup, int]:
    """Return a whole picture under its title and on its own ground, and its height. `y` is where it stands in another."""
    plan = axis(shown.points, PLOT, RIGHT, CUT, LEAST)
    head = wrapped(shown.title, WIDTH, TITLE, 2, bold=True)
    drawn, height = _drawn(shown, plan, list(_lines(shown.groups)), head, legend_too=True)
    height += EDGE
    paper = element("rect", x=-EDGE, width=_OUTER, height=height, fill=PAPER)
    style = () if y else (element("style", Markup(STYLE)),)  # one holds for every picture of a file
    inner = join((*_told(shown.title, shown.described, key), *style, paper, drawn))
    return _frame(key, inner, f"{-EDGE} 0 {_OUTER} {height}", _OUTER, height, y=y), height


def _told(title: str, described: str, key: str) -> tuple[Markup, Markup]:
    return element("title", title, id=f"{key}-title"), element("desc", described, id=f"{key}-desc")


def _frame(key: str, inner: Markup, box: str, width: int, height: int, y: int | None = None) -> Markup:
    return element(
        "svg",
        inner,
        xmlns=_NAMESPACE,
        viewBox=box,
        width=width,
        height=height,
        y=y,
        role="img",
        aria_labelledby=f"{key}-title {key}-desc",
        class_="dr-picture",
    )


def _drawn(shown: Scene, plan: Axis, lines: Sequence[_Line], head: Sequence[str], *, legend_too: bool) -> tuple[Markup, int]:
    """Return the axis with some rows below it, and the height of it all."""
    y, home = 12.0, zone(shown.zone)
    words: list[Markup] = []
    for one in head:
        y += 20
        words.append(words_at(LEFT, y, one, "dr-title"))
    rule = ruler(shown, plan, home, y + 8 if head else y)
    bars: list[Markup] = []
    y = rule.bottom
    for line in lines:
        if line.row is None:
            words.append(_heading(line.group, y))
        else:
            shapes, told = drawn_row(line.row, plan, home, y)
            bars += shapes
            words += told
        y += line.height
    y += 6
    layers = [
        under(plan, home, rule, rule.bottom, y),
        element("g", *bars),
        cut_overlays(plan, rule.bottom, y),
        line_over(rule, y),
        element("g", *words),
        rule.drawn,
    ]
    if legend_too:
        foot, y = legend(shown, plan, y + 8)
        layers.append(foot)
    return join(layers, "\n"), round(y) + BOTTOM


def _lines(groups: Iterable[Group]) -> Iterator[_Line]:
    for group in groups:
        yield _Line(group, None, _HEADING_ROOM)
        for row in group.rows:
            yield _Line(group, row, row_height(row))


def _divided(lines: Sequence[_Line], heights: Sequence[float]) -> Iterator[list[_Line]]:
    """Divide lines into sheets. A heading is not left without a row, and stands again where its rows go on."""
    sheet: list[_Line] = []
    number = 0
    for line in lines:
        limit = heights[min(number, len(heights) - 1)]
        needed = line.height + (44 if line.row is None else 0)
        if sheet and _height(sheet) + needed > limit:
            cut = _parting(sheet, limit)
            yield sheet[:cut]
            number += 1
            sheet = sheet[cut:] or ([] if line.row is None else [_Line(_continued(line.group), None, _HEADING_ROOM)])
        sheet.append(line)
    yield sheet


def _parting(sheet: Sequence[_Line], limit: float) -> int:
    """Return where a full sheet is parted: before its last heading where the sheet is well filled up to there, otherwise at its end."""
    last = max((place for place, line in enumerate(sheet) if line.row is None), default=0)
    return last if _height(sheet[:last]) >= _FILLED * limit else len(sheet)


def _height(lines: Sequence[_Line]) -> float:
    return sum(line.height for line in lines)


def _continued(group: Group) -> Group:
    return group._replace(heading=text("picture.continued", title=group.heading))


def _heading(group: Group, y: float) -> Markup:
    ink = None if group.verdict is None else VERDICTS[group.verdict].ink
    return words_at(LEFT, y + 21, group.heading, "dr-heading", fill=ink)
