"""M15: who stands in which queue, which duties are met, and what they cost."""

import itertools
import math

import numpy as np
import pytest

from simulation.chance import Decision, words
from simulation.mechanisms.service import (
    DUTY,
    EARLY,
    LATE,
    case_price,
    line_up_for_help,
    meet_duties,
    place_in_queue,
    queue_of,
    sharing,
)

from .casework import S, line, town
from .village import CARE, FAMILY, FAMILY_SERVICE, FUNCTIONAL, MENTAL, SEED, village


def ticket(made, ladder=MENTAL):
    return made.luck(Decision.QUEUE_TICKET + 4 * ladder)


# the order of the queue


@pytest.mark.parametrize(
    ("purpose", "status", "level", "stands"),
    [
        (DUTY, S.STATUTORY, 3, (0, 0)), (DUTY, S.PLACED, 3, (0, 0)), (DUTY, S.WAITING, 3, (1, 0)),
        (DUTY, S.DIRECT, 3, (1, 0)), (DUTY, S.MISROUTED, 3, (-1, -1)), (DUTY, S.WAITING, 2, (-1, -1)),
        (EARLY, S.DIRECT, 2, (0, 1)), (EARLY, S.DIRECT, 1, (0, 2)), (EARLY, S.WAITING, 2, (1, 1)),
        (EARLY, S.WAITING, 3, (-1, -1)), (EARLY, S.WAITING, 0, (-1, -1)), (EARLY, S.STATUTORY, 2, (-1, -1)),
        (LATE, S.WAITING, 3, (0, 0)), (LATE, S.STATUTORY, 3, (1, 0)), (LATE, S.PLACED, 3, (1, 0)),
        (LATE, S.WAITING, 2, (-1, -1)), (LATE, S.MISROUTED, 3, (-1, -1)),
    ],
)  # fmt: skip
def test_who_stands_in_which_queue(purpose, status, level, stands):
    assert queue_of(purpose, status, level, 3.0) == stands


def test_a_duty_may_begin_before_crisis():
    assert queue_of(DUTY, S.WAITING, 2, 2.0) == (1, 1)
    assert queue_of(EARLY, S.WAITING, 2, 2.0) == (-1, -1)
    assert queue_of(EARLY, S.WAITING, 1, 2.0) == (1, 2)


def test_direct_help_begins_at_the_threshold():
    levels, statuses = [1, 1, 1, 2, 3], [S.NONE, S.WAITING, S.DIRECT, S.WAITING, S.WAITING]
    for threshold, standing in ((1, {0, 1, 2, 3}), (2, {3}), (3, set())):
        made = town(levels, statuses, service__outreach=1.0, service__threshold=threshold)
        assert set(line(made, EARLY)) == standing
        assert line(made, LATE) == [4]


def test_priority_beats_luck_and_luck_beats_the_key():
    """All keys in one class before any in the next; within a class the order is that of the tickets."""
    keys, block = [np.uint64(key) for key in range(500)], (Decision.QUEUE_TICKET >> 2) + 1
    places = {
        classes: [
            int(place_in_queue(words(SEED, key, 3, block)[0], key, 4 * classes[0] + classes[1], 0)) for key in keys
        ]
        for classes in ((0, 0), (0, 1), (0, 2), (1, 0), (1, 2), (2, 1))
    }
    for before, after in zip(list(places)[:-1], list(places)[1:], strict=True):
        assert max(places[before]) < min(places[after])
    assert len(set(places[0, 0])) == len(keys)
    luck = village(1).luck(Decision.QUEUE_TICKET + 4, keys, 3)
    assert np.array_equal(np.argsort(places[0, 0]), np.argsort(luck))


def test_duties_in_service_come_first_then_level_then_ticket():
    statuses = [S.WAITING, S.STATUTORY, S.WAITING, S.STATUTORY, S.WAITING, S.DIRECT]
    levels = [2, 2, 3, 3, 3, 3]
    made = town(levels, statuses, service__eligibility=[2.0] * 5)
    u = ticket(made)
    waiting_crises = sorted((2, 4, 5), key=lambda i: u[i])
    assert line(made, DUTY) == [3, 1, *waiting_crises, 0]


def test_early_help_goes_first_to_those_in_it_then_to_the_worst():
    made = town([1, 2, 1, 2, 2], [S.WAITING, S.WAITING, S.DIRECT, S.DIRECT, S.WAITING])
    u = ticket(made)
    assert line(made, EARLY) == [3, 2, *sorted((1, 4), key=lambda i: u[i]), 0]


def test_what_stands_behind_beats_luck_and_not_the_class():
    def stand(rank, later):
        return [int(place_in_queue(np.uint32(ticket), np.uint64(7), rank, later)) for ticket in (0, 2**32 - 1)]

    orders = [stand(4, 0), stand(4, 1), stand(4, 255), stand(5, 0)]
    for before, after in itertools.pairwise(orders):
        assert max(before) < min(after)


def test_the_longest_wait_may_go_first():
    """Those in service stay; of those who wait, months count and levels do not; of equals the ticket decides."""
    made = town(
        [1, 2, 1, 2, 2, 1], [S.WAITING] * 4 + [S.DIRECT, S.NONE], service__triage="waiting", service__outreach=1.0
    )
    made.residents.wait[:, MENTAL] = [5, 2, 9, 2, 0, 99]
    u = ticket(made)
    assert line(made, EARLY) == [4, 2, 0, *sorted((1, 3), key=lambda i: u[i]), 5]


def test_slight_and_new_need_may_go_first():
    made = town([2, 1, 1, 2, 2], [S.WAITING] * 4 + [S.DIRECT], service__triage="gain")
    made.residents.months[:, MENTAL] = [3, 40, 7, 1, 99]
    assert line(made, EARLY) == [4, 2, 1, 3, 0]


@pytest.mark.parametrize(("triage", "order"), [("waiting", [1, 0]), ("gain", [0, 1])])
def test_triage_orders_crises_too_but_never_duties(triage, order):
    made = town([3, 3], [S.WAITING] * 2)
    made.residents.wait[:, MENTAL], made.residents.months[:, MENTAL] = [1, 2], [5, 6]
    duties = line(made, DUTY)
    made.set(service__triage=triage)
    assert line(made, LATE) == order
    made.residents.wait[:, MENTAL] = made.residents.wait[::-1, MENTAL].copy()
    made.residents.months[:, MENTAL] = made.residents.months[::-1, MENTAL].copy()
    assert line(made, LATE) == order[::-1]
    assert line(made, DUTY) == duties


def test_the_lottery_is_drawn_anew_each_month():
    made = town([2] * 30, [S.WAITING] * 30)
    first = line(made, EARLY)
    assert line(made, EARLY) == first
    made.month += 1
    assert line(made, EARLY) != first
    assert sorted(line(made, EARLY)) == sorted(first)


def test_services_do_not_share_a_queue():
    made = town([2, 2], [S.WAITING] * 2)
    made.residents.level[1], made.residents.status[1] = [0, 0, 0, 2, 0], [0, 0, 0, S.WAITING, 0]
    made.list_needs()
    (case, queue), _ = line_up_for_help(made)[0]
    assert made.needs.ladder[case].tolist() == [1, 3]
    assert queue.tolist() == [0, 2]


def test_reaching_out_comes_last_and_finds_its_share():
    """With places to spare a service finds those who have not come forward and whose ticket is below `outreach`."""
    made = town([1] * 200 + [2], [S.NONE] * 200 + [S.WAITING], service__outreach=0.3)
    found = np.flatnonzero(ticket(made)[:200] < 0.3).tolist()
    assert 30 < len(found) < 90
    queue = line(made, EARLY)
    assert queue[0] == 200
    assert sorted(queue[1:]) == found
    assert line(made, LATE) == []
    assert line(made, DUTY) == []


# duties


def served(made, ladder=MENTAL):
    return (made.residents.status[:, ladder] == S.STATUTORY).tolist()


def test_duties_are_met_while_the_money_lasts():
    """250 pounds meet two of four cases of 100, in the queue's order; the others count as unserved."""
    made = town([3] * 4, [S.WAITING] * 4, income=250)
    order = line(made, DUTY)
    meet_duties(made)
    assert [i for i in range(4) if served(made)[i]] == sorted(order[:2])
    assert made.budget.statutory[0, CARE] == 20_000
    assert made.budget.unserved[0, CARE] == 20_000
    assert made.minutes("statutory")[:, MENTAL].sum() == 2 * 1500


def test_no_case_jumps_the_queue():
    """A dear case that does not fit is not passed over for a cheap one behind it: a placement of 300 against 100s."""
    made = town([3] * 40, [S.WAITING] * 40, income=700, ladder=FAMILY, service__placement_share=0.3)
    order, placed = line(made, DUTY, FAMILY), made.luck(Decision.PLACEMENT + 4 * FAMILY) < 0.3
    price = np.where(placed, 300, 100)[order]
    fits = np.cumsum(price) <= 700
    assert fits.sum() < 40
    first_refused = int(np.argmin(fits))
    meet_duties(made)
    status = made.residents.status[order, FAMILY]
    assert (status[:first_refused] == np.where(placed[order], S.PLACED, S.STATUTORY)[:first_refused]).all()
    assert (status[first_refused:] == S.WAITING).all()
    spent = 100 * int(price[:first_refused].sum())
    assert made.budget.statutory[0, FAMILY_SERVICE] == spent
    assert made.budget.unserved[0, FAMILY_SERVICE] == 100 * int(price.sum()) - spent


def test_someone_in_service_whom_the_money_no_longer_reaches_waits():
    made = town([3], [S.STATUTORY])
    made.residents.wait[:, MENTAL] = 6
    meet_duties(made)
    assert made.residents.status[0, MENTAL] == S.WAITING
    assert made.residents.wait[0, MENTAL] == 0


def test_a_placement_is_decided_once():
    """A child on a plan stays on it, a child placed stays placed, whatever this month's luck."""
    made = town([3] * 50, [S.STATUTORY] * 25 + [S.PLACED] * 25, income=99_999, ladder=FAMILY,
                service__placement_share=0.5)  # fmt: skip
    meet_duties(made)
    assert made.residents.status[:, FAMILY].tolist() == [S.STATUTORY] * 25 + [S.PLACED] * 25
    assert made.budget.statutory[0, FAMILY_SERVICE] == 100 * (25 * 100 + 25 * 300)


def test_duties_end_when_need_falls_below_eligibility():
    made = town([2, 3], [S.STATUTORY, S.PLACED], income=999)
    made.residents.wait[:, MENTAL] = 6
    meet_duties(made)
    assert made.residents.status[:, MENTAL].tolist() == [S.NONE, S.PLACED]
    assert made.residents.wait[:, MENTAL].tolist() == [0, 6]


def test_while_settling_duties_are_met_in_full():
    made = town([3] * 9, [S.WAITING] * 9, income=0)
    made.month = -1
    meet_duties(made)
    assert served(made) == [True] * 9
    assert made.budget.unserved.sum() == 0


def test_costs_of_cases_differ_between_people_and_average_the_price():
    """Lognormal of log-sd .8 and mean 1: the mean over an even grid of luck is the price, the median exp(-.32)."""
    grid = (np.arange(20_000) + 0.5) / 20_000
    prices = np.array([case_price(100_000, u, 0.8) for u in grid])
    assert prices.mean() == pytest.approx(100_000, rel=2e-3)
    assert case_price(100_000, 0.5, 0.8) == round(100_000 * math.exp(-0.32))
    assert (np.diff(prices) >= 0).all()
    assert case_price(12_345, 0.9, 0.0) == 12_345


def test_a_case_costs_the_same_all_its_life():
    spent = []
    for month in (3, 40):
        made = town([3] * 5, [S.STATUTORY] * 5, income=9999, service__cost_spread=0.8)
        made.month = month
        meet_duties(made)
        spent.append(int(made.budget.statutory[0, CARE]))
    assert spent[0] == spent[1] != 50_000


def test_places_that_share_have_one_queue():
    for pooled, shared in (([False, True, False, True], [0, 1, 2, 1]), ([False, False], [0, 1])):
        made = town([2], [S.WAITING])
        made.by_place = lambda _, pooled=pooled: np.array(pooled)
        assert sharing(made).tolist() == shared


def test_a_person_can_be_a_case_on_two_ladders():
    made = town([3], [S.WAITING], income=150)
    made.residents.level[0, FUNCTIONAL], made.residents.status[0, FUNCTIONAL] = 3, S.WAITING
    made.list_needs()
    meet_duties(made)
    assert (made.residents.status[0] == S.STATUTORY).sum() == 1
    assert made.budget.unserved[0, CARE] == 10_000
