"""M7: stimulation, connection and catalysis, each limited by connectors' time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation import chance
from simulation.agents.groups import UNKNOWN
from simulation.agents.residents import CRISIS
from simulation.chance import Decision
from simulation.mechanisms.connecting import (
    CATALYSE,
    CONNECT,
    KEEP,
    MAP,
    STIMULATE,
    act_key,
    acts_affordable,
    connect,
    pushed,
    row_of_candidate,
)

from .village import CARE, MENTAL, YEARS, village

ONE_KIND = dict.fromkeys(
    (f"connecting__{act}_share" for act in ("stimulate", "connect", "catalyse", "map", "keep")), 0.0
)
FULL_TIME = {"service__connector_month": 1000.0, "service__hours_per_fte": 100.0, "budget__cost_growth": 0.0}


def staffed(people, act, acts, groups=0, **cards):
    """A village with money for just so many acts of one kind: each takes an hour of a connector's 100 a month."""
    mine = {**ONE_KIND, **FULL_TIME, f"connecting__{act}_share": 1.0, f"connecting__{act}_hours": 1.0}
    town = village(people, groups, **{**mine, **cards})
    town.budget.connecting[0, CARE] = 1000 * acts
    town.list_needs()
    return town


@given(st.floats(0, 1), st.floats(0, 1))
def test_being_asked_again_never_pushes_beyond_1(stimulation, push):
    assert stimulation <= pushed(stimulation, push) <= 1.0


def test_each_act_has_luck_of_its_own():
    keys = {int(act_key(np.uint64(5), number, act)) for number in range(100) for act in range(5)}
    assert len(keys) == 500


def test_time_buys_acts_and_fractions_are_carried_on():
    """2 connectors of 100 hours; .35 of it at 2 hours each, .1 at 16: 35 acts, and 1.25 that leave a quarter."""
    town = village(1, **{**ONE_KIND, **FULL_TIME, "connecting__stimulate_share": 0.35, "connecting__stimulate_hours": 2,
                         "connecting__map_share": 0.1, "connecting__map_hours": 16})  # fmt: skip
    town.budget.connecting[0, CARE] = 200_000
    seen = [acts_affordable(town)[0].tolist() for _ in range(5)]
    assert [acts[STIMULATE] for acts in seen] == [35] * 5
    assert [acts[MAP] for acts in seen] == [1, 1, 1, 2, 1]
    assert all(acts[other] == 0 for acts in seen for other in (CONNECT, CATALYSE, KEEP))


def test_without_money_nothing_happens():
    town = staffed(50, "stimulate", 0)
    connect(town)
    assert not town.residents.stimulation.any()


def test_asking_pushes_those_who_do_not_act():
    """500 acts on 100 people: those acting and children are passed over, most others are reached more than once."""
    town = staffed(100, "stimulate", 500, connecting__push=0.25)
    r = town.residents
    r.active[:20] = True
    r.born[20:40] = town.month - 15 * YEARS
    connect(town)
    assert not r.stimulation[:40].any()
    reached = r.stimulation[40:]
    assert set(np.unique(reached)) <= {0.0, 0.25, 0.5, 0.75, 1.0}
    assert (reached > 0).mean() > 0.9


def test_number_of_pushes_is_the_number_of_acts():
    town = staffed(4000, "stimulate", 30, connecting__push=0.01)
    connect(town)
    assert town.residents.stimulation.sum() == pytest.approx(0.30, abs=1e-5)


def reached_hubs(known):
    """The share of acts that reach the tenth of people who have more ties than the rest."""
    town = staffed(1000, "stimulate", 600, groups=1, connecting__push=0.001)
    town.tie(*((i, 100 + i * 8 + k, 200) for i in range(100) for k in range(8)))
    town.groups.mapped[0] = 0 if known else UNKNOWN
    connect(town)
    stimulation = town.residents.stimulation
    return stimulation[:100].sum() / stimulation.sum()


def test_knowing_the_network_finds_its_hubs():
    """At random a tenth; the best of five with full knowledge, 1 - .9^5 = .41. Bounds of four standard errors."""
    for known, share in ((False, 0.10), (True, 1 - 0.9**5)):
        assert reached_hubs(known) == pytest.approx(share, abs=4 * np.sqrt(share * (1 - share) / 600))


@pytest.mark.parametrize(("aim", "share"), [(0.0, 0.3), (1.0, 1.0 - 0.7**4), (0.5, 0.15 + 0.5 * (1.0 - 0.7**4))])
@pytest.mark.parametrize("act", ["stimulate", "connect"])
def test_connectors_who_aim_reach_the_most_deprived_street_among_four_people(act, aim, share):
    """Three in ten live in the most deprived streets: the best of four is one of them with 1 - .7^4 = .76."""
    town = staffed(1000, act, 600, connecting__aim=aim, connecting__push=0.001, connecting__tie_weight=1)
    r = town.residents
    r.fifth[:150] = r.fifth[500:650] = 1
    if act == "connect":
        r.level[:500, MENTAL] = 1
        r.active[500:] = True
        town.effort.earliness[:] = 1.0
        town.list_needs()
    connect(town)
    weight = np.array([town.ties.weight[i].sum() for i in range(1000)])
    reached = weight[:500] if act == "connect" else r.stimulation
    aimed_at = reached[r.fifth[: len(reached)] == 1].sum() / reached.sum()
    assert aimed_at == pytest.approx(share, abs=4 * np.sqrt(share * (1 - share) / 550))


def introducing(early, known, acts=200, active=0.5):
    town = staffed(400, "connect", acts, groups=1, connecting__tie_weight=77)
    r = town.residents
    r.level[:100, MENTAL], r.level[100:200, MENTAL] = 1, CRISIS
    r.active[200 : 200 + int(200 * active)] = True
    town.groups.mapped[0] = 0 if known else UNKNOWN
    town.effort.earliness[:] = early
    town.list_needs()
    connect(town)
    ties = town.ties
    times, left = np.divmod(ties.weight[:200].astype(np.int64), 77)
    assert r.active[ties.target[:200][times > 0]].all()
    assert not left.any()
    return np.repeat(np.arange(200), times.sum(axis=1)).tolist()


def test_earliness_says_whom_connectors_introduce():
    assert all(i < 100 for i in introducing(early=1.0, known=False))
    assert all(i >= 100 for i in introducing(early=0.0, known=False))
    both = introducing(early=0.5, known=True)
    assert min(both) < 100 <= max(both)


def test_knowing_people_makes_introductions_succeed():
    """A quarter of all act: one look succeeds in 1/4 of cases, four in 1 - .75^4 = .684."""
    blind, knowing = (len(introducing(early=1.0, known=known)) for known in (False, True))
    assert blind == pytest.approx(50, abs=25)
    assert knowing == pytest.approx(137, abs=27)


def introduced_across(bridging, neighbourhoods):
    """How many of 300 introductions, in neighbourhoods of 500 who all act, are made within one and across."""
    town = village(500 * neighbourhoods, 1, neighbourhoods, **ONE_KIND | FULL_TIME | {
        "connecting__connect_share": 1.0, "connecting__connect_hours": 1.0, "connecting__tie_weight": 1,
        "connecting__bridging": bridging})  # fmt: skip
    r, t = town.residents, town.ties
    r.active[:], r.level[:, MENTAL] = True, 1
    town.effort.earliness[:] = 1.0
    town.budget.connecting[0, CARE] = 300_000
    town.list_needs()
    connect(town)
    across = r.neighbourhood[t.target] != r.neighbourhood[:, None]
    return [int(t.weight[(t.target >= 0) & kind].sum()) // 2 for kind in (~across, across)]


def test_introductions_bridge_neighbourhoods():
    """Within one, 1 in 500 would meet themselves. Half and half within four standard errors of 300."""
    assert introduced_across(1.0, neighbourhoods=3) == [0, 300]
    within, across = introduced_across(0.0, neighbourhoods=3)
    assert (within, across) == (pytest.approx(300, abs=4), 0)
    within, across = introduced_across(0.5, neighbourhoods=3)
    assert across == pytest.approx(150, abs=35)
    assert within + across > 290


def test_all_other_neighbourhoods_are_bridged_to_alike():
    """From each of three neighbourhoods into both others."""
    rows = np.arange(300)
    for own in (0, 100, 200):
        reached = [row_of_candidate(word, True, 0, 300, own, 100) for word in range(0, 2**32, 2**32 // 800)]
        assert set(reached) == {*rows} - {*rows[own : own + 100]}


def test_where_there_is_one_neighbourhood_there_is_nothing_to_bridge():
    assert introduced_across(1.0, neighbourhoods=1)[0] > 290


def test_those_who_know_each_other_are_passed_over_unless_there_is_nobody_else():
    """Row 0 is in need and knows rows 1 and 2: 3 if among the four candidates, else the first of them but oneself."""
    seen = set()
    for month in range(60):
        town = staffed(4, "connect", 1, groups=1, month=month, connecting__tie_weight=100)
        town.residents.level[0, MENTAL], town.residents.active[1:] = 1, True
        town.groups.mapped[0] = 0
        town.effort.earliness[:] = 1.0
        town.tie((0, 1, 200), (0, 2, 50))
        town.list_needs()
        connect(town)
        key = act_key(town.places.key[0], 0, CONNECT)
        words = chance.words(town.seed, key, month, Decision.CONNECT_WITH >> 2)
        candidates = [row for word in words if (row := int(chance.below(word, 4))) != 0]
        chosen = 3 if 3 in candidates else candidates[0] if candidates else 0
        expected = {1: [255, 50, 0], 2: [200, 150, 0], 3: [200, 50, 100], 0: [200, 50, 0]}[chosen]
        assert town.ties.weight[0, :3].tolist() == expected
        seen.add(chosen)
    assert {1, 2, 3} <= seen


def test_a_tie_of_no_weight_is_no_tie():
    town = staffed(50, "connect", 20, connecting__tie_weight=0)
    town.residents.level[:, MENTAL], town.residents.active[:] = 1, True
    town.list_needs()
    connect(town)
    assert not town.ties.degree.any()


def test_catalysts_add_up_and_fade():
    """6 acts of .5 over the neighbourhoods; then half is left after the half-life of 3 months."""
    town = village(8, neighbourhoods=4, **{**ONE_KIND, **FULL_TIME, "connecting__catalyse_share": 1.0,
                   "connecting__catalyse_hours": 1.0, "connecting__catalyst": 0.5,
                   "connecting__catalyst_half_life": 3.0})  # fmt: skip
    town.list_needs()
    town.budget.connecting[0, CARE] = 6000
    connect(town)
    assert town.places.catalyst.sum() == pytest.approx(3.0)
    assert np.allclose(town.places.catalyst % 0.5, 0.0)
    town.budget.connecting[:] = 0
    for _ in range(3):
        connect(town)
    assert town.places.catalyst.sum() == pytest.approx(1.5)
