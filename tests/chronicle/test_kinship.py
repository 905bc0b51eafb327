"""Who gave whom: pair by pair it is what the mechanism gave in all."""

import numpy as np
from mechanisms.test_kin import crowd, family_of
from mechanisms.village import MENTAL

from simulation.chronicle.kinship import Kin
from simulation.mechanisms.kin import kin_first


def test_pairs_add_up_to_what_was_received_and_given():
    town, _ = crowd()
    before = town.residents.kin_given.copy()
    kin = Kin.of(town)
    assert np.array_equal(town.residents.kin_given, before), "looking changed the world"
    got = np.bincount(kin.grants.holder, kin.grants.minutes, minlength=len(town.needs.rows))
    gave = np.bincount(kin.grants.helper, kin.grants.minutes, minlength=60)
    assert got.tolist() == kin.received.tolist() == town.needs.by_ladder(town.needs.kin).sum(axis=1).tolist()
    assert gave.tolist() == town.residents.kin_given.tolist()
    assert len(set(zip(kin.grants.holder.tolist(), kin.grants.helper.tolist(), strict=True))) == len(kin.grants.holder)


def test_both_rounds_count():
    """As in the mechanism's own test: 60 from each, of whom one has 15; then 45 more of the other."""
    town = family_of(3, (0, 1), (0, 2), needs=[(0, MENTAL, 2)], pots=[0, 15, 500])
    kin_first(town)
    kin = Kin.of(town)
    assert dict(zip(kin.grants.helper.tolist(), kin.grants.minutes.tolist(), strict=True)) == {1: 15, 2: 105}
    assert kin.helpers.tolist() == [2]
    assert kin.wanted.tolist() == [120]


def test_nobody_gives_where_kin_are_not_asked():
    kin = Kin.nothing(3)
    assert kin.received.tolist() == [0, 0, 0]
    assert len(kin.grants.holder) == 0
