"""A study asked for on the command line, in tests."""

from typer.testing import CliRunner

import run


def asked(*words, code=0):
    """What `run.py study` prints on stdout, and on stderr."""
    found = CliRunner().invoke(run.app, ["study", *(str(word) for word in words)], catch_exceptions=False)
    assert found.exit_code == code, found.output
    return found.stdout, found.stderr
