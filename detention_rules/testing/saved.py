"""Generated scenarios as data that prints as a file one can save."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from detention_rules.language.bundled import bundled
from detention_rules.language.packs import DEFAULT_PACK, load_pack, pack_names
from detention_rules.language.rules import Pack
from detention_rules.model.findings import Verdict


class Case(dict[str, Any]):
    """A scenario as plain data, of the shape of a file: give it to `check` or `scenario`. Printed, it is a scenario file.

    `rule` is what it is about, `verdict` what that rule must find for the event whose id is `trigger`, `margin` by how many seconds
    (positive: time to spare; None where a finding has none). Of a recurring duty, `period` is the number of the period in the span that the
    trigger opens, or that a fact gives: 0 is the first. It is the last that the scenario has, and those before it are kept.
    """

    rule: str = ""
    verdict: Verdict | None = None
    margin: int | None = None
    period: int = 0

    def to_yaml(self) -> str:
        """Return the scenario as the text of a file."""
        return "".join(_lines(self))

    def save(self, path: str | Path, *, pack: str | Path | None = None) -> None:
        """Write a file that `detention-rules check` reads, and the pytest plugin collects where its name ends in `.scenario.yaml`.

        It expects the verdict of the rule, where there is one. A file that expects violations must name all of them: the other rules that
        the checker finds violated today are named with it. `pack` is written for the pack, a name or a folder; without it, a shipped one's
        name or the folder, as seen from the current one. Raises InputError where there is no such pack.
        """
        named = Case({**self, **({} if pack is None else {"pack": str(pack)})})
        load_pack(named.get("pack", DEFAULT_PACK))
        if self.verdict is not None:
            named["expect"] = {self.verdict.value: self._expected(named)}
        Path(path).write_text(named.to_yaml(), encoding="utf-8")

    def _expected(self, named: Case) -> list[str]:
        if self.verdict is not Verdict.VIOLATED:
            return [self.rule]
        from detention_rules.checking import check

        found = (finding.rule.id for finding in check(named).of(Verdict.VIOLATED))
        return list(dict.fromkeys([self.rule, *found]))

    def __repr__(self) -> str:
        return f"\n{self.to_yaml()}"

    __str__ = __repr__


def _lines(data: dict[str, Any]) -> Any:
    for key, value in data.items():
        if isinstance(value, list) and value:
            yield f"{key}:\n"
            for entry in value:
                yield f"  - {_flow(entry)}\n"
        elif value not in ({}, []) or key == "events":
            yield f"{key}: {_flow(value)}\n"


def _flow(value: Any) -> str:
    return yaml.safe_dump(value, default_flow_style=True, width=10_000, sort_keys=False, allow_unicode=True).removesuffix("...\n").strip()


def pack_reference(pack: Pack) -> str:
    """Return what a file writes for a pack: the name of a shipped one, or a folder as seen from the current one where it lies below it."""
    folder = pack.folder
    if folder is None or (pack.id in pack_names() and folder.resolve() == (bundled("rules") / pack.id).resolve()):
        return pack.id
    here, there = Path.cwd(), folder.resolve()
    found = (there.relative_to(here) if there.is_relative_to(here) else there).as_posix()
    return f"./{found}" if found in pack_names() else found
