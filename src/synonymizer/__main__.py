"""`python -m synonymizer` is the command `synonymizer`."""

from synonymizer.cli.main import run

run()
