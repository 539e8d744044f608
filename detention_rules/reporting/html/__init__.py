"""Reports as one HTML page: self-contained, without scripts, for a screen of any width and for A4 paper."""

from detention_rules.reporting.html.page import document, fragment

__all__ = ["document", "fragment"]
