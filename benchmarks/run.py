"""Speed and memory, printed as ratios within one run, since machines differ and are noisy. Run it with `make bench`."""

from __future__ import annotations

import gc
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from detention_rules import Pack, Report, Scenario, check, load_pack, scenario

ROOT = Path(__file__).resolve().parent.parent
CHECKS = 100_000


def case(number: int) -> dict[str, Any]:
    """Return a foreigner's custody of fifteen events, from arrest over remand to release, on a day of its own."""
    start = datetime(2019, 1, 1, 9, 15) + timedelta(days=number % 1200, minutes=number * 7 % 600)

    def at(hours: float) -> str:
        return (start + timedelta(hours=hours)).strftime("%Y-%m-%d %H:%M")

    return {
        "title": f"case {number}",
        "facts": {
            "person": {"born": "1990-06-01", "nationality": "KG"},
            "offence": {"category": "medium", "max_penalty_years": 6, "kinds": []},
            "circumstances": {"remote": False, "emergency": False},
        },
        "events": [
            {"at": at(0), "is": "arrest", "grounds": ["caught_in_the_act"]},
            {"at": at(1), "is": "brought_in"},
            {"at": at(2), "is": "arrest_record"},
            {"at": at(2.1), "is": "grounds_explained"},
            {"at": at(3), "is": "counsel_access"},
            {"at": at(5), "is": "mfa_notified"},
            {"at": at(8), "is": "procurator_notified", "written": True},
            {"at": at(9), "is": "family_notified"},
            {"at": at(20), "is": "mission_notified", "means": "email"},
            {"at": at(24), "is": "placed", "place": "temporary_holding_facility", "basis": "arrest_record"},
            {"at": at(40), "is": "remand_requested"},
            {"at": at(46), "is": "remand_authorized", "by": "investigating_judge", "until": at(1462), "grounds": []},
            {"at": at(50), "is": "mfa_notified"},
            {"at": at(60), "is": "mission_notified", "means": "fax"},
            {"at": at(1438), "is": "release"},
        ],
    }


def unit_of_work() -> float:
    """Return the seconds of a fixed pure-Python loop: the yardstick of this machine at this moment."""
    begin = time.perf_counter()
    total = 0
    for number in range(200_000):
        total += number
    return time.perf_counter() - begin


def checks(pack: Pack, scenarios: list[Scenario]) -> None:
    """Print the speed of `check`, the best of several rounds, beside the yardstick measured around it."""
    best, ratio = float("inf"), float("inf")
    for _ in range(7):
        before = unit_of_work()
        begin = time.perf_counter()
        for timeline in scenarios:
            check(timeline, pack=pack)
        one = (time.perf_counter() - begin) / len(scenarios)
        best, ratio = min(best, one), min(ratio, one / ((before + unit_of_work()) / 2))
    found = len(check(scenarios[0], pack=pack).findings)
    print(f"check: {1 / best:,.0f} a second ({best * 1e6:.0f} us, {found} findings); {ratio * 200_000:,.0f} loop steps each")
    begin = time.perf_counter()
    for timeline in scenarios[:50]:
        check(timeline, pack=pack).to_dict()
    print(f"check with every explanation read: {50 / (time.perf_counter() - begin):,.0f} a second")


def memory(pack: Pack, scenarios: list[Scenario]) -> None:
    """Print how many blocks of memory are in use before and after many checks."""
    for timeline in scenarios:
        check(timeline, pack=pack)
    gc.collect()
    before = sys.getallocatedblocks()
    for number in range(CHECKS):
        check(scenarios[number % len(scenarios)], pack=pack)
    gc.collect()
    after = sys.getallocatedblocks()
    print(f"memory: {before:,} blocks in use before and {after:,} after {CHECKS:,} checks, {after / before:.3f} times as many")


def large_report(pack: Pack) -> Report:
    """Return a report of 60 events and 80 findings: nine arrests, each with a notice that came late."""
    events = []
    for month in range(1, 10):
        day = f"2021-{month:02d}"
        events += [{"at": f"{day}-01 09:15", "is": "arrest"}, {"at": f"{day}-01 11:00", "is": "arrest_record"}]
        events += [{"at": f"{day}-01 13:00", "is": "counsel_access"}, {"at": f"{day}-02 08:00", "is": "family_notified"}]
        events += [{"at": f"{day}-01 22:00", "is": "procurator_notified"}, {"at": f"{day}-03 09:16", "is": "release"}]
    events += [{"at": f"2021-{month:02d}-02 12:00", "is": "counsel_access"} for month in range(1, 7)]
    return check({"title": "Nine arrests", "events": events, "as_of": "2021-12-20 12:00"}, pack=pack)


def pictures(pack: Pack) -> None:
    """Print how long a large report takes as a page and as a picture, beside the yardstick, and what it weighs."""
    ways: dict[str, Callable[[Report], str]] = {"page": Report.to_html, "picture": Report.to_svg}
    for name, write in ways.items():
        best, ratio = float("inf"), float("inf")
        for _ in range(9):
            report, before = large_report(pack), unit_of_work()  # a new one: what a finding explains is computed when read
            begin = time.perf_counter()
            written = write(report)
            one = time.perf_counter() - begin
            best, ratio = min(best, one), min(ratio, one / ((before + unit_of_work()) / 2))
        shown = sum(report.summary.values()) - report.summary["not_applicable"]
        weight = len(written.encode()) / 1000
        print(f"{name} of 60 events and {shown} findings: {best * 1e3:.0f} ms, {ratio * 200_000:,.0f} loop steps; {weight:.0f} kB")


def seconds(command: list[str]) -> float:
    """Return the median time of a command over several runs, after one that warms the caches of the disk."""

    # a setting that forbids bytecode would measure the compiler, which an installed program does not run
    settings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

    def once() -> float:
        begin = time.perf_counter()
        subprocess.run(command, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        return time.perf_counter() - begin

    once()
    return statistics.median(once() for _ in range(9))


def cold_start() -> None:
    """Print how long a cold `check` takes beside importing pydantic and typer, with the shipped pack and with one half as large again."""
    imports = [sys.executable, "-c", "import pydantic, typer"]
    tool = [sys.executable, "-m", "detention_cli", "check"]
    shipped = ROOT / "scenarios" / "custody" / "held-past-48-hours.yaml"
    with tempfile.TemporaryDirectory() as folder:
        number = len(list((ROOT / "rules" / "kazakhstan").glob("*/*.yaml")))
        large = grown_pack(Path(folder) / "large", number * 3 // 2)
        copy = Path(folder) / "case.yaml"
        copy.write_text(f"pack: {large}\n{shipped.read_text(encoding='utf-8')}", encoding="utf-8")
        for name, command in ((f"{number} files", [*tool, str(shipped)]), (f"{number * 3 // 2} files", [*tool, str(copy)])):
            yardstick, time_ = seconds(imports), seconds(command)
            print(f"cold check, {name}: {time_:.3f} s, {time_ / yardstick:.2f} times importing pydantic and typer ({yardstick:.3f} s)")


def grown_pack(folder: Path, rules: int) -> Path:
    """Copy the shipped pack without its account of the source, and repeat its rules under new names until there are as many as asked."""
    shutil.copytree(ROOT / "rules" / "kazakhstan", folder, ignore=shutil.ignore_patterns("coverage.yaml", "statements.yaml"))
    files = sorted(path for path in folder.glob("*/*.yaml") if path.parent.name != "vocabulary")
    for number in range(rules - len(files)):
        source = files[number % len(files)]
        name = f"{source.stem}-{number}"
        old, new = f"rule: {source.parent.name}.{source.stem}", f"rule: {source.parent.name}.{name}"
        source.with_name(f"{name}.yaml").write_text(source.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return folder


def main() -> None:
    """Run every benchmark."""
    pack = load_pack()
    scenarios = [scenario(case(number), pack=pack) for number in range(500)]
    steps: list[Callable[[], None]] = [lambda: checks(pack, scenarios), lambda: pictures(pack), cold_start, lambda: memory(pack, scenarios)]
    for step in steps:
        step()


if __name__ == "__main__":
    main()
