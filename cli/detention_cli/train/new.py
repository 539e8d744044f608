"""`detention-rules train new`: a class set of different exercises, with their keys apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detention_cli.exits import ExitCode
from detention_rules.model.catalogue import count as counted
from detention_rules.model.catalogue import text

if TYPE_CHECKING:
    from detention_rules.training import Exercise

_OWN = re.compile(r"handouts/[0-9]{2,}(-answers\.md|\.md|\.exercise)|keys/([0-9]{2,}(\.md|\.exercise)|moodle\.xml|questions\.gift)")
"""The files of a class, which are removed before another is written in their place."""
_SEED_BITS = 48


def new(
    folder: Annotated[str, typer.Option("--out", "-o", metavar="DIR", help=text("cli.train.new.out"))],
    theme: Annotated[list[str] | None, typer.Option("--theme", metavar="THEME", help=text("cli.train.new.theme"))] = None,
    difficulty: Annotated[int, typer.Option("--difficulty", metavar="1..5", help=text("cli.train.new.difficulty"))] = 2,
    breaches: Annotated[int | None, typer.Option("--breaches", metavar="N", help=text("cli.train.new.breaches"))] = None,
    seed: Annotated[int | None, typer.Option("--seed", metavar="N", help=text("cli.train.new.seed"))] = None,
    count: Annotated[int, typer.Option("--count", metavar="N", help=text("cli.train.new.count"))] = 1,
    moodle: Annotated[bool, typer.Option("--moodle", help=text("cli.train.new.moodle"))] = False,
    gift: Annotated[bool, typer.Option("--gift", help=text("cli.train.new.gift"))] = False,
    force: Annotated[bool, typer.Option("--force", help=text("cli.train.new.force"))] = False,
    pack: Annotated[str | None, typer.Option("--pack", metavar="PACK", help=text("cli.pack"))] = None,
) -> ExitCode:
    import secrets

    from detention_cli import output
    from detention_cli.train.files import told, write
    from detention_rules.language.packs import DEFAULT_PACK, load_pack
    from detention_rules.training import generate_class

    rules = load_pack(pack or DEFAULT_PACK)
    root = Path(folder)
    old = _old(folder, force=force)
    drawn = secrets.randbits(_SEED_BITS) if seed is None else seed
    with told():
        exercises = generate_class(rules, drawn, count, themes=theme or None, difficulty=difficulty, breaches=breaches)
    files = dict(_files(exercises, moodle=moodle, gift=gift))
    for path in old:
        path.unlink()
    for name, content in files.items():
        write(root / name, content)
    output.print_text(text("cli.train.new.drawn", seed=drawn) + "\n")
    output.complain(text("cli.train.new.written", exercises=counted("cli.train.exercises", len(exercises)), folder=folder))
    return ExitCode.OK


def _old(folder: str, *, force: bool) -> list[Path]:
    """Return the files of an earlier class in a folder. Raises InputError where there is anything, and no `force`."""
    from detention_cli import inputs
    from detention_rules.model.problems import InputError, Place

    root = Path(folder)
    parts = [root / "handouts", root / "keys"]
    for path in (root, *parts):
        if not folder or (path.exists() and not path.is_dir()):
            raise InputError([inputs.fault("train.not-a-folder", Place(str(path) if folder else "-o ''"))])
    there = sorted(path for part in parts if part.is_dir() for path in part.iterdir())
    if there and not force:
        raise InputError([inputs.fault("train.exists", Place(str(there[0])))])
    return [path for path in there if path.is_file() and _OWN.fullmatch(path.relative_to(root).as_posix())]


def _files(exercises: tuple[Exercise, ...], *, moodle: bool, gift: bool) -> Iterator[tuple[str, str]]:
    """Yield the files of a class by name: what is handed out, and apart from it what is not."""
    from detention_cli.train.files import SUFFIX
    from detention_rules.training import answer_form, exports

    width = max(2, len(str(len(exercises))))
    for number, exercise in enumerate(exercises, 1):
        name = f"{number:0{width}d}"
        yield f"handouts/{name}.md", exports.handout(exercise)
        yield f"handouts/{name}-answers.md", answer_form(exercise)
        yield f"handouts/{name}{SUFFIX}", exercise.to_json(key=False)
        yield f"keys/{name}.md", exports.key_page(exercise)
        yield f"keys/{name}{SUFFIX}", exercise.to_json()
    if moodle:
        yield "keys/moodle.xml", exports.moodle_xml(exercises)
    if gift:
        yield "keys/questions.gift", exports.gift(exercises)
