"""What the traps of four tools do to the people who bear them: help that they need and do not get.

Which way was written down from MODEL.md, section 5, before the first run. Same people, same luck.
"""

from functools import cache

import numpy as np
import pytest
from test_traps import surely_above_zero

from simulation.agents.residents import CRISIS, Status
from simulation.scenario import Scenario
from simulation.world import World

pytestmark = pytest.mark.slow

SEEDS = range(1, 9)
PLACES = [
    {"name": name, "residents": 1500, "neighbourhood_size": 500} for name in ("Coast", "Mill town", "Vale", "Hills")
]
WANTED = {
    "places": PLACES, "run.settling_months": 36, "politics.turn_chance": 0.0, "market.on": False,
    "budget.discretionary_share": 0.22, "seeking.rates": [0.05, 0.1, 0.3],
}  # fmt: skip
"""A county where more ask for direct help than get it, so that every hour counts, and no election turns round."""


@cache
def settled(seed):
    return World(Scenario.load("doing_things", WANTED), rng=seed)


def lived(name, months, changes=None, later=None, seeds=SEEDS):
    """At the end of each month [seed, month, place, 3]: minutes needed, minutes not met, and crises that wait.

    later: a month, and what changes from then on.
    """
    plan, seen = name if isinstance(name, Scenario) else Scenario.load(name, WANTED), []
    for seed in seeds:
        world = settled(seed).fork(plan.with_changes(changes or {}))
        seen.append([])
        for month in range(months):
            if later and month == later[0]:
                world = world.fork(later[1])
            world.step_month()
            seen[-1].append(missed(world))
    return np.array(seen, float)


def missed(world):
    needs, r = world.needs, world.residents
    at = needs.person, needs.ladder
    waits = (r.level[at] == CRISIS) & (r.status[at] == Status.WAITING)
    place = world.place_of[r.neighbourhood[needs.person]]
    each = needs.needed, needs.needed - needs.met, waits
    return np.stack([np.bincount(place, one, len(PLACES)) for one in each], axis=1)


def unmet_share(seen, months):
    """Of the hours that people in all of these places need in these months, the share that they do not get [seed]."""
    needed, unmet = seen[:, months, :, :2].sum(axis=(1, 2)).T
    return unmet / needed


GROWING = {
    "demand.care_end": 3.0, "demand.family_end": 3.0, "demand.livelihood_end": 3.0, "demand.home_end": 3.0,
    "demand.reached_after": 84, "budget.floor": 1.0, "budget.cost_growth": 0.0,
}  # fmt: skip
"""Need grows threefold in seven years, and what may be spent by choice stays what it was."""


def test_service_transformation_takes_from_people_first_and_growing_need_overtakes_its_one_gain():
    base, changed = (lived(name, 84, GROWING) for name in ("doing_things", "doing_things+service_transformation"))
    redesign, gain, end = slice(0, 18), slice(24, 36), slice(72, 84)
    assert surely_above_zero(unmet_share(changed, redesign) - unmet_share(base, redesign)), "while it is redesigned"
    assert surely_above_zero(unmet_share(base, gain) - unmet_share(changed, gain)), "then it gains"
    assert surely_above_zero(unmet_share(changed, end) - unmet_share(base, gain)), "and need outgrows that"


def test_city_deals_are_paid_for_with_help_in_the_other_places_and_end(tmp_path):
    file = tmp_path / "deal.yaml"
    file.write_text("extends: doing_things\nwith: [{tool: city_deals, places: [Mill town]}]\n" + f"places: {PLACES}\n")
    rich = {"budget.reserves_share": 2}
    base, deal = lived("doing_things", 102, rich), lived(Scenario.load(file, WANTED), 102, rich)
    others, chosen = [0, 2, 3], [1]
    lasts, over = slice(6, 66), slice(90, 102)

    def more(places, months):
        return unmet_share(deal[:, :, places], months) - unmet_share(base[:, :, places], months)

    assert surely_above_zero(more(others, lasts)), "who is not chosen pays, in help"
    assert surely_above_zero(-more(chosen, lasts))
    assert (more(chosen, over) > more(chosen, lasts)).sum() >= 7, "and it ends: of eight, one time in 28 by chance"


CHEAP = [1400.0, 600.0, 400.0, 300.0, 450.0]
FEWER_DUTIES = {"service.cost": CHEAP, "service.placement_cost": 4000.0, "pooling.expected_growth": 0.15}
BAD_YEARS = {"service.cost": [2.4 * one for one in CHEAP], "service.placement_cost": 9600.0}


def test_what_pooled_budgets_gave_out_is_missing_for_people_in_crisis_in_bad_years():
    """Duties cost less than partners expected, though nobody invested in it; after three years they cost far more."""
    apart, pooled = (
        lived(name, 60, FEWER_DUTIES, (36, BAD_YEARS)) for name in ("doing_things", "doing_things+pooled_budgets")
    )
    waiting = [one[:, 36:, :, 2].sum(axis=(1, 2)) for one in (apart, pooled)]
    assert surely_above_zero(waiting[1] - waiting[0]), "more crises wait in the first two bad years"


STRONG = {"innovation.direct_gain": 0.2, "innovation.redistribution": 0.0, "innovation.scale_saving": 0.0}
"""Practice matters ten times as much as is usual, and the centre does nothing else."""
CENTRE = "doing_things+central_direction"


def test_a_template_that_fits_no_place_quite_leaves_more_need_unmet_in_every_place():
    fits, one_size = (lived(CENTRE, 48, STRONG | {"innovation.one_size": share}) for share in (1.0, 0.8))
    for place in range(len(PLACES)):
        more = unmet_share(one_size[:, :, [place]], slice(12, 48)) - unmet_share(fits[:, :, [place]], slice(12, 48))
        assert surely_above_zero(more)


@pytest.mark.parametrize(("name", "together"), [(CENTRE, True), ("doing_things", False)])
def test_a_mistake_of_the_centre_is_borne_everywhere_at_once(name, together):
    """Of each template only one pilot is made, so that half of them are worse than what there was."""
    rash = STRONG | {"innovation.pilots": 1}
    base, changed = lived(name, 36, rash | {"innovation.on": False}), lived(name, 36, rash)
    more = np.array([
        unmet_share(changed[:, :, [place]], slice(6, 36)) - unmet_share(base[:, :, [place]], slice(6, 36))
        for place in range(len(PLACES))
    ])  # fmt: skip
    alike = np.corrcoef(more)[np.triu_indices(len(PLACES), 1)].mean()
    assert (alike > 0.5) == together
