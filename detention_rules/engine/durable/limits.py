"""Limits with a number: done in time, done late, ended before, overdue or still open."""

from __future__ import annotations

from detention_rules.engine.durable.acts import ACT, DOUBT, END, MAYBE, UNSURE, Judges, Opined, acts
from detention_rules.engine.durable.network import ABOUT, Join, Network, Row, Thing
from detention_rules.engine.durable.numbers import instant
from detention_rules.model.findings import Verdict

_IN_TIME, _LATE = Join("lte", "at", "now", "limit"), Join("gt", "at", "now", "limit")
_SOONER, _NO_LATER = Join("lt", "at", "a", "at"), Join("lte", "at", "a", "at")


def limits() -> Judges:
    """Return the rules for limits with a number."""
    found = Network()
    found.add("in-time", acts(ACT, _IN_TIME), [acts(ACT, _SOONER)])
    found.add("late", acts(ACT, _LATE), [acts(ACT, _SOONER), acts(END, _IN_TIME)])
    found.add("lapsed", acts(END, _IN_TIME), [acts(ACT, _IN_TIME)])
    found.add("ended-late", acts(END, _LATE), [acts(END, _SOONER), acts(ACT)])
    found.add("overdue", Thing(ABOUT, joins=(Join("lt", "limit", "now", "at"),)), [acts(ACT), acts(END)])
    found.add("pending", Thing(ABOUT, joins=(Join("gte", "limit", "now", "at"),)), [acts(ACT), acts(END)])
    doubt(found)
    return Judges(found, _opined)


def doubt(network: Network) -> None:
    """Add the rules that say that something unknown may matter."""
    network.add(DOUBT, acts(MAYBE), [acts(ACT, _NO_LATER)])
    network.add(DOUBT, acts(UNSURE))


def _opined(name: str, at: int, about: Row, as_of: int) -> Opined:
    limit = about["limit"]
    match name:
        case "lapsed":
            return Verdict.NOT_APPLICABLE, None
        case "in-time" | "late" | "ended-late":
            return Verdict.COMPLIED if name == "in-time" else Verdict.VIOLATED, limit - at
        case _:
            return Verdict.VIOLATED if name == "overdue" else Verdict.PENDING, limit - as_of


def about(deadline: int) -> Row:
    """Return what the network is told of a limit."""
    return {"limit": instant(deadline)}
