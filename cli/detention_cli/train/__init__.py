"""`detention-rules train`: exercises for a class: make them, take one, grade the answers."""

from __future__ import annotations

import typer

from detention_cli.command import Command, Program
from detention_cli.train.grade import grade
from detention_cli.train.new import new
from detention_cli.train.take import take
from detention_rules.model.catalogue import text

train = typer.Typer(cls=Program, no_args_is_help=True, rich_markup_mode=None)

for _command in (new, take, grade):
    _name = _command.__name__
    train.command(_name, cls=Command, help=text(f"cli.train.{_name}.help"), short_help=text(f"cli.train.{_name}.short"))(_command)
