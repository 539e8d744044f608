"""How a report writes itself (`Report.to_html` and its like). Each way is loaded when it is first asked for."""

from __future__ import annotations

from detention_rules.model.findings import Report


def html(report: Report) -> str:
    """Return a report as one self-contained HTML page."""
    from detention_rules.reporting.html import document

    return document([report])


def svg(report: Report) -> str:
    """Return a picture of a report's clocks as an SVG file."""
    from detention_rules.reporting.picture.svg import picture

    return picture(report)


def notebook(report: Report) -> str:
    """Return a report as a part of a page."""
    from detention_rules.reporting.html import fragment

    return fragment(report)


def markdown(report: Report) -> str:
    """Return a report as Markdown."""
    from detention_rules.reporting.formats.markdown import report_markdown

    return report_markdown(report)
