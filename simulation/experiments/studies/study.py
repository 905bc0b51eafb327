"""A study: one question, and everything that its answer hangs on, from a YAML file.

title: Which tools help?
question: Which tools leave less need unmet, whatever else is true?
ways: [doing_things, making_things_happen+rationing@24]
worlds: [market_town, county]      # the ways' own world unless said
years: 10                          # as the ways say unless said
seeds: 4                           # repeat runs of every point, each with its own people and luck
others: drawn                      # assumptions that are no inputs: held, or drawn anew with every seed
uncertainties, levers, tools: ...  # what varies (`inputs.py`)
design: {kind: sobol, samples: 64} # at which points (`designs.py`)
outcomes: [unmet_need, stops_coping]
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.experiments.design import MOST_SEEDS, MOST_YEARS, Arm, plan
from simulation.experiments.studies import listed
from simulation.experiments.studies.designs import Design, Sample
from simulation.experiments.studies.inputs import UNCERTAINTY, Range
from simulation.experiments.studies.reading import (
    check_fields,
    find,
    located,
    mapping,
    names,
    others,
    outcomes_of,
    read_inputs,
)
from simulation.experiments.studies.reading_design import read_design, whole
from simulation.experiments.studies.switches import tools_among
from simulation.scenario import Scenario
from simulation.scenario.files import read_chain, shown
from simulation.scenario.tools import Tool, split
from simulation.strict_yaml import ScenarioError, printable, read

if TYPE_CHECKING:
    import pandas as pd

SCENARIOS = "scenarios"
"""The folder in a study's folder that holds its ways of working as resolved, by world."""


@dataclass(frozen=True)
class Study:
    """A study as its file says it, with every range spelt out.

    ways, worlds: as scenarios are named. inputs: by name, in the order of the sample. others: whether assumptions that
    are no inputs are HELD where the scenarios have them or DRAWN with each seed as in a comparison. folder: where the
    file lies.
    """

    name: str
    title: str
    question: str
    ways: tuple[str, ...]
    worlds: tuple[str, ...]
    years: int | None
    seeds: int
    others: str
    inputs: Mapping[str, Range]
    design: Design
    outcomes: tuple[str, ...]
    folder: Path
    made_of: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, source: str | Path) -> "Study":
        """The study in a file, or of a bare name under scenarios/studies. Raises ScenarioError."""
        path = find(str(source))
        said = read(path, shown(path)).value
        assert isinstance(said, Mapping)
        check_fields(said, shown(path))
        study = cls(
            path.stem,
            printable(said["title"], "title") if "title" in said else path.stem.replace("_", " "),
            printable(said["question"], "question", lines=True),
            names(said["ways"], "ways", path.parent),
            names(said["worlds"], "worlds", path.parent) if "worlds" in said else (),
            whole(said["years"], "years", 1, MOST_YEARS) if "years" in said else None,
            whole(said["seeds"], "seeds", 1, MOST_SEEDS) if "seeds" in said else 1,
            others(said.get("others")),
            {},
            read_design(said.get("design")),
            outcomes_of(said.get("outcomes")),
            path.parent,
            {name: str(one.value) for name, one in mapping(said.get("made_of")).items()},
        )
        with located(said["ways"].where):
            study._check_ways()
        inputs = listed.inputs(study._listed, said["design"].where, path.parent) if study.design.kind == "list" else {}
        return replace(study, inputs=inputs or read_inputs(said, study.design, study._ways, path.parent))

    @cached_property
    def _listed(self) -> "pd.DataFrame":
        return listed.read(self.folder / self.design.file)

    @cached_property
    def tools(self) -> Mapping[str, Tool]:
        """The tools that its points switch on and off, by the input's name."""
        return tools_among(self.inputs, self.name, self.folder)

    def arms(self, world: str) -> tuple[Arm, ...]:
        """The ways of working in a world ("" being their own), under the names that they have in the results.

        A study's own folder holds them, as they were when it began.
        """
        if self.made_of:
            scenarios = [Scenario.load(self.folder / SCENARIOS / world / f"{way}.yaml") for way in self.ways]
        else:
            scenarios = [Scenario.load(way, world=world) for way in self.ways]
        return plan(scenarios, 1, self.years or int(scenarios[0].run.years)).arms

    def _check_ways(self) -> None:
        """Refuse ways of working that are not there, or not of one place and length; an own folder is believed."""
        lasts = sorted({int(one.run.years) for one in self._ways()}) if not self.made_of else []
        if len(lasts) > 1:
            years = " and ".join(map(str, lasts))
            raise ScenarioError(f"these worlds do not last equally long ({years} years). Say how long: `years: 10`.")

    def _ways(self) -> list[Scenario]:
        """Every way of working in every world."""
        return [arm.scenario for world in self.worlds or ("",) for arm in self.arms(world)]

    def places(self) -> dict[str, str]:
        """The worlds by the names that they have in the results; "" is the ways' own."""
        if self.worlds:
            return {Path(world).stem: world for world in self.worlds}
        chain = read_chain(split(self.ways[0])[0])
        return {next(path.stem for path, layer in reversed(chain.items()) if "places" in layer): ""}

    @cached_property
    def sample(self) -> Sample:
        """The points in the unit cube [point, input], as SALib and SciPy drew them; a list has none."""
        return self.design.sample(self.inputs)

    @cached_property
    def points(self) -> "pd.DataFrame":
        """What every input is at each point, one column for each input."""
        import pandas as pd

        if self.design.kind == "list":
            return self._listed
        columns = {name: one.at(self.sample[:, i]) for i, (name, one) in enumerate(self.inputs.items())}
        return pd.DataFrame(columns, index=range(len(self.sample)))

    @property
    def size(self) -> int:
        """How many points there are, whatever it would take to list them."""
        return len(self._listed) if self.design.kind == "list" else self.design.size(list(self.inputs.values()))

    @property
    def tasks(self) -> int:
        """How many tasks the study takes: every point in every world under every seed."""
        return self.size * self.seeds * max(len(self.worlds), 1)

    @property
    def runs(self) -> int:
        """How many runs the study takes."""
        return self.tasks * len(self.ways)

    @property
    def shares_towns(self) -> bool:
        """Whether points differ in policies alone, so that all of one seed begin in one settled town."""
        return all(one.role != UNCERTAINTY for one in self.inputs.values())

    def problem(self) -> dict[str, Any]:
        """SALib's problem: names and bounds of the inputs, in the order of the sample."""
        bounds = [[one.low, one.high] for one in self.inputs.values()]
        return {"num_vars": len(self.inputs), "names": list(self.inputs), "bounds": bounds}

    def resolved(self) -> dict[str, Any]:
        """Everything that the file says, spelt out, and what loads back to the same study."""
        told: dict[str, Any] = {"title": self.title, "question": self.question, "ways": list(self.ways)}
        told |= {"worlds": list(self.worlds)} if self.worlds else {}
        told |= {"years": self.years} if self.years is not None else {}
        told |= {"seeds": self.seeds, "others": self.others}
        if self.design.kind != "list":
            for role, group in (("uncertainty", "uncertainties"), ("lever", "levers")):
                some = {name: one.said for name, one in self.inputs.items() if one.role == role}
                told |= {group: some} if some else {}
            tools = [name.partition(".")[2] for name, one in self.inputs.items() if one.role == "tool"]
            told |= {"tools": tools} if tools else {}
        return told | {"design": self.design.said, "outcomes": list(self.outcomes), "made_of": dict(self.made_of)}

    def to_yaml(self) -> str:
        """The study as resolved, one line for each thing said."""
        lines = list[str]()
        for name, said in self.resolved().items():
            if isinstance(said, dict) and said:
                lines += [f"{name}:", *(f"  {key}: {_json(one)}" for key, one in said.items())]
            else:
                lines.append(f"{name}: {_json(said)}")
        return "\n".join(lines) + "\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
