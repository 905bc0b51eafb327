"""What can be moved: every parameter's card as a labelled control, a handful of them first."""

from collections.abc import Callable, Sequence
from typing import Any

import solara

from dashboards.asking.choice import HOME, MODELS, OWN, WORLDS, YEARS, Choice, changeable, shipped
from simulation.mechanisms.effort import LEVERS
from simulation.outputs.cards import DECIDERS, plausible, value
from simulation.parameters import GRADES, Card, Value, cards, number
from simulation.strict_yaml import ScenarioError, node_of

FIRST = (*LEVERS, "demand.path", "demand.care_end", "budget.income_growth", "effort.lag")
"""The handful that is shown before anything is opened."""

TITLES = {
    "appraisal": "How results are judged",
    "payers": "Who pays",
    "place": "The place",
    "population": "The people",
    "run": "The run",
}
"""Groups of cards that no switch names."""

ONLY_SECOND = "Moves the second way of working only."

STEPS = 100
"""Steps of a slider from end to end, where its card is not a whole number."""

type Lever = dict[str, Any]


@solara.component_vue("levers.vue")
def Levers(
    groups: Sequence[dict[str, Any]], searchable: bool, event_moved: Callable[[dict[str, Any]], None], refusals: int
) -> None:
    """Controls in groups; what is moved is told as its key and the new value.

    refusals: how many moves were not made; upon each every control shows again what holds.
    """


def settings(choice: Choice) -> list[dict[str, Any]]:
    """Where, how long, and by which other way of working."""
    own = [(OWN, "A place of your own")] if choice.world == OWN else []
    worlds = _picked("world", "Place", choice.world, HOME, [*_named(WORLDS), *own], "Where all of this happens.")
    about_model = f"{shipped(choice.model).description}"
    model = _picked("model", "Compared with doing things", choice.model, MODELS[0], _named(MODELS), about_model)
    return [{"title": "", "levers": [worlds, lever(cards()[YEARS], choice), model]}]


def _named(names: Sequence[str]) -> list[tuple[str, str]]:
    return [(name, shipped(name).title) for name in names]


def _picked(
    key: str, label: str, now: str, usual: str, choices: list[tuple[str, str]], meaning: str
) -> Lever:  # fmt: skip
    return {
        "key": key, "label": label, "unit": "", "kind": "select", "step": 1, "value": now, "usual": usual,
        "usual_said": dict(choices)[usual], "low": None, "high": None, "choices": choices, "meaning": meaning,
        "more": [], "share": False,
    }  # fmt: skip


def first(choice: Choice) -> list[dict[str, Any]]:
    """The handful, without a heading."""
    return [{"title": "", "levers": [lever(cards()[key], choice) for key in FIRST]}]


def all_groups(choice: Choice) -> list[dict[str, Any]]:
    """Every card, by mechanism."""
    sections: dict[str, list[Lever]] = {}
    for card in changeable().values():
        sections.setdefault(card.section, []).append(lever(card, choice))
    return [{"title": group(section), "levers": some} for section, some in sections.items()]


def group(section: str) -> str:
    """What a group of cards is called."""
    switch = cards().get(f"{section}.on")
    return switch.label if switch else TITLES[section]


def lever(card: Card, choice: Choice) -> Lever:
    """A card as its control shows it."""
    usual = choice.usual(card.key)
    low, high = card.bounds or (None, None)
    return {
        "key": card.key, "label": card.label, "unit": card.unit, "kind": kind(card), "step": step(card),
        "value": choice.value(card.key), "usual": usual, "usual_said": said(card, usual), "low": low, "high": high,
        "choices": [(one, one.capitalize()) for one in card.choices], "meaning": card.meaning, "more": about(card),
        "share": card.unit == "share",
    }  # fmt: skip


def kind(card: Card) -> str:
    """The control that suits a card: a slider where a hundred steps from end to end will do, else a field."""
    if isinstance(card.value, bool):
        return "switch"
    if isinstance(card.value, str):
        return "select"
    if isinstance(card.value, tuple):
        return "list"
    low, high = card.bounds or (0, 0)
    if isinstance(card.value, int):
        return "range" if high - low <= STEPS else "number"
    steps = STEPS * (card.value - low) / (high - low)
    return "range" if high - low <= 1 and abs(steps - round(steps)) < 1e-6 else "number"


def step(card: Card) -> float | str:
    """How far one press of a key moves a card."""
    if isinstance(card.value, int):
        return 1
    low, high = card.bounds or (0, 0)
    return (high - low) / STEPS if kind(card) == "range" else "any"


def said(card: Card, one: Value) -> str:
    """A value as its control says it."""
    return f"{number(round(100 * one, 6))} %" if card.unit == "share" and isinstance(one, float) else value(one)


def about(card: Card) -> list[str]:
    """Range, who decides, source and grade, in sentences."""
    range_said = f"It must be {card.wanted}."
    likely = f"Plausible: {plausible(card)}." if card.plausible else ""
    who = f"{DECIDERS[card.decides]} {ONLY_SECOND if card.key in LEVERS else ''}".strip()
    source = f"Source: {card.source} (grade {card.grade}: {GRADES[card.grade]})."
    return [one for one in (range_said, likely, who, source) if one]


def moved(choice: Choice, key: str, raw: object) -> Choice:
    """The choice after a control has sent a value, checked by its card. Raises ScenarioError."""
    if key == "world":
        return choice.with_world(one_of(raw, WORLDS))
    if key == "model":
        return choice.with_model(one_of(raw, MODELS))
    card = cards()[YEARS] if key == YEARS else changeable()[key]
    whole = isinstance(card.value, int) and isinstance(raw, float) and raw.is_integer()
    return choice.with_value(key, card.check(node_of(int(raw) if whole else raw, "Here")))  # type: ignore[call-overload]


def one_of(raw: object, names: Sequence[str]) -> str:
    """A name that is among these. Raises ScenarioError."""
    if raw not in names:
        raise ScenarioError(f"Here one can choose {' or '.join(names)}.")
    return str(raw)
