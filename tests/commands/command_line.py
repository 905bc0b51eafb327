"""The command line in tests: what a command says, and what one leaves that is stopped."""

import os
import random
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from programs import all_end, started
from typer.testing import CliRunner

import run

ROOT = Path(run.__file__).parent


def said(*words, code=0):
    """What a command prints on stdout, and on stderr."""
    found = CliRunner().invoke(run.app, [str(word) for word in words], catch_exceptions=False)
    assert found.exit_code == code, found.output
    return found.stdout, found.stderr


def leaves_nothing_when_stopped(words: Sequence[str], out: Path, sent: signal.Signals) -> None:
    """Assert that a long command ends with a sentence, no files and no processes when a signal finds it at work.

    SIGINT goes to its whole group of processes, as Ctrl-C does. Nobody has asked for the same before.
    """
    new = f"budget.discretionary_share={random.uniform(0.1, 0.2)}"
    words = [*words, "--set", new, "--seeds", "2000", "--workers", "2", "--out", str(out)]
    command = [sys.executable, str(ROOT / "run.py"), *words]
    with started(command) as going:
        deadline = time.monotonic() + 60
        while not (out.parent / ".out.part").exists():
            assert time.monotonic() < deadline
            time.sleep(0.05)
        time.sleep(4)
        if sent == signal.SIGINT:
            os.killpg(going.pid, sent)
        else:
            going.send_signal(sent)
        _, errors = going.communicate(timeout=60)
        assert (going.returncode, errors.decode()) == (130, "Stopped. Nothing is left half-written.\n")
        assert list(out.parent.iterdir()) == []
        assert all_end(going, 20)
