"""The commands that show what is written: a scenario, the cards, a month."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from simulation.commands import console, print_json, print_rows, settings

if TYPE_CHECKING:
    from simulation.scenario import Scenario

FITTED = "scenarios/calibration/"
"""Where what is fitted to published patterns is said, on which all shipped worlds rest."""


def check(name: str, changes: Sequence[str], as_json: bool, world: str = "") -> None:
    """Show what a scenario says, and where."""
    from simulation.outputs.words import coarse
    from simulation.parameters import cards
    from simulation.scenario import Scenario, describe
    from simulation.words import so_many

    scenario = Scenario.load(name, settings(changes), "--set", world)
    changed = {key: value for key, value in scenario.values.items() if value != cards()[key].value}
    places = {place.name: _said_of(place) for place in scenario.places}
    if as_json:
        told = {key: {"value": value, "said": scenario.origin(key)} for key, value in changed.items()}
        head = {"scenario": scenario.name, "title": scenario.title, "fingerprint": scenario.fingerprint}
        schedule = [change.said() for change in scenario.schedule]
        print_json(head | {"changes": told, "places": places, "schedule": schedule})
        return
    residents = sum(place.residents for place in scenario.places)
    print(f"{scenario.title}: this scenario is sound (fingerprint {scenario.fingerprint}).")
    print(scenario.description)
    where, years = ", ".join(place.name for place in scenario.places), so_many(scenario.run.years, "year")
    print(f"{where}; {residents:,} residents; {years}.")
    for line in coarse(scenario.places):
        print(line)
    for name, said in places.items():
        for key, value in said.items():
            print(f"  {name}: {key} = {value} instead of {cards()[f'place.{key}'].value}")
    _print_changes(scenario, changed)
    for change in scenario.schedule:
        late = change.begins >= 12 * scenario.run.years
        never = f"; it never takes effect, since {years} end with month {12 * scenario.run.years - 1}" if late else ""
        print(f"  {describe(change)} ({change.where}{never})")


def _print_changes(scenario: "Scenario", changed: dict[str, Any]) -> None:
    """Every setting that differs from its card; of the layer that all worlds rest on only how many."""
    from simulation.parameters import cards

    fitted = [key for key in changed if scenario.origin(key).startswith(FITTED)]
    for key, value in changed.items():
        if key not in fitted:
            print(f"  {key} = {value} instead of {cards()[key].value} ({scenario.origin(key)})")
    if fitted:
        print(f"  and {len(fitted)} settings that are fitted to England ({FITTED}; `--json` lists them)")


def _said_of(place: Any) -> dict[str, Any]:
    """What a place has that its cards do not say."""
    from simulation.parameters import cards

    own = {name: getattr(place, name) for name in place.__slots__ if name != "name"}
    return {name: value for name, value in own.items() if value != cards()[f"place.{name}"].value}


def parameters(key: str, as_json: bool) -> None:
    """Show one card, the cards of a group, or all."""
    from simulation.outputs.cards import chosen, record, show

    found = chosen(key)
    if as_json:
        print_json([record(card) for card in found])
    else:
        show(found, console())


def phases(as_json: bool) -> None:
    """Show a month."""
    from simulation.world import PHASES

    rows = [(phase.name, (phase.run.__doc__ or "").split("\n")[0], phase.switch) for phase in PHASES]
    if as_json:
        print_json([dict(zip(("phase", "what", "switch"), row, strict=True)) for row in rows])
        return
    print_rows(("", "phase", "what happens", "switch"), [(n, *row) for n, row in enumerate(rows, 1)])
