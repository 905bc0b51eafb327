"""What a run of a study is: the jobs that points, worlds and seeds make, and the rows that one comes to."""

import hashlib
import json
import os
import socket
import zlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.experiments.design import Arm, Draw, Task
from simulation.experiments.execute import Failure, Run, perform, settle
from simulation.experiments.resources import check_equal, entitlement
from simulation.experiments.studies.inputs import LEVER, UNCERTAINTY
from simulation.experiments.studies.outcomes import MONEY, measured
from simulation.experiments.studies.reading import DRAWN
from simulation.experiments.studies.study import Study
from simulation.experiments.studies.switches import fingerprint
from simulation.parameters import Value, cards
from simulation.scenario import Scenario
from simulation.scenario.files import shown
from simulation.scenario.tools import Tool
from simulation.shares import within_whole

if TYPE_CHECKING:
    from simulation.world import World

type Row = dict[str, Any]


@dataclass(frozen=True)
class Job:
    """One point in one world under one seed, in every way of working.

    drawn: whether assumptions that are no inputs are drawn. assumed, levers, tools: what the point says. outcomes: what
    is measured. folder: of the study, and what messages call it. name: the fingerprint of all that the results hang on.
    """

    point: int
    world: str
    seed: int
    arms: tuple[Arm, ...]
    drawn: bool
    assumed: Mapping[str, Value]
    levers: Mapping[str, Value]
    tools: tuple[Tool, ...]
    outcomes: tuple[str, ...]
    folder: Path
    called: str
    name: str

    def why(self, error: object) -> str:
        """Why something failed, the same in whichever folder the study lies."""
        return str(error).replace(f"{self.called}/", "")

    def scenario(self, arm: Arm) -> Scenario:
        """A way of working at this point. Raises ScenarioError where the point is impossible."""
        where = "this point"
        scenario = arm.scenario.draw(self.seed) if self.drawn else arm.scenario
        scenario = scenario.using(self.tools) if self.tools else scenario
        if self.assumed:
            said = {key: _times(key, arm.scenario[key], value) for key, value in self.assumed.items()}
            scenario = scenario.with_changes(within_whole(said, scenario.values), where, scheduled=True)
        return scenario.with_changes(self.levers, where) if self.levers else scenario


def _times(key: str, centre: Value, value: Value) -> Value:
    """What an input says of a card: the value itself, or a factor on the items of a list, within their bounds."""
    if not isinstance(centre, tuple) or isinstance(value, str | tuple):
        return value
    low, high = cards()[key].bounds or (float("-inf"), float("inf"))
    return tuple(min(max(item * value, low), high) for item in centre)


def rows(job: Job) -> list[Row]:
    """The job's runs: its outcomes, or why a run failed, by way of working.

    Raises UnequalResourcesError where ways that differ in policies alone did not have the same money.
    """
    arms, failed = list[Arm](), dict[str, str]()
    for arm in job.arms:
        try:
            arms.append(Arm(arm.name, job.scenario(arm)))
        except Exception as error:
            failed[arm.name] = job.why(error)
    runs = dict[str, Run]()
    for one in perform(Task(job.seed, Draw.LUCK, tuple(arms)), _settling(job)):
        if isinstance(one, Failure):
            failed[one.arm] = job.why(one.error)
        else:
            runs[one.arm] = one
    check_equal([arm for arm in arms if arm.name in runs], list(runs.values()))
    told = lost(job, "")
    for row in told:
        row["failed"] = failed.get(row["way"])
        if run := runs.get(row["way"]):
            row |= measured(run, arms[0].scenario, job.outcomes) | {MONEY: entitlement(run)["money"]}
    return told


def _settling(job: Job) -> "Callable[[Scenario, int], World]":
    """Where settled towns come from: where points differ in policies alone, the last one is kept for the next job."""
    return settle if job.assumed else _kept


@lru_cache(maxsize=1)
def _kept(today: Scenario, seed: int) -> "World":
    return settle(today, seed)


def lost(job: Job, reason: str) -> list[Row]:
    """The rows of a job of which nothing is known but that it failed."""
    nothing = dict.fromkeys((*job.outcomes, MONEY), float("nan"))
    return [
        {"point": job.point, "world": job.world, "way": arm.name, "seed": job.seed} | nothing | {"failed": reason}
        for arm in job.arms
    ]


class Jobs(Sequence[Job]):
    """All jobs of a study, or some of them by number; each is made when it is asked for.

    Those of one world and seed follow each other, so that they can share a settled town.
    """

    def __init__(self, study: Study, folder: Path, only: Sequence[int] | None = None) -> None:
        self.study, self.folder = study, folder
        self.worlds = [(name, study.arms(world)) for name, world in study.places().items()]
        self.points = study.points
        self._said = [_identity(study, name, arms) for name, arms in self.worlds]
        self._columns = {name: self.points[name].tolist() for name in self.points.columns}
        self.only = range(len(self.points) * study.seeds * len(self.worlds)) if only is None else only

    def __len__(self) -> int:
        return len(self.only)

    def some(self, only: Sequence[int]) -> "Jobs":
        """Some of these jobs, by their number among all."""
        jobs = object.__new__(Jobs)
        vars(jobs).update(vars(self), only=only)
        return jobs

    def missing(self, finished: Collection[str]) -> list[int]:
        """The jobs that are not finished, by number.

        Every process begins at another one, so that machines that share a folder seldom do the same job.
        """
        waiting = [number for number in range(len(self)) if self.name(number) not in finished]
        begin = zlib.crc32(f"{socket.gethostname()} {os.getpid()}".encode()) % max(len(waiting), 1)
        return waiting[begin:] + waiting[:begin]

    def name(self, number: int) -> str:
        """The fingerprint of what a job's results hang on: 32 hex digits."""
        (world, seed, point), values = self._at(number)
        text = json.dumps([self._said[world], seed, point, values], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    def _at(self, number: int) -> tuple[tuple[int, int, int], dict[str, Value]]:
        rest, point = divmod(number, len(self.points))
        world, seed = divmod(rest, self.study.seeds)
        return (world, seed + 1, point), {name: values[point] for name, values in self._columns.items()}

    def __getitem__(self, index: Any) -> Any:
        number = self.only[index]
        (world, seed, point), values = self._at(number)
        name, arms = self.worlds[world]
        roles = {key: one.role for key, one in self.study.inputs.items()}
        assumed, levers = (
            {key: value for key, value in values.items() if roles[key] == role} for role in (UNCERTAINTY, LEVER)
        )
        on = tuple(tool for key, tool in self.study.tools.items() if values[key])
        return Job(
            point, name, seed, arms, self.study.others == DRAWN, assumed, levers, on, self.study.outcomes, self.folder,
            shown(self.folder), self.name(number),
        )  # fmt: skip


def _identity(study: Study, world: str, arms: Sequence[Arm]) -> list[object]:
    """What all jobs in a world hang on, besides their own point and seed."""
    scenarios = [[arm.name, arm.scenario.fingerprint] for arm in arms]
    tools = [fingerprint(tool) for tool in study.tools.values()]
    return [dict(study.made_of), world, scenarios, tools, study.others, list(study.outcomes)]
