"""The commands that run ways of working and compare them, and that do so again."""

import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from simulation.commands import asked, checked, console, print_json, progress_bar, settings, stop

if TYPE_CHECKING:
    from simulation.experiments.compare import Comparison
    from simulation.experiments.design import Design


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

        comparison = answered(design, workers, anew=profile)
        if part:
            store.write(part, comparison, asked(names, seeds, years, changes, record, world))
            store.log(part, workers, time.perf_counter() - began)
    _tell(comparison, as_json, profile, time.perf_counter() - began)
    if out and not as_json:
        print(f"Tables and report: {out}")


def answered(design: "Design", workers: int, anew: bool = False) -> "Comparison":
    """What a design comes to, with a bar meanwhile; ends with a sentence where no repeat run ended well.

    anew: whether runs are made again that were made before.
    """
    from simulation.experiments.execute import execute
    from simulation.experiments.recall import recall
    from simulation.outputs import store

    with progress_bar(len(design.tasks())) as progress:
        comparison = store.answer(design, workers, progress, execute if anew else recall)
    if not comparison.complete:
        stop(f"No repeat run ended well. The first failed with {comparison.failures[0].error}", 1)
    return comparison


def _tell(comparison: "Comparison", as_json: bool, profile: bool, seconds: float) -> None:
    one = len(comparison.names) == 1
    if as_json:
        from simulation.outputs import machine

        print_json(machine.lived(comparison) if one else machine.compared(comparison))
    else:
        from simulation.outputs import screen

        (screen.show_one if one else screen.show)(comparison, console())
    if profile:
        from simulation.outputs.profile import show

        show(comparison, seconds, console(sys.stderr if as_json else sys.stdout))


def reproduce(made: Path, workers: int | None, as_json: bool) -> int:
    """Say whether results can be made again to the byte: 0 if so, 1 if not."""
    from simulation.outputs import store
    from simulation.outputs.appraised import kept as appraised_kept
    from simulation.outputs.bearing import kept as bearing_kept
    from simulation.outputs.switched_off import kept as switched_off_kept

    kept = next((one for one in (switched_off_kept, bearing_kept) if one.holds(made)), None)
    if appraised_kept.holds(made):
        question, said = appraised_kept.read_manifest(made)
        with progress_bar(question.design.seeds) as progress:
            agree, changed = appraised_kept.reproduce(made, question, said, checked(workers), progress)
    elif kept:
        tasks, said = kept.read_manifest(made)
        with progress_bar(len(tasks)) as progress:
            agree, changed = kept.reproduce(made, tasks, said, checked(workers), progress)
    else:
        design, said = store.read_manifest(made)
        with progress_bar(len(design.tasks())) as progress:
            agree, changed = store.reproduce(made, design, said, checked(workers), progress)
    if as_json:
        print_json({"agree": agree, "changed": changed})
    else:
        for name, same in agree.items():
            print(f"{name}: {'every byte agrees' if same else 'differs'}")
        for one in changed:
            print(f"Note: {one}. The same bytes are promised under the same versions only.")
    return 0 if all(agree.values()) else 1
