"""Watts and Strogatz's small world, on ties that the model's own rules make and break."""

import numpy as np

from simulation.verification.check import Check, Result
from simulation.verification.networks import clustering, path_length, rewired_ring, ring

PEOPLE, REACH, NETWORKS = 1000, 5, 20


def shrink(probabilities: tuple[float, float] = (0.01, 0.1)) -> list[Result]:
    """Clustering and path length of the ring, and how much of them rewiring leaves."""
    whole = ring(PEOPLE, REACH)
    c0, l0 = clustering(whole), path_length(whole)
    results = [Result("clustering of the ring", 2 / 3, c0, 1e-9), Result("path length of the ring", 50.45, l0, 0.005)]
    for p, published, (c, l) in zip((0.01, 0.1), probabilities, ((0.971, 0.178), (0.736, 0.088)), strict=True):
        rewired = [rewired_ring(PEOPLE, REACH, published, network) for network in range(NETWORKS)]
        results += [
            Result(f"clustering left, p = {p:g}", c, float(np.mean([clustering(t) for t in rewired])) / c0, 0.01),
            Result(f"path length left, p = {p:g}", l, float(np.mean([path_length(t) for t in rewired])) / l0, 0.01),
        ]
    return results


CHECKS = (
    Check("small world", "ties, M7 bridging", "links.ties.tie, untie (rewired and measured here)", "none",
          "Watts and Strogatz 1998, N = 1000, k = 10", shrink),
)  # fmt: skip
