"""`detention-rules new`: a commented scenario to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detention_cli.exits import ExitCode
from detention_rules.model.catalogue import text

TEMPLATE = "template.txt"


def new(
    file: Annotated[str | None, typer.Argument(metavar="FILE", help=text("cli.new.file"), show_default=False)] = None,
    pack: Annotated[str | None, typer.Option("--pack", metavar="PACK", help=text("cli.pack"))] = None,
) -> ExitCode:
    from detention_cli import inputs, output
    from detention_rules.language.bundled import bundled
    from detention_rules.language.packs import DEFAULT_PACK, load_pack, pack_names
    from detention_rules.language.source import read_file
    from detention_rules.model.problems import InputError, Place

    name = pack or DEFAULT_PACK
    load_pack(name)  # an unknown pack is told as such
    source = (bundled("rules") / name if name in pack_names() else Path(name)) / TEMPLATE
    if not source.is_file():
        raise InputError([inputs.fault("no-template", Place(str(source)), pack=name)])
    content = "\n".join(read_file(source).splitlines()) + "\n"
    if file is None:
        output.print_text(content)
        return ExitCode.OK
    try:
        with Path(file).open("x", encoding="utf-8", newline="\n") as target:
            target.write(content)
    except FileExistsError:
        raise InputError([inputs.fault("exists", Place(file))]) from None
    output.complain(text("cli.new.written", file=file))
    return ExitCode.OK
