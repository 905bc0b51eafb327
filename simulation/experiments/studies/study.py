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
from simulation.experiments.studies.designs import Design, Sample, read_design, whole
from simulation.experiments.studies.inputs import UNCERTAINTY, Range, read_levers, read_tools, read_uncertainties
from simulation.experiments.studies.outcomes import USUAL, outcomes
from simulation.scenario import LIBRARY, Scenario
from simulation.scenario.files import file_at, read_chain, shown
from simulation.scenario.tools import split
from simulation.strict_yaml import Node, ScenarioError, nearest, printable, read

if TYPE_CHECKING:
    import pandas as pd

STUDIES = LIBRARY / "studies"

FIELDS = (
    "title", "question", "ways", "worlds", "years", "seeds", "others", "uncertainties", "levers", "tools", "design",
    "outcomes", "made_of",
)  # fmt: skip
HELD, DRAWN = "held", "drawn"
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
        path = _find(str(source))
        said = read(path, shown(path)).value
        assert isinstance(said, Mapping)
        top = f"{shown(path)}:1"
        for name, node in said.items():
            if name not in FIELDS:
                close = nearest(name, FIELDS)
                mend = f"Did you mean {close}?" if close else f"There are {', '.join(FIELDS[:-1])}."
                raise ScenarioError(f"{node.where}: {name} is nothing that a study has. {mend}")
        for name in ("question", "ways"):
            if name not in said:
                raise ScenarioError(f"{top}: this study has no {name}. Add a line such as `{_EXAMPLES[name]}`.")
        study = cls(
            path.stem,
            printable(said["title"], "title") if "title" in said else path.stem.replace("_", " "),
            printable(said["question"], "question", lines=True),
            _names(said["ways"], "ways", path.parent),
            _names(said["worlds"], "worlds", path.parent) if "worlds" in said else (),
            whole(said["years"], "years", 1, MOST_YEARS) if "years" in said else None,
            whole(said["seeds"], "seeds", 1, MOST_SEEDS) if "seeds" in said else 1,
            _others(said.get("others")),
            {},
            read_design(said.get("design")),
            _outcomes(said.get("outcomes")),
            path.parent,
            {name: str(one.value) for name, one in _mapping(said.get("made_of")).items()},
        )
        return replace(study, inputs=study._read_inputs(said))

    def _read_inputs(self, said: Mapping[str, Node]) -> dict[str, Range]:
        """What varies; a list says so in its columns, everything else in the study's own file."""
        groups = [name for name in ("uncertainties", "levers", "tools") if name in said]
        if self.design.kind == "list":
            if groups:
                where = said[groups[0]].where
                raise ScenarioError(f"{where}: what varies is said by the columns of the list. Leave out {groups[0]}.")
            return listed.inputs(self._listed, said["design"].where)
        found = list[tuple[str, Range]]()
        if "uncertainties" in said:
            first = [arm.scenario for world in self.worlds or ("",) for arm in self.arms(world)]
            found += read_uncertainties(said["uncertainties"], first)
        found += read_levers(said["levers"]) if "levers" in said else []
        found += read_tools(said["tools"]) if "tools" in said else []
        _check(found, self.design, said)
        return dict(found)

    @cached_property
    def _listed(self) -> "pd.DataFrame":
        return listed.read(self.folder / self.design.file)

    def arms(self, world: str) -> tuple[Arm, ...]:
        """The ways of working in a world ("" being their own), under the names that they have in the results.

        A study's own folder holds them, as they were when it began.
        """
        kept = [self.folder / SCENARIOS / (world or ".") / f"{way}.yaml" for way in self.ways]
        scenarios = [
            Scenario.load(own) if own.is_file() else Scenario.load(way, world=world)
            for way, own in zip(self.ways, kept, strict=True)
        ]
        return plan(scenarios, 1, self.years or int(scenarios[0].run.years)).arms

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


_EXAMPLES = {"question": "question: Which tools help?", "ways": "ways: [doing_things, making_things_happen]"}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _find(said: str) -> Path:
    """A study's file, by its path or its bare name."""
    for path in (Path(said), STUDIES / f"{said}.yaml"):
        if (found := file_at(path)) is not None:
            return found
    known = sorted(path.stem for path in STUDIES.glob("*.yaml"))
    close = nearest(Path(said).stem, known)
    mend = f"Did you mean {close}?" if close else f"Name a file, or one of {', '.join(known)}."
    raise ScenarioError(f"there is no study {said[:80]!r}. {mend}")


def _mapping(node: Node | None) -> Mapping[str, Node]:
    return node.value if node is not None and isinstance(node.value, Mapping) else {}


def _names(node: Node, named: str, folder: Path) -> tuple[str, ...]:
    """A list of scenarios or worlds; a file of one's own is looked for from the study's folder first."""
    items = node.value if isinstance(node.value, tuple) else ()
    if not items or not all(isinstance(one.value, str) for one in items):
        raise ScenarioError(f"{node.where}: {named} must be a list, such as `{named}: [{_FIRST[named]}]`.")
    said = [str(one.value) for one in items]
    stems = [Path(one).stem for one in said] if named == "worlds" else said
    if len(set(stems)) < len(stems):
        raise ScenarioError(f"{node.where}: {named} names one twice. Keep one of them.")
    return tuple(_from(folder, one) for one in said)


_FIRST = {"ways": "doing_things, making_things_happen", "worlds": "market_town, county"}


def _from(folder: Path, said: str) -> str:
    base, plus, tools = said.partition("+")
    own = file_at(folder / base) if base.endswith((".yaml", ".yml")) else None
    return f"{own}{plus}{tools}" if own else said


def _others(node: Node | None) -> str:
    if node is not None and node.value not in (HELD, DRAWN):
        raise ScenarioError(f"{node.where}: others must be held, or drawn anew with every seed: `others: drawn`.")
    return str(node.value) if node else HELD


def _outcomes(node: Node | None) -> tuple[str, ...]:
    if node is None:
        return USUAL
    items = node.value if isinstance(node.value, tuple) and node.value else (node,)
    for one in items:
        if one.value not in outcomes():
            close = nearest(str(one.value), outcomes())
            mend = f"Did you mean {close}?" if close else f"There are {', '.join(USUAL)} and more; see docs/STUDIES.md."
            raise ScenarioError(f"{one.where}: there is no outcome {str(one.value)[:80]!r}. {mend}")
    return tuple(dict.fromkeys(str(one.value) for one in items))


def _check(found: list[tuple[str, Range]], design: Design, said: Mapping[str, Node]) -> None:
    """Refuse inputs that are named twice, and a design that these inputs do not suit."""
    names = [name for name, _ in found]
    where = said["design"].where if "design" in said else ""
    for name in names:
        if names.count(name) > 1:
            raise ScenarioError(
                f"{said['uncertainties'].where if 'uncertainties' in said else where}: {name} is named twice. Keep one."
            )
    if not names and design.kind != "full_factorial":
        raise ScenarioError(
            f"{where}: nothing varies, so there is nothing to sample. Name uncertainties, levers or tools."
        )
    if design.kind == "fractional_factorial":
        for name, one in found:
            if len(one.levels) > 2:
                raise ScenarioError(
                    f"{where}: {name} has {len(one.levels)} values, but a fractional factorial tries two of each input."
                )
