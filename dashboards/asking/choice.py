"""What a visitor has chosen: a place, how long, a way of working, and what is changed; the scenarios that say so."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from dashboards.asking.size import check_size
from simulation.mechanisms.effort import LEVERS
from simulation.parameters import Card, Value, cards
from simulation.scenario import LIBRARY, Scenario, ScenarioError

FIRST = "doing_things"
MODELS = ("making_things_happen", "connect_late", "do_early")
"""The way of working that all others are compared with; those others."""

HOME, OWN = "market_town", "own"
YEARS = "run.years"
MOST_PAIRS = 64
"""Pairs of scenarios kept: a page asks for those of its choice several times."""

type Change = tuple[str, Value]
type Place = tuple[tuple[str, Value], ...]


@cache
def shipped(name: str) -> Scenario:
    """A scenario of the library."""
    return Scenario.load(name)


def _offered() -> tuple[str, ...]:
    """The market town, then every other world of the library that a visitor may ask about and this can show."""
    others = sorted(path.stem for path in (LIBRARY / "worlds").glob("*.yaml"))
    return (HOME, *(name for name in others if name != HOME and _showable(shipped(name))))


def _showable(world: Scenario) -> bool:
    try:
        check_size(world)
    except ScenarioError:
        return False
    return not world.schedule


WORLDS = _offered()


def changeable() -> dict[str, Card]:
    """The cards that may be changed one by one; what a place is like is said in a file, and years stand apart."""
    return {key: card for key, card in cards().items() if card.section != "place" and key != YEARS}


@dataclass(frozen=True)
class Choice:
    """One state of the page.

    changes: values of cards by key, sorted, that differ from the shipped way of working `model`. places: a place of
    one's own, where `world` is OWN. title: what one's own scenario is called.
    """

    world: str = HOME
    years: int = 20
    model: str = MODELS[0]
    changes: tuple[Change, ...] = ()
    places: tuple[Place, ...] = ()
    title: str = ""

    def value(self, key: str) -> Value:
        """What a card stands at in the second way of working."""
        return dict(self.changes).get(key, self.usual(key))

    def usual(self, key: str) -> Value:
        """What a card stands at before it is changed."""
        if key == YEARS:
            return self.years
        return shipped(self.model)[key] if key in LEVERS else self._place()[key]

    def with_value(self, key: str, value: Value) -> "Choice":
        """The same with one card at another value; its usual value is no change."""
        if key == YEARS:
            return replace(self, years=int(value))  # type: ignore[arg-type]
        others = [one for one in self.changes if one[0] != key]
        return replace(self, changes=tuple(sorted([*others, *([(key, value)] if value != self.usual(key) else [])])))

    def with_model(self, model: str) -> "Choice":
        """The same with another way of working; its levers go back to where that one has them."""
        return replace(self, model=model, changes=tuple(one for one in self.changes if one[0] not in LEVERS))

    def with_world(self, world: str) -> "Choice":
        """The same in another shipped place, for as long as that one is about unless other years were chosen."""
        usual = self.years == int(self._place().run.years)
        years = int(shipped(world).run.years) if usual else self.years
        return replace(self, world=world, places=(), years=years)

    def before(self) -> "Choice":
        """The same place and time without any change."""
        return Choice(self.world, self.years, places=self.places)

    @property
    def changed(self) -> bool:
        """Whether anything differs from what was before."""
        return bool(self.changes) or self.model != MODELS[0]

    def pair(self) -> tuple[Scenario, Scenario]:
        """Both ways of working under this choice; the levers move the second alone, all else moves both.

        Raises ScenarioError where the values do not go together.
        """
        return _pair(self)

    def _place(self) -> Scenario:
        if self.world != OWN:
            return shipped(self.world)
        return shipped(HOME).with_changes({"places": [dict(one) for one in self.places]})


@lru_cache(maxsize=MOST_PAIRS)
def _pair(choice: Choice) -> tuple[Scenario, Scenario]:
    both = choice._place().with_changes(dict(choice.changes) | {YEARS: choice.years})
    model = shipped(choice.model)
    levers: Mapping[str, object] = {lever: choice.value(lever) for lever in LEVERS}
    usual = {lever: cards()[lever].value for lever in LEVERS}
    first, second = both.with_changes(usual), both.with_changes(levers)
    title = choice.title or model.title
    return _named(first, shipped(FIRST)), replace(_named(second, model), title=title)


def _named(scenario: Scenario, after: Scenario) -> Scenario:
    return replace(scenario, name=after.name, title=after.title, description=after.description)


def of(scenario: Scenario) -> Choice:
    """The choice that says a scenario of one's own. Raises ScenarioError where it cannot be shown."""
    check_size(scenario)
    if scenario.schedule:
        raise too_changeful(scenario.schedule[0].where)
    model = _like(scenario)
    world = next((name for name in WORLDS if shipped(name).places == scenario.places), OWN)
    places = tuple(particulars(place) for place in scenario.places) if world == OWN else ()
    title = "" if scenario.title == shipped(model).title else scenario.title
    plain = Choice(world, int(scenario.run.years), model, (), places, title)
    differing = {key: value for key, value in scenario.values.items() if value != plain.usual(key)}
    return replace(plain, changes=tuple(sorted(differing.items())))


def too_changeful(where: str) -> ScenarioError:
    """Why a scenario with a schedule or with tools is refused."""
    return ScenarioError(
        f"{where}: the dashboard cannot show changes in the course of time. Leave out `schedule` and `with`, or use "
        "the command line: run.py compare."
    )


def _like(scenario: Scenario) -> str:
    """The shipped way of working with the same levers, or the first."""
    return next((m for m in MODELS if all(shipped(m)[one] == scenario[one] for one in LEVERS)), MODELS[0])


def particulars(place: Any) -> Place:
    """What a place has that its cards do not say, and its name."""
    names = [
        name for name in place.__slots__ if name == "name" or getattr(place, name) != cards()[f"place.{name}"].value
    ]
    return tuple((name, getattr(place, name)) for name in names)
