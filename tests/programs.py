"""Programs that tests start: each a group of processes of its own, of which nothing is left in the end."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, NamedTuple

ROOT = Path(__file__).parents[1]


def _hearing() -> None:
    for sent in (signal.SIGINT, signal.SIGHUP):
        signal.signal(sent, signal.SIG_DFL)


@contextmanager
def started(
    command: Sequence[str], stdin: int | None = None, stdout: int | IO[bytes] = subprocess.PIPE,
    stderr: int | IO[bytes] = subprocess.PIPE, more: Mapping[str, str] | None = None,
) -> Iterator[subprocess.Popen[bytes]]:  # fmt: skip
    """A program at work, its output in pipes; it hears Ctrl-C and a lost terminal even where the tests do not.

    more: what its environment says besides.
    """
    with subprocess.Popen(
        command, cwd=ROOT, stdin=stdin, stdout=stdout, stderr=stderr, start_new_session=True,
        env=os.environ | (more or {}), preexec_fn=_hearing,
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


def free_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def answers(address: str, program: subprocess.Popen[bytes], seconds: float) -> bool:
    """Whether a program that goes on serves an address after some seconds at most."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and program.poll() is None:
        with suppress(OSError):
            urllib.request.urlopen(address, timeout=1).close()
            return True
        time.sleep(0.2)
    return False


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


def until(fulfilled, seconds=30):
    """Wait until something is so, for at most so many seconds."""
    deadline = time.monotonic() + seconds
    while not fulfilled():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)
