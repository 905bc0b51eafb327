"""A study's folder as analyses want it: numbers for every input, the ways by name, and what things are called."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import pandas as pd

from simulation.experiments.analysis.best_next import SPENT
from simulation.experiments.analysis.influence import Design
from simulation.experiments.analysis.sample import Sample, one_of, taken
from simulation.experiments.studies.inputs import UNCERTAINTY, Range
from simulation.experiments.studies.outcomes import Outcome, outcomes
from simulation.experiments.studies.store import STUDY, Store
from simulation.outputs.folder import FolderError
from simulation.parameters import cards
from simulation.scenario import ScenarioError

WELLBY, WELLBEING, PER_THOUSAND = "appraisal.wellby", "wellbeing", 1000.0
"""The price of a WELLBY, and the outcome that counts them for a thousand residents."""


class Finished:
    """The finished runs of a study. Raises `FolderError` where a folder holds none."""

    def __init__(self, folder: Path) -> None:
        if not (folder / STUDY).is_file():
            raise FolderError(f"{folder} holds no study. Name a folder that run.py study has made.")
        store = Store(folder)
        self.folder, self.study = folder, store.study
        self.table = store.table()
        if self.table.empty:
            raise FolderError(f"No run of the study in {folder} has finished. Go on with run.py study.")
        numbers = pd.DataFrame({name: _numbers(self.table[name], one) for name, one in self.inputs.items()})
        self.table = pd.concat([self.table.drop(columns=list(numbers)), numbers], axis=1)[list(self.table)]

    @property
    def inputs(self) -> dict[str, Range]:
        """What varies."""
        return dict(self.study.inputs)

    @property
    def design(self) -> Design:
        """How its points were drawn."""
        said = self.study.design
        bounds = {name: (one.low, one.high) for name, one in self.inputs.items()}
        return Design(said.kind, bounds, said.levels, said.second_order)

    @property
    def _world(self) -> str:
        return self.study.worlds[0] if self.study.worlds else ""

    @cached_property
    def titles(self) -> dict[str, str]:
        """What each way of working is called, by its name in the results; the study's order."""
        return {arm.name: arm.title for arm in self.study.arms(self._world)}

    @cached_property
    def beyond(self) -> float:
        """The year that stands for not having stopped coping: the one after the last."""
        return float(self.study.arms(self._world)[0].scenario.run.years) + 1.0

    @cached_property
    def added(self) -> float:
        """Pounds a year that every other way is given beyond the first; 0 where they are given unlike amounts."""
        first, *others = (float(arm.scenario.at(0).budget.added) for arm in self.study.arms(self._world))
        beyond = {one - first for one in others}
        return beyond.pop() if len(beyond) == 1 else 0.0

    def outcome(self, name: str) -> Outcome:
        """An outcome that the study measures. Raises `ScenarioError`."""
        if name not in self.study.outcomes:
            raise ScenarioError(f"This study measures no {name}. It measures {', '.join(self.study.outcomes)}.")
        return outcomes()[name]

    def one_better(self, name: str) -> Outcome:
        """An outcome of which less or more is better. Raises `ScenarioError`."""
        one = self.outcome(name)
        if one.less_is_better is None:
            known = [other for other in self.study.outcomes if outcomes()[other].less_is_better is not None]
            raise ScenarioError(f"Neither less nor more of {name} is better. Ask for one of {', '.join(known)}.")
        return one

    def pair(self, between: Sequence[str] = ()) -> tuple[str, str]:
        """Two ways of working: those asked for, or the first two. Raises `ScenarioError` where there are none."""
        names = list(between) or list(self.titles)[:2]
        if len(names) < 2:
            raise ScenarioError("This study has one way of working, so that there is nothing to compare it with.")
        for name in names:
            one_of("way of working", name, pd.Series(list(self.titles)))
        if names[0] == names[1]:
            raise ScenarioError(f"{names[0]} is named twice. Name two ways of working, to compare one with the other.")
        return names[0], names[1]

    def sample(self, outcome: str, ways: Sequence[str], world: str = "") -> Sample:
        """An outcome over the design; for Morris's grid inputs are told as quantiles, which is what it steps in."""
        found = taken(self.table, list(self.inputs), outcome, ways, world, self.study.size, self.beyond)
        if self.design.kind != "morris":
            return found
        cube = pd.DataFrame(self.study.sample, columns=list(self.inputs))
        return Sample(found.outcome, found.ways, cube, found.values)

    def futures_only(self) -> None:
        """Raise a `ScenarioError` where points differ in what is chosen, so that they are no futures."""
        chosen = [f"“{one.label}”" for one in self.inputs.values() if one.role != UNCERTAINTY]
        if chosen:
            raise ScenarioError(
                f"The points of this study differ in what somebody chooses ({', '.join(chosen)}), and this question is "
                "about futures that nobody chooses. What each choice does, run.py sensitivity tells. To ask this of "
                "choices, let each be one of the ways of a study (a way+tool, or a scenario of your own), and let "
                "nothing but uncertainties vary."
            )

    def several_futures(self) -> None:
        """Raise a `ScenarioError` where there is one future only, or where points are no futures."""
        self.futures_only()
        if self.study.size * max(len(self.study.worlds), 1) < 2:
            raise ScenarioError(
                "This study has one future, as nothing varies but the ways of working and luck. To see how each stands "
                "whatever comes, let uncertainties vary, or name several worlds."
            )

    def weights(self, said: Mapping[str, float]) -> dict[str, float]:
        """Pounds for one more of each outcome: those said, or public spending and, where it has a price, wellbeing.

        All in pounds per resident a year. Raises `ScenarioError` where the study does not measure one of them.
        """
        if not said:
            said = {SPENT: -1.0}
            if WELLBY in cards() and WELLBEING in self.study.outcomes:
                price = self.study.arms(self._world)[0].scenario[WELLBY]
                said[WELLBEING] = float(price) / PER_THOUSAND  # type: ignore[arg-type]
        return {self.outcome(name).name: weight for name, weight in said.items()}

    def label(self, name: str) -> str:
        """What an input is called."""
        return self.inputs[name].label


def codes(one: Range) -> list[float]:
    """Numbers for the levels of an input: themselves, or their places."""
    if all(isinstance(level, int | float) and not isinstance(level, bool) for level in one.levels):
        return [float(level) for level in one.levels]  # type: ignore[arg-type]
    return [float(i) for i in range(len(one.levels))]


def _numbers(values: "pd.Series[float]", one: Range) -> "pd.Series[float]":
    """An input in numbers."""
    if not one.levels:
        return values.astype(float)
    code = dict(zip(one.levels, codes(one), strict=True))
    return values.map(code).astype(float)
