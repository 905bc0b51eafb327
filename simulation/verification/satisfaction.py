"""What people make of it: trust in services, and satisfaction with life."""

from types import SimpleNamespace
from typing import Any

import numpy as np

from simulation.agents.residents import Event, Residents
from simulation.mechanisms import trust, wellbeing
from simulation.verification.check import Check, Result

MONTHS = 24


def trusting(harm: float = 0.005, speed: float = 0.05) -> list[Result]:
    """Trust under the same record month after month: 0.8 of need met, 2 of 1,000 residents harmed.

    It closes on start + met (0.8 - usual) - harm x 2 / speed by the share `speed` a month.
    """
    people = 1000
    r = Residents(people)
    r.append(people)
    r.event[:2] = Event.HARM
    needs = SimpleNamespace(needed_by=np.full((1, 4, 5), 100), met_by=np.full((1, 4, 5), 80))
    cards = SimpleNamespace(start=0.6, met=0.5, usual_met=0.6, speed=speed, harm=harm)
    town: Any = SimpleNamespace(
        residents=r, needs=needs, place_of=np.zeros(1, np.int16), people=np.array([people]),
        by_place=lambda _: np.zeros(1),
        places=SimpleNamespace(trust=np.array([0.6]), turned_back=np.zeros(1, np.bool_)),
        scenario=SimpleNamespace(trust=cards, public_realm=SimpleNamespace(on=False, trust_gain=0.2), kept={}),
    )  # fmt: skip
    path = []
    for _ in range(400):
        trust.settle_trust(town)
        path.append(float(town.places.trust[0]))
    r.event[:] = Event.HARM
    for _ in range(12):
        trust.settle_trust(town)
    settled = 0.6 + 0.5 * 0.2 - 0.005 * 2 / 0.05
    return [
        Result(f"trust after {MONTHS} months", _closing(0.6, settled, 0.05), path[MONTHS - 1], 1e-9),
        Result("trust in the end", settled, path[-1], 1e-6),
        Result("trust where everybody is harmed", 0.0, float(town.places.trust[0]), 0.0),
    ]


def _closing(first: float, last: float, speed: float) -> float:
    return last + (first - last) * (1 - speed) ** MONTHS


def content(half_life: float = 6.0) -> list[Result]:
    """Satisfaction with life of four people who begin at 7: how fast it comes to what their lives are worth.

    One has needs at levels 1 and 3 (0.4 and 2 points), one is worn out and acts, one has all and one lacks all.
    """
    r = Residents(4)
    r.append(4)
    r.alive[:], r.wellbeing[:], r.capacity[:] = True, 7.0, 0.5
    r.level[0, [1, 4]], r.level[3] = (1, 3), 3
    r.burnout[1], r.active[1] = 0.5, True
    r.capacity[2], r.capacity[3] = 1.0, 0.0
    cards = SimpleNamespace(
        base=7.9, loss=(0.4, 1.0, 2.0), capacity=5.0, burnout=1.0, acting=0.1, speed=1 - 0.5 ** (1 / half_life)
    )
    town: Any = SimpleNamespace(residents=r, scenario=SimpleNamespace(wellbeing=cards))
    for _ in range(6):
        wellbeing.settle_wellbeing(town)
    lives = {"needs at levels 1 and 3": 5.5, "worn out and active": 7.5, "more than all": 10.0, "less than nothing": 0}
    return [
        Result(f"half of the way in six months, {who}", (7.0 + worth) / 2, float(got), 1e-5)
        for (who, worth), got in zip(lives.items(), r.wellbeing, strict=True)
    ]


CHECKS = (
    Check("trust", "trust", "trust.settle_trust, next_trust", "a month",
          "solved: the gap shrinks as (1 - speed)^t; harm / speed below", trusting),
    Check("wellbeing", "wellbeing", "wellbeing.settle_wellbeing, aim", "a month",
          "solved: half-life ln 2 / -ln(1 - speed)", content),
)  # fmt: skip
