"""A village of people with need on one ladder, for tests of who is served."""

from simulation.agents.residents import Status
from simulation.mechanisms.service import DUTY, line_up_for_duties, line_up_for_help

from .village import CARE, FAMILY, FAMILY_SERVICE, MENTAL, YEARS, village

S = Status
PLAIN = {
    "service__cost": [100.0] * 5, "service__placement_cost": 300.0, "service__cost_spread": 0.0,
    "service__placement_share": 0.0, "service__cover": 0.5, "service__outreach": 0.0, "service__end_rate": 0.0,
    "service__abandon_rate": 0.0, "service__direct_hour": 40.0, "service__hours_per_fte": 120.0,
    "service__caseload": 12.0, "budget__cost_growth": 0.0, "budget__floor": 0.0, "hours__mental": [5.0, 20.0, 50.0],
}  # fmt: skip
"""Every case costs 100 pounds; a slot is 600 minutes; mental need 300, 1,200 and 3,000 minutes; nobody leaves."""


def town(levels, statuses, income=0, direct=0, ladder=MENTAL, earliness=1.0, **cards):
    """Residents with need on one ladder, and pounds for duties and for direct help of its service."""
    made = village(len(levels), **{**PLAIN, **cards})
    made.residents.level[:, ladder], made.residents.status[:, ladder] = levels, statuses
    service = FAMILY_SERVICE if ladder == FAMILY else CARE
    made.budget.income[0, service] = 100 * income
    made.budget.direct[0, service] = 100 * direct
    made.effort.earliness[:] = earliness
    if ladder == FAMILY:
        made.residents.born[:] = made.month - 10 * YEARS
    made.list_needs()
    return made


def line(made, purpose, ladder=MENTAL):
    """Rows of residents in the order of the queue."""
    case, _ = line_up_for_duties(made) if purpose == DUTY else line_up_for_help(made)[0][purpose]
    assert (made.needs.ladder[case] == ladder).all()
    return made.needs.person[case].tolist()
