"""Unit costs: what the appraisal takes from the cards, and what users put in their place from a table of their own.

Costs that the model itself spends move the model, in both ways of working alike, so that its ledger stays the only
account; the others only price hours and wellbeing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from simulation.parameters import cards, number
from simulation.scenario import Scenario, ScenarioError

FIRST_YEAR = 2010
"""The financial year of the first of `appraisal.deflators`."""

OWN = "own"
"""The grade of what users put in."""


@dataclass(frozen=True)
class UnitCost:
    """One unit cost, at prices of `year`; key, item: the card that holds it, and which item of its list.

    lines: the lines of the appraisal that move in proportion to it. spends: whether the model itself spends it.
    """

    name: str
    label: str
    key: str
    item: int | None
    lines: tuple[str, ...]
    spends: bool
    value: float = 0.0
    unit: str = ""
    year: int = 0
    source: str = ""
    grade: str = ""

    @property
    def standing(self) -> str:
        """What is to be thought of it, in words."""
        said = {"A": "published", "S": "a choice", OWN: "your own", "D": "a guess, replace"}
        return said.get(self.grade, "provisional, replace")


_DIRECT, _CARE, _FAMILY = ("direct",), ("duties_care",), ("duties_family",)
CATALOGUE = (
    UnitCost("direct_hour", "Hour of direct help", "service.direct_hour", None, _DIRECT, True),
    UnitCost("connector_month", "Month of a connector", "service.connector_month", None, ("connecting",), True),
    UnitCost("daily_living_case", "Month of a case, daily living", "service.cost", 0, _CARE, True),
    UnitCost("mental_health_case", "Month of a case, mental health", "service.cost", 1, _CARE, True),
    UnitCost("family_case", "Month of a protection plan", "service.cost", 2, _FAMILY, True),
    UnitCost("livelihood_case", "Month of a case, work and income", "service.cost", 3, ("duties_livelihood",), True),
    UnitCost("home_case", "Month of a case, the home", "service.cost", 4, ("duties_home",), True),
    UnitCost("child_in_care", "Month of a child in care", "service.placement_cost", None, _FAMILY, True),
    UnitCost("learning_disability_adult", "Month of an adult, learning disability", "lifelong.adult_cost", None,
             (), True),
    UnitCost("special_needs_child", "Month of a child, special needs", "lifelong.child_cost", None, (), True),
    UnitCost("new_job", "New job by local growth", "growth.job_cost", None, ("growth",), True),
    UnitCost("unpaid_hour", "Unpaid hour", "appraisal.volunteer_hour", None, ("unpaid",), False, year=2015),
    UnitCost("lost_earnings_hour", "Hour of paid work given up", "appraisal.wage_hour", None, (), False, year=2015),
    UnitCost("wellby", "WELLBY", "appraisal.wellby", None, (), False, year=2019),
)  # fmt: skip
"""All unit costs, in the order in which they are shown."""

UNPAID_YEAR = next(one.year for one in CATALOGUE if one.name == "unpaid_hour")
"""The financial year in whose prices the card of an unpaid hour stands."""


@dataclass(frozen=True)
class Own:
    """What a user says of one unit cost, read and checked; where: the file and line."""

    name: str
    value: float
    year: int | None
    source: str
    where: str


def replaced(scenario: Scenario, own: Sequence[Own]) -> tuple[Own, ...]:
    """Those of the user's unit costs that are not what the scenario's cards say already."""
    said = {one.name: (one.value, one.year) for one in table(scenario)}
    now = int(scenario.appraisal.price_year)
    return tuple(one for one in own if (one.value, one.year or now) != said[one.name])


def check(scenario: Scenario, own: Sequence[Own]) -> None:
    """Refuse a cost of the user's beyond what its card allows, whoever spends it. Raises ScenarioError."""
    where = {one.name: one.where for one in own}
    for one in table(scenario, own):
        bounds, value = cards()[one.key].bounds, at_price_year(one, scenario)
        if one.grade == OWN and bounds and not bounds[0] <= value <= bounds[1]:
            low, high = map(number, bounds)
            said = f"{where[one.name]}: {one.name} comes to {number(value)}"
            raise ScenarioError(f"{said}, but must be from {low} to {high} ({one.unit}).")


def table(scenario: Scenario, own: Sequence[Own] = ()) -> tuple[UnitCost, ...]:
    """Every unit cost as it is used: the user's where there is one, else what the scenario's card says."""
    said = {one.name: one for one in own}
    return tuple(_filled(one, scenario, said.get(one.name)) for one in CATALOGUE)


def _filled(one: UnitCost, scenario: Scenario, own: Own | None) -> UnitCost:
    card, now = cards()[one.key], int(scenario.appraisal.price_year)
    if own is not None:
        source = own.source or f"your own ({own.where})"
        return replace(one, value=own.value, unit=card.unit, year=own.year or now, source=source, grade=OWN)
    held = scenario[one.key]
    value = held[one.item] if isinstance(held, tuple) and one.item is not None else held
    assert isinstance(value, float)
    return replace(one, value=value, unit=card.unit, year=one.year or now, source=card.source, grade=card.grade)


def at_price_year(one: UnitCost, scenario: Scenario) -> float:
    """The cost in pounds of the price year: general prices of that year over those of its own."""
    index, now = scenario.appraisal.deflators, int(scenario.appraisal.price_year)
    return float(one.value * index[now - FIRST_YEAR] / index[one.year - FIRST_YEAR])


def changes(scenario: Scenario, own: Sequence[Own]) -> Mapping[str, object]:
    """What the user's costs change in the world that is simulated, by card; the same in every way of working."""
    changed: dict[str, object] = {}
    for one in table(scenario, own):
        if one.spends and one.grade == OWN:
            value = at_price_year(one, scenario)
            if one.item is None:
                changed[one.key] = value
            else:
                items = list(changed.get(one.key, scenario[one.key]))  # type: ignore[call-overload]
                items[one.item] = value
                changed[one.key] = tuple(items)
    return changed
