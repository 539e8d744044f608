"""Reports as one HTML page."""

from __future__ import annotations

from collections.abc import Sequence

from detention_rules.model.findings import Report


def document(reports: Sequence[Report]) -> str:
    """Return reports as one self-contained HTML page."""
    raise NotImplementedError


def fragment(report: Report) -> str:
    """Return a report as a part of a page."""
    raise NotImplementedError
