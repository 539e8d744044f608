"""Timelines for the suite's own properties: the kit's, with an id for every event, in the country's zones, judged after everything."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from detention_rules import load_pack
from detention_rules.testing import strategies as kit

Data = dict[str, Any]
PACK = load_pack("kazakhstan")
DAYS = 86400
BASE = datetime(2021, 3, 1, 9, 15)
"""When the kit's timelines begin."""
ZONES = ("Asia/Aqtobe", "Asia/Almaty", "Asia/Qyzylorda")
CUSTODY = tuple(rule.id for rule in PACK.rules if rule.id.partition(".")[0] in ("custody", "notice", "consular", "remand", "release"))


def local(seconds: int, base: datetime = BASE) -> str:
    """Return the local time that stands so many seconds of the calendar after a base."""
    return (base + timedelta(seconds=seconds)).isoformat(" ")


SECONDS = st.builds(
    lambda hours, seconds: max(0, hours * 3600 + seconds),
    st.sampled_from([0, 3, 6, 12, 24, 30, 48, 60, 72, 96, 120, 24 * 60, 24 * 365]),
    st.sampled_from([-3600, -60, -1, 0, 0, 1, 60, 3600]),
)
"""Seconds after the beginning, about the hours that the law names."""


def instants(value: Any) -> list[datetime]:
    """Return every time and date that stands in a scenario's value, the end of a day for a date."""
    if isinstance(value, dict):
        return [found for entry in value.values() for found in instants(entry)]
    if isinstance(value, list):
        return [found for entry in value for found in instants(entry)]
    try:
        return [datetime.fromisoformat(value).replace(tzinfo=None) + timedelta(days=len(value) == 10)]
    except (TypeError, ValueError):
        return []


@st.composite
def timelines(draw: st.DrawFn, uncertain: int = 0, size: int = 6, dated: bool = True) -> Data:
    """Draw a timeline of any rules or of those on custody, with or without an arrest at its beginning, and an `as_of` after everything."""
    rules = draw(st.sampled_from((None, CUSTODY)))
    data = draw(kit.timelines(PACK, rules=rules, most_events=size, most_uncertain=uncertain, dated=dated))
    arrest = [{"at": local(0), "is": "arrest"}] if draw(st.booleans()) else []
    events = [{**event, "id": f"e{number}"} for number, event in enumerate([*arrest, *data["events"]])]
    return {**data, "zone": draw(st.sampled_from(ZONES)), "events": events, "as_of": local(10 * DAYS, max(instants(events)))}


@st.composite
def disputed(draw: st.DrawFn, size: int, most: int = 99) -> Data:
    """Draw a timeline in which times are exact or, for up to so many events, of two accounts that differ by a day at most."""
    data = draw(timelines(size=size))
    chosen = draw(st.sets(st.integers(0, len(data["events"]) - 1), max_size=most))
    events = []
    for number, event in enumerate(data["events"]):
        when = event["at"]
        other = local(draw(st.sampled_from([-DAYS, -3600, -1, 0, 1, 3600, DAYS])), datetime.fromisoformat(when))
        events.append({**event, "at": {"accounts": {"register": when, "camera": other}}} if number in chosen else event)
    return {**data, "events": events}
