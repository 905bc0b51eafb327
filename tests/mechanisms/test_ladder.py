"""M2: steps of the ladder of need against their formulas."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.agents.residents import CRISIS, Event, Status
from simulation.chance import Decision
from simulation.mechanisms.ladder import age_band, climb, hazards, next_level, one_rung, probability, scarred

from .village import FAMILY, FUNCTIONAL, HOME, LIVELIHOOD, MENTAL, YEARS, village

UNIT = st.floats(2.0**-33, 1.0 - 2.0**-33)
HAZARD = st.one_of(st.floats(0.0, 2.0), st.floats(0.0, 1e300))


@given(HAZARD)
def test_a_probability_is_never_outside_0_to_1(hazard):
    assert 0.0 <= probability(hazard) <= min(1.0, hazard)


@pytest.mark.parametrize(("hazard", "expected"), [(0.0, 0.0), (math.log(2.0), 0.5), (1e-12, 1e-12), (1e9, 1.0)])
def test_probability(hazard, expected):
    assert probability(hazard) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    ("years", "band"),
    [(0, 0), (4.99, 0), (5, 1), (15.99, 2), (16, 3), (25, 4), (64.9, 7), (65, 8), (70, 9), (75, 10), (80, 11),
     (85, 12), (90, 13), (104, 13)],
)  # fmt: skip
def test_age_bands(years, band):
    assert age_band(int(years * YEARS)) == band


@given(UNIT, UNIT, st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1)))
def test_more_luck_is_never_a_lower_level(u, v, weights):
    """`next_level` is monotone in luck, so worlds stay coupled when a probability changes."""
    to = [weight / (sum(weights) + 1.0) for weight in weights]
    low, high = sorted((u, v))
    assert next_level(low, *to) <= next_level(high, *to)


@given(UNIT, st.integers(0, 3), st.floats(0, 5), st.floats(0, 5), st.floats(0, 5))
def test_more_risk_is_never_a_lower_level(u, level, risk, more, recovery):
    recovery = recovery if level > 0 else 0.0
    assert one_rung(u, level, risk, recovery) <= one_rung(u, level, risk + more, recovery)


@given(UNIT, st.integers(0, 3), HAZARD, HAZARD)
def test_need_moves_at_most_one_rung(u, level, worsening, recovery):
    up, down = (worsening if level < 3 else 0.0), (recovery if level > 0 else 0.0)
    after = one_rung(u, level, up, down)
    assert 0 <= after <= 3
    assert abs(after - level) <= 1


@pytest.mark.parametrize("level", [0, 1, 2, 3])
def test_shares_that_move_up_and_down_are_the_probabilities(level):
    """Over an even grid of luck the shares are 1 - exp(-hazard), to the grid's step."""
    up, down = (0.3 if level < 3 else 0.0), (0.2 if level > 0 else 0.0)
    after = np.array([one_rung(u, level, up, down) for u in (np.arange(4000) + 0.5) / 4000])
    assert (after > level).mean() == pytest.approx(1 - math.exp(-up), abs=1 / 4000)
    assert (after < level).mean() == pytest.approx(1 - math.exp(-down), abs=1 / 4000)


def test_solved_ladder():
    """A Markov ladder's stationary shares and months to first crisis (design section 8), from the rule's own matrix."""
    rows = [(0.92, 0.07, 0.01), (0.25, 0.60, 0.14), (0.05, 0.20, 0.60), (0.02, 0.10, 0.28)]
    grid = (np.arange(10_000) + 0.5) / 10_000
    matrix = np.array([np.bincount([next_level(u, *row) for u in grid], minlength=4) for row in rows]) / 10_000
    shares = np.linalg.matrix_power(matrix, 2000)[0]
    assert shares == pytest.approx([0.65584, 0.18337, 0.11361, 0.04719], abs=2e-5)
    months = np.linalg.solve(np.eye(3) - matrix[:3, :3], np.ones(3))
    assert months == pytest.approx([74.18, 64.22, 43.88], abs=0.01)


def test_a_crisis_scars():
    assert scarred(0.8, 0.25) == pytest.approx(0.6)


def test_hazards_hold_every_factor_once():
    """up x exp(gradient (3 - fifth)) x age, and demand on the first step alone."""
    town = village(
        1, ladder__functional_up=[0.01, 0.02, 0.03], ladder__deprivation=[0.2, 0, 0, 0, 0],
        ladder__functional_age=[1] * 8 + [2] * 6, ladder__functional_down=[0.3, 0.2, 0.1],
        ladder__duration_scale=6, ladder__duration_power=0.5,
    )  # fmt: skip
    town.demand.multiple[:] = [5.0, 1.0, 1.0, 1.0]
    worsening, recovery, slowing = hazards(town)
    assert worsening[3, 0, FUNCTIONAL, 0] == pytest.approx(0.05)
    assert worsening[1, 8, FUNCTIONAL, 1] == pytest.approx(0.02 * math.exp(0.4) * 2)
    assert worsening[5, 0, FUNCTIONAL, 2] == pytest.approx(0.03 * math.exp(-0.4))
    assert (worsening[..., CRISIS] == 0).all()
    assert recovery[FUNCTIONAL].tolist() == [0.0, 0.3, 0.2, 0.1]
    assert slowing[[0, 18]] == pytest.approx([1.0, 0.5])


def test_need_rises_with_the_demand_on_its_own_service():
    """Functional and mental need are both care's."""
    town = village(1)
    usual, _, _ = hazards(town)
    town.demand.multiple[:] = [2.0, 3.0, 5.0, 7.0]
    risen, _, _ = hazards(town)
    for ladder, times in ((FUNCTIONAL, 2.0), (MENTAL, 2.0), (FAMILY, 3.0), (LIVELIHOOD, 5.0), (HOME, 7.0)):
        assert risen[:, :, ladder, 0] == pytest.approx(times * usual[:, :, ladder, 0])
    assert np.array_equal(risen[..., 1:], usual[..., 1:])


N = 2000
"""People in the tests below: each one's step must be the formula's, none by luck."""


def climbers(level, ladder=MENTAL, **cards):
    """People at one level of one ladder, with hazards of about a half, and their luck."""
    name = ("functional", "mental", "family", "livelihood", "home")[ladder]
    rates = {f"ladder__{name}_up": [0.5, 0.4, 0.3], f"ladder__{name}_down": [0.3, 0.4, 0.5],
             f"ladder__{name}_age": [1.0] * 14}  # fmt: skip
    town = village(N, **{**rates, "ladder__deprivation": [0.0] * 5, **cards})
    town.residents.level[:, ladder] = level
    return town


def expect(town, ladder, level, up, down, decision):
    """Run the phase and compare everybody's level with the ODD's rule for these hazards (arrays or numbers)."""
    u, p_up = town.luck(decision), 1.0 - np.exp(-np.broadcast_to(up, N))
    p_down = np.minimum(1.0 - np.exp(-np.broadcast_to(down, N)), 1.0 - p_up)
    expected = level - (u < p_down) + (u >= 1.0 - p_up)
    climb(town)
    assert np.array_equal(town.residents.level[:, ladder], expected)
    moved = [int(np.count_nonzero(expected == level + step)) for step in (-1, 1)]
    assert moved[0] > 50 or level == 0, "too few moved to tell"
    assert moved[1] > 50 or level == 3, "too few moved to tell"
    return expected


LUCK = (Decision.FUNCTIONAL_STEP, Decision.MENTAL_STEP, Decision.FAMILY_STEP, Decision.LIVELIHOOD_STEP,
        Decision.HOME_STEP)  # fmt: skip


@pytest.mark.parametrize("ladder", [FUNCTIONAL, MENTAL, LIVELIHOOD, HOME])
def test_every_ladder_climbs_by_its_own_luck(ladder):
    town = climbers(1, ladder, ladder__support_centre=0, ladder__duration_power=0)
    town.residents.head[:] = True
    expect(town, ladder, 1, 0.4, 0.3, LUCK[ladder])


def test_the_family_ladder_is_childrens():
    town = climbers(1, FAMILY, ladder__support_centre=0)
    town.residents.born[:] = town.month - 10 * YEARS
    expect(town, FAMILY, 1, 0.4, 0.3, Decision.FAMILY_STEP)


def test_frailty_deprivation_capacity_and_demand_bear_on_the_first_step():
    """0.5 x 2 (demand) x exp(.3 (3 - 1)) (fifth) x e^.4 (frailty) x exp(-1.2 (.8 - .5)) (capacity), over 20."""
    town = climbers(0, ladder__mental_up=[0.025, 0, 0], ladder__capacity_effect=1.2,
                    ladder__deprivation=[0, 0.3, 0, 0, 0])  # fmt: skip
    town.demand.multiple[:] = 2.0
    town.residents.fifth[:], town.residents.frailty_score[:], town.residents.capacity[:] = 1, 144, 0.8
    up = 0.025 * 2.0 * math.exp(0.6) * math.exp(0.4) * math.exp(-1.2 * 0.3)
    expect(town, MENTAL, 0, up, 0.0, Decision.MENTAL_STEP)


def test_the_shortcut_for_the_lucky_skips_nobody():
    """People far below and above average capacity: the shortcut must not save those whom their capacity dooms."""
    town = climbers(0, ladder__mental_up=[0.3, 0, 0], ladder__capacity_effect=2.0)
    town.residents.capacity[:] = np.linspace(0, 1, N)
    expect(town, MENTAL, 0, 0.3 * np.exp(-2.0 * (town.residents.capacity - 0.5)), 0.0, Decision.MENTAL_STEP)


def test_support_slows_worsening_and_speeds_recovery():
    """s = (51 kin + .5 x 102 agency + .25 x 204 civic) / 255 = .6, centred on .5, with effects .7 and .9."""
    town = climbers(1, ladder__support_effect=0.7, ladder__recovery_effect=0.9, ladder__support_centre=0.5,
                    ladder__agency_efficacy=0.5, ladder__civic_efficacy=0.25, ladder__capacity_effect=0)  # fmt: skip
    r = town.residents
    r.kin_share[:, MENTAL], r.agency_share[:, MENTAL], r.civic_share[:, MENTAL] = 51, 102, 204
    up, down = 0.4 * math.exp(-0.7 * 0.1), 0.3 * math.exp(0.9 * 0.1)
    expect(town, MENTAL, 1, up, down, Decision.MENTAL_STEP)


@pytest.mark.parametrize(("status", "factor"), [(Status.WAITING, 2.0), (Status.MISROUTED, 2.0), (Status.DIRECT, 1.0)])
def test_waiting_multiplies_worsening(status, factor):
    town = climbers(2, ladder__waiting_effect=math.log(2.0), ladder__support_effect=0, ladder__recovery_effect=0)
    town.residents.status[:, MENTAL] = status
    expect(town, MENTAL, 2, 0.3 * factor, 0.4, Decision.MENTAL_STEP)


def test_long_spells_end_more_slowly():
    """(1 + 18 / 6)^-.5 = 1/2."""
    town = climbers(1, ladder__support_effect=0, ladder__recovery_effect=0, ladder__duration_scale=6,
                    ladder__duration_power=0.5)  # fmt: skip
    town.residents.months[:, MENTAL] = 18
    expect(town, MENTAL, 1, 0.4, 0.15, Decision.MENTAL_STEP)


def test_children_in_care_recover_at_their_own_pace():
    town = climbers(3, FAMILY, ladder__recovery_effect=0, ladder__placement_recovery=0.4)
    town.residents.born[:] = town.month - 10 * YEARS
    town.residents.status[:, FAMILY] = Status.PLACED
    expect(town, FAMILY, 3, 0.0, 0.2, Decision.FAMILY_STEP)


def test_what_a_step_leaves_behind():
    town = climbers(2, ladder__support_effect=0, ladder__recovery_effect=0, capacity__scar=0.2)
    r = town.residents
    r.months[:, MENTAL] = 7
    r.months[0, MENTAL] = 7
    climb(town)
    fell, stayed, rose = (r.level[:, MENTAL] == level for level in (3, 2, 1))
    assert (r.months[stayed, MENTAL] == 8).all()
    assert (r.months[fell | rose, MENTAL] == 0).all()
    assert (r.event[fell] == Event.AVOIDABLE_CRISIS).all()
    assert (r.event[~fell] == 0).all()
    assert (r.fell[fell] == town.month).all()
    assert r.capacity[fell] == pytest.approx(0.4)
    assert r.capacity[~fell] == pytest.approx(0.5)


def test_recovering_ends_the_case():
    town = climbers(1, ladder__recovery_effect=0)
    r = town.residents
    r.status[:, MENTAL], r.wait[:, MENTAL] = Status.WAITING, 4
    climb(town)
    coping = r.level[:, MENTAL] == 0
    assert coping.any()
    assert (r.status[coping, MENTAL] == Status.NONE).all()
    assert (r.wait[coping, MENTAL] == 0).all()
    assert (r.event[coping] == Event.RECOVERED).all()
    assert (r.status[~coping, MENTAL] == Status.WAITING).all()


def test_a_need_that_no_longer_applies_ends_and_the_dead_do_not_climb():
    """A child's ladder ends at 18; nobody but the head holds the home's."""
    town = village(3)
    r = town.residents
    r.level[:, FAMILY], r.level[:, HOME] = 2, 3
    r.status[:, FAMILY] = Status.DIRECT
    r.born[0] = town.month - 18 * YEARS
    r.head[1] = True
    r.alive[2] = False
    climb(town)
    assert r.level[:2, FAMILY].tolist() == [0, 0]
    assert r.status[:2, FAMILY].tolist() == [Status.NONE] * 2
    assert r.level[0, HOME] == 0
    assert r.level[2, [FAMILY, HOME]].tolist() == [2, 3]


def test_rows_may_lie_in_any_order():
    """The same people, listed backwards, take the same steps."""
    one, other = climbers(1), climbers(1)
    other.residents.key[:] = other.residents.key[::-1].copy()
    climb(one)
    climb(other)
    assert np.array_equal(one.residents.level, other.residents.level[::-1])
    assert np.array_equal(one.residents.capacity, other.residents.capacity[::-1])
