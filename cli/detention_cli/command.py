"""How every command starts and fails: parameters taken as typed, each failure one line, never a traceback."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable
from enum import Enum
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from detention_cli import output
from detention_cli.exits import ExitCode
from detention_rules.model.catalogue import text
from detention_rules.model.problems import InputError, did_you_mean

DEBUG = "DETENTION_RULES_DEBUG"
"""Set this environment variable to see the traceback of an internal fault."""


class Program(TyperGroup):
    """The program itself: what stands before its commands."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the options before the command's name."""
        _take_as_typed(self.get_params(ctx))
        return super().parse_args(ctx, args)


class Command(TyperCommand):
    """A command whose failures are told in one line each."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the command's own arguments and options."""
        _take_as_typed(self.get_params(ctx))
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Run the command. Its return value is the exit code."""
        output.prepare()
        try:
            code = super().invoke(ctx)
            output.flush()
        except InputError as error:
            output.complain_of(error)
            code = ExitCode.BAD_INPUT
        except OSError as error:
            output.abandon()
            if _closed_pipe(error):
                raise typer.Exit(ExitCode.CLOSED_PIPE) from None
            why = error.strerror or str(error)
            output.complain(f"{error.filename}: {why}" if error.filename else text("cli.cannot-write", why=why))
            code = ExitCode.BAD_INPUT
        except (typer.Exit, typer.Abort, typer.BadParameter):
            raise
        except Exception as error:
            if os.environ.get(DEBUG):
                raise
            output.complain(text("cli.internal", kind=type(error).__name__, why=str(error), variable=DEBUG))
            code = ExitCode.INTERNAL
        raise typer.Exit(int(code or ExitCode.OK))


def _closed_pipe(error: OSError) -> bool:
    # Windows reports a closed pipe as an invalid argument
    return error.errno == errno.EPIPE or (sys.platform == "win32" and error.errno == errno.EINVAL)


def _take_as_typed(params: Iterable[Any]) -> None:
    """Keep Typer from building a pydantic validator for each plain parameter, which takes longer than a whole check.

    Versions of Typer without such validators do not have the attribute, and are left alone.
    """
    for param in params:
        kind = getattr(getattr(param, "type_descriptor", None), "annotation", None)
        if getattr(param, "_runtime_param", param) is None and (kind in (str, bool, list[str]) or _is_choice(kind)):
            param._runtime_param = _AsTyped(kind)


def _is_choice(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Enum)


class _AsTyped:
    """Stands where Typer keeps a parameter's validator."""

    def __init__(self, kind: Any) -> None:
        self.kind = kind

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """Return a value of the parameter's type. Raises BadParameter for a word that is not among the choices."""
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        if not _is_choice(self.kind):
            return value
        try:
            return self.kind(value)
        except ValueError:
            hint = did_you_mean(str(value), [str(one.value) for one in self.kind])
            raise typer.BadParameter(text("cli.not-a-choice", found=value, hint=hint), ctx=ctx, param=param) from None
