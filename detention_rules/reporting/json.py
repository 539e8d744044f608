"""Reports as JSON, in the published shape."""

from __future__ import annotations

import json
from collections.abc import Iterable

from detention_rules.model.findings import Report, ReportData
from detention_rules.model.opinions import SecondOpinion
from detention_rules.reporting.opinions import opinion_data


def reports_json(reports: Iterable[Report], *, opinions: Iterable[SecondOpinion | None] | None = None, ascii_only: bool = False) -> str:
    """Return reports as a JSON array, each finding with the second opinion on it where there is one.

    `ascii_only` escapes every other character, for a stream that cannot write them.
    """
    every = list(reports)
    pairs = zip(every, [None] * len(every) if opinions is None else opinions, strict=True)
    return json.dumps([_data(report, found) for report, found in pairs], indent=2, ensure_ascii=ascii_only) + "\n"


def _data(report: Report, found: SecondOpinion | None) -> ReportData:
    data = report.to_dict()
    if found is not None:
        for finding, opinion in zip(data["findings"], opinion_data(found), strict=True):
            finding["second_opinion"] = opinion
    return data
