"""What the commands do that ask why and how far: explain, follow, ablate, breaking-point. Imports are made inside."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from simulation.commands import asked, checked, console, print_json, print_lines, progress_bar, settings, stop
from simulation.commands.comparing import answered


def explain(
    a: str, b: str, world: str, seeds: int, years: int | None, changes: Sequence[str], workers: int | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Say why two ways of working differ."""
    from simulation.experiments.design import plan
    from simulation.outputs import explanation
    from simulation.scenario import Scenario

    workers, set_ = checked(workers), settings(changes)
    design = plan([Scenario.load(name, set_, "--set", world) for name in (a, b)], seeds, years)
    comparison = answered(design, workers)
    if as_json:
        print_json(explanation.machine(comparison))
        return
    first, second = (arm.title for arm in design.arms)
    print_lines([f"Why {second} differs from {first}", *explanation.lines(explanation.explain(comparison))])


def follow(
    a: str, b: str, asked_for: Mapping[str, str], seed: int, years: int, changes: Sequence[str], as_json: bool
) -> None:  # fmt: skip
    """Tell the life of a person, a group or an agency in two worlds."""
    from simulation.experiments.design import MOST_SEEDS, Draw, Task, plan
    from simulation.outputs import side_by_side
    from simulation.scenario import Scenario, ScenarioError
    from simulation.stories import library
    from simulation.stories.follow import ANY, key_of, listing
    from simulation.stories.follow import follow as followed

    whom = [(kind, key) for kind, key in asked_for.items() if key]
    if len(whom) != 1:
        raise ScenarioError("Say whom to follow: one of --person, --group or --agency. --person any lists some people.")
    if not 1 <= seed <= MOST_SEEDS:
        raise ScenarioError(f"--seed is {seed}, but must be a whole number from 1 to {MOST_SEEDS:,}.")
    kind, said = whom[0]
    set_ = settings(changes)
    arms = plan([Scenario.load(name, set_, "--set") for name in (a, b)], 1, years).arms
    key = None if said == ANY else key_of(kind, said, [place.name for place in arms[0].scenario.places])
    with progress_bar(2 * 12 * years, "Months") as progress:
        worlds = library.lived(Task(seed, Draw.LUCK, arms), progress)
    titles = arms[0].title, arms[1].title
    if key is None:
        found = listing(worlds, kind)
        told = side_by_side.known(found, kind, titles)
        machine: object = [one._asdict() for one in found]
    else:
        pair = followed(worlds, titles, kind, key)
        told, machine = side_by_side.lines(pair, titles), side_by_side.machine(pair, titles)
    if as_json:
        print_json(machine)
    else:
        print_lines(told)


def ablate(
    name: str, world: str, seeds: int, years: int, changes: Sequence[str], out: Path | None, workers: int | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Switch off each mechanism in turn."""
    from simulation.experiments import ablation
    from simulation.outputs.folder import folder
    from simulation.outputs.switched_off import kept as switched_off_kept
    from simulation.outputs.switched_off import telling as switched_off
    from simulation.scenario import Scenario

    workers = checked(workers)
    tasks = ablation.tasks(Scenario.load(name, settings(changes), "--set", world), seeds, years)
    with ExitStack() as stack:
        part = stack.enter_context(folder(out)) if out else None
        with progress_bar(len(tasks)) as progress:
            found = ablation.ablate(tasks, workers, progress)
        if not any(one.runs for one in found.effects):
            stop(f"No repeat run ended well. The first failed with {found.failures[0].error}", 1)
        if part:
            switched_off_kept.write(part, found, asked([name], seeds, years, changes, world=world, of="ablate"))
    if as_json:
        print_json(switched_off.machine(found))
        return
    switched_off.show(found, console())
    if out:
        print(f"Table and pictures: {out}")


def breaking_point(
    names: Sequence[str], world: str, seeds: int, changes: Sequence[str], out: Path | None, workers: int | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Search where each way of working stops coping, and tell it with what stands beside it."""
    from simulation.experiments import breaking_point as search
    from simulation.experiments.design import plan
    from simulation.outputs.bearing import kept as bearing_kept
    from simulation.outputs.bearing import telling as bearing
    from simulation.outputs.folder import folder
    from simulation.scenario import Scenario

    workers = checked(workers)
    arms = plan([Scenario.load(name, settings(changes), "--set", world) for name in names], seeds).arms
    tasks = search.tasks(arms, seeds)
    with ExitStack() as stack:
        part = stack.enter_context(folder(out)) if out else None
        with progress_bar(len(tasks)) as progress:
            found = bearing.Bearing(arms, search.find(tasks, workers, progress))
        if not found.seeds:
            stop(f"No repeat run ended well. The first failed with {found.failed[0].error}", 1)
        if part:
            bearing_kept.write(part, found, asked(names, seeds, None, changes, world=world, of="breaking-point"))
    if as_json:
        print_json(bearing_kept.machine(found))
        return
    bearing.show(found, console())
    if out:
        print(f"Table and pictures: {out}")
