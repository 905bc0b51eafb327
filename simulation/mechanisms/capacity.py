"""M3 Capacity: the stock of coping power that help builds, time wears down and crisis scars."""

from typing import TYPE_CHECKING

import numpy as np

from simulation.agents.residents import FULL
from simulation.kernels import kernel, spelled_out

if TYPE_CHECKING:
    from simulation.world import World


@spelled_out
def next_capacity(capacity, start, agency, civic, growth_agency, growth_civic, decay, dependency):  # type: ignore[no-untyped-def]
    """Capacity next month, in [0, 1].

    c + (g_a a + g_v v)(1 - c) - decay (c - start) - dependency a c, with a and v the shares of need met by agencies
    and by groups. It drifts back to the person's own starting point, not to zero.
    """
    grown = (growth_agency * agency + growth_civic * civic) * (1.0 - capacity)
    lost = decay * (capacity - start) + dependency * agency * capacity
    return min(max(capacity + grown - lost, 0.0), 1.0)


@kernel
def _build(  # type: ignore[no-untyped-def]
    n, alive, rows, first, ladder, needed, agency_share, civic_share, capacity, start, growth_agency, growth_civic,
    decay, dependency,
):  # fmt: skip
    helped = np.empty(len(rows))
    for j in range(len(rows)):
        i, need, by_agency, by_groups = rows[j], 0, 0, 0
        for c in range(first[j], first[j + 1]):
            l = ladder[c]
            need += needed[c]
            by_agency += needed[c] * agency_share[i, l]
            by_groups += needed[c] * civic_share[i, l]
        agency, civic = by_agency / (FULL * max(need, 1)), by_groups / (FULL * max(need, 1))
        helped[j] = next_capacity(
            float(capacity[i]), float(start[i]), agency, civic, growth_agency, growth_civic, decay, dependency
        )
    for i in range(n):
        alone = next_capacity(
            float(capacity[i]), float(start[i]), 0.0, 0.0, growth_agency, growth_civic, decay, dependency
        )
        capacity[i] = alone if alive[i] else capacity[i]
    for j in range(len(rows)):
        capacity[rows[j]] = helped[j]


def build_capacity(world: "World") -> None:
    """Capacity grows with the help received this month and drifts back towards where each person began."""
    r, needs, cards = world.residents, world.needs, world.scenario.capacity
    _build(
        r.count, r.alive, needs.rows, needs.first, needs.ladder, needs.needed, r.agency_share, r.civic_share,
        r.capacity, r.start_capacity, cards.growth_agency, cards.growth_civic, cards.decay, cards.dependency,
    )  # fmt: skip
