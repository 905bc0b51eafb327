"""M9 Help and co-production: what hours from agencies and from groups come to, together."""

from typing import TYPE_CHECKING

import numpy as np

from simulation.agents.groups import SERVICE_OF_LADDER
from simulation.agents.residents import CRISIS, FULL
from simulation.in_force import by_cards
from simulation.kernels import kernel, rule
from simulation.mechanisms.hand_off import kept_by_place, needs_several
from simulation.mechanisms.innovation import worth_of_services

if TYPE_CHECKING:
    from simulation.world import World


@rule
def joint_help(agency, civic, complement, exponent):  # type: ignore[no-untyped-def]
    """Hours of help that agency and civic hours come to: (1 - m)(A + V) + m 2 ((A^q + V^q) / 2)^(1/q).

    m in [0, 1] is how far each needs the other, q < 1 the exponent (Arrow, Chenery, Minhas and Solow 1961, normalised
    so that equal hours add up and the whole never exceeds A + V). Where either side is 0 and q <= 0 the mean is 0.
    """
    together = agency + civic
    if complement == 0.0 or together == 0.0:
        return together
    if exponent <= 0.0 and min(agency, civic) == 0.0:
        return (1.0 - complement) * together
    if exponent == 0.0:
        mean = np.sqrt(agency * civic)
    else:
        mean = ((agency**exponent + civic**exponent) / 2.0) ** (1.0 / exponent)
    return (1.0 - complement) * together + complement * 2.0 * mean


@kernel
def _coproduce(  # type: ignore[no-untyped-def]
    person, ladder, needed, kin, statutory, direct, civic, met, level, neighbourhood, place_of, fifth, helper, quality,
    fit, kept, complement, exponent, agency_share, civic_share, needed_by, met_by,
):  # fmt: skip
    needed_by[:] = 0
    met_by[:] = 0
    for c in range(len(person)):
        i, l, need = person[c], ladder[c], needed[c]
        p, k, f = place_of[neighbourhood[i]], SERVICE_OF_LADDER[l], fifth[i] - 1
        of_an_hour = fit[p, k]
        if kept[p] != 1.0 and needs_several(level[i]):
            of_an_hour *= kept[p]
        a = np.floor(of_an_hour * (statutory[c] + direct[c]))
        crisis = level[i, l] == CRISIS
        v = np.floor(np.float64(quality[helper[i]]) * civic[c]) if civic[c] > 0 and not crisis else 0.0
        both = a + v
        if both == 0.0 or need == 0:
            met[c] = kin[c]
            agency_share[i, l] = 0
            civic_share[i, l] = 0
        else:
            y = a if crisis else joint_help(a, v, complement[level[i, l] - 1], exponent)
            y = min(y, np.float64(need - kin[c]))
            met[c] = kin[c] + np.int64(np.floor(y))
            agency_share[i, l] = np.int64(np.floor(FULL * y * a / (both * need)))
            civic_share[i, l] = np.int64(np.floor(FULL * y * v / (both * need)))
        needed_by[p, k, f] += need
        met_by[p, k, f] += met[c]


@by_cards
def complement_of(world: "World") -> np.ndarray:
    """How far agency and civic hours need each other [level 1, 2]; they just add up where this is off."""
    cards = world.scenario.coproduction
    return np.array(cards.complement) * cards.on


def coproduce(world: "World") -> None:
    """Turn this month's hours into needs met, and note what share of each need every kind of help met."""
    r, g, needs, cards = world.residents, world.groups, world.needs, world.scenario.coproduction
    fit = world.understanding.fit * worth_of_services(world)
    _coproduce(
        needs.person, needs.ladder, needs.needed, needs.kin, needs.statutory, needs.direct, needs.civic, needs.met,
        r.level, r.neighbourhood, world.place_of, r.fifth, r.helper, g.quality, fit, kept_by_place(world),
        complement_of(world), cards.exponent, r.agency_share, r.civic_share, needs.needed_by,
        needs.met_by,
    )  # fmt: skip
