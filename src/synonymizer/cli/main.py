"""The command `synonymizer`: a group that loads a command when it is called, and reads anything else as `names`."""

from __future__ import annotations

import gc
import os
from importlib import import_module
from typing import Any

import click

from synonymizer._version import VERSION
from synonymizer.cli import console
from synonymizer.errors import DataError, SynonymizerError

INTERRUPTED = 130
"""Exit status after Ctrl-C, as shells report it."""

YOUNG_OBJECTS = 50_000
"""New objects after which cycles are looked for: Python's 700 costs a lookup a tenth of its time while modules load."""

BROKEN_PIPE = 141
"""Exit status when the reader of the output has gone, as shells report it."""


EXAMPLE = '\b\nExample:\n  synonymizer "STIM1 c.494C>A"'


class LazyGroup(click.Group):
    """Commands, each in a module of its own; a first argument that is none of them begins a call of `names`."""

    COMMANDS = ("names", "normalize", "annotate", "compare", "group", "gene", "explain", "data", "doctor")

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (the signature is click's)
        """Return the commands, the most used first."""
        return list(self.COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (as above)
        """Import and return a command, None when there is none of that name."""
        if cmd_name not in self.COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"synonymizer.cli.{cmd_name}"), cmd_name)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; without any, print the help as an error."""
        if args and args[0] not in (*self.COMMANDS, *ctx.help_option_names, "--version"):
            args = ["names", *args]
        if not args and not ctx.resilient_parsing:  # shell completion parses what is not finished
            click.echo(ctx.get_help(), err=True)
            ctx.exit(2)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; end quietly on Ctrl-C and a closed pipe, with a sentence on an error of the program."""
        if os.environ.get("NO_COLOR"):
            ctx.color = False
        try:
            super().invoke(ctx)
            console.flush()
        except SynonymizerError as error:
            console.show_error(error)
            ctx.exit(3 if isinstance(error, DataError) else 1)
        except BrokenPipeError:
            console.discard_output()
            ctx.exit(BROKEN_PIPE)
        except KeyboardInterrupt:
            console.discard_output()
            ctx.exit(INTERRUPTED)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]}, epilog=EXAMPLE)
@click.version_option(VERSION, message="%(prog)s %(version)s")
def main() -> None:
    """Print every equivalent name of a human variant, offline.

    Without a COMMAND, the arguments are variants: `synonymizer VARIANT...` is `synonymizer names VARIANT...`.
    For research use only.

    \b
    Exit status:
      0  every input was answered
      1  some inputs had no answer (their rows carry a code)
      2  wrong usage
      3  reference data is missing or damaged, or something cannot be written
      4  compare cannot tell
    """


def run() -> None:
    """Run the command line of this process; any part of it may find that its output cannot be written."""
    gc.set_threshold(YOUNG_OBJECTS)
    console.prepare_streams()
    try:
        main(prog_name="synonymizer")
    except OSError as fault:
        console.discard_output()
        console.end_without_output(console.describe_fault(fault))
