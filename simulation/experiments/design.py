"""What is asked: which ways of working, how often, under which assumptions; and the tasks that answer it.

A run is one way of working under one seed and one kind of draw. The same seed gives every way of working the same
people, the same luck and, where assumptions are drawn, the same assumptions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from simulation.mechanisms.budget import MEMORY
from simulation.mechanisms.effort import LEVERS
from simulation.parameters import cards
from simulation.scenario import Scenario, ScenarioError

CORNERS = ("only connecting", "only earlier")
FEWEST = 2
MOST_SEEDS = 10_000
MOST_YEARS = 40


class Draw(StrEnum):
    """What differs from one repeat run to the next, besides luck."""

    ALL = "all"
    GRADE_C = "grade C only"
    LUCK = "luck"


RECORDED = (1, Draw.LUCK)
"""The seed and draw of the run of which a chronicle is kept, where asked: the first, all assumptions central."""


@dataclass(frozen=True)
class Arm:
    """One way of working under the name that it has in every output."""

    name: str
    scenario: Scenario

    @property
    def title(self) -> str:
        """What people call it."""
        number = self.name.removeprefix(self.scenario.name).removeprefix("_")
        return f"{self.scenario.title} ({number})" if number else self.scenario.title


@dataclass(frozen=True)
class Task:
    """Every arm under one seed and one draw: they share one settled world. recorded: whether a chronicle is kept."""

    seed: int
    draw: Draw
    arms: tuple[Arm, ...]
    recorded: bool = False

    @property
    def key(self) -> str:
        """All that the results hang on, besides the model: two tasks with the same key have the same results."""
        arms = [(arm.name, arm.scenario.fingerprint) for arm in self.arms]
        return repr((self.seed, str(self.draw), self.recorded, arms))

    def scenario(self, arm: Arm) -> Scenario:
        """The arm's scenario with this task's assumptions."""
        if self.draw is Draw.LUCK:
            return arm.scenario
        return arm.scenario.draw(self.seed, "CD" if self.draw is Draw.ALL else "C")


@dataclass(frozen=True)
class Design:
    """Seeds 1 to `seeds` of every arm with all assumptions drawn; fewer where only a part of the answer hangs on it.

    corners: the two ways between the first two arms, for the split between "earlier" and "connecting"; none where the
    two arms differ in anything else, or a schedule moves a lever. part_seeds: how many seeds the corners, luck alone
    and grade C alone get.
    recorded: whether the first repeat run with all assumptions at their central values leaves a chronicle.
    """

    arms: tuple[Arm, ...]
    corners: tuple[Arm, ...]
    seeds: int
    part_seeds: int
    recorded: bool = False

    @property
    def months(self) -> int:
        """Months reported of each run."""
        return 12 * int(self.arms[0].scenario.run.years)

    def tasks(self) -> list[Task]:
        """What is to be done, in the order of the results."""
        few = range(1, self.part_seeds + 1)
        whole = [
            Task(seed, Draw.ALL, self.arms + (self.corners if seed <= self.part_seeds else ()))
            for seed in range(1, self.seeds + 1)
        ]
        parts = [
            Task(seed, draw, self.arms, self.recorded and (seed, draw) == RECORDED)
            for draw in (Draw.GRADE_C, Draw.LUCK)
            for seed in few
        ]
        return [*whole, *parts]


def plan(
    scenarios: Sequence[Scenario], seeds: int, years: int | None = None, recorded: bool = False, split: bool = True
) -> Design:
    """The design for these ways of working; what cannot be run raises a `ScenarioError`.

    split: whether the difference is to be split between the two levers, where it can be.
    """
    if not 1 <= seeds <= MOST_SEEDS:
        raise ScenarioError(f"--seeds is {seeds}, but must be a whole number from 1 to {MOST_SEEDS:,}.")
    if years is not None and not 1 <= years <= MOST_YEARS:
        raise ScenarioError(f"--years is {years}, but must be a whole number from 1 to {MOST_YEARS}.")
    if years is not None:
        scenarios = [one.with_changes({"run.years": years}, "--years") for one in scenarios]
    for one in scenarios:
        if one.run.settling_months < MEMORY:
            raise ScenarioError(
                f"{one.origin('run.settling_months')}: run.settling_months is {one.run.settling_months}, but a "
                f"comparison needs {MEMORY} or more: all money rests on the duties of the last settled year."
            )
    if len({int(one.run.years) for one in scenarios}) > 1:
        raise ScenarioError("These scenarios do not last equally long. Say how long with --years.")
    if any(one.places != scenarios[0].places for one in scenarios):
        raise ScenarioError(
            "These scenarios are about different places or people, so that their difference would not be that of two "
            "ways of working. Let both extend the same world."
        )
    arms = tuple(Arm(name, one) for name, one in zip(_names(scenarios), scenarios, strict=True))
    part = seeds if seeds <= FEWEST else max(FEWEST, seeds // 4 if seeds < 100 else seeds // 2)
    return Design(arms, _corners(arms) if split else (), seeds, part, recorded)


def _names(scenarios: Sequence[Scenario]) -> list[str]:
    """Each scenario's name, numbered from its second appearance on."""
    names: list[str] = []
    for one in scenarios:
        name, again = one.name, 2
        while name in names:
            name, again = f"{one.name}_{again}", again + 1
        names.append(name)
    return names


def _corners(arms: tuple[Arm, ...]) -> tuple[Arm, ...]:
    if len(arms) < 2:
        return ()
    a, b = arms[0].scenario, arms[1].scenario
    if differing(a, b) != set(LEVERS) or any(set(LEVERS) & {*one.values, *one.factors} for one in a.schedule):
        return ()
    mixed: list[Mapping[str, object]] = [{lever: b[lever]} for lever in LEVERS]
    return tuple(Arm(name, a.with_changes(change)) for name, change in zip(CORNERS, mixed, strict=True))


def differing(a: Scenario, b: Scenario) -> set[str]:
    """The settings, places and schedule included, in which two scenarios differ."""
    keys = {key for key in a.values if a.values[key] != b.values[key]}
    return keys | {part for part in ("places", "schedule") if getattr(a, part) != getattr(b, part)}


def beyond_policy(a: Scenario, b: Scenario) -> set[str]:
    """The settings that no policy decides, places included, in which two scenarios differ at some time."""
    scheduled = [change for one, other in ((a, b), (b, a)) for change in one.schedule if change not in other.schedule]
    keys = {key for change in scheduled for key in (*change.values, *change.factors)}
    return differing(a.today(), b.today()) | {key for key in keys if cards()[key].decides != "policy"}
