"""The picture as SVG."""

from __future__ import annotations

from detention_rules.model.findings import Report


def picture(report: Report) -> str:
    """Return a picture of a report's clocks as an SVG file."""
    raise NotImplementedError
