"""None has an effect when its switch is off: whatever its cards say then, the world is the same to the last bit."""

import pytest
from remembering import differing, state

from simulation.parameters import Card, cards
from simulation.scenario import Scenario
from simulation.world import World

SECTIONS = [card.section for card in cards().values() if card.name == "on"]
MONTHS = 4
PLACES = [{"name": name, "residents": 1000, "neighbourhood_size": 500} for name in ("Vale", "Mill")]

READ_BY_OTHERS = {
    "budget": {"cost_growth", "saving"},  # prices rise and part of what is chosen may be kept, where duties are met
    "burnout": {"burnt_out"},  # who is counted as worn out
    "connecting": {f"{act}_share" for act in ("stimulate", "connect", "catalyse", "map", "keep")},  # sum to one
    "groups": {"no_hall", "join_formal", "join_informal"},  # groups neither begin nor end, but are joined, and meet
    "hours": {"functional", "mental", "family", "livelihood", "home"},  # need itself, whoever meets it
    "jobs": {"novelty", "school", "participation", "loss_rate", "finding_rate"},  # what newcomers bring
    "ladder": {"deprivation"},  # of crises out of the blue, too
    "lifelong": {"adult_cost", "child_cost"},  # reckoned and recorded, paid as if nothing had changed
    "service": {"direct_hour", "connector_month", "hours_per_fte"},  # prices and hours of staff
    "synapse": {"between_agencies"},  # links stay as they are, and are travelled
    "trust": {"start"},  # from where trust is measured
}
"""Cards that are read by other mechanisms than that of their file, and so still count when it is off."""

LOOKED_UP = {"needs.kin_most"}
"""Tables made of a mechanism's own cards whenever a scenario begins to hold, and not read where it is off."""


@pytest.fixture(scope="module")
def settled():
    return World(Scenario.load("making_things_happen", {"places": PLACES, "run.settling_months": 12}), rng=1)


def elsewhere(card: Card):
    """Each number of a card as far from its value as its hard bounds allow; other kinds of cards stay."""
    if isinstance(card.value, bool | str) or card.bounds is None:
        return card.value
    several = card.value if isinstance(card.value, tuple) else (card.value,)
    moved = tuple(type(one)(max(card.bounds, key=lambda end, one=one: abs(end - one))) for one in several)
    return moved if isinstance(card.value, tuple) else moved[0]


def lived(world, changes):
    world = world.fork(changes)
    for _ in range(MONTHS):
        world.step_month()
    return state(world)


def changes(section):
    """The cards of a mechanism alone, all moved at once."""
    own = [c for c in cards().values() if c.section == section and not (c.fixed or c.total)]
    free = [c for c in own if c.name not in READ_BY_OTHERS.get(section, ())]
    return {c.key: elsewhere(c) for c in free if elsewhere(c) != c.value}


@pytest.mark.parametrize("section", SECTIONS)
def test_a_mechanism_that_is_off_has_no_effect_whatever_its_cards_say(settled, section):
    off = {f"{section}.on": False}
    assert differing(lived(settled, off), lived(settled, off | changes(section))) <= LOOKED_UP


@pytest.mark.parametrize("section", ["capacity", "incentives", "connecting", "ladder"])
def test_the_same_changes_are_felt_where_it_is_on(settled, section):
    assert differing(lived(settled, {}), lived(settled, changes(section))) - LOOKED_UP
