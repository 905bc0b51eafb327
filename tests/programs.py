"""Programs that tests start: each a group of processes of its own, of which nothing is left in the end."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, NamedTuple

ROOT = Path(__file__).parents[1]


@contextmanager
def started(
    command: Sequence[str], stdin: int | None = None, stderr: int | IO[bytes] = subprocess.PIPE
) -> Iterator[subprocess.Popen[bytes]]:
    """A program at work, its output in pipes; it hears Ctrl-C even where the tests themselves do not."""
    with subprocess.Popen(
        command, cwd=ROOT, stdin=stdin, stdout=subprocess.PIPE, stderr=stderr, start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as program:  # fmt: skip
        try:
            yield program
        finally:
            with suppress(ProcessLookupError):
                os.killpg(program.pid, signal.SIGKILL)


class Served(NamedTuple):
    """A dashboard that is served: where, and by which process."""

    address: str
    process: int


@contextmanager
def dashboard(*options: str) -> Iterator[Served]:
    """A dashboard that is being served."""
    command = [sys.executable, str(ROOT / "run.py"), "dashboard", "--no-show", "--port", "0", *options]
    with tempfile.TemporaryFile() as errors, started(command, stderr=errors) as server:
        said = server.stdout.readline().decode() if server.stdout else ""
        assert " at " in said, errors.seek(0) or errors.read()
        yield Served(said.split()[4], server.pid)


def all_end(program: subprocess.Popen[bytes], seconds: float) -> bool:
    """Whether nothing is left of a program's group of processes after some seconds at most."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            os.killpg(program.pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False
