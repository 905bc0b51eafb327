"""M8: links that grow with use and fade without."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.agents.groups import UNKNOWN
from simulation.mechanisms.connecting import KEEP
from simulation.mechanisms.synapse import link_to_keep, next_strength, strengthen

from .village import village

SHARE = st.floats(0, 1)


@given(SHARE, SHARE, SHARE, SHARE, SHARE)
def test_strength_stays_between_0_and_1(strength, agency, group, growth, decay):
    assert -1e-12 <= next_strength(strength, agency, group, growth, decay) <= 1.0 + 1e-12


def test_solved_path():
    """Growth .2, activity .5, decay .05 (design section 8): S after 10 months .53542, in the end 2/3."""
    s, path = 0.0, []
    for _ in range(400):
        s = next_strength(s, 1.0, 0.5, 0.2, 0.05)
        path.append(s)
    assert path[9] == pytest.approx(2 / 3 * (1 - 0.85**10), abs=1e-9)
    assert path[9] == pytest.approx(0.53542, abs=5e-6)
    assert path[-1] == pytest.approx(2 / 3, abs=1e-9)


def test_each_groups_own_domain_is_kept_before_any_second_link():
    order, domain = np.array([4, 1, 2]), np.array([9, 3, 0, 9, 1])
    links = [link_to_keep(order, domain, turn) for turn in range(7)]
    assert links == [(4, 1), (1, 3), (2, 0), (4, 2), (1, 0), (2, 1), (4, 3)]


def test_there_are_four_links_a_group_at_most():
    """However many acts: both known groups' links are kept alike, at 1 x .5 and not delivery's .1 x .5 of attention."""
    g = linked(keep=99)
    assert g.synapse[0] == pytest.approx([0.5 + 0.05 - 0.05] * 4)
    assert g.synapse[1] == pytest.approx([0.6 + 0.04 - 0.06] * 4)
    assert g.synapse[2] == pytest.approx([0.81] * 4)


def linked(keep=0, **cards):
    """Three groups, half of whose members act: known (.5), known (.6), unknown (.9); the last two of domain 1."""
    town = village(1, groups=3, **{"synapse__growth": 0.2, "synapse__decay": 0.1, "synapse__prune": 0.02,
                                   "synapse__delivery_attention": 0.1, **cards})  # fmt: skip
    g = town.groups
    g.members[:], g.active[:] = 10, 5
    g.domain[:] = [0, 1, 1]
    g.mapped[:] = [7, 7, UNKNOWN]
    g.synapse[:] = np.array([0.5, 0.6, 0.9])[:, None]
    town.places.acts[0, KEEP] = keep
    strengthen(town)
    return g


def test_known_groups_get_deliverys_attention_and_unknown_ones_fade():
    """S + .2 x .1 x .5 (1 - S) - .1 S."""
    g = linked()
    assert g.synapse[0] == pytest.approx([0.5 + 0.005 - 0.05] * 4)
    assert g.synapse[1] == pytest.approx([0.6 + 0.004 - 0.06] * 4)
    assert g.synapse[2] == pytest.approx([0.81] * 4)


def test_connectors_keep_the_strongest_known_link_alive():
    """One act: the second group's with its own domain's service, S + .2 x 1 x .5 x .4 - .06; it was just visited."""
    g = linked(keep=1)
    assert g.synapse[1] == pytest.approx([0.544, 0.58, 0.544, 0.544])
    assert g.mapped.tolist() == [7, 0, UNKNOWN]


def test_weak_links_are_pruned():
    """.455 and .544, with a limit of .5 between them."""
    g = linked(synapse__prune=0.5)
    assert (g.synapse[0] == 0).all()
    assert (g.synapse[1:] > 0.5).all()


def test_a_group_without_members_or_life_earns_nothing():
    town = village(1, groups=2, synapse__growth=0.2, synapse__decay=0.0, synapse__prune=0.0)
    town.groups.mapped[:] = 1
    town.groups.synapse[:] = 0.5
    town.groups.alive[1] = False
    strengthen(town)
    assert town.groups.synapse == pytest.approx(np.full((2, 4), 0.5))


def test_a_reset_takes_its_share_before_links_are_used():
    """(1 - .25) S, and then S + .2 x .1 x .5 (1 - S) - .1 S of that."""
    g = linked(synapse__reset=0.25)
    assert g.synapse[0] == pytest.approx([0.375 + 0.01 * 0.625 - 0.0375] * 4)
