"""Write the reference pages of the shipped pack to docs/reference, or check them. Usage: generate.py [--check]"""

from __future__ import annotations

import sys
from pathlib import Path

from detention_rules import load_pack
from detention_rules.language.coverage import load_coverage
from detention_rules.language.packs import DEFAULT_PACK
from detention_rules.reporting.reference.site import differences, reference_pages
from detention_rules.training.misconceptions import misconceptions_page

FOLDER = Path(__file__).resolve().parent / "reference"


def made(pack: str | Path = DEFAULT_PACK) -> dict[str, str]:
    """Return the pages of a pack by their path. Raises InputError for a pack that cannot be read."""
    loaded = load_pack(pack)
    return {**reference_pages(loaded, load_coverage(loaded, pack)[0]), "misconceptions.md": misconceptions_page()}


def kept(folder: Path = FOLDER) -> dict[str, bytes]:
    """Return the pages that stand in a folder, by their path below it."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def write(pages: dict[str, str], folder: Path = FOLDER) -> None:
    """Write pages that are new or changed, and remove those that are not among them."""
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
    """Return 0, or with --check 1 where a page is missing, stale or surplus; 2 for anything else on the command line."""
    if arguments not in ([], ["--check"]):
        sys.stderr.write(f"{__doc__}\n")
        return 2
    pages = made()
    if not arguments:
        write(pages)
        return 0
    found = list(differences(pages, kept()))
    sys.stdout.writelines(f"{line}\n" for line in found)
    if found:
        sys.stderr.write("docs/reference is not up to date; run: make docs\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
