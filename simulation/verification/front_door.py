"""Triage: who is sent the wrong way where connecting staff take the call, how often, and what it costs them."""

from types import SimpleNamespace
from typing import Any

import numpy as np

from simulation.agents.residents import LADDERS, Event, Residents, Status
from simulation.mechanisms import budget, seeking
from simulation.needs import Needs
from simulation.verification.actors import number_keys
from simulation.verification.check import Check, Result
from simulation.verification.networks import SEED

MENTAL = 1
SENSITIVITY, SCAR, DELAY = 0.8, 0.15, 3


class Callers:
    """People who each have one need at one level and trust as usual, a third of whose calls connectors take."""

    def __init__(self, level: int, rate: float, sensitivity: float, people: int) -> None:
        self.residents = r = Residents(people)
        r.append(people)
        number_keys(5, r.key)
        r.alive[:], r.level[:, MENTAL], r.capacity[:] = True, level, 0.5
        cards = SimpleNamespace(rates=(rate,) * 3, trust_effect=0.5, sensitivity=sensitivity, delay=DELAY)
        ten: Any = SimpleNamespace(hours=SimpleNamespace(**dict.fromkeys(_SECTION, (10.0, 10.0, 10.0))))
        town: Any = SimpleNamespace(
            seed=np.uint64(SEED), month=0, residents=r, needs=Needs(ten, 1), place_of=np.zeros(1, np.int16),
            places=SimpleNamespace(trust=np.array([0.6])),
            scenario=SimpleNamespace(
                seeking=cards, trust=SimpleNamespace(start=0.6), capacity=SimpleNamespace(on=True, scar=SCAR),
                budget=SimpleNamespace(on=False, freeze_months=0),
            ),
        )  # fmt: skip
        self.town = town
        town.budget = purse = budget.Budget(1, town)
        purse.first_discretionary[:], purse.connecting[:] = 3_000, 1_000
        budget.close_ledger(town)

    def call(self) -> np.ndarray:
        """One month; whom triage harmed in it."""
        r = self.residents
        r.event[:] = 0
        self.town.needs.list_cases(r)
        seeking.seek(self.town)
        self.town.month += 1
        return (r.event & Event.HARM) != 0


_SECTION = (*LADDERS, *(f"kin_{ladder}" for ladder in LADDERS))


def harm_events(sensitivity: float = SENSITIVITY, people: int = 200_000) -> list[Result]:
    """Of those who come forward in a month, the share whom triage harms, by level of need."""
    harmed = {level: float(Callers(level, 0.3, sensitivity, people).call().mean()) for level in (1, 2, 3)}
    expected = -np.expm1(-0.3) * (1 - SENSITIVITY) / 3
    return [
        Result("harmed in a month, emerging need", 0.0, harmed[1], 0.0),
        Result("harmed in a month, complex need", expected, harmed[2], 0.001),
        Result("harmed in a month, crisis", expected, harmed[3], 0.001),
    ]


def until_recognised(sensitivity: float = SENSITIVITY, people: int = 50_000) -> list[Result]:
    """People in crisis who call until triage recognises them.

    With chance p a month to call and chance m to be sent the wrong way, harms are geometric, m / (1 - m) on average;
    each costs `delay` months in which nobody calls, the first being the month that a next call would have had anyway.
    """
    callers = Callers(3, 0.3, sensitivity, people)
    harms, month = np.zeros(people), np.zeros(people)
    status = callers.residents.status
    while (status[:, MENTAL] != Status.WAITING).any():
        month += status[:, MENTAL] != Status.WAITING
        harms += callers.call()
    p, m = -np.expm1(-0.3), (1 - SENSITIVITY) / 3
    return [
        Result("harm events until recognised", m / (1 - m), float(harms.mean()), 0.005),
        Result(
            "months until recognised", 1 / (p * (1 - m)) + (DELAY - 1) * m / (1 - m), float(month.mean()), 0.06
        ),
        Result(
            "capacity left of 0.5", 0.5 * (1 - m) / (1 - m * (1 - SCAR)), float(callers.residents.capacity.mean()), 5e-4
        ),
    ]  # fmt: skip


CHECKS = (
    Check("triage", "M15 triage", "seeking.seek (misrouted), budget.close_ledger", "a month",
          "solved: P(rate) x (1 - sensitivity) x share of calls", harm_events),
    Check("until recognised", "M15 triage", "seeking.seek", "a month", "solved: geometric trials with a delay",
          until_recognised),
)  # fmt: skip
