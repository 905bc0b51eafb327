"""The commands that ask what a finished study says: what decides, where each does better, what knowing is worth."""

import math
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from simulation.commands import print_json, print_lines, print_rows

if TYPE_CHECKING:
    from simulation.experiments.analysis.finished import Finished
    from simulation.outputs.analysed.telling import Told


def sensitivity(
    folder: Path, outcome: str, of: str, between: Sequence[str], world: str, out: Path | None, as_json: bool
) -> None:
    """Say which assumptions decide an outcome, or the difference between two ways of working."""
    from simulation.experiments.analysis.finished import Finished
    from simulation.experiments.analysis.sensitivity import sensitivity as found
    from simulation.outputs.analysed import deciding
    from simulation.scenario import ScenarioError

    if of and between:
        raise ScenarioError("Ask for one way of working with --of, or for the difference of two with --between.")
    study = Finished(folder)
    alone = of or ("" if between or len(study.titles) > 1 else next(iter(study.titles)))
    ways = [alone] if alone else list(study.pair(between))
    sample = study.sample(_outcome(study, outcome), ways, world)
    words = ["--outcome", sample.outcome, *(["--of", alone] if alone else ["--between", *ways])]
    _tell(deciding.tell(study, found(sample, study.design)), "sensitivity", folder, [*words, *_in(world)], out, as_json)


def regions(folder: Path, outcome: str, between: Sequence[str], world: str, out: Path | None, as_json: bool) -> None:
    """Say where each of two ways of working does better."""
    from simulation.experiments.analysis.finished import Finished
    from simulation.experiments.analysis.regions import regions as found
    from simulation.outputs.analysed import where

    study = Finished(folder)
    asked, ways = study.one_better(_outcome(study, outcome)), study.pair(between)
    said = found(study.sample(asked.name, ways, world), study.design, bool(asked.less_is_better))
    words = ["--outcome", asked.name, "--between", *ways]
    _tell(where.tell(study, said), "regions", folder, [*words, *_in(world)], out, as_json)


def robustness(folder: Path, outcome: str, level: float | None, out: Path | None, as_json: bool) -> None:
    """Say how every way of working stands over all futures."""
    from simulation.experiments.analysis.finished import Finished
    from simulation.experiments.analysis.robustness import futures
    from simulation.experiments.analysis.robustness import robustness as found
    from simulation.outputs.analysed import robust
    from simulation.scenario import ScenarioError

    if level is not None and not math.isfinite(level):
        raise ScenarioError(f"--level is {level:g}, but must be a number, in the unit of the outcome.")
    study = Finished(folder)
    study.several_futures()
    asked = study.one_better(_outcome(study, outcome))
    each = [
        found(
            futures(study.table, list(study.inputs), asked.name, list(study.titles), by, study.beyond),
            bool(asked.less_is_better), level,
        )
        for by in (("point", "world") if len(study.study.worlds) > 1 else ("point",))
    ]  # fmt: skip
    words = ["--outcome", asked.name, *(["--level", f"{level:g}"] if level is not None else [])]
    _tell(robust.tell(study, each[0], each[1] if len(each) > 1 else None), "robustness", folder, words, out, as_json)


def worth(folder: Path, weights: Sequence[str], world: str, out: Path | None, as_json: bool) -> None:
    """Say what knowing each assumption would be worth to the choice."""
    from simulation.experiments.analysis.finished import Finished
    from simulation.experiments.analysis.worth import gains
    from simulation.experiments.analysis.worth import worth as found
    from simulation.outputs.analysed import knowing

    study = Finished(folder)
    study.futures_only()
    study.pair()
    weighed, ways = study.weights(_pounds(weights)), list(study.titles)
    points, gain = gains(study.table, list(study.inputs), weighed, ways, world, study.study.size, study.beyond)
    said = found(points, gain, study.design, ways, weighed)
    words = [word for name, weight in weighed.items() for word in ("--weight", f"{name}={weight:g}")]
    _tell(knowing.tell(study, said), "worth", folder, [*words, *_in(world)], out, as_json)


def best_next(folder: Path, outcome: str, out: Path | None, as_json: bool) -> None:
    """Say which of several ways of spending a little more gains most over the first way."""
    from simulation.experiments.analysis.best_next import best_next as found
    from simulation.experiments.analysis.finished import Finished
    from simulation.outputs.analysed import next_pounds

    study = Finished(folder)
    study.futures_only()
    study.pair()
    asked = study.one_better(_outcome(study, outcome))
    said = found(
        study.table, list(study.inputs), asked.name, list(study.titles), bool(asked.less_is_better), study.beyond
    )
    _tell(next_pounds.tell(study, said), "best-next", folder, ["--outcome", asked.name], out, as_json)


def _outcome(study: "Finished", asked: str) -> str:
    """The outcome that is asked about, the study's first unless said."""
    return study.outcome(asked or study.study.outcomes[0]).name


def _pounds(weights: Sequence[str]) -> dict[str, float]:
    """What each `--weight outcome=pounds` says."""
    from simulation.scenario import ScenarioError

    said = dict[str, float]()
    for one in weights:
        name, _, pounds = (part.strip() for part in one.partition("="))
        if name in said:
            raise ScenarioError(f"--weight {one} says a second time what {name} is worth. Keep one.")
        said[name] = _finite(pounds)
        if math.isnan(said[name]):
            raise ScenarioError(
                f"--weight {one} is not understood. Write pounds for one more of an outcome, such as "
                "--weight net_public_cost=-1."
            )
    return said


def _finite(said: str) -> float:
    """A number as a user writes it, NaN where it is none that can be reckoned with."""
    try:
        number = float(said)
    except ValueError:
        return math.nan
    return number if math.isfinite(number) else math.nan


def _in(world: str) -> list[str]:
    return ["--world", world] if world else []


def _tell(told: "Told", name: str, folder: Path, words: Sequence[str], out: Path | None, as_json: bool) -> None:
    """Print an analysis and leave its page, in the study's folder unless said."""
    if as_json:
        print_json({"analysis": name} | told.machine)
        return
    from simulation.outputs.analysed.telling import page
    from simulation.outputs.replacing import PAGE, marked, write_file

    file = out or folder / f"{name}.html"
    write_file(file, page(told, shlex.join(["run.py", name, str(folder), *words])), marked(PAGE))
    print_lines([told.title, *told.lines])
    for figure in told.figures:
        if figure.rows:
            print_lines([f"{figure.title}, {figure.unit}"])
            print_rows(figure.header, figure.rows)
    print_lines([f"Pictures: {file}"])
