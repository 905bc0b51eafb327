"""M9: what hours from agencies and from groups come to, together."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.mechanisms.coproduction import coproduce, joint_help

from .village import CARE, MENTAL, village

HOURS = st.floats(0, 1e5).filter(lambda x: x == 0 or x > 1e-3)
SHARE = st.floats(0, 1)
EXPONENT = st.floats(-10, 0.99).filter(lambda q: abs(q) > 0.01)


@given(HOURS, HOURS, SHARE, EXPONENT)
def test_never_more_than_was_given(agency, civic, complement, exponent):
    help_given = joint_help(agency, civic, complement, exponent)
    assert 0.0 <= help_given <= (agency + civic) * (1 + 1e-9)


@given(HOURS, SHARE, EXPONENT)
def test_equal_hours_add_up(hours, complement, exponent):
    assert joint_help(hours, hours, complement, exponent) == pytest.approx(2 * hours)


@given(HOURS, HOURS, SHARE, EXPONENT)
def test_neither_side_is_favoured(agency, civic, complement, exponent):
    one, other = (joint_help(*sides, complement, exponent) for sides in ((agency, civic), (civic, agency)))
    assert one == pytest.approx(other)


@given(HOURS, HOURS, HOURS, SHARE, EXPONENT)
def test_more_hours_are_never_less_help(agency, civic, more, complement, exponent):
    before, after = (joint_help(a, civic, complement, exponent) for a in (agency, agency + more))
    assert after >= before * (1 - 1e-9)


@pytest.mark.parametrize(
    ("complement", "exponent", "expected"),
    [
        (0.0, -1.0, 5.0),  # plain addition
        (1.0, -1.0, 3.2),  # 2 x harmonic mean of 1 and 4
        (1.0, 0.0, 4.0),  # 2 x geometric mean
        (1.0, 0.5, 4.5),  # 2 x ((1 + 2) / 2)^2
        (0.5, -1.0, 4.1),
    ],
)
def test_solved_cases(complement, exponent, expected):
    assert joint_help(1.0, 4.0, complement, exponent) == pytest.approx(expected)


@pytest.mark.parametrize(("exponent", "expected"), [(-1.0, 5.0), (0.0, 5.0), (0.5, 7.5)])
def test_one_side_alone_gives_what_does_not_need_the_other(exponent, expected):
    """(1 - .5) 10, and for q = .5 the mean is 10 / 4: .5 x 2 x 2.5 more."""
    assert joint_help(10.0, 0.0, 0.5, exponent) == pytest.approx(expected)


def helped(level, kin=0, statutory=0, direct=0, civic=0, quality=1.0, fit=1.0, **cards):
    """One person with 480 minutes of mental need at every level."""
    town = village(1, groups=1, **{"hours__mental": [8.0, 8.0, 8.0], **cards})
    town.residents.level[0, MENTAL] = level
    town.residents.helper[0], town.residents.helped_ladder[0] = 0, MENTAL
    town.groups.quality[0], town.understanding.fit[0, CARE] = quality, fit
    town.list_needs()
    needs = town.needs
    needs.kin[0], needs.statutory[0], needs.direct[0], needs.civic[0] = kin, statutory, direct, civic
    coproduce(town)
    return town


def shares(town):
    r = town.residents
    return int(town.minutes("met")[0, MENTAL]), int(r.agency_share[0, MENTAL]), int(r.civic_share[0, MENTAL])


def test_hours_meet_need():
    """Kin 60, agency 30 + 70, group 100; m = .5, q = -1, equal sides: all 200 count; shares 255 x 100 / 480."""
    town = helped(2, kin=60, statutory=30, direct=70, civic=100, coproduction__complement=[0.1, 0.5])
    assert shares(town) == (260, 53, 53)


def test_unequal_hours_lose_what_needs_both_hands():
    """A = 40, V = 160, m = .5, q = -1: 100 + .5 x 2 x 64 = 164; shares 255 x 164 x (.2, .8) / 480 = 17.4, 69.7."""
    assert shares(helped(2, statutory=40, civic=160, coproduction__complement=[0.1, 0.5])) == (164, 17, 69)


def test_each_level_has_its_own_complement():
    """At level 1 with m = 0: 200."""
    assert shares(helped(1, statutory=40, civic=160, coproduction__complement=[0.0, 1.0]))[0] == 200
    assert shares(helped(2, statutory=40, civic=160, coproduction__complement=[0.0, 1.0]))[0] == 128


def test_in_crisis_only_agencies_help():
    assert shares(helped(3, statutory=100, civic=200)) == (100, 53, 0)


def test_fit_and_quality_weigh_the_hours():
    """floor(.75 x 101) = 75 and floor(.5 x 101) = 50."""
    town = helped(1, direct=101, civic=101, fit=0.75, quality=0.5, coproduction__complement=[0.0, 0.0])
    assert shares(town)[0] == 125


def test_no_need_is_met_twice():
    town = helped(1, kin=400, statutory=300, civic=300, coproduction__complement=[0.0, 0.0])
    assert shares(town) == (480, 255 * 80 // 480 // 2, 255 * 80 // 480 // 2)


def test_a_group_helps_on_one_ladder():
    town = village(1, groups=1)
    town.residents.level[0, :2] = 1
    town.residents.helper[0], town.residents.helped_ladder[0] = 0, 0
    town.list_needs()
    town.needs.civic[0] = 60
    coproduce(town)
    assert (town.minutes("met")[0] > 0).tolist() == [True, False, False, False, False]


def test_switched_off_hours_just_add_up():
    town = helped(2, statutory=40, civic=160, coproduction__complement=[0.1, 0.9], coproduction__on=False)
    assert shares(town)[0] == 200


def test_minutes_are_added_up_by_place_service_and_fifth():
    town = helped(2, kin=60, direct=40)
    assert town.needs.needed_by[0, CARE].tolist() == [0, 0, 480, 0, 0]
    assert town.needs.met_by[0, CARE].tolist() == [0, 0, int(town.needs.met.sum()), 0, 0]
    assert np.count_nonzero(town.needs.needed_by) == 1


def test_functional_and_mental_needs_are_both_cares():
    """Fifths 1 and 5."""
    town = village(3)
    town.residents.level[:3] = [[1, 0, 0, 0, 3], [0, 2, 0, 0, 0], [1, 0, 0, 0, 0]]
    town.residents.fifth[:3] = [1, 5, 5]
    town.list_needs()
    for _ in range(2):
        coproduce(town)
        minutes = town.needs.needed_at
        assert town.needs.needed_by[0, CARE].tolist() == [minutes[0, 1], 0, 0, 0, minutes[0, 1] + minutes[1, 2]]
        assert town.needs.needed_by.sum() == town.needs.needed.sum(), "last month's are forgotten"
