"""What each command does: read what was asked, do it, tell the result. Heavy imports are made inside."""

import errno
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

    from simulation.experiments.compare import Comparison
    from simulation.experiments.design import Design

HEADLINE = ("doing_things", "making_things_happen")

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)
"""What can stand in the way of printing."""

PATIENCE = 2.0
"""Seconds before a progress bar shows."""


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
        stop("Stopped. Nothing is left half-written.", 130)
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


def stop(sentence: str, code: int) -> None:
    """End with a sentence on stderr."""
    print(sentence, file=sys.stderr)
    sys.exit(code)


def compare(
    names: Sequence[str], seeds: int, years: int | None, changes: Sequence[str], out: Path | None,
    workers: int | None, as_json: bool, profile: bool, record: bool = False, world: str = "",
) -> None:  # fmt: skip
    """Compare ways of working, or run one by itself."""
    from simulation.experiments.design import plan
    from simulation.outputs.folder import folder
    from simulation.scenario import Scenario, ScenarioError

    if record and not out:
        raise ScenarioError("--record needs a folder to write into. Add --out results/recorded, say.")
    workers = checked(workers)
    set_ = settings(changes)
    design = plan([Scenario.load(name, set_, "--set", world) for name in names], seeds, years, record)
    began = time.perf_counter()
    with ExitStack() as stack:
        part = stack.enter_context(folder(out)) if out else None
        from simulation.outputs import store

        comparison = answered(design, workers)
        if part:
            store.write(part, comparison, asked(names, seeds, years, changes, record, world))
            store.log(part, workers, time.perf_counter() - began)
    _tell(comparison, as_json, profile, time.perf_counter() - began)
    if out and not as_json:
        print(f"Tables and report: {out}")


def answered(design: "Design", workers: int) -> "Comparison":
    """What a design comes to, with a bar meanwhile; ends with a sentence where no repeat run ended well."""
    from simulation.outputs import store

    with progress_bar(len(design.tasks())) as progress:
        comparison = store.answer(design, workers, progress)
    if not comparison.complete:
        stop(f"No repeat run ended well. The first failed with {comparison.failures[0].error}", 1)
    return comparison


def print_lines(lines: Sequence[str]) -> None:
    """Print lines as wide as the console."""
    from rich.text import Text

    screen = console()
    for line in lines:
        screen.print(Text(line))


def checked(workers: int | None) -> int:
    """How many processes to use: as many as were asked for, or one for each processor."""
    from simulation.experiments.execute import usable_cores
    from simulation.scenario import ScenarioError

    if workers is not None and workers < 1:
        raise ScenarioError(f"--workers is {workers}, but must be 1 or more.")
    return workers or usable_cores()


def _tell(comparison: "Comparison", as_json: bool, profile: bool, seconds: float) -> None:
    one = len(comparison.names) == 1
    if as_json:
        from simulation.outputs import machine

        print(json.dumps(machine.lived(comparison) if one else machine.compared(comparison), indent=1))
    else:
        from simulation.outputs import screen

        (screen.show_one if one else screen.show)(comparison, console())
    if profile:
        from simulation.outputs.profile import show

        show(comparison, seconds, console(sys.stderr if as_json else sys.stdout))


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
    """A bar on stderr that shows after two seconds, in a terminal only."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.progress import Progress

    bar = Progress(console=console(sys.stderr), transient=True)
    task, began = bar.add_task(of, total=total), time.perf_counter()

    def progress(done: int) -> None:
        bar.update(task, completed=done)
        if not bar.live.is_started and time.perf_counter() - began > PATIENCE:
            bar.start()

    try:
        yield progress
    finally:
        if bar.live.is_started:
            bar.stop()


def check(name: str, changes: Sequence[str], as_json: bool, world: str = "") -> None:
    """Show what a scenario says, and where."""
    from simulation.parameters import cards
    from simulation.scenario import Scenario, describe

    scenario = Scenario.load(name, settings(changes), "--set", world)
    changed = {key: value for key, value in scenario.values.items() if value != cards()[key].value}
    places = {place.name: _said_of(place) for place in scenario.places}
    if as_json:
        told = {key: {"value": value, "said": scenario.origin(key)} for key, value in changed.items()}
        head = {"scenario": scenario.name, "title": scenario.title, "fingerprint": scenario.fingerprint}
        schedule = [change.said() for change in scenario.schedule]
        print(json.dumps(head | {"changes": told, "places": places, "schedule": schedule}, indent=1))
        return
    residents = sum(place.residents for place in scenario.places)
    print(f"{scenario.title}: this scenario is sound (fingerprint {scenario.fingerprint}).")
    print(scenario.description)
    print(f"{', '.join(place.name for place in scenario.places)}; {residents:,} residents; {scenario.run.years} years.")
    for name, said in places.items():
        for key, value in said.items():
            print(f"  {name}: {key} = {value} instead of {cards()[f'place.{key}'].value}")
    for key, value in changed.items():
        print(f"  {key} = {value} instead of {cards()[key].value} ({scenario.origin(key)})")
    for change in scenario.schedule:
        print(f"  {describe(change)} ({change.where})")


def _said_of(place: Any) -> dict[str, Any]:
    """What a place has that its cards do not say."""
    from simulation.parameters import cards

    own = {name: getattr(place, name) for name in place.__slots__ if name != "name"}
    return {name: value for name, value in own.items() if value != cards()[f"place.{name}"].value}


def parameters(key: str, as_json: bool) -> None:
    """Show one card, the cards of a group, or all."""
    from simulation.outputs.cards import chosen, record, show

    found = chosen(key)
    if as_json:
        print(json.dumps([record(card) for card in found], indent=1))
    else:
        show(found, console())


def phases(as_json: bool) -> None:
    """Show a month."""
    from simulation.world import PHASES

    rows = [(phase.name, (phase.run.__doc__ or "").split("\n")[0], phase.switch) for phase in PHASES]
    if as_json:
        print(json.dumps([dict(zip(("phase", "what", "switch"), row, strict=True)) for row in rows], indent=1))
        return
    print_rows(("", "phase", "what happens", "switch"), [(n, *row) for n, row in enumerate(rows, 1)])


def print_rows(header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table."""
    from rich.table import Table

    table = Table(*header, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(str(cell) for cell in row))
    console().print(table)


def reproduce(made: Path, workers: int | None, as_json: bool) -> int:
    """Say whether results can be made again to the byte: 0 if so, 1 if not."""
    from simulation.outputs import store, switched_off_kept

    if switched_off_kept.holds(made):
        tasks, said = switched_off_kept.read_manifest(made)
        with progress_bar(len(tasks)) as progress:
            agree, changed = switched_off_kept.reproduce(made, tasks, said, checked(workers), progress)
    else:
        design, said = store.read_manifest(made)
        with progress_bar(len(design.tasks())) as progress:
            agree, changed = store.reproduce(made, design, said, checked(workers), progress)
    if as_json:
        print(json.dumps({"agree": agree, "changed": changed}, indent=1))
    else:
        for name, same in agree.items():
            print(f"{name}: {'every byte agrees' if same else 'differs'}")
        for one in changed:
            print(f"Note: {one}. The same bytes are promised under the same versions only.")
    return 0 if all(agree.values()) else 1
