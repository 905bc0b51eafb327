"""What connectors' time comes to: whole acts, and catalysis, which lowers the barrier to new groups for a while."""

import math
from types import SimpleNamespace
from typing import Any

import numpy as np

from simulation.agents.residents import Residents
from simulation.links.ties import Ties
from simulation.mechanisms import connecting
from simulation.mechanisms.groups import founding
from simulation.verification.check import Check, Result
from simulation.verification.networks import SEED


def acts(fte: float = 2.3, months: int = 120) -> list[Result]:
    """Whole acts that connectors' hours allow over ten years: no fraction of an hour is lost or made."""
    shares, hours = (0.35, 0.3, 0.05, 0.1, 0.2), (2.0, 6.0, 15.0, 5.0, 0.77)
    cards = {f"{act}_share": s for act, s in zip(connecting.ACTS, shares, strict=True)}
    cards |= {f"{act}_hours": h for act, h in zip(connecting.ACTS, hours, strict=True)}
    town: Any = SimpleNamespace(
        scenario=SimpleNamespace(
            connecting=SimpleNamespace(**cards), service=SimpleNamespace(hours_per_fte=110.0), kept={}
        ),
        budget=SimpleNamespace(connector_fte=lambda: np.array([fte])),
        places=SimpleNamespace(acts_carried=np.zeros((1, 5)), turned_back=np.zeros(1, np.bool_)),
    )
    done = sum(connecting.acts_affordable(town)[0] for _ in range(months))
    return [
        Result(f"acts to {act} in ten years", math.floor(120 * 2.3 * 110 * s / h), int(done[a]), 1)
        for a, (act, s, h) in enumerate(zip(connecting.ACTS, shares, hours, strict=True))
    ]


class Catalysts:
    """A place of some neighbourhoods whose connectors do nothing but catalyse, ten acts a month while they are paid."""

    def __init__(self, neighbourhoods: int, push: float, half_life: float) -> None:
        cards = dict.fromkeys((f"{act}_share" for act in connecting.ACTS), 0.0)
        cards |= dict.fromkeys((f"{act}_hours" for act in connecting.ACTS), 1.0)
        cards |= dict.fromkeys(("push", "bridging", "tie_weight"), 0.0)
        cards |= {"catalyse_share": 1.0, "catalyst": push, "catalyst_half_life": half_life}
        self.fte, nobody, no_keys = 10.0, np.zeros(0, np.int32), np.arange(1, dtype=np.uint64)
        self.world: Any = SimpleNamespace(
            seed=np.uint64(SEED), month=0, residents=Residents(1), needs=SimpleNamespace(rows=nobody),
            ties=Ties(1, 1), effort=SimpleNamespace(earliness=np.zeros(1)),
            place_of=np.zeros(neighbourhoods, np.int16), neighbourhood_starts=np.zeros(neighbourhoods + 1, np.int64),
            understanding=SimpleNamespace(known_share=lambda _: 0.0), place_rows=lambda _: (0, 1),
            by_place=lambda _: np.zeros(1),
            places=SimpleNamespace(
                key=no_keys, catalyst=np.zeros(neighbourhoods), acts_carried=np.zeros((1, 5)),
                turned_back=np.zeros(1, np.bool_),
            ),
            budget=SimpleNamespace(connecting=np.ones((1, 4)), connector_fte=lambda: np.array([self.fte])),
            scenario=SimpleNamespace(
                connecting=SimpleNamespace(**cards), service=SimpleNamespace(hours_per_fte=1.0),
                innovation=SimpleNamespace(on=False), kept={},
            ),
        )  # fmt: skip

    def work(self, months: int) -> np.ndarray:
        """So many months; the push on each neighbourhood."""
        for _ in range(months):
            connecting.connect(self.world)
            self.world.month += 1
        return self.world.places.catalyst


def catalysis(half_life: float = 6.0, push: float = 0.1) -> list[Result]:
    """How far connectors lower the barrier to a new group, and how long that lasts.

    Ten acts a month on one neighbourhood come to 10 push / (1 - 2^(-1/6)); each of twenty has a twentieth.
    """
    one, many = Catalysts(1, push, half_life), Catalysts(20, push, half_life)
    settled = float(one.work(240)[0])
    spread = np.mean([many.work(1).mean() for _ in range(240)][-120:])
    one.fte = 0.0
    half = float(one.work(6)[0])
    usual, spurred, fading = (founding(0.001, 0.2, 0.2, c, 1.0) for c in (0.0, settled, half))
    expected = 10 * 0.1 / (1 - 0.5 ** (1 / 6))
    return [
        Result("barrier lowered by, log", expected, settled, 1e-6),
        Result("barrier lowered by, mean of 20 neighbourhoods", expected / 20, float(spread), 1e-6),
        Result("barrier lowered by, six months after", expected / 2, half, 1e-6),
        Result("groups founded against usual, log", expected, math.log(spurred / usual), 1e-6),
        Result("groups founded six months after, log", expected / 2, math.log(fading / usual), 1e-6),
    ]


CHECKS = (
    Check("connectors' acts", "M7 connecting", "connecting.acts_affordable", "a month",
          "solved: floor(hours x share / hours an act)", acts),
    Check("catalysis", "M7 catalysis", "connecting.connect (_catalyse); groups.founding", "a month",
          "solved: acts x push / (1 - 2^(-1 / half-life)), then halved in a half-life", catalysis),
)  # fmt: skip
