"""Residents who do nothing but start and stop taking part: activation's own kernels, month by month."""

import numpy as np
from numpy.typing import NDArray

from simulation import chance
from simulation.agents.incentives import Incentives
from simulation.agents.residents import Event, Residents
from simulation.kernels import kernel
from simulation.links.ties import Ties
from simulation.mechanisms import activation
from simulation.verification.networks import SEED


@kernel
def number_keys(run, key):  # type: ignore[no-untyped-def]
    """Give every row a key of its own, for this run."""
    for i in range(len(key)):
        key[i] = chance.mix(np.uint64(run), np.uint64(i), np.uint64(7))


class Actors:
    """Adults who see each other through ties, or, without ties, through one group to which all of them belong."""

    def __init__(self, threshold: NDArray[np.float64], ties: Ties | None = None, run: int = 0) -> None:
        n = len(threshold)
        self.residents = r = Residents(n)
        r.append(n)
        number_keys(run, r.key)
        r.alive[:], r.born[:], r.fifth[:], r.threshold[:] = True, -600, 3, threshold
        self.month = 0
        self.ties = ties or Ties(n, 1)
        self.group_weight = 0.0 if ties else 1.0
        if ties is None:
            r.groups[:, 0] = 0

    @property
    def share(self) -> float:
        """The share now taking part."""
        return float(self.residents.active.mean())

    def step(
        self, spread: float = 0.0, opportunity: float = 1.0, noise: float = 0.0, stop: float = 0.0, rest: int = 0,
        forgetting: float = 1.0,
    ) -> int:  # fmt: skip
        """One month; how many started or stopped."""
        r, t = self.residents, self.ties
        r.event[:] = 0
        none = Incentives(1, 1)
        nobody, no_group = np.zeros(1, np.int16), np.zeros(1, np.bool_)
        activation._decide(
            SEED, self.month, r.count, r.alive, r.key, r.born, r.fifth, r.neighbourhood, nobody, r.threshold,
            r.stimulation, r.burnout, r.active, r.resting, r.groups, r.event, t.target, t.weight, t.degree,
            np.array([self.share]), np.zeros(1), none.push, none.credit, none.lapse, 0.0, forgetting, opportunity,
            noise, spread, self.group_weight, 0.0, stop, 0.0,
        )  # fmt: skip
        activation._change(
            SEED, self.month, r.count, r.key, r.neighbourhood, r.event, r.active, r.resting, r.groups,
            np.full((1, 2, 5), -1, np.int32), no_group, no_group, rest, 0.0, 0.0,
        )  # fmt: skip
        self.month += 1
        return int(np.count_nonzero(r.event & (Event.STARTED_HELPING | Event.STOPPED_HELPING)))

    def settle(self) -> float:
        """Go on until nobody changes, without luck; the share then taking part."""
        while self.step():
            pass
        return self.share
