"""What each command does: read what was asked, do it, tell the result. Heavy imports are made inside.

Here is what all commands share.
"""

import errno
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

HEADLINE = ("doing_things", "making_things_happen")

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)
"""What can stand in the way of printing."""

NO_NAME = (errno.ENAMETOOLONG, errno.ELOOP)
"""What is wrong with a name, whatever it was to stand for."""

PATIENCE = 2.0
"""Seconds before a progress bar shows."""

LULL = 30.0
"""Seconds between lines that say how far the work is, where there is no terminal."""

STOPPED = "Stopped. Nothing is left half-written."
"""What is said on Ctrl-C, or where the system asks a program to end."""


@contextmanager
def told(debug: bool = False) -> Iterator[None]:
    """Tell the user's errors in a sentence on stderr, with exit code 2; all others in one too, with 1."""
    from simulation.strict_yaml import ScenarioError

    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except KeyboardInterrupt:
        stop(STOPPED, 130)
    except Exception as error:
        from simulation.outputs.folder import FolderError

        if debug:
            raise
        if isinstance(error, ScenarioError | FolderError):
            stop(str(error), 2)
        if isinstance(error, BrokenPipeError):
            _drop_output()
            sys.exit(1)
        if isinstance(error, OSError) and (sentence := _of_the_system(error)):
            stop(sentence, 2)
        stop(f"{type(error).__name__}: {error} Add --debug for the whole error.", 1)


def _of_the_system(error: OSError) -> str:
    """What a user can mend of what the system refused, or nothing."""
    if not _somewhere():
        return "The folder that you stand in is no longer there. Go to one that is, with cd, and try again."
    if error.errno in NO_ROOM and error.filename is None:
        _drop_output()
        reason = os.strerror(error.errno).lower()
        return f"The output cannot be written: {reason}. Make room, or send it elsewhere."
    if error.errno in NO_NAME and error.filename is not None:
        return f"{str(error.filename)[:80]!r} cannot be used: {os.strerror(error.errno).lower()}. Name another one."
    return ""


def _somewhere() -> bool:
    """Whether the folder that one works in is there."""
    try:
        return bool(os.getcwd())
    except FileNotFoundError:
        return False


def _drop_output() -> None:
    """Let go of what could not be printed, or Python would try again as it ends."""
    sys.stdout = open(os.devnull, "w")  # noqa: SIM115


def interruptible() -> None:
    """Have what would end the program interrupt it, as Ctrl-C does: a terminal that is lost too, but under nohup."""
    for name in ("SIGTERM", "SIGHUP"):
        sent = getattr(signal, name, None)
        if sent is not None and signal.getsignal(sent) is signal.SIG_DFL:
            signal.signal(sent, signal.default_int_handler)


def stop(sentence: str, code: int) -> None:
    """End with a sentence on stderr."""
    print(sentence, file=sys.stderr)
    sys.exit(code)


def print_lines(lines: Sequence[str]) -> None:
    """Print lines as wide as the console."""
    from rich.text import Text

    screen = console()
    for line in lines:
        screen.print(Text(line))


def print_json(told: Any) -> None:
    """Print a result for machines: what `--json` asks for."""
    from simulation.outputs import plain_json

    print(plain_json.text(told))


def checked(workers: int | None) -> int:
    """How many processes to use: as many as were asked for, or one for each processor."""
    from simulation.experiments.workers import usable_cores
    from simulation.scenario import ScenarioError

    if workers is not None and workers < 1:
        raise ScenarioError(f"--workers is {workers}, but must be 1 or more.")
    return workers or usable_cores()


def console(file: Any = None) -> "Console":
    """Where to print: as wide as the terminal, or 100 columns where there is none."""
    from rich.console import Console

    file = file or sys.stdout
    return Console(file=file, width=None if file.isatty() else 100, highlight=False)


def settings(changes: Sequence[str]) -> dict[str, str]:
    """The changes that `--set key=value` asks for."""
    from simulation.scenario import ScenarioError

    pairs = [one.partition("=") for one in changes]
    for said, (key, equals, value) in zip(changes, pairs, strict=True):
        if not (key.strip() and equals and value.strip()):
            raise ScenarioError(f"--set {said} is not understood. Write it as --set effort.lag=12.")
    return {key.strip(): value.strip() for key, _, value in pairs}


def asked(
    names: Sequence[str], seeds: int, years: int | None, changes: Sequence[str], record: bool = False, world: str = "",
    of: str = "",
) -> str:  # fmt: skip
    """The command that asks for the same again."""
    import shlex

    words = ["run.py", of or ("run" if len(names) == 1 else "compare"), *names, "--seeds", str(seeds)]
    words += ["--years", str(years)] if years is not None else []
    words += ["--record"] if record else []
    words += ["--world", world] if world else []
    return shlex.join([*words, *(word for one in changes for word in ("--set", one))])


@contextmanager
def progress_bar(total: int, of: str = "Repeat runs") -> Iterator[Callable[[int], None]]:
    """How far the work is, on stderr: in a terminal a bar after two seconds, elsewhere a line every half minute."""
    with (_bar if sys.stderr.isatty() else _lines)(total, of) as progress:
        yield progress


@contextmanager
def _bar(total: int, of: str) -> Iterator[Callable[[int], None]]:
    from rich.progress import Progress

    bar = Progress(console=console(sys.stderr), transient=True)
    task = bar.add_task(of, total=total)
    late = threading.Timer(PATIENCE, bar.start)
    late.start()
    try:
        yield lambda done: bar.update(task, completed=done)
    finally:
        late.cancel()
        late.join()
        if bar.live.is_started:
            bar.stop()


@contextmanager
def _lines(total: int, of: str) -> Iterator[Callable[[int], None]]:
    known, ended, began = deque([0], maxlen=1), threading.Event(), time.perf_counter()

    def tell() -> None:
        while not ended.wait(LULL):
            seconds = time.perf_counter() - began
            print(f"{of}: {known[0]} of {total} after {seconds:.0f} seconds.", file=sys.stderr, flush=True)

    threading.Thread(target=tell, daemon=True).start()
    try:
        yield known.append
    finally:
        ended.set()


def print_rows(header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table."""
    from rich.table import Table

    table = Table(*header, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(str(cell) for cell in row))
    console().print(table)
