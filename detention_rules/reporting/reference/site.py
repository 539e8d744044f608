"""All pages of a pack, and what tells them from those that are kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from detention_rules.language.coverage import Coverage
from detention_rules.language.rules import Pack
from detention_rules.model.catalogue import text
from detention_rules.reporting.reference.account import coverage_page
from detention_rules.reporting.reference.indexes import duty_bearer_page, index_page, paragraph_page, readings_page, theme_page
from detention_rules.reporting.reference.rules import rule_page, rule_path


def reference_pages(pack: Pack, coverage: Coverage | None) -> dict[str, str]:
    """Return every reference page of a pack by its path below their folder, in order of the paths.

    Raises InputError where an example of a rule is no scenario of the pack; `detention-rules verify` tells which.
    """
    found = {rule_path(rule.id): rule_page(rule, pack, coverage) for rule in pack.rules}
    found["index.md"] = index_page(pack, coverage)
    found["by-theme.md"] = theme_page(pack)
    found["by-paragraph.md"] = paragraph_page(pack, coverage)
    found["by-duty-bearer.md"] = duty_bearer_page(pack)
    found["readings.md"] = readings_page(pack)
    if coverage is not None:
        found["coverage.md"] = coverage_page(pack, coverage)
    return dict(sorted(found.items()))


def differences(pages: Mapping[str, str], kept: Mapping[str, bytes]) -> Iterator[str]:
    """Yield a line for every page that is missing, stale or surplus among those that are kept."""
    for path in sorted({*pages, *kept}):
        if path not in kept:
            yield text("page.files.missing", path=path)
        elif path not in pages:
            yield text("page.files.surplus", path=path)
        elif pages[path].encode() != kept[path]:
            yield text("page.files.stale", path=path)
