"""`detention-rules train new`: a class set of different exercises, with their keys apart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detention_cli.exits import ExitCode
from detention_rules.model.catalogue import count as counted
from detention_rules.model.catalogue import text

if TYPE_CHECKING:
    from detention_rules.training import Exercise

SUFFIX = ".exercise"
"""Exercise files are JSON; with a suffix of their own no command takes them for scenarios."""


def new(
    folder: Annotated[str, typer.Option("--out", "-o", metavar="DIR", help=text("cli.train.new.out"))],
    theme: Annotated[list[str] | None, typer.Option("--theme", metavar="THEME", help=text("cli.train.new.theme"))] = None,
    difficulty: Annotated[int, typer.Option("--difficulty", metavar="1..5", help=text("cli.train.new.difficulty"))] = 2,
    breaches: Annotated[int | None, typer.Option("--breaches", metavar="N", help=text("cli.train.new.breaches"))] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help=text("cli.train.new.seed"))] = 1,
    count: Annotated[int, typer.Option("--count", metavar="N", help=text("cli.train.new.count"))] = 1,
    moodle: Annotated[bool, typer.Option("--moodle", help=text("cli.train.new.moodle"))] = False,
    gift: Annotated[bool, typer.Option("--gift", help=text("cli.train.new.gift"))] = False,
    force: Annotated[bool, typer.Option("--force", help=text("cli.train.new.force"))] = False,
    pack: Annotated[str | None, typer.Option("--pack", metavar="PACK", help=text("cli.pack"))] = None,
) -> ExitCode:
    from detention_cli import inputs, output
    from detention_cli.train.files import told
    from detention_rules.language.packs import DEFAULT_PACK, load_pack
    from detention_rules.model.problems import InputError, Place
    from detention_rules.training import generate_class

    rules = load_pack(pack or DEFAULT_PACK)
    root = Path(folder)
    if root.exists() and not root.is_dir():
        raise InputError([inputs.fault("train.not-a-folder", Place(folder))])
    with told():
        exercises = generate_class(rules, seed, count, themes=theme or None, difficulty=difficulty, breaches=breaches)
    files = dict(_files(exercises, moodle=moodle, gift=gift))
    there = [name for name in files if (root / name).exists()]
    if there and not force:
        raise InputError([inputs.fault("train.exists", Place(str(root / there[0])))])
    for name, content in files.items():
        target = root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("w", encoding="utf-8", newline="\n") as stream:
            stream.write(content)
    output.complain(text("cli.train.new.written", exercises=counted("cli.train.exercises", len(exercises)), folder=folder))
    return ExitCode.OK


def _files(exercises: tuple[Exercise, ...], *, moodle: bool, gift: bool) -> Iterator[tuple[str, str]]:
    """Yield the files of a class by name: what is handed out, and apart from it what is not."""
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
