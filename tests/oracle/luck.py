"""Luck as the oracle meets it: the same pure function, asked one person at a time."""

import numpy as np

from simulation import chance
from simulation.chance import Decision

NEAR_MISS = 1e-6
"""A draw this close to its probability may fall either way, since two ways of adding differ in their last digits."""


class Luck:
    """The uniforms of one seed in one month. `near_misses` lists draws too close to their probability to call."""

    def __init__(self, seed: int, month: int) -> None:
        self.seed, self.month = np.uint64(seed), month
        self.near_misses: list[tuple[int, float, float]] = []

    def uniform(self, decision: Decision, key: int, ladder: int = 0) -> float:
        """u[decision](key) in (0, 1); a queue's decision about a ladder lies that many blocks further on."""
        return float(chance.uniform(self.seed, np.uint64(key), self.month, int(decision) + 4 * ladder))

    def ever(self, decision: Decision, key: int) -> float:
        """The uniform of a decision taken once for life, in month 0."""
        return float(chance.uniform(self.seed, np.uint64(key), 0, int(decision)))

    def normal_for_life(self, decision: Decision, key: int) -> float:
        """The standard normal deviate that a decision taken once for life (in month 0) gives a key."""
        return float(chance.normal(chance.uniform(self.seed, np.uint64(key), 0, int(decision))))

    def word(self, decision: int, key: int, month: int | None = None) -> int:
        """The decision's 32-bit word, this month or in the month given."""
        when = self.month if month is None else month
        return int(chance.words(self.seed, np.uint64(key), when, int(decision) >> 2)[int(decision) & 3])

    def index(self, decision: int, key: int, n: int) -> int:
        """below(word, n): an index in [0, n) from the decision's 32-bit word."""
        return self.word(decision, key) * n >> 32

    def less(self, u: float, probability: float, key: int) -> bool:
        """Whether u < probability, noting it where it is too close to call."""
        if abs(u - probability) < NEAR_MISS:
            self.near_misses.append((key, u, probability))
        return bool(u < probability)

    def happens(self, decision: Decision, key: int, probability: float, ladder: int = 0) -> bool:
        """Whether luck lets something of this probability befall this key this month."""
        return self.less(self.uniform(decision, key, ladder), probability, key)

    def mix(self, a: int, b: int, c: int) -> int:
        """One key of three."""
        return int(chance.mix(np.uint64(a), np.uint64(b), np.uint64(c)))

    def pair(self, key: int, other: int) -> int:
        """The key of two people, whichever comes first."""
        return int(chance.pair(np.uint64(key), np.uint64(other)))

    def lot_of_tie(self, key: int, other: int) -> int:
        """The lot of a tie this month: mix(pair(key, other), month mod 2^32, seed)."""
        return self.mix(self.pair(key, other), self.month % 2**32, int(self.seed))
