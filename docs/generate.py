"""Write docs/reference, the pages of the shipped pack, and docs/images, or check them. Usage: generate.py [--check]"""

from __future__ import annotations

import sys
from pathlib import Path

from detention_rules import check, load_pack, load_scenario
from detention_rules.language.bundled import bundled
from detention_rules.language.coverage import load_coverage
from detention_rules.language.packs import DEFAULT_PACK
from detention_rules.reporting.reference.site import differences, reference_pages
from detention_rules.training.misconceptions import misconceptions_page

FOLDER = Path(__file__).resolve().parent / "reference"
IMAGES = FOLDER.with_name("images")
SHOWN = "custody/held-past-48-hours.yaml"
"""The shipped scenario that the README shows."""


def made(pack: str | Path = DEFAULT_PACK) -> dict[str, str]:
    """Return the pages of a pack by their path. Raises InputError for a pack that cannot be read."""
    loaded = load_pack(pack)
    return {**reference_pages(loaded, load_coverage(loaded, pack)[0]), "misconceptions.md": misconceptions_page()}


def drawn() -> dict[str, str]:
    """Return the pictures by their file's name."""
    return {f"{Path(SHOWN).stem}.svg": check(load_scenario(bundled("scenarios") / SHOWN)).to_svg()}


def kept(folder: Path = FOLDER) -> dict[str, bytes]:
    """Return the files that stand in a folder, by their path below it."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def write(pages: dict[str, str], folder: Path = FOLDER) -> None:
    """Write files that are new or changed, and remove those that are not among them."""
    standing = kept(folder)
    for path, content in pages.items():
        if standing.get(path) != content.encode():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content.encode())
    for path in standing.keys() - pages.keys():
        (folder / path).unlink()
    for below in sorted(folder.rglob("*"), reverse=True):
        if below.is_dir() and not any(below.iterdir()):
            below.rmdir()


def main(arguments: list[str]) -> int:
    """Return 0, or with --check 1 where a file is missing, stale or surplus; 2 for anything else on the command line."""
    if arguments not in ([], ["--check"]):
        sys.stderr.write(f"{__doc__}\n")
        return 2
    pages, pictures = made(), drawn()
    if not arguments:
        write(pages)
        write(pictures, IMAGES)
        return 0
    found = [*differences(pages, kept()), *differences(pictures, kept(IMAGES))]
    sys.stdout.writelines(f"{line}\n" for line in found)
    if found:
        sys.stderr.write("docs/reference or docs/images is not up to date; run: make docs\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
