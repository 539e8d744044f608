"""Reports as JSON, in the published shape."""

from __future__ import annotations

import json
from collections.abc import Iterable

from detention_rules.model.findings import Report


def reports_json(reports: Iterable[Report], *, ascii_only: bool = False) -> str:
    """Return reports as a JSON array. `ascii_only` escapes every other character, for a stream that cannot write them."""
    return json.dumps([report.to_dict() for report in reports], indent=2, ensure_ascii=ascii_only) + "\n"
