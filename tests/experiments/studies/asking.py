"""A study, or what it says, asked for on the command line, in tests."""

from typer.testing import CliRunner

import run


def asked(*words, code=0):
    """What `run.py study` prints on stdout, and on stderr."""
    return said("study", *words, code=code)


def said(*words, code=0):
    """What a command prints on stdout, and on stderr."""
    found = CliRunner().invoke(run.app, [str(word) for word in words], catch_exceptions=False)
    assert found.exit_code == code, found.output
    return found.stdout, found.stderr
