"""Rows of a picture in SVG: the label at the left, marks and bars along the axis, and words beside them."""

from __future__ import annotations

from collections.abc import Iterator

from detention_rules.model.findings import Verdict
from detention_rules.model.zones import Zone
from detention_rules.reporting.markup import Markup, element, join
from detention_rules.reporting.picture.axis import Axis
from detention_rules.reporting.picture.clocks import Piece, Spot
from detention_rules.reporting.picture.palette import INK, MUTED, NEUTRAL, PAPER, VERDICTS, Colour
from detention_rules.reporting.picture.scene import Row
from detention_rules.reporting.picture.style import BODY, HOURS_FROM, LABEL, LEFT, PLOT, RIGHT, SMALL, WIDTH, words_at
from detention_rules.reporting.picture.widths import fitted, width, wrapped

_EVENT_ROW, _LINE, _BAR, _HATCH = 21.0, 16.0, 12.0, 6.0


def label_lines(row: Row) -> tuple[str, ...]:
    """Return a row's label as lines that fit beside the axis."""
    return wrapped(row.label, LABEL, BODY, 3 if row.verdict is not None else 1)


def row_height(row: Row) -> float:
    """Return how high a row is."""
    if row.verdict is None:
        return _EVENT_ROW
    least = 28.0 if row.verdict is Verdict.COMPLIED else 44.0
    return max(least, len(label_lines(row)) * _LINE + 11)


def drawn_row(row: Row, plan: Axis, home: Zone, y: float) -> tuple[list[Markup], list[Markup]]:
    """Return a row's shapes, and its words, which stand above everything."""
    if row.verdict is None:
        return _events(row, plan, home, y)
    return _duty(row, plan, y)


def _events(row: Row, plan: Axis, home: Zone, y: float) -> tuple[list[Markup], list[Markup]]:
    middle = y + _EVENT_ROW / 2
    shapes = [element("path", d=f"M{LEFT} {y:.1f}H{WIDTH}", class_="dr-row")]
    last = None
    for spot in row.spots:
        place = plan.at(spot.first)
        if spot.kind == "other" and last is not None:
            shapes.append(
                element(
                    "path",
                    d=f"M{min(last, place):.1f} {middle:.1f}H{max(last, place):.1f}",
                    stroke=INK,
                    stroke_width=1.2,
                    stroke_dasharray="2 2",
                )
            )
        else:
            last = place
    shapes += [event_mark(spot, plan, middle) for spot in row.spots]
    label = words_at(LEFT, middle + 4.5, fitted(row.label, LABEL + 28, BODY), "dr-label", told=f"{row.label}: {row.told}")
    return shapes, [label, *_times(row, plan, home, middle + 4)]


def event_mark(spot: Spot, plan: Axis, y: float) -> Markup:
    """Return the mark of an event by one account."""
    left, right = plan.at(spot.first), plan.at(spot.last)
    ink = MUTED if spot.kind == "unknown" else INK
    fill = PAPER if spot.kind in ("other", "unknown") else ink
    dash = "2 1.5" if spot.kind == "unknown" else None
    told = element("title", spot.told)
    if right - left < 3:
        return element("circle", told, cx=left, cy=y, r=4.2, fill=fill, stroke=ink, stroke_width=1.4, stroke_dasharray=dash)
    ends = "".join(f"M{x:.1f} {y - 5:.1f}V{y + 5:.1f}" for x in (left, right))
    sides = "".join(f"M{left:.1f} {side:.1f}H{right:.1f}" for side in (y - 3, y + 3))
    return element(
        "path", told, d=ends + sides, fill="none", stroke=ink, stroke_width=1.6, stroke_dasharray="3 2" if spot.kind == "other" else None
    )


def _times(row: Row, plan: Axis, home: Zone, base: float) -> Iterator[Markup]:
    """Yield the times beside marks, where there is room for them between their neighbours."""
    spots = sorted(row.spots, key=lambda spot: spot.first)
    taken = float(PLOT - 10)
    waiting: list[str] = []
    for spot, following in zip(spots, (*spots[1:], None), strict=True):
        words = "; ".join([_short(spot, plan, home), *waiting])
        size = width(words, SMALL)
        left, right = plan.at(spot.first) - 8, plan.at(spot.last) + 8
        end = RIGHT + 8 if following is None else plan.at(following.first) - 12
        if right + size <= end:
            yield words_at(right, base, words, "dr-halo")
            taken, waiting = right + size, []
        elif left - size >= taken + 6 and left - size >= PLOT - 6:
            yield words_at(left, base, words, "dr-halo dr-end")
            taken, waiting = right, []
        else:  # accounts that stand close together are told beside the last of them
            taken, waiting = right, [words] if spot.account else []


def _short(spot: Spot, plan: Axis, home: Zone) -> str:
    form = "%H:%M" if plan.segment(spot.first).rate >= HOURS_FROM else "%m-%d"
    first, last = home.local(spot.first), home.local(spot.last)
    words = first.strftime(form)
    if first.strftime(form) != last.strftime(form):
        words = f"{words}\N{EN DASH}{last.strftime(form)}"
    return f"{words} {fitted(spot.account, 110, SMALL)}" if spot.account else words


def _duty(row: Row, plan: Axis, y: float) -> tuple[list[Markup], list[Markup]]:
    assert row.verdict is not None
    colour = VERDICTS[row.verdict]
    compact = row.verdict is Verdict.COMPLIED
    height = row_height(row)
    top = y + (height - _BAR) / 2 if compact else y + 7
    shapes = [element("path", d=f"M{LEFT} {y:.1f}H{WIDTH}", class_="dr-row")]
    shapes += [bar(piece, plan, top, row.verdict) for piece in row.pieces]
    shapes += [limit_tick(plan.at(at), top, colour, "3 2") for at in row.others]
    shapes += [limit_tick(plan.at(at), top, NEUTRAL if compact else colour) for at in row.bounds]
    shapes += [act_mark(spot, plan, top + _BAR / 2) for spot in row.spots if spot.kind == "act"]
    shapes += [badge(row.verdict, plan.at(spot.first), top + _BAR / 2) for spot in row.spots if spot.kind == "judged"]
    lines = label_lines(row)
    base = y + (height - len(lines) * _LINE) / 2 + 12 if compact else y + 17
    words = [badge(row.verdict, LEFT + 8, base - 4.5)]
    words += [
        words_at(LEFT + 24, base + number * _LINE, line, "dr-label", told=row.label if number == 0 else "")
        for number, line in enumerate(lines)
    ]
    words += _compact_words(row, plan, top) if compact else _words(row, plan, top + _BAR + 16)
    return shapes, words


def _reach(row: Row, plan: Axis) -> tuple[float, float]:
    places = [plan.at(point) for point in row.points]
    return (min(places, default=float(PLOT)), max(places, default=float(PLOT)))


def _words(row: Row, plan: Axis, base: float) -> Iterator[Markup]:
    """Yield how a duty stands, and when it was due and done, on a line of their own below its bar."""
    assert row.verdict is not None
    how = width(row.status, SMALL, bold=True)
    told = fitted(row.told, RIGHT - PLOT - how - 10, SMALL)
    left = max(float(PLOT), min(_reach(row, plan)[0] - 0.5, RIGHT - how - 10 - width(told, SMALL)))
    status = element("tspan", row.status, class_="dr-status", style=f"fill:{VERDICTS[row.verdict].ink}")
    yield element("text", status, element("tspan", told, dx=8), x=left, y=base, class_="dr-halo")


def _compact_words(row: Row, plan: Axis, top: float) -> Iterator[Markup]:
    """Yield how a duty stands beside its bar, where there is room."""
    left, right = _reach(row, plan)
    size = width(row.status, SMALL)
    if not row.status:
        return
    if right + 10 + size <= RIGHT + 8:
        yield words_at(right + 10, top + 10, row.status, "dr-halo dr-muted", told=row.told)
    elif left - 10 - size >= PLOT:
        yield words_at(left - 10, top + 10, row.status, "dr-halo dr-muted dr-end", told=row.told)


def bar(piece: Piece, plan: Axis, top: float, verdict: Verdict) -> Markup:
    """Return a part of a bar. What fills it are strokes: patterns make printed pages heavy."""
    left, right = plan.at(piece.first), plan.at(piece.last)
    colour = VERDICTS[verdict] if verdict in (Verdict.COMPLIED, Verdict.PENDING) else NEUTRAL
    width = max(right - left, 1.5)
    fill, ink, dash, drawn = colour.tint, colour.ink, None, Markup("")
    match piece.part:
        case "spare" | "too_early":
            fill, dash = PAPER, "3 2"
        case "late":
            late = VERDICTS[Verdict.VIOLATED]
            fill, ink, drawn = late.tint, late.ink, element("path", d=_hatching(left, left + width, top), class_="dr-hatch")
        case "open":
            doubt, dots = VERDICTS[Verdict.UNDETERMINED], f"M{left + 3:.1f} {top + 3:.1f}h{width - 3:.1f}M{left + 6:.1f} {top + 9:.1f}"
            fill, ink, dash = doubt.tint, doubt.ink, "3 2"
            drawn = element("path", d=f"{dots}h{width - 6:.1f}", class_="dr-dots") if width > 8 else drawn
        case "still":
            fill, ink, drawn = PAPER, NEUTRAL.ink, element("path", d=f"M{left:.1f} {top + _BAR / 2:.1f}h{width:.1f}", class_="dr-bars")
    area = element("rect", x=left, y=top, width=width, height=_BAR, fill=fill, stroke=ink, stroke_width=1.0, stroke_dasharray=dash)
    return join((area, drawn))


def _hatching(left: float, right: float, top: float) -> str:
    """Return slanting lines that fill an area and go nowhere beyond it."""
    base, x = top + _BAR, left - _BAR + _HATCH / 2
    found: list[str] = []
    while x < right:
        begin, end = max(x, left), min(x + _BAR, right)
        if begin == x and end == x + _BAR:
            found.append(f"M{x:.1f} {base:.1f}l{_BAR:g}-{_BAR:g}")
        else:
            found.append(f"M{begin:.1f} {base - begin + x:.1f}L{end:.1f} {base - end + x:.1f}")
        x += _HATCH
    return "".join(found)


def limit_tick(x: float, top: float, colour: Colour, dash: str | None = None) -> Markup:
    """Return the end of a limit; dashed where it is one under another reading or account."""
    return element(
        "path",
        d=f"M{x:.1f} {top - 4:.1f}V{top + _BAR + 4:.1f}",
        stroke=colour.ink,
        stroke_width=1.2 if dash else 2.4,
        stroke_dasharray=dash,
        fill="none",
    )


def act_mark(spot: Spot, plan: Axis, y: float) -> Markup:
    """Return the mark of the act that discharged a duty."""
    places = [plan.at(spot.first)] if plan.at(spot.last) - plan.at(spot.first) < 3 else [plan.at(spot.first), plan.at(spot.last)]
    marks = [
        element("path", d=f"M{x:.1f} {y - 5.5:.1f}l5.5 5.5l-5.5 5.5l-5.5 -5.5Z", fill=INK, stroke=PAPER, stroke_width=1.0) for x in places
    ]
    joint = element("path", d=f"M{places[0]:.1f} {y:.1f}H{places[-1]:.1f}", stroke=INK, stroke_width=1.4) if len(places) > 1 else Markup("")
    return join((joint, *marks))


_SIGNS = {
    Verdict.VIOLATED: "M-3 -3L3 3M3 -3L-3 3",
    Verdict.UNDETERMINED: "M-2.2 -1.8C-2.2 -4.6 2.4 -4.6 2.4 -1.8C2.4 0 0 0 0 1.6M0 3.4V4.6",
    Verdict.PENDING: "M-4 0H-2.6M-.7 0H.7M2.6 0H4",
    Verdict.NOT_APPLICABLE: "M-3.5 0H3.5",
    Verdict.COMPLIED: "M-3.4 .2L-1 2.8L3.6 -2.6",
}


def badge(verdict: Verdict, x: float, y: float) -> Markup:
    """Return the sign of a verdict."""
    area = element("rect", x=-7.5, y=-7.5, width=15, height=15, rx=3, fill=VERDICTS[verdict].ink)
    sign = element("path", d=_SIGNS[verdict], stroke=PAPER, stroke_width=1.8, fill="none")
    return element("g", area, sign, transform=f"translate({x:.1f} {y:.1f})")
