"""The month's ledger of hours: who is in it, what each need takes, and how it is added up."""

from simulation.agents.residents import Residents
from simulation.needs import Needs
from simulation.scenario import Scenario

HOURS = {"hours.functional": [10.0, 35.0, 100.0], "hours.kin_functional": [0.9, 0.75, 0.4],
         "hours.home": [0.0, 0.333, 1.0], "hours.kin_home": [0.5, 0.5, 0.5]}  # fmt: skip


def people(levels):
    residents = Residents(len(levels) + 3)
    rows = residents.append(len(levels))
    residents.level[rows], residents.alive[rows], residents.fifth[rows] = levels, True, 1
    return residents


def ledger(residents, places=1):
    needs = Needs(Scenario.load("doing_things", HOURS), places)
    needs.list_cases(residents)
    needs.count_hours(residents)
    return needs


def test_only_the_living_with_need_are_listed():
    residents = people([[0] * 5, [0, 1, 0, 0, 0], [3] * 5, [0, 0, 0, 0, 2]])
    residents.alive[2] = False
    residents.level[5] = 3
    assert ledger(residents).rows.tolist() == [1, 3]


def test_each_level_takes_its_hours_in_whole_minutes():
    """10, 35 and 100 hours; .333 hours are 19.98 minutes: 20. Kin can carry floor(600 x .9), floor(2,100 x .75)."""
    needs = ledger(people([[1, 0, 0, 0, 2], [2, 0, 0, 0, 3], [3, 0, 0, 0, 1]]))
    needed = needs.by_ladder(needs.needed)
    assert needed[:, 0].tolist() == [600, 2100, 6000]
    assert needed[:, 4].tolist() == [20, 60, 0]
    assert needs.kin_most[0].tolist() == [0, 540, 1575, 2400]
    assert needs.kin_most[4].tolist() == [0, 0, 10, 30]
    assert (needs.kin_most <= needs.needed_at).all()


def test_nothing_is_met_yet():
    needs = ledger(people([[1] * 5]))
    for minutes in (needs.kin, needs.statutory, needs.direct, needs.met, needs.civic):
        assert not minutes.any()


def test_nobody_in_need_is_no_trouble():
    needs = ledger(people([[0] * 5]))
    assert len(needs.rows) == 0
    assert len(needs.needed) == 0
