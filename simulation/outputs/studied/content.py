"""What a study found, before anybody lays it out: how each way of working came out, and what analyses say of it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pandas as pd

from simulation.experiments.analysis.finished import Finished
from simulation.experiments.studies.outcomes import outcomes
from simulation.outputs.analysed.telling import Told, bare
from simulation.outputs.folder import FolderError
from simulation.outputs.studied.came_out import Line, lines, sentence
from simulation.outputs.studied.money import money
from simulation.scenario import Scenario, ScenarioError
from simulation.words import capital, counted

REFUSALS = (ScenarioError, FolderError, ArithmeticError, LookupError, ValueError)
"""How an analysis says that these runs are not enough for it, or not what it needs."""

DESIGNS = {
    "full_factorial": "every combination of what varies",
    "fractional_factorial": "a chosen part of all combinations, two values of each (fractional factorial)",
    "latin_hypercube": "spread evenly over all that varies (Latin hypercube)",
    "sobol": "in the pattern by which shares of variance are told apart (Saltelli’s scheme on a Sobol sequence)",
    "morris": "on walks in which one thing moves at a time, from many starting points (Morris)",
    "one_at_a_time": "one thing moved at a time, all others at their central values",
    "list": "from a list",
}


@dataclass(frozen=True)
class Content:
    """A study's answer.

    told: what the analyses say. claims: a sentence of each. untold: which could not be made, and why.
    """

    found: Finished
    told: list[Told]
    claims: list[str]
    untold: list[str]

    @cached_property
    def scenario(self) -> Scenario:
        """The first way of working, from which all that does not vary is taken."""
        world = self.found.study.worlds[0] if self.found.study.worlds else ""
        return self.found.study.arms(world)[0].scenario

    @cached_property
    def failed(self) -> pd.DataFrame:
        """The runs that did not end, with why."""
        return self.found.table[self.found.table["failed"].notna()]

    @cached_property
    def lines(self) -> list[Line]:
        """Every outcome, world by world, the first way of working first."""
        return lines(self.found)

    @property
    def done(self) -> str:
        """So many of so many runs."""
        made, planned = len(self.found.table), self.found.study.runs
        said = f"{made:,} of {planned:,} runs are done"
        said += f", {len(self.failed):,} of which did not end well" if len(self.failed) else ""
        return f"{said}." if made >= planned else f"{said}: the study is not finished, and all that follows may change."

    @property
    def design(self) -> str:
        """How the study was laid out, in a few sentences."""
        study = self.found.study
        kind = DESIGNS[study.design.kind]
        points = counted(study.size, "point", "points")
        runs = counted(study.seeds, "repeat run", "repeat runs")
        worlds = ", ".join(map(place, study.worlds)) or "the ways’ own"
        others = (
            "Assumptions that are not varied are drawn anew with every repeat run."
            if study.others == "drawn"
            else "Assumptions that are not varied stay at their central values."
        )
        laid_out = f": {kind}" if study.inputs else ", as nothing varies but the ways of working and luck"
        return (
            f"{capital(points)}{laid_out}. {capital(runs)} of each point in each world ({worlds}), over "
            f"{counted(int(self.scenario.run.years), 'year', 'years')}. {others} At each point and in each repeat run "
            "all ways of working have the same people, the same luck and the same assumptions."
        )

    @cached_property
    def money(self) -> str:
        """Whether all had the same money."""
        return " ".join(money(self.found.study, self.found.table))

    @property
    def short(self) -> list[str]:
        """A sentence for each outcome, of the first world, and what each analysis says first.

        The analyses come first where there is one way of working, and so nothing that it could be compared with.
        """
        first = self.lines[0].world if self.lines else ""
        inside = f"In {place(first)}: " if len(self.found.study.worlds) > 1 else ""
        by_outcome: dict[str, list[Line]] = {}
        for line in self.lines:
            if line.world == first:
                by_outcome.setdefault(line.outcome.name, []).append(line)
        outcomes = [f"{inside}{sentence(some)}" for some in by_outcome.values()]
        return outcomes + self.claims if len(self.found.titles) > 1 else self.claims + outcomes


def content(folder: Path) -> Content:
    """What the study in a folder has found so far. Raises FolderError where it has not begun."""
    found = Finished(folder)
    told, claims, untold = list[Told](), list[str](), list[str]()
    for (question, where), analysis in _analyses(found).items():
        try:
            one = analysis()
        except REFUSALS as error:
            untold.append(f"{question}{where}: {_in_words(str(error), found)}")
        else:
            told.append(replace(one, title=f"{one.title}{where}"))
            claims.append(f"{capital(where).strip()}: {_claim(one)}" if where else _claim(one))
    return Content(found, told, claims, untold)


LEFT_OUT = " left out"


def _claim(told: Told) -> str:
    """What an analysis says: the first sentence beyond how far the study is, or that of its picture."""
    first, *others = [line for line in told.lines if LEFT_OUT not in line]
    return told.figures[0].said if told.title.startswith("How each stands") else (others or [first])[0]


def _in_words(reason: str, found: Finished) -> str:
    """A reason with outcomes and what varies by what they are called."""
    called = {name: bare(one.label) for name, one in outcomes().items() if "_" in name or "." in name}
    called |= {name: one.label for name, one in found.inputs.items()}
    names = "|".join(map(re.escape, sorted(called, key=len, reverse=True)))
    return re.sub(rf"(?<![\w.])({names})(?!\w)", lambda name: called[name[0]], reason)


def place(world: str) -> str:
    """What a world is called."""
    return Path(world).stem.replace("_", " ")


def _analyses(found: Finished) -> dict[tuple[str, str], Callable[[], Told]]:
    """Every analysis of the study's first outcome that has a better side, by question and the world that it is of."""
    from simulation.experiments.analysis import regions, robustness, sensitivity, worth
    from simulation.experiments.analysis.best_next import best_next
    from simulation.outputs.analysed import deciding, knowing, next_pounds, robust, where

    study = found.study
    outcome = next((one for one in study.outcomes if found.outcome(one).less_is_better is not None), study.outcomes[0])
    ways = list(found.titles)[:2]
    asked: dict[tuple[str, str], Callable[[], Told]] = {}
    for world in study.worlds or ("",):
        name = Path(world).stem
        inside = f" in {place(name)}" if len(study.worlds) > 1 else ""

        def decides(name: str = name) -> Told:
            sample = found.sample(outcome, ways, name)
            return deciding.tell(found, sensitivity.sensitivity(sample, found.design))

        def better(name: str = name) -> Told:
            asked = found.one_better(outcome)
            sample = found.sample(outcome, found.pair(), name)
            return where.tell(found, regions.regions(sample, found.design, bool(asked.less_is_better)))

        def knows(name: str = name) -> Told:
            found.futures_only()
            found.pair()
            weights, ways = found.weights({}), list(found.titles)
            points, gain = worth.gains(found.table, list(study.inputs), weights, ways, name, study.size, found.beyond)
            return knowing.tell(found, worth.worth(points, gain, found.design, ways, weights))

        asked |= {("What decides", inside): decides, ("Where each does better", inside): better}
        asked |= {("What knowing more would be worth", inside): knows}

    def stands() -> Told:
        found.several_futures()
        one = found.one_better(outcome)
        each = [
            robustness.robustness(
                robustness.futures(found.table, list(study.inputs), one.name, list(found.titles), by, found.beyond),
                bool(one.less_is_better), None,
            )
            for by in (("point", "world") if len(study.worlds) > 1 else ("point",))
        ]  # fmt: skip
        return robust.tell(found, each[0], each[1] if len(each) > 1 else None)

    def gives_most() -> Told:
        found.futures_only()
        one = found.one_better(outcome)
        return next_pounds.tell(
            found,
            best_next(
                found.table, list(study.inputs), one.name, list(found.titles), bool(one.less_is_better), found.beyond
            ),
        )

    extra = {("What the best next spending is", ""): gives_most} if found.added > 0 else {}
    return asked | {("How each stands whatever comes", ""): stands} | extra
