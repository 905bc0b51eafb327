"""The command that appraises one way of working against another. Imports are made inside."""

import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from simulation.commands import asked, checked, console, print_json, progress_bar, settings, stop


def appraise(
    names: Sequence[str], world: str, seeds: int, years: int | None, changes: Sequence[str], costs: Path | None,
    out: Path | None, workers: int | None, as_json: bool,
) -> None:  # fmt: skip
    """Tell what the second way of working is worth against the first."""
    from simulation.experiments.appraisal.costs import FIRST_YEAR
    from simulation.experiments.appraisal.own_costs import read_costs
    from simulation.experiments.appraisal.running import answer, question
    from simulation.experiments.execute import Failure
    from simulation.experiments.recall import recall
    from simulation.outputs import store
    from simulation.outputs.appraised import kept as appraised_kept
    from simulation.outputs.appraised.screen import show
    from simulation.outputs.folder import folder
    from simulation.scenario import Scenario

    workers, set_, began = checked(workers), settings(changes), time.perf_counter()
    scenarios = [Scenario.load(name, set_, "--set", world) for name in names]
    own = read_costs(costs, FIRST_YEAR + len(scenarios[0].appraisal.deflators) - 1) if costs else []
    what = question(scenarios, seeds, years, own)
    with ExitStack() as stack:
        part = stack.enter_context(folder(out)) if out else None
        with progress_bar(seeds) as progress:
            found = answer(what, workers, progress, recall)
        if isinstance(found, Failure):
            stop(f"No repeat run ended well. The first failed with {found.error}", 1)
            return
        if part:
            command = asked(names, seeds, years, changes, world=world, of="appraise")
            appraised_kept.write(part, what, found, f"{command} --costs {costs}" if costs else command)
            store.log(part, workers, time.perf_counter() - began)
    if as_json:
        print_json(appraised_kept.machine(found))
        return
    show(found, console())
    if out:
        print(f"Page, tables, and the unit costs to replace: {out}")
